#include "wdf/target/io_target.h"

#include <algorithm>
#include <cstring>

#include "wdf/device/device.h"
#include "wdf/door.h"
#include "wdf/handle.h"
#include "wdf/target/operation.h"
#include "wdf/violation.h"

namespace owdf::wdf {

using Phase = TargetOperation::Phase;

Result<IoTarget*> IoTarget::create_local(Device& device) {
  Blueprint blueprint;
  blueprint.parent = &device;
  return Object::create<IoTarget>(device.client(), blueprint, device);
}

PDEVICE_OBJECT IoTarget::wdm() const {
  return device_.attached();
}

// --- readiness ---

// An IRP with a stack location for the target's driver. A received IRP has the locations that it came with (REQ-063).
Status IoTarget::prepare_irp(Request& request) {
  const PIRP irp = request.irp();
  if (request.origin() != Request::Origin::kCreated) {
    if (!irp) return Status(STATUS_WDF_REQUEST_INVALID_STATE);
    return irp->CurrentLocation > 1 ? Status{} : Status(STATUS_REQUEST_NOT_ACCEPTED);
  }
  if (irp && irp->StackCount >= wdm()->StackSize) return {};
  const PIRP made = IoAllocateIrp(wdm()->StackSize, FALSE);
  if (!made) return Status(STATUS_INSUFFICIENT_RESOURCES);
  if (irp) IoFreeIrp(irp);
  request.set_irp(made, true);
  return {};
}

// --- sending ---

bool IoTarget::send(Request& request, const WDF_REQUEST_SEND_OPTIONS* options) {
  const Status status = try_send(request, options);
  if (!status.ok()) request.fail_send(status.value);
  return status.ok();
}

Status IoTarget::try_send(Request& request, const WDF_REQUEST_SEND_OPTIONS* options) {
  const ULONG flags = options ? options->Flags : 0;
  if (options && options->Size != sizeof(*options)) return Status(STATUS_INFO_LENGTH_MISMATCH);
  request.forget_failed_send();
  if (request.operation() && request.operation()->in_flight()) {
    violate(client(), Violation::kRequestFatalError, 3, reinterpret_cast<uint64_t>(request.handle()),
            "a request was sent that an I/O target has already");
  }
  if (!wdm()) return Status(STATUS_INVALID_DEVICE_STATE);
  TRY(prepare_irp(request));
  if (flags & WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET) {
    if (flags != WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET) return Status(STATUS_INVALID_PARAMETER);
    return send_and_forget(request);
  }
  const bool synchronous = flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS;
  const bool timed = (flags & WDF_REQUEST_SEND_OPTION_TIMEOUT) && options->Timeout != 0;
  if (timed && !synchronous) return Status(STATUS_NOT_IMPLEMENTED);  // said aloud by the DDI
  TargetOperation& operation = *TRY(request.need_operation());
  operation.target = this;
  if (!operation.formatted) return Status(STATUS_WDF_REQUEST_INVALID_STATE);
  KEVENT done;
  if (synchronous) {
    KeInitializeEvent(&done, NotificationEvent, FALSE);
    operation.synchronous = &done;
  }
  launch(request, operation);
  if (synchronous) wait_for(request, done, timed ? &options->Timeout : nullptr);
  return {};
}

// Ends in came_back(), perhaps before this returns.
void IoTarget::launch(Request& request, TargetOperation& operation) {
  request.reference();
  operation.phase.store(Phase::kSent, std::memory_order_release);
  const PIRP irp = request.irp();
  IoSetCompletionRoutine(irp, &IoTarget::came_back, &request, TRUE, TRUE, TRUE);
  IoCallDriver(wdm(), irp);
}

void IoTarget::wait_for(Request& request, KEVENT& done, const LONGLONG* timeout) {
  if (timeout) {
    LARGE_INTEGER due;
    due.QuadPart = *timeout;
    if (KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, &due) != STATUS_TIMEOUT) return;
    cancel(request);
    KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, nullptr);
    // Only a request that the time-out ended says so; one that finished meanwhile keeps its answer.
    if (request.irp()->IoStatus.Status == STATUS_CANCELLED) request.irp()->IoStatus.Status = STATUS_IO_TIMEOUT;
    return;
  }
  KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, nullptr);
}

