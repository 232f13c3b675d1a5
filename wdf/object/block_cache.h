// BlockCache: memory of deleted objects, kept for the next ones of about their size, so that creating and deleting
// costs no walk through the pool; and the count of the blocks that are in use, for which its lock is taken anyway. One
// per client, for blocks carry the client's tag. Sanitized builds keep nothing: there every block is poisoned when it
// is freed. IRQL <= DISPATCH_LEVEL.
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
    return has_shelf(bytes) ? (bytes + kStep - 1) / kStep * kStep : bytes;
  }

  // Null when there is none of that size, and the caller gets one from the pool. Contents unspecified. `bytes` as
  // returned by rounded().
  void* take(size_t bytes) {
    sched::LockGuard guard(lock_);
    in_use_++;
    if (!has_shelf(bytes)) return nullptr;
    Shelf& shelf = shelves_[bytes / kStep - 1];
    if (!shelf.first) return nullptr;
    Block* block = shelf.first;
    shelf.first = block->next;
    shelf.count--;
    return block;
  }

  // The pool had none either.
  void took_none() {
    sched::LockGuard guard(lock_);
    in_use_--;
  }

  // False: not kept (the caller may forbid it), the caller frees it.
  bool give(void* memory, size_t bytes, bool may_keep) {
    sched::LockGuard guard(lock_);
    in_use_--;
    if (!may_keep || !has_shelf(bytes)) return false;
    Shelf& shelf = shelves_[bytes / kStep - 1];
    if (shelf.count == kDepth) return false;
    shelf.first = new (memory) Block{shelf.first};
    shelf.count++;
    return true;
  }

  uint64_t in_use() const {
    sched::LockGuard guard(lock_);
    return in_use_;
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
  static constexpr bool has_shelf(size_t bytes) { return !mm::kPoisons && bytes <= kStep * kClasses; }

  struct Block {
    Block* next;
  };
  struct Shelf {
    Block* first = nullptr;
    uint32_t count = 0;
  };

  mutable sched::Lock lock_{sched::LockRank::kFramework, "wdf::BlockCache"};
  uint64_t in_use_ GUARDED_BY(lock_) = 0;
  std::array<Shelf, kClasses> shelves_ GUARDED_BY(lock_);
};

}  // namespace owdf::wdf
