#include "loader/load_map.h"

#include "base/assert.h"

namespace owdf::loader {

size_t LoadMap::added(LoadMapEntry entry) {
  sched::LockGuard guard(lock_);
  entry.loaded = true;
  entries_.push_back(std::move(entry));
  return entries_.size() - 1;
}

void LoadMap::removed(size_t index) {
  sched::LockGuard guard(lock_);
  OWDF_ASSERT(index < entries_.size() && entries_[index].loaded);
  entries_[index].loaded = false;
}

LoadMapEntry LoadMap::find(const void* address) const {
  sched::LockGuard guard(lock_);
  const LoadMapEntry* best = nullptr;
  for (const LoadMapEntry& entry : entries_) {
    if (entry.contains(reinterpret_cast<uintptr_t>(address)) && (entry.loaded || !best || !best->loaded)) best = &entry;
  }
  return best ? *best : LoadMapEntry{};
}

std::vector<LoadMapEntry> LoadMap::entries() const {
  sched::LockGuard guard(lock_);
  return entries_;
}

}  // namespace owdf::loader
