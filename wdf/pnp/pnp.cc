#include "wdf/pnp/pnp.h"

#include "wdf/device/device.h"
#include "wdf/door.h"
#include "wdf/handle.h"
#include "wdf/pnp/resources.h"

namespace owdf::wdf {

Pnp::Pnp(Device& device, const DeviceInit& init)
    : device_(device),
      callbacks_(init.pnp_power),
      policy_owner_(init.policy_owner.value_or(!init.filter && !init.control())) {}

// --- the machine ---

NTSTATUS Pnp::raise(PnpEvent event) {
  NTSTATUS answer = STATUS_SUCCESS;
  for (PnpEvent now = event;;) {
    const PnpRow* row = pnp_table::find(state(), now);
    if (!row) return STATUS_INVALID_DEVICE_STATE;
    device_.machine().world().record(trace::Kind::kPnp, device_.serial(), static_cast<uint64_t>(row->state),
                                     static_cast<uint64_t>(row->event));
    state_.store(row->next, std::memory_order_release);
    PnpEvent next = PnpEvent::kCount;
    const Status status = act(row->action, next);
    if (!status.ok()) answer = status.value;
    if (next == PnpEvent::kCount) return answer;
    now = next;
  }
}

// What an action may raise: bring-up kUp or kUpFailed, the questions kRefused, the others nothing.
Status Pnp::act(PnpAction action, PnpEvent& next) {
  switch (action) {
    case PnpAction::kNothing:
      return {};
    case PnpAction::kBringUp: {
      const Status status = bring_up();
      next = status.ok() ? PnpEvent::kUp : PnpEvent::kUpFailed;
      return status;
    }
    case PnpAction::kTakeDownToStop:
      target_power_ = WdfPowerDeviceD3Final;
      take_down(sequence::kPowerDown);
      take_down(sequence::kRelease);
      return {};
    case PnpAction::kAskStop:
    case PnpAction::kAskRemove: {
      const Status status(ask(action == PnpAction::kAskStop));
      if (!status.ok()) next = PnpEvent::kRefused;
      return status;
    }
    case PnpAction::kSurprise:
      take_down(sequence::kSurprise);
      take_away();
      return {};
    case PnpAction::kRemove:
      take_away();
      take_down(sequence::kCleanUp);
      return {};
  }
  return {};
}

Status Pnp::bring_up() {
  previous_power_ = WdfPowerDeviceD3Final;
  Status status = run(sequence::kPrepare);
  if (status.ok()) status = run(sequence::kPowerUp);
  if (status.ok()) status = run(sequence::kPublish);
  return status;
}

// Nothing stops it: a device that is gone goes on being taken down whatever its driver answers (PNP-087).
void Pnp::take_away() {
  removing_ = true;
  target_power_ = WdfPowerDeviceD3Final;
  take_down(sequence::kPowerDown);
  take_down(sequence::kRelease);
  take_down(sequence::kWithdraw);
}

// PWR-025..028: an unconditional refusal first, then the driver.
NTSTATUS Pnp::ask(bool stop) {
  if (forbidden_.load(std::memory_order_relaxed) > 0) return STATUS_UNSUCCESSFUL;
  const auto handle = static_cast<WDFDEVICE>(device_.handle());
  if (stop && callbacks_.EvtDeviceQueryStop)
    return call_driver(device_, Callback::EvtDeviceQueryStop, nullptr, callbacks_.EvtDeviceQueryStop, handle);
  if (!stop && callbacks_.EvtDeviceQueryRemove)
    return call_driver(device_, Callback::EvtDeviceQueryRemove, nullptr, callbacks_.EvtDeviceQueryRemove, handle);
  return STATUS_SUCCESS;
}

// --- the sequences ---

// A bring-up stops at its first failure; a take-down never does. The first failure is the answer.
Status Pnp::run(std::span<const SequenceRow> rows) {
  Status first;
  for (const SequenceRow& row : rows) {
    if ((owed_ & row.needs) != row.needs || (owed_ & row.needs_not) != 0) continue;
    owed_ |= row.owes_always;
    owed_ &= static_cast<uint8_t>(~row.pays);
    const Status status(perform(row.step));
    if (status.ok()) {
      owed_ |= row.owes_success;
      continue;
    }
    if (first.ok()) first = status;
    const bool brings_up = row.step <= PowerStep::kEnableInterfaces;
    if (brings_up) return first;
  }
  return first;
}

// What a driver answers to being taken down changes nothing.
void Pnp::take_down(std::span<const SequenceRow> rows) {
  static_cast<void>(run(rows).ok());
}

template <typename Routine, typename... Arguments>
NTSTATUS Pnp::tell(Callback callback, Routine routine, Arguments... arguments) {
  if (!routine) return STATUS_SUCCESS;  // PNP-026
  const auto handle = static_cast<WDFDEVICE>(device_.handle());
  if constexpr (std::is_void_v<decltype(routine(handle, arguments...))>) {
    call_driver(device_, callback, nullptr, routine, handle, arguments...);
    return STATUS_SUCCESS;
  } else {
    return call_driver(device_, callback, nullptr, routine, handle, arguments...);
  }
}

NTSTATUS Pnp::perform(PowerStep step) {
  const auto& on = callbacks_;
  switch (step) {
    case PowerStep::kPrepareHardware:
      return tell(Callback::EvtDevicePrepareHardware, on.EvtDevicePrepareHardware,
                  handle_of<WDFCMRESLIST>(raw_resources_), handle_of<WDFCMRESLIST>(translated_resources_));
    case PowerStep::kD0Entry:
      return tell(Callback::EvtDeviceD0Entry, on.EvtDeviceD0Entry, previous_power_);
    case PowerStep::kPostInterruptsEnabled:
      return tell(Callback::EvtDeviceD0EntryPostInterruptsEnabled, on.EvtDeviceD0EntryPostInterruptsEnabled,
                  previous_power_);
    case PowerStep::kStartQueues:
      release_queues();
      return STATUS_SUCCESS;
    case PowerStep::kSelfManagedIoInit:
      return tell(Callback::EvtDeviceSelfManagedIoInit, on.EvtDeviceSelfManagedIoInit);
    case PowerStep::kSelfManagedIoRestart:
      return tell(Callback::EvtDeviceSelfManagedIoRestart, on.EvtDeviceSelfManagedIoRestart);
    case PowerStep::kEnableInterfaces:
      device_.enable_interfaces();
      return STATUS_SUCCESS;
    case PowerStep::kSurpriseRemoval:
      return tell(Callback::EvtDeviceSurpriseRemoval, on.EvtDeviceSurpriseRemoval);
    case PowerStep::kSelfManagedIoSuspend:
      return tell(Callback::EvtDeviceSelfManagedIoSuspend, on.EvtDeviceSelfManagedIoSuspend);
    case PowerStep::kStopQueues:
      hold_queues();
      return STATUS_SUCCESS;
    case PowerStep::kPreInterruptsDisabled:
      return tell(Callback::EvtDeviceD0ExitPreInterruptsDisabled, on.EvtDeviceD0ExitPreInterruptsDisabled,
                  target_power_);
    case PowerStep::kD0Exit:
      return tell(Callback::EvtDeviceD0Exit, on.EvtDeviceD0Exit, target_power_);
    case PowerStep::kReleaseHardware:
      return tell(Callback::EvtDeviceReleaseHardware, on.EvtDeviceReleaseHardware,
                  handle_of<WDFCMRESLIST>(translated_resources_));
    case PowerStep::kDisableInterfaces:
      device_.disable_interfaces();
      return STATUS_SUCCESS;
    case PowerStep::kDeleteSymbolicLink:
      device_.delete_symbolic_link();
      return STATUS_SUCCESS;
    case PowerStep::kPurgeManagedQueues:
      device_.for_queues([](Queue& queue) { return queue.power_managed(); },
                         [](Queue& queue) { queue.operate_and_wait(QueueOperation::kPurge); });
      return STATUS_SUCCESS;
    case PowerStep::kSelfManagedIoFlush:
      return tell(Callback::EvtDeviceSelfManagedIoFlush, on.EvtDeviceSelfManagedIoFlush);
    case PowerStep::kPurgeOtherQueues:
      device_.for_queues([](Queue& queue) { return !queue.power_managed(); },
                         [](Queue& queue) { queue.operate_and_wait(QueueOperation::kPurge); });
      return STATUS_SUCCESS;
    case PowerStep::kSelfManagedIoCleanup:
      return tell(Callback::EvtDeviceSelfManagedIoCleanup, on.EvtDeviceSelfManagedIoCleanup);
  }
  return STATUS_SUCCESS;
}

void Pnp::release_queues() {
  device_.set_power_up(true);
  device_.for_queues([](Queue& queue) { return queue.power_managed(); },
                     [](Queue& queue) { queue.release_hold(Queue::Hold::kPower); });
}

// All gates first, so that no queue delivers while another one is being emptied.
void Pnp::hold_queues() {
  device_.set_power_up(false);
  const auto action = removing_ ? WdfRequestStopActionPurge : WdfRequestStopActionSuspend;
  device_.for_queues([](Queue& queue) { return queue.power_managed(); },
                     [](Queue& queue) { queue.add_hold(Queue::Hold::kPower); });
  device_.for_queues([](Queue& queue) { return queue.power_managed(); },
                     [&](Queue& queue) { queue.hold_for_power(action); });
}

// --- what WdfDeviceGetDevice...State shows ---

WDF_DEVICE_PNP_STATE Pnp::public_state() const {
  switch (state()) {
    case PnpState::kAdded:
      return WdfDevStatePnpInit;
    case PnpState::kStarting:
      return WdfDevStatePnpHardwareAvailable;
    case PnpState::kStarted:
      return WdfDevStatePnpStarted;
    case PnpState::kStopAsked:
      return WdfDevStatePnpQueryStopPending;
    case PnpState::kStopped:
      return WdfDevStatePnpStopped;
    case PnpState::kRemoveAsked:
      return WdfDevStatePnpQueryRemovePending;
    case PnpState::kFailed:
      return WdfDevStatePnpFailed;
    case PnpState::kGone:
      return WdfDevStatePnpSurpriseRemove;
    default:
      return WdfDevStatePnpRemoved;
  }
}

WDF_DEVICE_POWER_STATE Pnp::public_power_state() const {
  return owed_ & owed::kD0 ? WdfDevStatePowerD0 : WdfDevStatePowerStopped;
}

void Pnp::set_failed(WDF_DEVICE_FAILED_ACTION action) {
  if (action == WdfDeviceFailedNoRestart) {
    failed_.store(action, std::memory_order_release);
  } else {
    auto works = WdfDeviceFailedUndefined;
    failed_.compare_exchange_strong(works, WdfDeviceFailedAttemptRestart, std::memory_order_acq_rel);
  }
  IoInvalidateDeviceState(device_.physical());
}

}  // namespace owdf::wdf
