#include "nt/io/file.h"

#include <new>

#include "nt/io/completion_port.h"
#include "nt/io/io_manager.h"
#include "nt/io/irp.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/pnp_manager.h"
#include "nt/ps/wait.h"
#include "sched/atomics.h"

namespace owdf::io {

namespace {

constexpr ULONG kOptionBits = 0x00ffffff;  // the disposition stands above them

void* file_event(void* body) {
  return &static_cast<PFILE_OBJECT>(body)->Event;
}

void fill_location(PIO_STACK_LOCATION location, PFILE_OBJECT file, UCHAR major) {
  location->MajorFunction = major;
  location->FileObject = file;
}

void send_plain(nt::Machine& machine, PFILE_OBJECT file, UCHAR major, ULONG flags) {
  send_and_wait(machine, top_of_stack(file->DeviceObject), STATUS_SUCCESS, Cancelable::kNo,
                [&](PIRP irp, PIO_STACK_LOCATION location) {
                  fill_location(location, file, major);
                  irp->Flags = flags | IRP_SYNCHRONOUS_API;
                  irp->RequestorMode = KernelMode;
                  irp->Tail.Overlay.OriginalFileObject = file;
                });
}

void file_handle_closed(nt::Machine& machine, void* body, ps::Process&, uint32_t, uint32_t handles) {
  if (handles == 0) send_cleanup(machine, static_cast<PFILE_OBJECT>(body));
}

void release_device(nt::Machine& machine, PDEVICE_OBJECT device) {
  {
    sched::LockGuard guard(machine.io().stacks());
    device->ReferenceCount--;
  }
  machine.pnp().device_closed(device);
  ob::dereference(device);
}

void destroy_file(nt::Machine& machine, void* body) {
  FileRecord* record = static_cast<FileRecord*>(body);
  PFILE_OBJECT file = &record->object;
  if (record->opened) {
    send_cleanup(machine, file);
    send_plain(machine, file, IRP_MJ_CLOSE, IRP_CLOSE_OPERATION);
  }
  if (record->port) ob::dereference(record->port);
  if (file->RelatedFileObject) ob::dereference(file->RelatedFileObject);
  release_device(machine, file->DeviceObject);
  record->~FileRecord();
}

// One more open of the device: from here on it counts, whatever comes of it. An exclusive device has room for one.
Status claim_device(nt::Machine& machine, PDEVICE_OBJECT device) {
  sched::LockGuard guard(machine.io().stacks());
  if (record_of(device).delete_pending || (device->Flags & DO_DEVICE_INITIALIZING))
    return Status(STATUS_NO_SUCH_DEVICE);
  if ((device->Flags & DO_EXCLUSIVE) && device->ReferenceCount > 0) return Status(STATUS_ACCESS_DENIED);
  device->ReferenceCount++;
  ob::reference(device);
  return Status{};
}

Result<ob::Ref<FILE_OBJECT>> new_file(nt::Machine& machine, PDEVICE_OBJECT device, std::u16string_view name,
                                      const OpenParameters& parameters) {
  void* body = machine.ob().allocate(kFileType, sizeof(FileRecord));
  if (!body) return Status(STATUS_INSUFFICIENT_RESOURCES);
  FileRecord* record = new (body) FileRecord{};
  PFILE_OBJECT file = &record->object;
  record->serial = machine.io().next_file_serial();
  record->name = name;
  file->Type = IO_TYPE_FILE;
  file->Size = sizeof(FILE_OBJECT);
  file->DeviceObject = device;
  file->FileName = counted(record->name);
  if (parameters.options & (FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT)) file->Flags |= FO_SYNCHRONOUS_IO;
  if (parameters.options & FILE_SYNCHRONOUS_IO_ALERT) file->Flags |= FO_ALERTABLE_IO;
  if (parameters.options & FILE_NO_INTERMEDIATE_BUFFERING) file->Flags |= FO_NO_INTERMEDIATE_BUFFERING;
  if (parameters.options & FILE_WRITE_THROUGH) file->Flags |= FO_WRITE_THROUGH;
  if (parameters.options & FILE_SEQUENTIAL_ONLY) file->Flags |= FO_SEQUENTIAL_ONLY;
  KeInitializeEvent(&file->Lock, SynchronizationEvent, FALSE);
  KeInitializeEvent(&file->Event, NotificationEvent, FALSE);
  if (parameters.related) {
    ob::reference(parameters.related);
    file->RelatedFileObject = parameters.related;
  }
  return ob::Ref<FILE_OBJECT>::adopt(file);
}

IO_STATUS_BLOCK send_create(nt::Machine& machine, PFILE_OBJECT file, const OpenParameters& parameters) {
  ACCESS_STATE access_state{};
  access_state.OriginalDesiredAccess = access_state.PreviouslyGrantedAccess = parameters.access;
  IO_SECURITY_CONTEXT security{};
  security.AccessState = &access_state;
  security.DesiredAccess = parameters.access;
  security.FullCreateOptions = parameters.options;
  return send_and_wait(machine, top_of_stack(file->DeviceObject), STATUS_SUCCESS, Cancelable::kYes,
                       [&](PIRP irp, PIO_STACK_LOCATION location) {
                         fill_location(location, file, IRP_MJ_CREATE);
                         irp->Flags = IRP_CREATE_OPERATION | IRP_SYNCHRONOUS_API;
                         irp->RequestorMode = parameters.mode;
                         irp->Tail.Overlay.OriginalFileObject = file;
                         irp->AssociatedIrp.SystemBuffer = parameters.ea_buffer;
                         if (parameters.allocation_size) irp->Overlay.AllocationSize = *parameters.allocation_size;
                         location->Parameters.Create.SecurityContext = &security;
                         location->Parameters.Create.Options =
                             parameters.disposition << 24 | (parameters.options & kOptionBits);
                         location->Parameters.Create.FileAttributes = static_cast<USHORT>(parameters.file_attributes);
                         location->Parameters.Create.ShareAccess = static_cast<USHORT>(parameters.share_access);
                         location->Parameters.Create.EaLength = parameters.ea_length;
                       });
}

}  // namespace

constinit const ob::Type kFileType{.name = u"File",
                                   .dispatcher = file_event,
                                   .handle_closed = file_handle_closed,
                                   .destroy = destroy_file,
                                   .discard = ob::discard_body<FileRecord>};

// Whoever flips the flag sends; cleanup comes once however the last handle went.
void send_cleanup(nt::Machine& machine, PFILE_OBJECT file) {
  FileRecord& record = record_of(file);
  if (!record.opened || __atomic_exchange_n(&record.cleaned, true, __ATOMIC_ACQ_REL)) return;
  send_plain(machine, file, IRP_MJ_CLEANUP, 0);
  file->Flags |= FO_CLEANUP_COMPLETE;
}

Result<Opened> open_device(nt::Machine& machine, PDEVICE_OBJECT device, std::u16string_view rest,
                           const OpenParameters& parameters) {
  TRY(claim_device(machine, device));
  auto made = new_file(machine, device, rest, parameters);
  if (!made) {
    release_device(machine, device);
    return made.status();
  }
  Opened opened{std::move(*made), 0};
  const IO_STATUS_BLOCK status = send_create(machine, opened.file.get(), parameters);
  if (!NT_SUCCESS(status.Status)) return Status(status.Status);
  OWDF_ASSERT(status.Status != STATUS_PENDING);
  record_of(opened.file.get()).opened = true;
  opened.information = status.Information;
  return opened;
}

Result<Opened> open_path(nt::Machine& machine, std::u16string_view path, const OpenParameters& parameters) {
  auto found = TRY(machine.ob().lookup(path));
  if (ob::header_of(found.object.get()).type != &kDeviceType) return Status(STATUS_OBJECT_TYPE_MISMATCH);
  return open_device(machine, static_cast<PDEVICE_OBJECT>(found.object.get()), found.rest, parameters);
}

namespace {

// The value before.
ULONG set_busy(PFILE_OBJECT file, ULONG busy) {
  if (sched::runs_alone()) return std::exchange(file->Busy, busy);
  return __atomic_exchange_n(&file->Busy, busy, __ATOMIC_SEQ_CST);
}

}  // namespace

// `Busy` is the lock. A waiter counts itself first and tries again after each signal; the holder clears Busy first and
// looks at the count second, so a waiter that counted itself too late for the signal finds Busy clear.
NTSTATUS lock_file(PFILE_OBJECT file) {
  if (!set_busy(file, 1)) return STATUS_SUCCESS;
  NTSTATUS status = STATUS_SUCCESS;
  __atomic_add_fetch(&file->Waiters, 1, __ATOMIC_SEQ_CST);
  while (NT_SUCCESS(status) && set_busy(file, 1)) {
    status = ps::wait(&file->Lock, nullptr, false);
  }
  __atomic_sub_fetch(&file->Waiters, 1, __ATOMIC_SEQ_CST);
  return status;
}

void unlock_file(PFILE_OBJECT file) {
  set_busy(file, 0);
  if (__atomic_load_n(&file->Waiters, __ATOMIC_SEQ_CST)) KeSetEvent(&file->Lock, 0, FALSE);
}

}  // namespace owdf::io
