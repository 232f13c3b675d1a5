// NtQueryInformationFile and NtSetInformationFile: what the I/O manager knows by itself, it answers; the rest is the
// driver's (IRP_MJ_QUERY_INFORMATION, IRP_MJ_SET_INFORMATION with a system buffer). Both are synchronous whatever the
// file object is.
#include "nt/io/completion_port.h"
#include "nt/io/file.h"
#include "nt/io/irp.h"
#include "nt/machine.h"
#include "nt/mm/memory_manager.h"
#include "nt/ob/object_manager.h"
#include "nt/ob/system_memory.h"
#include "nt/ps/process_manager.h"
#include "nt/services.h"

namespace owdf::io {

namespace {

using Mode = ob::ObjectManager::Mode;

// FILE_COMPLETION_INFORMATION and the flags of FILE_IO_COMPLETION_NOTIFICATION_INFORMATION, as ntifs.h publishes them.
struct CompletionInformation {
  HANDLE port;
  PVOID key;
};
constexpr ULONG kSkipPortOnSuccess = 1;

struct Call {
  KPROCESSOR_MODE mode;
  HANDLE file;
  PIO_STATUS_BLOCK status_block;
  void* buffer;
  ULONG length;
  FILE_INFORMATION_CLASS what;
};

Mode mode_of(const Call& call) {
  return call.mode == KernelMode ? Mode::kKernel : Mode::kUser;
}

NTSTATUS answer(const Call& call, NTSTATUS status, ULONG_PTR information = 0) {
  call.status_block->Status = status;
  call.status_block->Information = information;
  return status;
}

template <typename T>
NTSTATUS answer_with(const Call& call, const T& value) {
  if (call.length < sizeof(T)) return answer(call, STATUS_INFO_LENGTH_MISMATCH);
  std::memcpy(call.buffer, &value, sizeof(T));
  return answer(call, STATUS_SUCCESS, sizeof(T));
}

Result<ob::Ref<FILE_OBJECT>> file_of(nt::Machine& machine, const Call& call, mm::Access access) {
  if (call.mode == UserMode) TRY(machine.mm().probe_user(call.buffer, call.length, access));
  auto file = TRY(machine.ob().by_handle(call.file, &kFileType, 0, mode_of(call)));
  return std::move(file).as<FILE_OBJECT>();
}

// One request to the driver with a system buffer of its own; copied in for a set, out for a query.
NTSTATUS ask_driver(nt::Machine& machine, const Call& call, PFILE_OBJECT file, UCHAR major) {
  void* buffer = ob::system_allocate(machine, call.length, 'fuBS');
  if (!buffer) return answer(call, STATUS_INSUFFICIENT_RESOURCES);
  const bool set = major == IRP_MJ_SET_INFORMATION;
  if (set) std::memcpy(buffer, call.buffer, call.length);
  const IO_STATUS_BLOCK status = send_and_wait(machine, top_of_stack(file->DeviceObject), STATUS_SUCCESS,
                                               Cancelable::kYes, [&](PIRP irp, PIO_STACK_LOCATION location) {
                                                 location->MajorFunction = major;
                                                 location->FileObject = file;
                                                 irp->RequestorMode = call.mode;
                                                 irp->AssociatedIrp.SystemBuffer = buffer;
                                                 irp->Tail.Overlay.OriginalFileObject = file;
                                                 if (set) {
                                                   location->Parameters.SetFile.Length = call.length;
                                                   location->Parameters.SetFile.FileInformationClass = call.what;
                                                 } else {
                                                   location->Parameters.QueryFile.Length = call.length;
                                                   location->Parameters.QueryFile.FileInformationClass = call.what;
                                                 }
                                               });
  if (!set && !NT_ERROR(status.Status))
    std::memcpy(call.buffer, buffer, std::min<ULONG_PTR>(status.Information, call.length));
  ob::system_free(machine, buffer);
  return answer(call, status.Status, status.Information);
}

NTSTATUS query(const Call& call) {
  nt::Machine& machine = *nt::current_machine();
  auto file = file_of(machine, call, mm::Access::kWrite);
  if (!file) return file.status().value;
  switch (call.what) {
    case FilePositionInformation:
      return answer_with(call, FILE_POSITION_INFORMATION{(*file)->CurrentByteOffset});
    case FileModeInformation: {
      ULONG mode = 0;
      if (is_synchronous(**file)) {
        mode = (*file)->Flags & FO_ALERTABLE_IO ? FILE_SYNCHRONOUS_IO_ALERT : FILE_SYNCHRONOUS_IO_NONALERT;
      }
      return answer_with(call, mode);
    }
    default:
      return ask_driver(machine, call, file->get(), IRP_MJ_QUERY_INFORMATION);
  }
}

NTSTATUS bind_port(nt::Machine& machine, const Call& call, PFILE_OBJECT file) {
  if (call.length < sizeof(CompletionInformation)) return answer(call, STATUS_INFO_LENGTH_MISMATCH);
  CompletionInformation wanted;
  std::memcpy(&wanted, call.buffer, sizeof wanted);
  FileRecord& record = record_of(file);
  if (is_synchronous(*file) || record.port) return answer(call, STATUS_INVALID_PARAMETER);
  auto port = machine.ob().by_handle(wanted.port, &kCompletionPortType, 0, mode_of(call));
  if (!port) return answer(call, port.status().value);
  record.port_key = wanted.key;
  record.port = static_cast<CompletionPort*>(port->release());
  return answer(call, STATUS_SUCCESS);
}

NTSTATUS set(const Call& call) {
  nt::Machine& machine = *nt::current_machine();
  auto file = file_of(machine, call, mm::Access::kRead);
  if (!file) return file.status().value;
  switch (call.what) {
    case FilePositionInformation: {
      if (call.length < sizeof(FILE_POSITION_INFORMATION)) return answer(call, STATUS_INFO_LENGTH_MISMATCH);
      const auto* wanted = static_cast<const FILE_POSITION_INFORMATION*>(call.buffer);
      if (wanted->CurrentByteOffset.QuadPart < 0) return answer(call, STATUS_INVALID_PARAMETER);
      (*file)->CurrentByteOffset = wanted->CurrentByteOffset;
      return answer(call, STATUS_SUCCESS);
    }
    case FileCompletionInformation:
      return bind_port(machine, call, file->get());
    case FileIoCompletionNotificationInformation: {
      if (call.length < sizeof(ULONG)) return answer(call, STATUS_INFO_LENGTH_MISMATCH);
      const ULONG flags = *static_cast<const ULONG*>(call.buffer);
      if (flags & ~kSkipPortOnSuccess) {
        machine.report(
            {"NotImplemented", "FileIoCompletionNotificationInformation with flags other than skip-on-success", {}});
        return answer(call, STATUS_NOT_IMPLEMENTED);
      }
      record_of(file->get()).skip_port_on_success = flags & kSkipPortOnSuccess;
      return answer(call, STATUS_SUCCESS);
    }
    default:
      return ask_driver(machine, call, file->get(), IRP_MJ_SET_INFORMATION);
  }
}

}  // namespace
}  // namespace owdf::io

using namespace owdf;

extern "C" {

NTSTATUS NTAPI NtQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation,
                                      ULONG Length, FILE_INFORMATION_CLASS FileInformationClass) {
  return io::query({ps::previous_mode(), FileHandle, IoStatusBlock, FileInformation, Length, FileInformationClass});
}

NTSTATUS NTAPI ZwQueryInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation,
                                      ULONG Length, FILE_INFORMATION_CLASS FileInformationClass) {
  return io::query({KernelMode, FileHandle, IoStatusBlock, FileInformation, Length, FileInformationClass});
}

NTSTATUS NTAPI NtSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation,
                                    ULONG Length, FILE_INFORMATION_CLASS FileInformationClass) {
  return io::set({ps::previous_mode(), FileHandle, IoStatusBlock, FileInformation, Length, FileInformationClass});
}

NTSTATUS NTAPI ZwSetInformationFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation,
                                    ULONG Length, FILE_INFORMATION_CLASS FileInformationClass) {
  return io::set({KernelMode, FileHandle, IoStatusBlock, FileInformation, Length, FileInformationClass});
}

}  // extern "C"
