// IRP_MJ_PNP and IRP_MJ_POWER of a function or filter device: which go down first, which come back first, what they
// raise.
#include "nt/pnp/reenumerate.h"
#include "wdf/completion.h"
#include "wdf/device/device.h"
#include "wdf/pnp/pnp.h"
#include "wdf/pnp/resources.h"

namespace owdf::wdf {
namespace {

// A lower driver's answer, handed to the thread that waits for it.
NTSTATUS NTAPI came_back(PDEVICE_OBJECT, PIRP irp, PVOID context) {
  if (irp->PendingReturned) KeSetEvent(static_cast<KEVENT*>(context), IO_NO_INCREMENT, FALSE);
  return STATUS_MORE_PROCESSING_REQUIRED;
}

// --- what the driver says over what the drivers below said ---

ULONG wish(WDF_TRI_STATE state, ULONG below) {
  return state == WdfUseDefault ? below : state == WdfTrue;
}

// The highest value of an enumeration, or all bits set, means that the driver has no wish.
template <typename T>
T wish(T own, T none, T below) {
  return own == none ? below : own;
}

constexpr ULONG kNoNumber = ~ULONG{0};

void apply(const WDF_DEVICE_PNP_CAPABILITIES& in, DEVICE_CAPABILITIES& out) {
  out.LockSupported = wish(in.LockSupported, out.LockSupported);
  out.EjectSupported = wish(in.EjectSupported, out.EjectSupported);
  out.Removable = wish(in.Removable, out.Removable);
  out.DockDevice = wish(in.DockDevice, out.DockDevice);
  out.UniqueID = wish(in.UniqueID, out.UniqueID);
  out.SilentInstall = wish(in.SilentInstall, out.SilentInstall);
  out.SurpriseRemovalOK = wish(in.SurpriseRemovalOK, out.SurpriseRemovalOK);
  out.HardwareDisabled = wish(in.HardwareDisabled, out.HardwareDisabled);
  out.NoDisplayInUI = wish(in.NoDisplayInUI, out.NoDisplayInUI);
  out.Address = wish(in.Address, kNoNumber, out.Address);
  out.UINumber = wish(in.UINumber, kNoNumber, out.UINumber);
}

void apply(const WDF_DEVICE_POWER_CAPABILITIES& in, DEVICE_CAPABILITIES& out) {
  out.DeviceD1 = wish(in.DeviceD1, out.DeviceD1);
  out.DeviceD2 = wish(in.DeviceD2, out.DeviceD2);
  out.WakeFromD0 = wish(in.WakeFromD0, out.WakeFromD0);
  out.WakeFromD1 = wish(in.WakeFromD1, out.WakeFromD1);
  out.WakeFromD2 = wish(in.WakeFromD2, out.WakeFromD2);
  out.WakeFromD3 = wish(in.WakeFromD3, out.WakeFromD3);
  for (size_t state = 0; state < PowerSystemMaximum; state++)
    out.DeviceState[state] = wish(in.DeviceState[state], PowerDeviceMaximum, out.DeviceState[state]);
  out.DeviceWake = wish(in.DeviceWake, PowerDeviceMaximum, out.DeviceWake);
  out.SystemWake = wish(in.SystemWake, PowerSystemMaximum, out.SystemWake);
  out.D1Latency = wish(in.D1Latency, kNoNumber, out.D1Latency);
  out.D2Latency = wish(in.D2Latency, kNoNumber, out.D2Latency);
  out.D3Latency = wish(in.D3Latency, kNoNumber, out.D3Latency);
}

}  // namespace

// --- moving IRPs ---

// Every IRP comes in with the remove lock held; whichever of these ends its way here gives the lock back.
NTSTATUS Pnp::pass_down(PIRP irp, NTSTATUS status) {
  irp->IoStatus.Status = status;
  return device_.pass_down_with_remove_lock(irp);
}

NTSTATUS Pnp::forward_and_wait(PIRP irp) {
  KEVENT event;
  KeInitializeEvent(&event, NotificationEvent, FALSE);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, came_back, &event, TRUE, TRUE, TRUE);
  if (IoCallDriver(device_.attached(), irp) == STATUS_PENDING)
    KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr);
  return irp->IoStatus.Status;
}

NTSTATUS Pnp::answer(PIRP irp, NTSTATUS status) {
  irp->IoStatus.Status = status;
  complete_irp(irp);
  device_.release_remove_lock(irp);
  return status;
}

NTSTATUS Pnp::refuse(PIRP irp, NTSTATUS status) {
  irp->IoStatus.Status = status;
  complete_irp(irp);
  return status;
}

// --- IRP_MJ_PNP ---

NTSTATUS Pnp::dispatch_pnp(PIRP irp) {
  const NTSTATUS held = device_.acquire_remove_lock(irp);
  if (!NT_SUCCESS(held)) return refuse(irp, held);
  const PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
  switch (stack->MinorFunction) {
    case IRP_MN_START_DEVICE:
      return start(irp);
    case IRP_MN_QUERY_STOP_DEVICE:
      return query(irp, PnpEvent::kQueryStop);
    case IRP_MN_QUERY_REMOVE_DEVICE:
      return query(irp, PnpEvent::kQueryRemove);
    case IRP_MN_CANCEL_STOP_DEVICE:
      forward_and_wait(irp);
      raise(PnpEvent::kCancelStop);
      return answer(irp, STATUS_SUCCESS);
    case IRP_MN_CANCEL_REMOVE_DEVICE:
      forward_and_wait(irp);
      raise(PnpEvent::kCancelRemove);
      return answer(irp, STATUS_SUCCESS);
    case IRP_MN_STOP_DEVICE:
      raise(PnpEvent::kStop);
      return pass_down(irp, STATUS_SUCCESS);
    case IRP_MN_SURPRISE_REMOVAL:
      raise(PnpEvent::kSurprise);
      return pass_down(irp, STATUS_SUCCESS);
    case IRP_MN_REMOVE_DEVICE:
      return remove(irp);
    case IRP_MN_QUERY_CAPABILITIES:
      return query_capabilities(irp);
    case IRP_MN_QUERY_PNP_DEVICE_STATE:
      return query_device_state(irp);
    default:
      return device_.pass_down_with_remove_lock(irp);
  }
}

