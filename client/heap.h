// The heap of one program: user memory, so it comes from the host's allocator (which a sanitizer watches) and goes with
// the process, as on Windows. HeapCreate makes further ones. Any thread of the process; takes its own leaf lock.
#pragma once

#include <cstddef>
#include <unordered_map>

#include "base/list.h"
#include "sched/lock.h"

namespace owdf::client {

class Heap {
 public:
  Heap() = default;
  ~Heap();
  Heap(const Heap&) = delete;

  // 16-byte aligned. Null when the host has no more.
  void* allocate(size_t size, bool zeroed = false);
  void* reallocate(void* block, size_t size, bool zeroed = false);  // null: the old block is as it was
  // False: not a live block of this heap.
  bool release(void* block);
  // SIZE_MAX: not a live block of this heap.
  size_t size_of(const void* block) const;
  size_t live_blocks() const;

 private:
  mutable sched::Lock lock_{sched::LockRank::kLeaf, "client.heap"};
  // Looked up, never walked in an order that matters. A program may give back what it likes: nothing is read to find
  // out.
  std::unordered_map<void*, size_t> live_ GUARDED_BY(lock_);
};

}  // namespace owdf::client
