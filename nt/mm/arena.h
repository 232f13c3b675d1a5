// Arena: the system address range of one machine. One reservation of address space; pages become memory when they are
// handed out, in steps; everything goes at once when the machine does, whatever a dead thread left half done.
// Owner: MemoryManager. Any IRQL; one internal lock of leaf rank. Offsets, never addresses, decide which pages are
// chosen.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>

#include "sched/lock.h"

namespace owdf::mm {

inline constexpr size_t kPageSize = 4096;
inline constexpr size_t pages_of(size_t bytes) {
  return (bytes + kPageSize - 1) / kPageSize;
}

class Arena {
 public:
  static constexpr size_t kDefaultReservation = size_t{16} << 30;

  explicit Arena(size_t reservation = kDefaultReservation);
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  bool contains(const void* address) const {
    return reinterpret_cast<uintptr_t>(address) - reinterpret_cast<uintptr_t>(base_) < reservation_;
  }
  size_t reservation() const { return reservation_; }
  // True if the page of `address` is memory now (which says nothing about who owns it).
  bool committed(const void* address) const;
  size_t page_index(const void* address) const { return (static_cast<const char*>(address) - base_) / kPageSize; }
  char* page_address(size_t index) const { return base_ + index * kPageSize; }

  // Contiguous pages; contents unspecified; addressable for the sanitizer. Null when the reservation is used up.
  void* allocate_pages(size_t count);
  void free_pages(void* first, size_t count);

  // Forgets every page. The contents of the next pages handed out are zero again.
  void reset();

  size_t pages_in_use() const;

 private:
  void* take_free_run_locked(size_t count) REQUIRES(lock_);
  bool commit_locked(size_t end) REQUIRES(lock_);

  char* base_ = nullptr;
  size_t reservation_;
  mutable sched::Lock lock_{sched::LockRank::kLeaf, "mm.arena"};
  size_t top_ GUARDED_BY(lock_) = 0;  // pages below were handed out at least once since the last reset
  std::atomic<size_t> committed_{0};  // pages below are readable and writable
  size_t used_ GUARDED_BY(lock_) = 0;
  std::map<size_t, size_t> free_ GUARDED_BY(lock_);  // first page -> count; neighbours are merged
};

}  // namespace owdf::mm