// The device below is on before we touch it (PNP-016, PNP-017).
NTSTATUS Pnp::start(PIRP irp) {
  const PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
  NTSTATUS status = forward_and_wait(irp);
  if (NT_SUCCESS(status)) {
    set_resources(stack->Parameters.StartDevice.AllocatedResources,
                  stack->Parameters.StartDevice.AllocatedResourcesTranslated);
    status = raise(PnpEvent::kStart);
  }
  return answer(irp, status);
}

NTSTATUS Pnp::query(PIRP irp, PnpEvent event) {
  const NTSTATUS status = raise(event);
  return NT_SUCCESS(status) ? pass_down(irp, STATUS_SUCCESS) : answer(irp, status);
}

// The device object lives until the IRP is through the stack; our reference keeps the Device until this function is.
NTSTATUS Pnp::remove(PIRP irp) {
  Ref<Device> keep(&device_);
  raise(PnpEvent::kRemove);
  device_.release_remove_lock_and_wait(irp);
  irp->IoStatus.Status = STATUS_SUCCESS;
  IoSkipCurrentIrpStackLocation(irp);
  const NTSTATUS status = IoCallDriver(device_.attached(), irp);
  device_.detach_and_dispose();
  return status;
}

NTSTATUS Pnp::query_capabilities(PIRP irp) {
  const PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
  const NTSTATUS status = forward_and_wait(irp);
  PDEVICE_CAPABILITIES out = stack->Parameters.DeviceCapabilities.Capabilities;
  if (!NT_SUCCESS(status) || !out) return answer(irp, status);
  if (capabilities_) apply(*capabilities_, *out);
  if (power_capabilities_) apply(*power_capabilities_, *out);
  return answer(irp, status);
}

NTSTATUS Pnp::query_device_state(PIRP irp) {
  if (irp->IoStatus.Status == STATUS_NOT_SUPPORTED) irp->IoStatus.Information = 0;
  const NTSTATUS below = forward_and_wait(irp);
  if (!NT_SUCCESS(below) && below != STATUS_NOT_SUPPORTED) return answer(irp, below);
  ULONG_PTR state = NT_SUCCESS(below) ? irp->IoStatus.Information : 0;
  const WDF_DEVICE_STATE& in = device_.device_state();
  const auto apply = [&](WDF_TRI_STATE wish, ULONG_PTR bit) {
    if (wish == WdfTrue) state |= bit;
    if (wish == WdfFalse) state &= ~bit;
  };
  if (in.Size != 0) {
    apply(in.Disabled, PNP_DEVICE_DISABLED);
    apply(in.DontDisplayInUI, PNP_DEVICE_DONT_DISPLAY_IN_UI);
    apply(in.Failed, PNP_DEVICE_FAILED);
    apply(in.NotDisableable, PNP_DEVICE_NOT_DISABLEABLE);
    apply(in.Removed, PNP_DEVICE_REMOVED);
    apply(in.ResourcesChanged, PNP_DEVICE_RESOURCE_REQUIREMENTS_CHANGED);
  }
  // The bus that finds the device again takes it away first, so there is no failure to be told.
  const auto failed = failed_.load(std::memory_order_acquire);
  if (failed == WdfDeviceFailedAttemptRestart && !restart_granted_)
    restart_granted_ = pnp::ask_for_reenumeration(device_.machine(), device_.attached());
  if (failed != WdfDeviceFailedUndefined && !restart_granted_.value_or(false)) state |= PNP_DEVICE_FAILED;
  irp->IoStatus.Information = state;
  return answer(irp, STATUS_SUCCESS);
}

// --- IRP_MJ_POWER ---

NTSTATUS Pnp::dispatch_power(PIRP irp) {
  const PIO_STACK_LOCATION stack = IoGetCurrentIrpStackLocation(irp);
  PoStartNextPowerIrp(irp);
  const NTSTATUS held = device_.acquire_remove_lock(irp);
  if (!NT_SUCCESS(held)) return refuse(irp, held);
  if (stack->MinorFunction == IRP_MN_SET_POWER && stack->Parameters.Power.Type == DevicePowerState)
    return set_device_power(irp, stack->Parameters.Power.State.DeviceState);
  return device_.pass_down_with_remove_lock(irp);
}

// Down before the bus, up after it (PNP-047, PNP-056).
NTSTATUS Pnp::set_device_power(PIRP irp, DEVICE_POWER_STATE target) {
  const bool in_d0 = (owed_ & owed::kD0) != 0;
  if (target != PowerDeviceD0) {
    if (in_d0) {
      target_power_ = static_cast<WDF_POWER_DEVICE_STATE>(target);
      previous_power_ = target_power_;
      take_down(sequence::kPowerDown);
    }
    return device_.pass_down_with_remove_lock(irp);
  }
  NTSTATUS status = forward_and_wait(irp);
  if (NT_SUCCESS(status) && !in_d0 && (owed_ & owed::kHardware)) {
    status = run(sequence::kPowerUp).value;
    if (!NT_SUCCESS(status)) set_failed(WdfDeviceFailedAttemptRestart);
  }
  return answer(irp, status);
}

}  // namespace owdf::wdf
