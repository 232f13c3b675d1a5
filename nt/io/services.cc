// NtReadFile, NtWriteFile, NtDeviceIoControlFile, NtFsControlFile: from a handle to an IRP at the top of a stack, and
// its answer.
#include "nt/services.h"

#include "base/sanitizers.h"
#include "nt/io/buffers.h"
#include "nt/io/file.h"
#include "nt/io/io_manager.h"
#include "nt/io/irp.h"
#include "nt/io/requests.h"
#include "nt/ke/kernel.h"
#include "nt/mm/memory_manager.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/ps/user_access.h"
#include "nt/ps/wait.h"

namespace owdf::io {

namespace {

// What all requests on a handle have in common. Built on the stack of the service; what it holds goes to the IRP by
// submit().
struct Call {
  nt::Machine& machine = *nt::current_machine();
  KPROCESSOR_MODE mode;
  ob::Ref<FILE_OBJECT> file;
  ob::AnyRef event;
  PDEVICE_OBJECT device = nullptr;
  PIO_STATUS_BLOCK status_block = nullptr;
  void* apc_context = nullptr;
  bool synchronous = false;
  bool locked = false;
  PIRP irp = nullptr;
  PIO_STACK_LOCATION location = nullptr;
};

ob::ObjectManager::Mode mode_of(KPROCESSOR_MODE mode) {
  return mode == KernelMode ? ob::ObjectManager::Mode::kKernel : ob::ObjectManager::Mode::kUser;
}

struct Caller {
  KPROCESSOR_MODE mode;
  HANDLE file, event;
  PIO_APC_ROUTINE apc_routine;
  void* apc_context;
  PIO_STATUS_BLOCK status_block;
};

[[gnu::cold, gnu::noinline]] Status refuse_apc_routine(nt::Machine& machine) {
  machine.report({"NotImplemented", "a file service was called with an ApcRoutine", {}});
  return Status(STATUS_NOT_IMPLEMENTED);
}

// Everything that can fail before there is an IRP.
Status begin(Call& call, const Caller& caller, ACCESS_MASK access) {
  call.mode = caller.mode;
  if (caller.apc_routine) return refuse_apc_routine(call.machine);
  if (caller.mode == UserMode)
    TRY(ps::probe_user(call.machine.mm(), caller.status_block, sizeof(IO_STATUS_BLOCK), mm::Access::kWrite));
  void* file = TRY(call.machine.ob().reference_by_handle(caller.file, &kFileType, access, mode_of(caller.mode)));
  call.file = ob::Ref<FILE_OBJECT>::adopt(static_cast<FILE_OBJECT*>(file));
  if (caller.event) {
    call.event =
        TRY(call.machine.ob().by_handle(caller.event, &ob::kEventType, EVENT_MODIFY_STATE, mode_of(caller.mode)));
    call.machine.ke().reset_event(static_cast<PKEVENT>(call.event.get())->Header);
  }
  call.status_block = caller.status_block;
  call.apc_context = caller.apc_context;
  call.synchronous = is_synchronous(*call.file);
  call.device = top_of_stack(call.file->DeviceObject);
  return Status{};
}

void give_up(Call& call) {
  if (call.irp) {
    release_request_buffers(call.machine, call.irp);
    free_irp(call.machine, call.irp);
  }
  if (call.locked) unlock_file(call.file.get());
}

Status make_irp(Call& call, UCHAR major) {
  if (call.synchronous) {
    const NTSTATUS locked = lock_file(call.file.get());
    if (!NT_SUCCESS(locked)) return Status(locked);
    call.locked = true;
  }
  call.machine.ke().reset_event(call.file->Event.Header);
  PIRP irp = allocate_irp(call.machine, call.device->StackSize, IrpKind::kThreaded);
  if (!irp) return Status(STATUS_INSUFFICIENT_RESOURCES);
  call.irp = irp;
  call.location = IoGetNextIrpStackLocation(irp);
  call.location->MajorFunction = major;
  call.location->FileObject = call.file.get();
  irp->RequestorMode = call.mode;
  irp->UserIosb = call.status_block;
  irp->UserEvent = static_cast<PKEVENT>(call.event.get());
  irp->Overlay.AsynchronousParameters.UserApcContext = call.apc_context;
  irp->Tail.Overlay.OriginalFileObject = call.file.get();
  return Status{};
}

[[noreturn]] void leave(Call& call) {
  // The request is the thread's: exit_thread() cancels it and waits until it is finished.
  if (call.locked) unlock_file(call.file.get());
  NTSTATUS status = ps::current_process()->exit_status();
  call.file = {};
  call.machine.ps().exit_thread(status);
}

// The request on a synchronous file object was completed before the driver said "pending", so there is nothing to wait
// for.
bool has_ended(FILE_OBJECT& file) {
  if (!__atomic_load_n(&file.Event.Header.SignalState, __ATOMIC_RELAXED)) return false;
  happens_after(&file.Event.Header);
  return true;
}

// Sends the IRP and, on a synchronous file object, waits for its end. What the call held belongs to the IRP from here
// on, except one reference to the file, by which the service looks at the outcome.
NTSTATUS submit(Call& call) {
  ob::reference(call.file.get());
  record_of(call.irp).file = call.file.get();
  record_of(call.irp).event = call.event.release();
  if (call.synchronous) call.irp->Flags |= IRP_SYNCHRONOUS_API;
  list_irp(call.irp);
  NTSTATUS status = call_driver(call.device, call.irp);
  call.irp = nullptr;
  // terminate() may have looked at the list before this request was in it; then this is the moment that it sees the
  // flag.
  if (status == STATUS_PENDING && ps::current_process()->terminating()) cancel_requests(*ps::current_thread(), {});
  if (!call.synchronous) return status;
  if (status == STATUS_PENDING) {
    if (!has_ended(*call.file) &&
        ps::wait(&call.file->Event, nullptr, call.file->Flags & FO_ALERTABLE_IO) == STATUS_PROCESS_IS_TERMINATING) {
      leave(call);
    }
    status = call.file->FinalStatus;
  }
  unlock_file(call.file.get());
  return status;
}

void set_offset(Call& call, PLARGE_INTEGER given, LARGE_INTEGER* offset) {
  const bool current = !given || (given->HighPart == -1 && given->LowPart == FILE_USE_FILE_POINTER_POSITION);
  if (!current) {
    *offset = *given;
  } else if (call.synchronous) {
    *offset = call.file->CurrentByteOffset;
  }
}

struct Transfer {
  void* buffer;
  ULONG length;
  PLARGE_INTEGER offset;
  PULONG key;
};

NTSTATUS read_file(const Caller& caller, const Transfer& transfer) {
  Call call{.mode = caller.mode};
  Status status = begin(call, caller, FILE_READ_DATA);
  if (status.ok()) status = make_irp(call, IRP_MJ_READ);
  if (status.ok()) status = set_read_buffer(call.machine, call.irp, *call.device, transfer.buffer, transfer.length);
  if (!status.ok()) return give_up(call), status.value;
  call.location->Parameters.Read.Length = transfer.length;
  call.location->Parameters.Read.Key = transfer.key ? *transfer.key : 0;
  set_offset(call, transfer.offset, &call.location->Parameters.Read.ByteOffset);
  call.irp->Flags |= IRP_READ_OPERATION;
  return submit(call);
}

NTSTATUS write_file(const Caller& caller, const Transfer& transfer) {
  Call call{.mode = caller.mode};
  Status status = begin(call, caller, FILE_WRITE_DATA);
  if (status.ok()) status = make_irp(call, IRP_MJ_WRITE);
  if (status.ok()) status = set_write_buffer(call.machine, call.irp, *call.device, transfer.buffer, transfer.length);
  if (!status.ok()) return give_up(call), status.value;
  call.location->Parameters.Write.Length = transfer.length;
  call.location->Parameters.Write.Key = transfer.key ? *transfer.key : 0;
  set_offset(call, transfer.offset, &call.location->Parameters.Write.ByteOffset);
  call.irp->Flags |= IRP_WRITE_OPERATION;
  return submit(call);
}

// The access that a control code demands of the handle is written in its bits 14 and 15.
ACCESS_MASK access_of(ULONG code) {
  ACCESS_MASK access = 0;
  if (code >> 14 & FILE_READ_ACCESS) access |= FILE_READ_DATA;
  if (code >> 14 & FILE_WRITE_ACCESS) access |= FILE_WRITE_DATA;
  return access;
}

// The controls of devices and those of file systems differ in their major code only: the parameters lie alike.
NTSTATUS control(const Caller& caller, UCHAR major, const ControlBuffers& buffers) {
  Call call{.mode = caller.mode};
  Status status = begin(call, caller, access_of(buffers.code));
  if (status.ok()) status = make_irp(call, major);
  if (status.ok()) status = set_control_buffers(call.machine, call.irp, call.location, buffers);
  if (!status.ok()) return give_up(call), status.value;
  return submit(call);
}

NTSTATUS flush(const Caller& caller) {
  Call call{.mode = caller.mode};
  Status status = begin(call, caller, FILE_WRITE_DATA);
  if (status.ok()) status = make_irp(call, IRP_MJ_FLUSH_BUFFERS);
  if (!status.ok()) return give_up(call), status.value;
  // The service is synchronous whatever the file object is.
  if (call.synchronous) return submit(call);
  IO_STATUS_BLOCK* block = call.status_block;
  give_up(call);
  *block = send_and_wait(call.machine, call.device, STATUS_SUCCESS, Cancelable::kYes,
                         [&](PIRP irp, PIO_STACK_LOCATION location) {
                           location->MajorFunction = IRP_MJ_FLUSH_BUFFERS;
                           location->FileObject = call.file.get();
                           irp->RequestorMode = caller.mode;
                         });
  return block->Status;
}

}  // namespace
}  // namespace owdf::io

