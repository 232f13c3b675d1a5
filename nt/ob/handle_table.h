// HandleTable: the handles of one process. A handle is four times an index; handles of the system process carry the
// kernel bit, so that a value says by itself in which table it is looked up.
// Owner: Process. PASSIVE_LEVEL. Lock: its own, rank kObject; held only over the table, never over a close routine.
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "nt/ob/object.h"
#include "sched/lock.h"

namespace owdf::ob {

inline constexpr uint64_t kKernelHandleBit = 0xffffffff80000000ull;
// NtCurrentProcess() and NtCurrentThread(): handles that need no table. The values down to -6 are such.
inline constexpr int64_t kCurrentProcess = -1, kCurrentThread = -2;
inline bool is_kernel_handle(const void* handle) {
  return (reinterpret_cast<uint64_t>(handle) & kKernelHandleBit) == kKernelHandleBit &&
         reinterpret_cast<int64_t>(handle) < -6;
}

class HandleTable {
 public:
  struct Entry {
    void* body = nullptr;
    uint32_t access = 0;
    uint32_t attributes = 0;  // OBJ_INHERIT, protect from close
  };

  explicit HandleTable(bool kernel) : kernel_(kernel) {}

  // Takes one reference of its own and counts one handle.
  void* insert(void* body, uint32_t access, uint32_t attributes);
  // A referenced entry, or an empty one.
  Entry find(const void* handle) const;
  // Takes the entry out; its reference goes to the caller. Empty: there was none.
  Entry remove(const void* handle);
  uint32_t count_of(const void* body) const;
  size_t size() const;
  // Some handle that is still open; null when there is none. For the end of a process.
  void* first() const;

 private:
  size_t index_of(const void* handle) const;

  const bool kernel_;
  mutable sched::Lock lock_{sched::LockRank::kObject, "ob.handles"};
  std::vector<Entry> entries_ GUARDED_BY(lock_);
  std::vector<uint32_t> free_ GUARDED_BY(lock_);
  size_t size_ GUARDED_BY(lock_) = 0;
};

}  // namespace owdf::ob
