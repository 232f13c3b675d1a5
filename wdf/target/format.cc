// Filling in the stack location that the target's driver will see, and the IRP's buffers by the target's transfer
// method (REQ-077).
#include <cstring>

#include "wdf/device/device.h"
#include "wdf/handle.h"
#include "wdf/target/io_target.h"
#include "wdf/target/operation.h"

namespace owdf::wdf {
namespace {

Result<PMDL> describe(const TargetBuffer& buffer) {
  const PMDL mdl = IoAllocateMdl(buffer.address, static_cast<ULONG>(buffer.length), FALSE, FALSE, nullptr);
  if (!mdl) return Status(STATUS_INSUFFICIENT_RESOURCES);
  MmBuildMdlForNonPagedPool(mdl);
  return PMDL{mdl};
}

void keep(Ref<Object>& place, const TargetBuffer& buffer) {
  place = buffer.memory ? Ref<Object>(buffer.memory) : Ref<Object>();
}

// One system buffer for both directions; the output is copied to its place at completion.
Status attach_buffered(Request& request, TargetOperation& operation, const TargetBuffer& input,
                       const TargetBuffer& output) {
  const size_t bytes = std::max(input.length, output.length);
  if (bytes == 0) return {};
  operation.bounce = request.client().allocate(bytes);
  if (!operation.bounce) return Status(STATUS_INSUFFICIENT_RESOURCES);
  if (input.length) std::memcpy(operation.bounce, input.address, input.length);
  operation.bounce_to = output.address;
  operation.bounce_length = output.length;
  request.irp()->AssociatedIrp.SystemBuffer = operation.bounce;
  return {};
}

}  // namespace

Result<TargetOperation*> IoTarget::begin_format(Request& request) {
  TRY(prepare_irp(request));
  TargetOperation* operation = TRY(request.need_operation());
  if (operation->in_flight()) return Status(STATUS_WDF_REQUEST_INVALID_STATE);
  operation->restore_irp(request);
  operation->input = Ref<Object>();
  operation->output = Ref<Object>();
  operation->parameters = {};
  operation->parameters.Type = WdfRequestTypeNoFormat;
  operation->target = this;
  return operation;
}

Status IoTarget::format_current(Request& request) {
  if (!request.received() || !request.irp()) return Status(STATUS_INVALID_DEVICE_REQUEST);
  TargetOperation& operation = *TRY(begin_format(request));
  IoCopyCurrentIrpStackLocationToNext(request.irp());
  operation.formatted = true;
  return {};
}

Status IoTarget::format_location(Request& request, const IO_STACK_LOCATION& location) {
  TargetOperation& operation = *TRY(begin_format(request));
  const PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(request.irp());
  *next = location;
  next->CompletionRoutine = nullptr;
  next->Context = nullptr;
  next->Control = 0;
  operation.formatted = true;
  return {};
}

Status IoTarget::format_transfer(Request& request, UCHAR major, const TargetBuffer& buffer, const LONGLONG* offset) {
  TargetOperation& operation = *TRY(begin_format(request));
  operation.borrow_irp(request);
  const PIRP irp = request.irp();
  const ULONG flags = wdm()->Flags;
  if (flags & DO_BUFFERED_IO) {
    irp->AssociatedIrp.SystemBuffer = buffer.address;  // kernel memory already: no copy
  } else if (!(flags & DO_DIRECT_IO)) {
    irp->UserBuffer = buffer.address;
  } else if (buffer.length != 0) {
    irp->MdlAddress = operation.mdl = TRY(describe(buffer));
  }
  const PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(irp);
  std::memset(next, 0, sizeof(*next));
  next->MajorFunction = major;
  next->Parameters.Read.Length = static_cast<ULONG>(buffer.length);
  next->Parameters.Read.ByteOffset.QuadPart = offset ? *offset : 0;
  if (request.received()) next->FileObject = request.stack()->FileObject;
  const bool read = major == IRP_MJ_READ;
  keep(read ? operation.output : operation.input, buffer);
  operation.parameters.Type = read ? WdfRequestTypeRead : WdfRequestTypeWrite;
  operation.parameters.Parameters.Read.Buffer = handle_of<WDFMEMORY>(buffer.memory);
  operation.parameters.Parameters.Read.Offset = buffer.offset;
  operation.formatted = true;
  return {};
}

Status IoTarget::format_control(Request& request, UCHAR major, ULONG code, const TargetBuffer& input,
                                const TargetBuffer& output) {
  TargetOperation& operation = *TRY(begin_format(request));
  operation.borrow_irp(request);
  const PIRP irp = request.irp();
  const PIO_STACK_LOCATION next = IoGetNextIrpStackLocation(irp);
  std::memset(next, 0, sizeof(*next));
  next->MajorFunction = major;
  next->Parameters.DeviceIoControl.IoControlCode = code;
  next->Parameters.DeviceIoControl.InputBufferLength = static_cast<ULONG>(input.length);
  next->Parameters.DeviceIoControl.OutputBufferLength = static_cast<ULONG>(output.length);
  if (request.received()) next->FileObject = request.stack()->FileObject;
  switch (METHOD_FROM_CTL_CODE(code)) {
    case METHOD_BUFFERED:
      TRY(attach_buffered(request, operation, input, output));
      break;
    case METHOD_NEITHER:
      next->Parameters.DeviceIoControl.Type3InputBuffer = input.address;
      irp->UserBuffer = output.address;
      break;
    default:
      TRY(attach_buffered(request, operation, input, {}));
      if (output.length != 0) irp->MdlAddress = operation.mdl = TRY(describe(output));
      break;
  }
  keep(operation.input, input);
  keep(operation.output, output);
  operation.parameters.Type =
      major == IRP_MJ_DEVICE_CONTROL ? WdfRequestTypeDeviceControl : WdfRequestTypeDeviceControlInternal;
  operation.parameters.Parameters.Ioctl.IoControlCode = code;
  operation.parameters.Parameters.Ioctl.Input.Buffer = handle_of<WDFMEMORY>(input.memory);
  operation.parameters.Parameters.Ioctl.Input.Offset = input.offset;
  operation.parameters.Parameters.Ioctl.Output.Buffer = handle_of<WDFMEMORY>(output.memory);
  operation.parameters.Parameters.Ioctl.Output.Offset = output.offset;
  operation.formatted = true;
  return {};
}

}  // namespace owdf::wdf