using namespace owdf;

// One edge for both forms of a service: Nt* speaks for the caller's process, Zw* for the kernel.
#define OWDF_CALLER(mode)                                            \
  io::Caller {                                                       \
    (mode), FileHandle, Event, ApcRoutine, ApcContext, IoStatusBlock \
  }

namespace {

template <typename Service>
NTSTATUS at_edge(Service service) {
  ps::ProcessManager& processes = nt::current_machine()->ps();
  processes.check_terminating();
  const NTSTATUS status = service();
  processes.check_terminating();
  return status;
}

}  // namespace

extern "C" {

NTSTATUS NTAPI NtReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                          PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset,
                          PULONG Key) {
  return at_edge([&] { return io::read_file(OWDF_CALLER(ps::previous_mode()), {Buffer, Length, ByteOffset, Key}); });
}

NTSTATUS NTAPI ZwReadFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                          PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset,
                          PULONG Key) {
  return io::read_file(OWDF_CALLER(KernelMode), {Buffer, Length, ByteOffset, Key});
}

NTSTATUS NTAPI NtWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                           PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset,
                           PULONG Key) {
  return at_edge([&] { return io::write_file(OWDF_CALLER(ps::previous_mode()), {Buffer, Length, ByteOffset, Key}); });
}

NTSTATUS NTAPI ZwWriteFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                           PIO_STATUS_BLOCK IoStatusBlock, PVOID Buffer, ULONG Length, PLARGE_INTEGER ByteOffset,
                           PULONG Key) {
  return io::write_file(OWDF_CALLER(KernelMode), {Buffer, Length, ByteOffset, Key});
}

