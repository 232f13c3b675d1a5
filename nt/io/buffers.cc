#include "nt/io/buffers.h"

#include "nt/io/irp.h"
#include "nt/machine.h"
#include "nt/mm/memory_manager.h"
#include "nt/ps/user_access.h"

namespace owdf::io {

namespace {

// A user's buffer must be the user's and must be there; the kernel's callers answer for theirs.
Status check(nt::Machine& machine, PIRP irp, const void* buffer, ULONG length, mm::Access access) {
  if (irp->RequestorMode == KernelMode || length == 0) return Status{};
  return ps::probe_user(machine.mm(), buffer, length, access);
}

Status attach_system_buffer(nt::Machine& machine, PIRP irp, ULONG length) {
  irp->AssociatedIrp.SystemBuffer = allocate_system_buffer(machine, irp, length);
  if (!irp->AssociatedIrp.SystemBuffer) return Status(STATUS_INSUFFICIENT_RESOURCES);
  irp->Flags |= IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER;
  return Status{};
}

// The pages were probed, so locking them cannot fail, and no exception has to be caught here.
Status attach_mdl(nt::Machine& machine, PIRP irp, void* buffer, ULONG length, LOCK_OPERATION operation) {
  TRY(check(machine, irp, buffer, length, operation == IoReadAccess ? mm::Access::kRead : mm::Access::kWrite));
  PMDL mdl = IoAllocateMdl(buffer, length, FALSE, TRUE, irp);
  if (!mdl) return Status(STATUS_INSUFFICIENT_RESOURCES);
  MmProbeAndLockPages(mdl, irp->RequestorMode, operation);
  return Status{};
}

void expect_output(PIRP irp, void* buffer, ULONG length) {
  irp->UserBuffer = buffer;
  record_of(irp).output_length = length;
  irp->Flags |= IRP_INPUT_OPERATION;
}

}  // namespace

Status set_read_buffer(nt::Machine& machine, PIRP irp, const DEVICE_OBJECT& device, void* buffer, ULONG length) {
  if (device.Flags & DO_BUFFERED_IO) {
    TRY(check(machine, irp, buffer, length, mm::Access::kWrite));
    if (length == 0) return Status{};
    TRY(attach_system_buffer(machine, irp, length));
    expect_output(irp, buffer, length);
  } else if (device.Flags & DO_DIRECT_IO) {
    if (length) TRY(attach_mdl(machine, irp, buffer, length, IoWriteAccess));
  } else {
    irp->UserBuffer = buffer;
  }
  return Status{};
}

Status set_write_buffer(nt::Machine& machine, PIRP irp, const DEVICE_OBJECT& device, void* buffer, ULONG length) {
  if (device.Flags & DO_BUFFERED_IO) {
    TRY(check(machine, irp, buffer, length, mm::Access::kRead));
    if (length == 0) return Status{};
    TRY(attach_system_buffer(machine, irp, length));
    std::memcpy(irp->AssociatedIrp.SystemBuffer, buffer, length);
  } else if (device.Flags & DO_DIRECT_IO) {
    if (length) TRY(attach_mdl(machine, irp, buffer, length, IoReadAccess));
  } else {
    irp->UserBuffer = buffer;
  }
  return Status{};
}

Status set_control_buffers(nt::Machine& machine, PIRP irp, PIO_STACK_LOCATION location, const ControlBuffers& buffers) {
  auto& parameters = location->Parameters.DeviceIoControl;
  parameters.IoControlCode = buffers.code;
  parameters.InputBufferLength = buffers.input_length;
  parameters.OutputBufferLength = buffers.output_length;
  const ULONG method = buffers.code & 3;
  if (method == METHOD_NEITHER) {
    parameters.Type3InputBuffer = buffers.input;
    irp->UserBuffer = buffers.output;
    return Status{};
  }
  TRY(check(machine, irp, buffers.input, buffers.input_length, mm::Access::kRead));
  const bool buffered = method == METHOD_BUFFERED;
  if (buffered) TRY(check(machine, irp, buffers.output, buffers.output_length, mm::Access::kWrite));
  // One system buffer for both directions if buffered; the input's alone if direct.
  const ULONG length = buffered ? std::max(buffers.input_length, buffers.output_length) : buffers.input_length;
  if (length) {
    TRY(attach_system_buffer(machine, irp, length));
    if (buffers.input_length) std::memcpy(irp->AssociatedIrp.SystemBuffer, buffers.input, buffers.input_length);
  }
  if (!buffers.output_length) return Status{};
  if (buffered) {
    expect_output(irp, buffers.output, buffers.output_length);
    return Status{};
  }
  return attach_mdl(machine, irp, buffers.output, buffers.output_length,
                    method == METHOD_IN_DIRECT ? IoReadAccess : IoWriteAccess);
}

void release_request_buffers(nt::Machine& machine, PIRP irp) {
  if (irp->Flags & IRP_DEALLOCATE_BUFFER) free_system_buffer(machine, irp);
  irp->Flags &= ~(IRP_BUFFERED_IO | IRP_DEALLOCATE_BUFFER | IRP_INPUT_OPERATION);
  while (PMDL mdl = irp->MdlAddress) {
    irp->MdlAddress = mdl->Next;
    if (mdl->MdlFlags & MDL_PAGES_LOCKED) MmUnlockPages(mdl);
    IoFreeMdl(mdl);
  }
}

}  // namespace owdf::io
