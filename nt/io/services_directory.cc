// NtQueryDirectoryFile, and what drivers ask about files by name: ZwDeleteFile, ZwQueryFullAttributesFile.
#include <ntifs.h>

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

struct Query {
  KPROCESSOR_MODE mode;
  HANDLE file, event;
  PIO_APC_ROUTINE apc_routine;
  PIO_STATUS_BLOCK status_block;
  void* buffer;
  ULONG length;
  FILE_INFORMATION_CLASS what;
  BOOLEAN single;
  PUNICODE_STRING pattern;
  BOOLEAN restart;
};

// The listing goes through memory of the system, as the answer of an information query does.
IO_STATUS_BLOCK ask(nt::Machine& machine, const Query& query, PFILE_OBJECT file, void* memory) {
  UCHAR flags = 0;
  if (query.single) flags |= SL_RETURN_SINGLE_ENTRY;
  if (query.restart) flags |= SL_RESTART_SCAN;
  return send_and_wait(machine, top_of_stack(file->DeviceObject), STATUS_SUCCESS, Cancelable::kYes,
                       [&](PIRP irp, PIO_STACK_LOCATION location) {
                         location->MajorFunction = IRP_MJ_DIRECTORY_CONTROL;
                         location->MinorFunction = IRP_MN_QUERY_DIRECTORY;
                         location->Flags = flags;
                         location->FileObject = file;
                         irp->RequestorMode = query.mode;
                         irp->UserBuffer = memory;
                         irp->Tail.Overlay.OriginalFileObject = file;
                         location->Parameters.QueryDirectory.Length = query.length;
                         location->Parameters.QueryDirectory.FileName = query.pattern;
                         location->Parameters.QueryDirectory.FileInformationClass = query.what;
                       });
}

Status query_directory(nt::Machine& machine, const Query& query) {
  if (query.apc_routine || query.event) {
    machine.report({"NotImplemented", "NtQueryDirectoryFile with an event or an ApcRoutine", {}});
    return Status(STATUS_NOT_IMPLEMENTED);
  }
  const Mode mode = query.mode == KernelMode ? Mode::kKernel : Mode::kUser;
  if (query.mode == UserMode) TRY(machine.mm().probe_user(query.buffer, query.length, mm::Access::kWrite));
  auto file = TRY(machine.ob().by_handle(query.file, &kFileType, FILE_LIST_DIRECTORY, mode)).as<FILE_OBJECT>();
  void* memory = ob::system_allocate(machine, query.length, 'riDF');
  if (!memory) return Status(STATUS_INSUFFICIENT_RESOURCES);
  *query.status_block = ask(machine, query, file.get(), memory);
  const Status status(query.status_block->Status);
  if (status.ok()) std::memcpy(query.buffer, memory, query.status_block->Information);
  ob::system_free(machine, memory);
  return status;
}

NTSTATUS open_by_name(POBJECT_ATTRIBUTES attributes, ACCESS_MASK access, ULONG options, HANDLE* handle) {
  IO_STATUS_BLOCK block{};
  return ZwOpenFile(handle, access | SYNCHRONIZE, attributes, &block,
                    FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, options | FILE_SYNCHRONOUS_IO_NONALERT);
}

}  // namespace
}  // namespace owdf::io

using namespace owdf;

extern "C" {

NTSTATUS NTAPI NtQueryDirectoryFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID,
                                    PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length,
                                    FILE_INFORMATION_CLASS FileInformationClass, BOOLEAN ReturnSingleEntry,
                                    PUNICODE_STRING FileName, BOOLEAN RestartScan) {
  nt::Machine& machine = *nt::current_machine();
  machine.ps().check_terminating();
  const io::Query query{ps::previous_mode(), FileHandle,      Event,      ApcRoutine,
                        IoStatusBlock,       FileInformation, Length,     FileInformationClass,
                        ReturnSingleEntry,   FileName,        RestartScan};
  return io::query_directory(machine, query).value;
}

NTSTATUS NTAPI ZwQueryDirectoryFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID,
                                    PIO_STATUS_BLOCK IoStatusBlock, PVOID FileInformation, ULONG Length,
                                    FILE_INFORMATION_CLASS FileInformationClass, BOOLEAN ReturnSingleEntry,
                                    PUNICODE_STRING FileName, BOOLEAN RestartScan) {
  const io::Query query{KernelMode,        FileHandle,      Event,      ApcRoutine,
                        IoStatusBlock,     FileInformation, Length,     FileInformationClass,
                        ReturnSingleEntry, FileName,        RestartScan};
  return io::query_directory(*nt::current_machine(), query).value;
}

NTSTATUS NTAPI ZwDeleteFile(POBJECT_ATTRIBUTES ObjectAttributes) {
  HANDLE file = nullptr;
  const NTSTATUS status = io::open_by_name(ObjectAttributes, OWDF_DELETE_ACCESS, FILE_DELETE_ON_CLOSE, &file);
  return NT_SUCCESS(status) ? ZwClose(file) : status;
}

NTSTATUS NTAPI ZwQueryFullAttributesFile(POBJECT_ATTRIBUTES ObjectAttributes,
                                         PFILE_NETWORK_OPEN_INFORMATION FileInformation) {
  HANDLE file = nullptr;
  NTSTATUS status = io::open_by_name(ObjectAttributes, FILE_READ_ATTRIBUTES, 0, &file);
  if (!NT_SUCCESS(status)) return status;
  IO_STATUS_BLOCK block{};
  status = ZwQueryInformationFile(file, &block, FileInformation, sizeof(*FileInformation), FileNetworkOpenInformation);
  ZwClose(file);
  return status;
}

}  // extern "C"