NTSTATUS NTAPI NtDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                                     PIO_STATUS_BLOCK IoStatusBlock, ULONG IoControlCode, PVOID InputBuffer,
                                     ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength) {
  const io::ControlBuffers buffers{IoControlCode, InputBuffer, InputBufferLength, OutputBuffer, OutputBufferLength};
  return at_edge([&] { return io::control(OWDF_CALLER(ps::previous_mode()), IRP_MJ_DEVICE_CONTROL, buffers); });
}

NTSTATUS NTAPI ZwDeviceIoControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                                     PIO_STATUS_BLOCK IoStatusBlock, ULONG IoControlCode, PVOID InputBuffer,
                                     ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength) {
  const io::ControlBuffers buffers{IoControlCode, InputBuffer, InputBufferLength, OutputBuffer, OutputBufferLength};
  return io::control(OWDF_CALLER(KernelMode), IRP_MJ_DEVICE_CONTROL, buffers);
}

NTSTATUS NTAPI NtFsControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                               PIO_STATUS_BLOCK IoStatusBlock, ULONG FsControlCode, PVOID InputBuffer,
                               ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength) {
  const io::ControlBuffers buffers{FsControlCode, InputBuffer, InputBufferLength, OutputBuffer, OutputBufferLength};
  return at_edge([&] { return io::control(OWDF_CALLER(ps::previous_mode()), IRP_MJ_FILE_SYSTEM_CONTROL, buffers); });
}

NTSTATUS NTAPI ZwFsControlFile(HANDLE FileHandle, HANDLE Event, PIO_APC_ROUTINE ApcRoutine, PVOID ApcContext,
                               PIO_STATUS_BLOCK IoStatusBlock, ULONG FsControlCode, PVOID InputBuffer,
                               ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength) {
  const io::ControlBuffers buffers{FsControlCode, InputBuffer, InputBufferLength, OutputBuffer, OutputBufferLength};
  return io::control(OWDF_CALLER(KernelMode), IRP_MJ_FILE_SYSTEM_CONTROL, buffers);
}

NTSTATUS NTAPI NtFlushBuffersFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock) {
  return at_edge(
      [&] { return io::flush({ps::previous_mode(), FileHandle, nullptr, nullptr, nullptr, IoStatusBlock}); });
}

NTSTATUS NTAPI ZwFlushBuffersFile(HANDLE FileHandle, PIO_STATUS_BLOCK IoStatusBlock) {
  return io::flush({KernelMode, FileHandle, nullptr, nullptr, nullptr, IoStatusBlock});
}

}  // extern "C"