Status IoTarget::send_and_forget(Request& request) {
  if (!request.received()) return Status(STATUS_INVALID_PARAMETER);
  if (request.major() == IRP_MJ_CREATE && request.file()) return Status(STATUS_INVALID_DEVICE_REQUEST);  // FIL-017
  const bool own_location = request.operation() && request.operation()->formatted;
  const Ref<Request> keep(&request);
  Queue* const queue = request.queue();
  const PIRP irp = request.give_up_irp();
  if (!own_location) IoSkipCurrentIrpStackLocation(irp);
  IoCallDriver(wdm(), irp);
  if (queue) queue->finish(request);
  request.dispose();
  return {};
}

// --- completion, and cancellation of what was sent ---

NTSTATUS NTAPI IoTarget::came_back(PDEVICE_OBJECT, PIRP, PVOID context) {
  auto& request = *static_cast<Request*>(context);
  TargetOperation& operation = *request.operation();
  for (;;) {
    Phase expected = Phase::kSent;
    if (operation.phase.compare_exchange_strong(expected, Phase::kIdle, std::memory_order_acq_rel)) {
      operation.target->finish(request);
      break;
    }
    // A canceller is inside IoCancelIrp with the IRP: it goes on when it has let go, or has let go just now.
    expected = Phase::kCancelling;
    if (operation.phase.compare_exchange_strong(expected, Phase::kCompletedMeanwhile, std::memory_order_acq_rel)) break;
  }
  return STATUS_MORE_PROCESSING_REQUIRED;
}

bool IoTarget::cancel(Request& request) {
  TargetOperation* operation = request.operation();
  Phase expected = Phase::kSent;
  if (!operation || !operation->phase.compare_exchange_strong(expected, Phase::kCancelling, std::memory_order_acq_rel))
    return false;
  const bool delivered = IoCancelIrp(request.irp());
  expected = Phase::kCancelling;
  if (!operation->phase.compare_exchange_strong(expected, Phase::kSent, std::memory_order_acq_rel)) {
    operation->phase.store(Phase::kIdle, std::memory_order_release);
    operation->target->finish(request);
  }
  return delivered;
}

void IoTarget::finish(Request& request) {
  TargetOperation& operation = *request.operation();
  const PIRP irp = request.irp();
  if (operation.bounce && operation.bounce_to && NT_SUCCESS(irp->IoStatus.Status)) {
    std::memcpy(operation.bounce_to, operation.bounce,
                std::min<size_t>(operation.bounce_length, irp->IoStatus.Information));
  }
  WDF_REQUEST_COMPLETION_PARAMS& parameters = operation.parameters;
  parameters.Size = sizeof(parameters);
  parameters.IoStatus = irp->IoStatus;
  switch (parameters.Type) {
    case WdfRequestTypeRead:
      parameters.Parameters.Read.Length = irp->IoStatus.Information;
      break;
    case WdfRequestTypeWrite:
      parameters.Parameters.Write.Length = irp->IoStatus.Information;
      break;
    case WdfRequestTypeDeviceControl:
    case WdfRequestTypeDeviceControlInternal:
      parameters.Parameters.Ioctl.Output.Length = irp->IoStatus.Information;
      break;
    default:
      break;
  }
  operation.restore_irp(request);
  if (operation.synchronous) {
    KEVENT* done = std::exchange(operation.synchronous, nullptr);
    KeSetEvent(done, IO_NO_INCREMENT, FALSE);
  } else if (operation.completion) {
    const auto routine = std::exchange(operation.completion, nullptr);
    // A copy: the routine may reuse or delete the request.
    WDF_REQUEST_COMPLETION_PARAMS copy = parameters;
    call_driver(*this, Callback::CompletionRoutine, nullptr, routine, static_cast<WDFREQUEST>(request.handle()),
                static_cast<WDFIOTARGET>(handle()), &copy, operation.context);
  }
  request.dereference();
}

}  // namespace owdf::wdf
