// Which image lay where, and when: outlives unloading, so that an address in a late report still finds its driver.
// Owned by the driver loader of one machine. Any IRQL up to DISPATCH_LEVEL; takes its own leaf lock.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sched/lock.h"

namespace owdf::loader {

struct LoadMapEntry {
  std::string name;
  std::string build_id;
  std::string path;  // where the image came from
  uintptr_t base = 0;
  size_t size = 0;
  bool loaded = false;
  bool contains(uintptr_t address) const { return address - base < size; }
};

class LoadMap {
 public:
  // The result names the entry in removed().
  size_t added(LoadMapEntry entry);
  void removed(size_t index);

  // The image that holds the address now or, where none does, the one that held it last. Empty name if there never was
  // one.
  LoadMapEntry find(const void* address) const;
  std::vector<LoadMapEntry> entries() const;  // in order of loading

 private:
  mutable sched::Lock lock_{sched::LockRank::kLeaf, "load map"};
  std::vector<LoadMapEntry> entries_ GUARDED_BY(lock_);
};

}  // namespace owdf::loader
