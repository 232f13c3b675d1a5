// Device information sets of one program (HDEVINFO), and its numbers for device instances.
// Owned by the program's state; a set is not for two threads at once, as on Windows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "client/setupapi/catalogue.h"
#include "sched/lock.h"

namespace owdf::client {

struct DeviceSet {
  struct Entry {
    devices::Interface interface;
    size_t device;  // index in `devices`
  };
  std::vector<devices::Instance> devices;
  std::vector<Entry> interfaces;
};

class DeviceSets {
 public:
  void* add(DeviceSet set) {
    auto made = std::make_unique<DeviceSet>(std::move(set));
    sched::LockGuard guard(lock_);
    return sets_.emplace_back(std::move(made)).get();
  }
  DeviceSet* find(const void* handle) const {
    sched::LockGuard guard(lock_);
    for (const auto& set : sets_)
      if (set.get() == handle) return set.get();
    return nullptr;
  }
  bool remove(const void* handle) {
    sched::LockGuard guard(lock_);
    return std::erase_if(sets_, [&](const auto& set) { return set.get() == handle; }) > 0;
  }

 private:
  mutable sched::Lock lock_{sched::LockRank::kLeaf, "client.device_sets"};
  std::vector<std::unique_ptr<DeviceSet>> sets_ GUARDED_BY(lock_);
};

}  // namespace owdf::client
