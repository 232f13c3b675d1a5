// Device: what WDFDEVICE stands for, with the WDM device object that it is in the stack. Function device, filter or
// control device. Child of the driver. A PnP device ends with IRP_MN_REMOVE_DEVICE, a control device with
// WdfObjectDelete or its driver.
//
// Every IRP of the driver's device objects enters at dispatch(): preprocess, then by major code to files, queues, PnP
// or power. The lock guards the list of queues and the interfaces; routes are fixed before I/O can arrive. IRQL as the
// IRP's; creation and deletion at PASSIVE_LEVEL. Serves DRV-*, DIF-*, NPN-*, WDM-*, QUE-006..011, BHV-002,
// BHV-018..023.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "wdf/device/device_init.h"
#include "wdf/file/files.h"
#include "wdf/object/object.h"
#include "wdf/pnp/pnp.h"
#include "wdf/queue/queue.h"
#include "wdf/sync/callback_lock.h"

namespace owdf::wdf {

class Driver;
class IoTarget;
class Request;

// One registered instance of a device interface class.
struct DeviceInterface {
  GUID class_guid{};
  std::u16string reference;
  std::u16string symbolic_link;
  bool automatic = false;  // enabled by the start (DIF-007), unless the driver said no before (DIF-010)
  bool enabled = false;
};

class Device final : public Object, private HostMemory {
 public:
  static constexpr Type kType = Type::kDevice;

  // WDM device object made and attached; `init` is used up on success only.
  static Result<Device*> create(DeviceInit& init, const Blueprint& blueprint);
  Device(const Birth& birth, DeviceInit& init);
  ~Device() override;

  // The framework device of a WDM device object that a framework driver created; null otherwise.
  static Device* from(const _DEVICE_OBJECT* device);

  PDEVICE_OBJECT wdm() const { return wdm_; }
  PDEVICE_OBJECT attached() const { return attached_; }
  PDEVICE_OBJECT physical() const { return physical_; }
  bool filter() const { return filter_; }
  bool control() const { return control_; }
  bool exclusive() const { return exclusive_; }
  const std::optional<std::u16string>& device_name() const { return name_; }
  IoTarget* target() const { return target_; }
  Pnp& pnp() { return pnp_; }
  Files& files() { return files_; }
  const Blueprint& request_attributes() const { return request_attributes_; }
  CCHAR default_boost() const { return default_boost_; }

  CallbackLock* callback_lock() override { return &callback_lock_; }
  // Callbacks of files and of serialised children; with queue scope they have no lock in common with the queues.
  CallbackLock* serialization_lock() override;
  bool deletable() const override { return control_; }

  // EvtDriverDeviceAdd has returned, or WdfControlFinishInitializing was called: I/O may come.
  void finish_initializing();
  // Takes the device out of its stack and deletes it. PASSIVE_LEVEL; the caller holds a reference.
  void detach_and_dispose();

  NTSTATUS dispatch(PIRP irp);

  // --- the remove lock (BHV-029): the device stays until the IRP is through. PnP, power and WMI IRPs hold it always,
  // the others by WdfDeviceInitSetRemoveLockOptions. ---

  // STATUS_DELETE_PENDING: the device is being removed.
  NTSTATUS acquire_remove_lock(PIRP irp);
  void release_remove_lock(PIRP irp);
  // Returns when nobody holds it but the caller, who gives it back.
  void release_remove_lock_and_wait(PIRP irp);
  // To the next lower device; the lock is given back when the IRP comes back.
  NTSTATUS pass_down_with_remove_lock(PIRP irp);
  // As if there were no preprocess callback (WdfDeviceWdmDispatchPreprocessedIrp).
  NTSTATUS dispatch_preprocessed(PIRP irp);

  // --- queues ---

