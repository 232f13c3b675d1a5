// Pnp: the plug-and-play and power life of one device, run by its IRPs through the tables of pnp_states.h. Member of
// Device. The PnP manager sends one PnP IRP at a time, so the state needs no lock; EvtDeviceQueryRemove, QueryStop and
// SurpriseRemoval are not serialised with the others (SYN-002). PASSIVE_LEVEL. Serves PNP-*, PWR-*, BHV-011..015.
#pragma once

#include <atomic>
#include <optional>
#include <span>

#include "wdf/callback.h"
#include "wdf/device/device_init.h"
#include "wdf/pnp/pnp_states.h"

namespace owdf::wdf {

class ResourceList;

class Pnp {
 public:
  Pnp(Device& device, const DeviceInit& init);

  NTSTATUS dispatch_pnp(PIRP irp);
  NTSTATUS dispatch_power(PIRP irp);

  PnpState state() const { return state_.load(std::memory_order_acquire); }
  bool started() const { return state() == PnpState::kStarted; }
  WDF_DEVICE_PNP_STATE public_state() const;
  WDF_DEVICE_POWER_STATE public_power_state() const;
  bool policy_owner() const { return policy_owner_; }
  void set_capabilities(const WDF_DEVICE_PNP_CAPABILITIES& capabilities) { capabilities_ = capabilities; }
  void set_power_capabilities(const WDF_DEVICE_POWER_CAPABILITIES& capabilities) { power_capabilities_ = capabilities; }
  // WdfDeviceSetStaticStopRemove: refusals are counted.
  void forbid_removal(bool forbid) { forbidden_.fetch_add(forbid ? 1 : -1, std::memory_order_relaxed); }
  // The device is taken away as if it had gone; with WdfDeviceFailedAttemptRestart its bus is asked to find it again,
  // unless the driver has said once that it shall not (PNP-a06). Any IRQL <= DISPATCH_LEVEL.
  void set_failed(WDF_DEVICE_FAILED_ACTION action);

 private:
  // One event through the table; the action may raise the next one. STATUS_INVALID_DEVICE_STATE: impossible here.
  NTSTATUS raise(PnpEvent event);
  Status act(PnpAction action, PnpEvent& next);
  Status bring_up();
  void take_away();
  NTSTATUS ask(bool stop);
  Status run(std::span<const SequenceRow> rows);
  void take_down(std::span<const SequenceRow> rows);
  NTSTATUS perform(PowerStep step);
  template <typename Routine, typename... Arguments>
  NTSTATUS tell(Callback callback, Routine routine, Arguments... arguments);
  void release_queues();
  void hold_queues();
  void set_resources(PCM_RESOURCE_LIST raw, PCM_RESOURCE_LIST translated);

  NTSTATUS start(PIRP irp);
  NTSTATUS query(PIRP irp, PnpEvent event);
  NTSTATUS remove(PIRP irp);
  NTSTATUS query_capabilities(PIRP irp);
  NTSTATUS query_device_state(PIRP irp);
  NTSTATUS set_device_power(PIRP irp, DEVICE_POWER_STATE target);
  NTSTATUS pass_down(PIRP irp, NTSTATUS status);
  NTSTATUS forward_and_wait(PIRP irp);
  NTSTATUS answer(PIRP irp, NTSTATUS status);
  NTSTATUS refuse(PIRP irp, NTSTATUS status);  // the remove lock was not to be had

  Device& device_;
  const WDF_PNPPOWER_EVENT_CALLBACKS callbacks_;
  const bool policy_owner_;
  std::atomic<PnpState> state_{PnpState::kAdded};
  uint8_t owed_ = 0;
  bool removing_ = false;                                                   // EvtIoStop says Purge instead of Suspend
  std::atomic<WDF_DEVICE_FAILED_ACTION> failed_{WdfDeviceFailedUndefined};  // undefined: it works
  std::optional<bool> restart_granted_;                                     // what the bus answered, once it was asked
  WDF_POWER_DEVICE_STATE previous_power_ = WdfPowerDeviceD3Final;
  WDF_POWER_DEVICE_STATE target_power_ = WdfPowerDeviceD3Final;
  std::atomic<int> forbidden_{0};
  std::optional<WDF_DEVICE_PNP_CAPABILITIES> capabilities_;
  std::optional<WDF_DEVICE_POWER_CAPABILITIES> power_capabilities_;
  ResourceList* raw_resources_ = nullptr;  // children of the device
  ResourceList* translated_resources_ = nullptr;
};

}  // namespace owdf::wdf
