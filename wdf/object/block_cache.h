// BlockCache: memory of deleted objects, kept for the next ones of about their size, so that creating and deleting
// costs no walk through the pool. One per client, for blocks carry the client's tag. Sanitized builds bypass it: there
// every block is poisoned when it is freed. IRQL <= DISPATCH_LEVEL.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "nt/mm/poison.h"
#include "sched/lock.h"

namespace owdf::wdf {

class BlockCache {
 public:
  static constexpr size_t kStep = 64;
  static constexpr size_t kClasses = 16;
  static constexpr uint32_t kDepth = 32;  // blocks kept per class

  // What to ask the pool for, so that the block can come back here.
  static constexpr size_t rounded(size_t bytes) {
    return mm::kPoisons || bytes > kStep * kClasses ? bytes : (bytes + kStep - 1) / kStep * kStep;
  }

  // Null when there is none of that size. Contents unspecified. `bytes` as returned by rounded().
  void* take(size_t bytes) {
    if (mm::kPoisons || bytes > kStep * kClasses) return nullptr;
    sched::LockGuard guard(lock_);
    Shelf& shelf = shelves_[bytes / kStep - 1];
    if (!shelf.first) return nullptr;
    Block* block = shelf.first;
    shelf.first = block->next;
    shelf.count--;
    return block;
  }

  // False: not kept, the caller frees it.
  bool give(void* memory, size_t bytes) {
    if (mm::kPoisons || bytes > kStep * kClasses) return false;
    sched::LockGuard guard(lock_);
    Shelf& shelf = shelves_[bytes / kStep - 1];
    if (shelf.count == kDepth) return false;
    shelf.first = new (memory) Block{shelf.first};
    shelf.count++;
    return true;
  }

  // Hands every block to `free`. Nobody uses the cache any more.
  template <typename Free>
  void drain(Free free) {
    sched::LockGuard guard(lock_);
    for (Shelf& shelf : shelves_) {
      while (Block* block = shelf.first) {
        shelf.first = block->next;
        free(block);
      }
      shelf.count = 0;
    }
  }

 private:
  struct Block {
    Block* next;
  };
  struct Shelf {
    Block* first = nullptr;
    uint32_t count = 0;
  };

  sched::Lock lock_{sched::LockRank::kFramework, "wdf::BlockCache"};
  std::array<Shelf, kClasses> shelves_ GUARDED_BY(lock_);
};

}  // namespace owdf::wdf