  Queue* default_queue() const { return default_queue_; }
  void set_default_queue(Queue* queue) { default_queue_ = queue; }
  // STATUS_INVALID_PARAMETER, STATUS_WDF_BUSY.
  NTSTATUS route(Queue& queue, WDF_REQUEST_TYPE type);
  Queue* queue_for(uint8_t major) const;
  void add_queue(Queue& queue);
  void remove_queue(Queue& queue);
  // Calls visit(queue) for each queue that chooses(queue), outside the lock.
  template <typename Choose, typename Visit>
  void for_queues(Choose chooses, Visit visit) {
    std::vector<Ref<Queue>> chosen = choose_queues([&](Queue& queue) { return chooses(queue); });
    for (auto& queue : chosen) visit(*queue.get());
  }
  bool power_up() const { return queues_powered_; }
  void set_power_up(bool up) { queues_powered_ = up; }
  bool initialized() const { return initialized_; }
  // WdfDeviceEnqueueRequest.
  NTSTATUS enqueue(Request& request);

  // --- names ---

  // STATUS_INVALID_DEVICE_REQUEST for a control device; what IoRegisterDeviceInterface says.
  NTSTATUS create_interface(const GUID& class_guid, PCUNICODE_STRING reference);
  NTSTATUS set_interface_state(const GUID& class_guid, PCUNICODE_STRING reference, bool enable, bool even_before_start);
  DeviceInterface* find_interface(const GUID& class_guid, PCUNICODE_STRING reference);
  void enable_interfaces();
  void disable_interfaces();
  NTSTATUS create_symbolic_link(PCUNICODE_STRING name);
  void delete_symbolic_link();

  WDF_DEVICE_STATE& device_state() { return device_state_; }

 private:
  struct Extension {
    uint64_t cookie;
    Device* device;
  };
  static constexpr uint64_t kCookie = 0x4F57444644657655;

  void release_host_memory() override;
  Status make_wdm_object(const DeviceInit& init);
  void end_disposal() override;
  std::vector<Ref<Queue>> choose_queues(const std::function<bool(Queue&)>& chooses);

  NTSTATUS dispatch_by_major(PIRP irp);
  NTSTATUS dispatch_io(PIRP irp, PIO_STACK_LOCATION stack);
  NTSTATUS dispatch_unsupported(PIRP irp);
  NTSTATUS dispatch_with_remove_lock(PIRP irp);
  NTSTATUS dispatch_in_stack(PIRP irp);
  NTSTATUS system_control(PIRP irp);
  NTSTATUS pass_down(PIRP irp);
  NTSTATUS complete(PIRP irp, NTSTATUS status);
  NTSTATUS show_in_caller_context(Request& request);
  static NTSTATUS NTAPI irp_came_back(PDEVICE_OBJECT, PIRP irp, PVOID context);
  NTSTATUS tell_shutdown(PIRP irp);
  NTSTATUS register_shutdown(UCHAR flags);
  friend class Files;

  PDEVICE_OBJECT wdm_ = nullptr;
  PDEVICE_OBJECT attached_ = nullptr;
  const PDEVICE_OBJECT physical_;
  const bool filter_;
  const bool control_;
  const bool exclusive_;
  const bool remove_lock_for_io_;
  bool initialized_ = false;
  bool queues_powered_ = false;
  CCHAR default_boost_ = IO_NO_INCREMENT;
  const WDF_DEVICE_IO_TYPE read_write_type_;
  std::optional<std::u16string> name_;
  Blueprint request_attributes_;
  PFN_WDF_IO_IN_CALLER_CONTEXT in_caller_context_;
  std::unique_ptr<PreprocessTable> preprocess_;
  PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION shutdown_;
  CallbackLock callback_lock_;
  IO_REMOVE_LOCK remove_lock_;
  IoTarget* target_ = nullptr;

  Queue* default_queue_ = nullptr;
  std::array<Queue*, kMajorFunctions> routes_{};  // by major code; null: the default queue

  sched::Lock lock_{sched::LockRank::kFramework, "wdf::Device"};
  List<Queue, &Queue::device_link_> queues_ GUARDED_BY(lock_);
  std::vector<std::unique_ptr<DeviceInterface>> interfaces_;  // changed at PASSIVE_LEVEL by one thread at a time
  bool interfaces_published_ = false;
  std::optional<std::u16string> symbolic_link_;
  WDF_DEVICE_STATE device_state_{};

  Files files_;
  Pnp pnp_;
};

}  // namespace owdf::wdf
