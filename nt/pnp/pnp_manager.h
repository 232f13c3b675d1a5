// PnpManager: the device tree, the drivers that serve it, and the interfaces by which programs find it.
//
//   add_root_device -> kEnumerated -- start --> kStarted -- remove / surprise_remove --> kRemoved
//
// One action at a time: an action holds the action lock, which is no lock of ours but a wait (drivers run inside of
// it), and the thread that holds it may begin further actions. All functions: executive thread, PASSIVE_LEVEL. Owner:
// Machine. Requirements: PNP, DRV.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "nt/pnp/device_node.h"
#include "nt/pnp/interfaces.h"
#include "sched/lock.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::pnp {

// A device of the root bus: one that no bus finds, because it is software.
struct RootDevice {
  std::string name;  // "ECHO" of ROOT\ECHO\0000; empty: made from the first hardware id
  std::vector<std::string> hardware_ids;
  std::vector<std::string> compatible_ids;
  std::string service;  // for a device without an installed package; else the registry says it
  std::vector<std::string> upper_filters, lower_filters;
  std::string description;
};

class PnpManager {
 public:
  explicit PnpManager(nt::Machine& machine);
  ~PnpManager();
  PnpManager(const PnpManager&) = delete;
  PnpManager& operator=(const PnpManager&) = delete;
  nt::Machine& machine() { return machine_; }

  // --- devices ---

  // The instance path that the next root device of this name will have; setup installs for it before add_root_device().
  std::string next_instance_path(const RootDevice& device);
  // A new physical device object of the root bus with its key below Enum. What the key has already (a package was
  // installed) stays.
  Result<DeviceNode*> add_root_device(const RootDevice& device);
  // Loads the drivers, calls AddDevice from the lowest to the highest, and sends IRP_MN_START_DEVICE. On failure the
  // stack is taken down, and node.problem says what failed.
  Status start(DeviceNode& node);
  // IRP_MN_QUERY_REMOVE_DEVICE, then IRP_MN_REMOVE_DEVICE. STATUS_PLUGPLAY_QUERY_VETOED: a driver refused, or the
  // device is open; it works on. `node` is gone after success.
  Status remove(DeviceNode& node);
  // IRP_MN_SURPRISE_REMOVAL at once; IRP_MN_REMOVE_DEVICE when the last handle is closed (perhaps before it returns).
  void surprise_remove(DeviceNode& node);
  // IRP_MN_QUERY_STOP_DEVICE, IRP_MN_STOP_DEVICE; and back by IRP_MN_START_DEVICE.
  Status stop(DeviceNode& node);
  Status restart(DeviceNode& node);

  // IoInvalidateDeviceState: asks the stack for its state soon; PNP_DEVICE_FAILED takes the device out as if it had
  // gone. Any IRQL <= DISPATCH_LEVEL.
  void invalidate_state(PDEVICE_OBJECT pdo);

  // What a bus does that is asked for it by a driver (reenumerate.h): takes the device away as if it had gone, and,
  // when nobody uses it any more, finds it again and starts it. A device that comes back to this too often stays away.
  // Any IRQL <= DISPATCH_LEVEL.
  void reenumerate(PDEVICE_OBJECT pdo);

  const std::vector<std::unique_ptr<DeviceNode>>& nodes() const { return nodes_; }
  DeviceNode* find(std::u16string_view instance_path);
  // The device tree, a line for each device. For people.
  std::vector<std::string> describe() const;

  // A file object of this device was closed: a surprise-removed device may be waiting for it. Any IRQL <= APC_LEVEL.
  void device_closed(PDEVICE_OBJECT device);

  // --- drivers ---

  // The driver of a service, loaded and initialised by DriverEntry if it is not loaded yet. `problem` gets the reason
  // of a failure.
  Result<ob::Ref<DRIVER_OBJECT>> load_driver(const std::string& service, Problem* problem = nullptr);
  // DriverUnload, then the image goes. STATUS_INVALID_DEVICE_REQUEST: the driver cannot be unloaded;
  // STATUS_DEVICE_BUSY: it still has devices that are in use.
  Status unload_driver(const std::string& service);

  // The last device object of a driver that is to be unloaded has gone. Any IRQL <= DISPATCH_LEVEL.
  void driver_idle(DRIVER_OBJECT& driver);

  // --- device interfaces ---
  Interfaces& interfaces() { return interfaces_; }

  // Recursive, over drivers. See the header's comment.
  class Action {
   public:
    explicit Action(PnpManager& manager) : manager_(manager) { manager_.begin_action(); }
    ~Action() { manager_.end_action(); }
    Action(const Action&) = delete;

   private:
    PnpManager& manager_;
  };

 private:
  void begin_action();
  void end_action();

  Status build_stack(DeviceNode& node);
  Status add_driver(DeviceNode& node, const std::string& service);
  Status start_stack(DeviceNode& node);
  void take_down(DeviceNode& node);
  void finish_removal(DeviceNode& node);
  bool may_restart(DeviceNode& node);
  bool find_again(DeviceNode& node);
  void release_drivers(DeviceNode& node);
  void unload_if_idle(ob::Ref<DRIVER_OBJECT> driver);
  void remove_image(ob::Ref<DRIVER_OBJECT> driver);
  Result<ob::Ref<DRIVER_OBJECT>> initialize_driver(const std::string& service, const std::u16string& image_path,
                                                   Problem& problem);
  void fail(DeviceNode& node, uint32_t code, Status status, const std::string& driver, std::string text);
  ob::Ref<DRIVER_OBJECT>& root_bus();

  nt::Machine& machine_;
  std::vector<std::unique_ptr<DeviceNode>> nodes_;
  ob::Ref<DRIVER_OBJECT> root_bus_;
  Interfaces interfaces_;
  KEVENT action_free_;  // synchronization event: signalled while nobody holds the action lock
  std::atomic<sched::Thread*> action_owner_{nullptr};
  unsigned action_depth_ = 0;
};

}  // namespace owdf::pnp
