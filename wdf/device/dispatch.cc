// The way of an IRP into a framework device, by major code (WDM-023..028).
#include "wdf/device/device.h"
#include "wdf/completion.h"
#include "wdf/door.h"

namespace owdf::wdf {

NTSTATUS Device::dispatch(PIRP irp) {
  return remove_lock_for_io_ ? dispatch_with_remove_lock(irp) : dispatch_in_stack(irp);
}

NTSTATUS Device::dispatch_in_stack(PIRP irp) {
  if (preprocess_) {
    const PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
    const Preprocess& row = (*preprocess_)[stack->MajorFunction];
    bool wanted = row.routine && row.minors.empty();
    for (UCHAR minor : row.minors) wanted = wanted || minor == stack->MinorFunction;
    if (wanted) {
      return call_driver(*this, Callback::EvtDeviceWdmIrpPreprocess, nullptr, row.routine,
                         static_cast<WDFDEVICE>(handle()), irp);
    }
  }
  return dispatch_by_major(irp);
}

// The callback has skipped or copied its stack location, so ours is the next one (WDM-034).
NTSTATUS Device::dispatch_preprocessed(PIRP irp) {
  IoSetNextIrpStackLocation(irp);
  IoGetCurrentIrpStackLocation(irp)->DeviceObject = wdm_;
  return dispatch_by_major(irp);
}

NTSTATUS Device::dispatch_by_major(PIRP irp) {
  const PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
  switch (stack->MajorFunction) {
    case IRP_MJ_READ:
    case IRP_MJ_WRITE:
    case IRP_MJ_DEVICE_CONTROL:
    case IRP_MJ_INTERNAL_DEVICE_CONTROL:
      return dispatch_io(irp, stack);
    case IRP_MJ_CREATE:
      return files_.create(irp);
    case IRP_MJ_CLEANUP:
      return files_.cleanup(irp);
    case IRP_MJ_CLOSE:
      return files_.close(irp);
    case IRP_MJ_PNP:
      return control_ ? complete(irp, STATUS_INVALID_DEVICE_REQUEST) : pnp_.dispatch_pnp(irp);
    case IRP_MJ_POWER:
      return control_ ? complete(irp, STATUS_INVALID_DEVICE_REQUEST) : pnp_.dispatch_power(irp);
    case IRP_MJ_SYSTEM_CONTROL:
      return control_ ? complete(irp, irp->IoStatus.Status) : system_control(irp);
    case IRP_MJ_SHUTDOWN:
      return control_ ? tell_shutdown(irp) : dispatch_unsupported(irp);  // POR-135
    default:
      return dispatch_unsupported(irp);
  }
}

NTSTATUS Device::tell_shutdown(PIRP irp) {
  if (shutdown_)
    call_driver(*this, Callback::EvtDeviceShutdownNotification, nullptr, shutdown_, static_cast<WDFDEVICE>(handle()));
  return complete(irp, STATUS_SUCCESS);
}

NTSTATUS Device::dispatch_io(PIRP irp, PIO_STACK_LOCATION stack) {
  Queue* queue = queue_for(stack->MajorFunction);
  if (!queue && !in_caller_context_) return dispatch_unsupported(irp);  // QUE-010, QUE-011
  const bool transfer = stack->MajorFunction == IRP_MJ_READ || stack->MajorFunction == IRP_MJ_WRITE;
  if (transfer && stack->Parameters.Read.Length == 0 && queue && !queue->allows_zero_length()) {
    irp->IoStatus.Information = 0;  // BHV-001
    return complete(irp, STATUS_SUCCESS);
  }
  Result<Request*> request = Request::receive(*this, irp);
  if (!request) return complete(irp, request.status().value);
  // From here on another thread may complete it at any moment, so the answer is always "pending".
  IoMarkIrpPending(irp);
  if (in_caller_context_) return show_in_caller_context(**request);
  if (!queue->offer(**request, Queue::Arrival::kNew)) (*request)->complete_undelivered(STATUS_INVALID_DEVICE_STATE);
  return STATUS_PENDING;
}

NTSTATUS Device::show_in_caller_context(Request& request) {
  request.reference();
  request.set_in_caller_context(true);
  call_driver(*this, Callback::EvtIoInCallerContext, nullptr, in_caller_context_, static_cast<WDFDEVICE>(handle()),
              static_cast<WDFREQUEST>(request.handle()));
  request.set_in_caller_context(false);
  request.dereference();
  return STATUS_PENDING;
}

NTSTATUS Device::enqueue(Request& request) {
  Queue* queue = queue_for(request.major());
  request.set_in_caller_context(false);
  if (queue) return queue->offer(request, Queue::Arrival::kEnqueued) ? STATUS_SUCCESS : STATUS_WDF_BUSY;
  if (!filter_) return STATUS_INVALID_DEVICE_REQUEST;
  const PIRP irp = request.give_up_irp();
  request.dispose();
  IoSkipCurrentIrpStackLocation(irp);
  IoCallDriver(attached_, irp);
  return STATUS_SUCCESS;
}

NTSTATUS Device::dispatch_unsupported(PIRP irp) {
  if (filter_) return pass_down(irp);
  irp->IoStatus.Information = 0;
  return complete(irp, STATUS_INVALID_DEVICE_REQUEST);
}

NTSTATUS Device::system_control(PIRP irp) {
  const NTSTATUS held = acquire_remove_lock(irp);
  return NT_SUCCESS(held) ? pass_down_with_remove_lock(irp) : complete(irp, held);
}

NTSTATUS Device::pass_down(PIRP irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(attached_, irp);
}

NTSTATUS Device::complete(PIRP irp, NTSTATUS status) {
  irp->IoStatus.Status = status;
  complete_irp(irp);
  return status;
}

// --- the remove lock ---

NTSTATUS Device::acquire_remove_lock(PIRP irp) {
  return IoAcquireRemoveLock(&remove_lock_, irp);
}

void Device::release_remove_lock(PIRP irp) {
  IoReleaseRemoveLock(&remove_lock_, irp);
}

void Device::release_remove_lock_and_wait(PIRP irp) {
  IoReleaseRemoveLockAndWait(&remove_lock_, irp);
}

NTSTATUS NTAPI Device::irp_came_back(PDEVICE_OBJECT, PIRP irp, PVOID context) {
  if (irp->PendingReturned) IoMarkIrpPending(irp);
  static_cast<Device*>(context)->release_remove_lock(irp);
  return STATUS_SUCCESS;
}

NTSTATUS Device::pass_down_with_remove_lock(PIRP irp) {
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, &Device::irp_came_back, this, TRUE, TRUE, TRUE);
  return IoCallDriver(attached_, irp);
}

// The device object asked for one stack location more (make_wdm_object): the routine of the one that it came in gives
// the lock back, whoever completes the IRP. The IRPs that hold the lock anyway do so by themselves.
NTSTATUS Device::dispatch_with_remove_lock(PIRP irp) {
  const UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;
  if (major == IRP_MJ_PNP || major == IRP_MJ_POWER || major == IRP_MJ_SYSTEM_CONTROL) return dispatch_in_stack(irp);
  const NTSTATUS held = acquire_remove_lock(irp);
  if (!NT_SUCCESS(held)) return complete(irp, held);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, &Device::irp_came_back, this, TRUE, TRUE, TRUE);
  IoSetNextIrpStackLocation(irp);
  IoGetCurrentIrpStackLocation(irp)->DeviceObject = wdm_;
  return dispatch_in_stack(irp);
}

}  // namespace owdf::wdf
