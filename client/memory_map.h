// VirtualAlloc of one program: whole pages of user memory, given back when the process ends.
// Any thread of the process; takes its own leaf lock.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "sched/lock.h"

namespace owdf::client {

class MemoryMap {
 public:
  MemoryMap() = default;
  ~MemoryMap();
  MemoryMap(const MemoryMap&) = delete;

  // Zeroed pages, aligned to 64 KiB; readable and writable if `accessible`, else only reserved. Null: no memory.
  void* reserve(size_t size, bool accessible);
  // Makes pages of a reservation accessible (commits) or not (decommits: their content is gone). False: not ours.
  bool set_accessible(void* address, size_t size, bool accessible);
  bool release(void* address);

  // Pages that the program has locked; locking one again changes nothing. unlock(): false, and nothing is unlocked, if
  // one of the pages is not.
  void lock(const void* address, size_t size);
  bool unlock(const void* address, size_t size);

 private:
  struct Range {
    char* address;
    size_t size;
    bool holds(const void* at, size_t bytes) const {
      const char* byte = static_cast<const char*>(at);
      return byte >= address && bytes <= size && byte - address <= static_cast<ptrdiff_t>(size - bytes);
    }
  };

  sched::Lock lock_{sched::LockRank::kLeaf, "client.memory"};
  std::vector<Range> ranges_ GUARDED_BY(lock_);
  std::set<size_t> locked_pages_ GUARDED_BY(lock_);
};

}  // namespace owdf::client
