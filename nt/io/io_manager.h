// IoManager: drivers, devices, IRPs and files of one machine. The DDIs (IoCreateDevice, IofCallDriver ...) are the
// interface for drivers; this is what the rest of the executive needs besides. Owner: Machine. Lock: `stacks_`, rank
// kIo: device stacks and the driver's list of devices; never held over a call to a driver.
#pragma once

#include <wdm.h>

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "nt/io/device.h"
#include "nt/machine.h"
#include "sched/lock.h"

namespace owdf::io {

class IoManager {
 public:
  explicit IoManager(nt::Machine& machine);
  ~IoManager();
  IoManager(const IoManager&) = delete;
  IoManager& operator=(const IoManager&) = delete;
  nt::Machine& machine() { return machine_; }

  // A driver object named \Driver\SERVICE with every major function refusing. STATUS_OBJECT_NAME_COLLISION if there is
  // one.
  Result<ob::Ref<DRIVER_OBJECT>> create_driver(const std::string& service, std::u16string service_key);
  // The driver object of a loaded service; empty if there is none.
  ob::Ref<DRIVER_OBJECT> find_driver(const std::string& service);

  // IoRegisterShutdownNotification and its last-chance form. The list holds a reference to the device.
  void register_shutdown(PDEVICE_OBJECT device, bool last_chance);
  void unregister_shutdown(PDEVICE_OBJECT device);
  // The system goes down: IRP_MJ_SHUTDOWN to each registered device, the newest first, then to those that asked for the
  // last chance; afterwards nobody is registered. On a thread at PASSIVE_LEVEL.
  void shut_down();

  PKSPIN_LOCK cancel_lock() { return &cancel_lock_; }
  sched::Lock& stacks() { return stacks_; }
  uint32_t next_irp_serial() { return irp_serial_.fetch_add(1, std::memory_order_relaxed) + 1; }
  uint32_t next_device_serial() { return device_serial_.fetch_add(1, std::memory_order_relaxed) + 1; }
  uint32_t next_file_serial() { return file_serial_.fetch_add(1, std::memory_order_relaxed) + 1; }

  // IRPs allocated and not yet freed: for leak reports. Counted in the deterministic form only, where counting is free.
  void count_irp(int change) {
    if (deterministic_) irps_alive_.store(irps_alive() + change, std::memory_order_relaxed);
  }
  int64_t irps_alive() const { return irps_alive_.load(std::memory_order_relaxed); }

 private:
  struct Shutdown {
    ob::Ref<DEVICE_OBJECT> device;
    bool last_chance;
  };

  nt::Machine& machine_;
  const bool deterministic_;
  std::atomic<int64_t> irps_alive_{0};
  KSPIN_LOCK cancel_lock_ = 0;
  sched::Lock stacks_{sched::LockRank::kIo, "io.stacks"};
  std::vector<Shutdown> shutdowns_ GUARDED_BY(stacks_);
  std::atomic<uint32_t> irp_serial_{0};
  std::atomic<uint32_t> device_serial_{0};
  std::atomic<uint32_t> file_serial_{0};
};

}  // namespace owdf::io
