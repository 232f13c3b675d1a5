// MemoryManager: which addresses are the system's and which are the user's, and the pages behind the system's.
// System memory is the machine's arena (pool, contexts, MDLs) and what add_system_range() names (driver images); every
// other address is user memory, readable or not. Owner: Machine. Any IRQL. Requirements: MEM, REQ (METHOD_NEITHER),
// FIL.
#pragma once

#include <vector>

#include "base/result.h"
#include "nt/mm/arena.h"

struct _MDL;

namespace owdf::nt {
class Machine;
}

namespace owdf::mm {

enum class Access : uint8_t { kRead, kWrite };

inline constexpr Status kAccessViolation{0xC0000005u};
// As on Windows, the first 64 KiB and the last before the canonical hole never belong to a program.
inline constexpr uintptr_t kLowestUserAddress = 0x10000;
inline constexpr uintptr_t kHighestUserAddress = 0x00007FFFFFFEFFFF;

class MemoryManager {
 public:
  explicit MemoryManager(nt::Machine& machine);
  MemoryManager(const MemoryManager&) = delete;
  MemoryManager& operator=(const MemoryManager&) = delete;

  nt::Machine& machine() { return machine_; }
  Arena& arena() { return arena_; }

  bool is_system_address(const void* address) const;
  bool is_user_address(const void* address) const { return !is_system_address(address); }

  // A driver image's sections are system memory although they do not lie in the arena. PASSIVE_LEVEL.
  void add_system_range(const void* base, size_t bytes);
  void remove_system_range(const void* base);

  // The rule of a user buffer's address: it neither touches system memory nor wraps around. STATUS_ACCESS_VIOLATION
  // otherwise. An empty buffer is always good.
  Status check_user_range(const void* buffer, size_t bytes) const {
    if (bytes == 0) return Status{};
    const auto first = reinterpret_cast<uintptr_t>(buffer);
    const uintptr_t last = first + (bytes - 1);
    const bool good = last >= first && last <= kHighestUserAddress && !overlaps_system(first, last);
    return good ? Status{} : kAccessViolation;
  }
  // The rule, and every page of the buffer can be accessed now. Never faults; one system call a page.
  Status probe_user(const void* buffer, size_t bytes, Access access) const;
  // Whether every page of the range can be read (or written) now, system or user.
  bool accessible(const void* buffer, size_t bytes, Access access) const;

  // What MmProbeAndLockPages does, answering instead of raising: probes the pages that the MDL describes, writes their
  // frame numbers and marks them locked. STATUS_ACCESS_VIOLATION. `user`: the address came from a program.
  Status lock_pages(_MDL& mdl, bool user, Access access);

  // Physical addresses are made up: the arena lies at 4 GiB, and everything else where its virtual address is.
  uint64_t physical_address(const void* address) const;
  void* virtual_address(uint64_t physical) const;

  // Drops everything in the arena and forgets the images. Nothing of the machine may run or hold a pointer into it.
  void reset();

 private:
  struct Range {
    uintptr_t base;
    size_t bytes;
  };

  void set_bounds() REQUIRES(lock_);
  bool overlaps_system(uintptr_t first, uintptr_t last) const {
    const auto arena_first = reinterpret_cast<uintptr_t>(arena_.page_address(0));
    if (first < arena_first + arena_.reservation() && last >= arena_first) return true;
    if (last < lowest_.load(std::memory_order_relaxed) || first >= highest_.load(std::memory_order_relaxed))
      return false;
    return overlaps_range(first, last);
  }
  bool overlaps_range(uintptr_t first, uintptr_t last) const;

  nt::Machine& machine_;
  Arena arena_;
  mutable sched::Lock lock_{sched::LockRank::kLeaf, "mm.ranges"};
  std::vector<Range> ranges_ GUARDED_BY(lock_);
  // All of them lie in [lowest_, highest_): what lies elsewhere is told apart without the lock.
  std::atomic<uintptr_t> lowest_{UINTPTR_MAX}, highest_{0};
};

}  // namespace owdf::mm
