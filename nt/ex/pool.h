// Pool: the allocator behind ExAllocatePool*. Small blocks come from size classes that divide pages, so that none
// crosses a page boundary; larger ones are whole pages, page aligned. What is known about a block (tag, size, who
// asked) is kept outside the arena: a driver's overflow destroys its own data, never ours, and reports can still name
// every block.
//
// Under AddressSanitizer everything but the bytes asked for is poisoned, each block has a redzone behind it, and freed
// blocks wait in a quarantine, so that a stray access of a driver is reported at its source line.
//
// Owner: Executive. Any IRQL up to DISPATCH_LEVEL; one lock of pool rank. Requirements: MEM.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "nt/mm/arena.h"
#include "nt/mm/poison.h"
#include "sched/lock.h"
#include "sched/world.h"

namespace owdf::ex {

enum class PoolType : uint8_t { kNonPaged, kNonPagedExecute, kPaged };

// One live block, as reports show it.
struct PoolBlock {
  const void* address;
  size_t size;
  uint32_t tag;
  PoolType type;
  const void* caller;  // the return address of the call that allocated it
  uint32_t serial;     // order of allocation
};

// Counts of one tag, over live blocks.
struct TagUsage {
  uint32_t tag;
  size_t blocks;
  size_t bytes;
};

enum class FreeError : uint8_t { kNone, kNotABlock, kAlreadyFree, kWrongTag, kPagedAtRaisedIrql };

class Pool {
 public:
  explicit Pool(mm::Arena& arena) : arena_(arena) {}
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // Null when the arena is used up. Contents unspecified. A size of zero gives a block of its own with no bytes in it.
  void* allocate(PoolType type, size_t size, uint32_t tag, const void* caller);
  // Leaves everything as it was unless it answers kNone. `tag`: what the caller says it is; 0: any. `block`: what was
  // found at the address, for the report, unless it answers kNotABlock.
  FreeError free(void* address, uint32_t tag, sched::Irql irql, PoolBlock* block);

  // The live block that begins exactly at `address`; false if none does.
  bool find(const void* address, PoolBlock* found) const;
  // What lies at or nearest before `address`, in words: "2 bytes behind a block of 64 bytes, tag 'Echo'". For reports.
  std::string describe(const void* address) const;

  std::vector<PoolBlock> live() const;  // in order of allocation
  // The serial of the newest block; 0 before the first.
  uint64_t last_serial() const {
    sched::LockGuard guard(lock_);
    return serial_;
  }
  std::vector<TagUsage> usage() const;  // in order of tag
  size_t live_count() const;

  // Forgets every block. The arena is reset by its owner.
  void reset();

 private:
  enum class State : uint8_t { kFresh, kLive, kQuarantined, kFree };
  static constexpr uint32_t kNoBlock = UINT32_MAX;
  static constexpr size_t kSlabPages = 4;
  static constexpr size_t kLargestSmall = mm::kPageSize / 2;
  static constexpr size_t kRedzone = mm::kPoisons ? 16 : 0;
  static constexpr size_t kQuarantineBytes = size_t{1} << 20;

  struct Record {
    char* address = nullptr;
    size_t size = 0;
    const void* caller = nullptr;
    uint32_t tag = 0;
    uint32_t serial = 0;
    uint32_t next_free = kNoBlock;
    PoolType type = PoolType::kNonPaged;
    State state = State::kFresh;
  };
  // A run of pages cut into equal blocks, or one block of whole pages (block_size == 0).
  struct Span {
    char* base = nullptr;
    size_t pages = 0;
    uint32_t block_size = 0;
    uint32_t blocks_per_page = 0;
    uint32_t reciprocal = 0;  // of block_size, so that a free does not divide
    uint32_t fresh = 0;       // blocks from here on were never handed out
    uint32_t free_head = kNoBlock;
    bool listed = false;  // in its class's list of spans with room
    std::vector<Record> records;
    char* address_of(uint32_t block) const;  // by division; records of handed-out blocks know theirs
    // The block whose bytes, redzone included, hold `address`; kNoBlock for the slack at a page's end.
    uint32_t block_at(const void* address) const;
  };
  struct Class {
    std::vector<Span*> with_room;
  };

  Span* span_at(const void* address) const REQUIRES(lock_);
  Span* make_span(size_t pages, uint32_t block_size) REQUIRES(lock_);
  void* allocate_small(uint32_t block_size, Class& size_class, const Record& record) REQUIRES(lock_);
  void* allocate_large(const Record& record) REQUIRES(lock_);
  void release_block(Span* span, uint32_t block) REQUIRES(lock_);
  void quarantine(Span* span, uint32_t block) REQUIRES(lock_);
  template <typename Visit>
  void each_live(Visit visit) const REQUIRES(lock_);
  static PoolBlock describe_block(const Span& span, uint32_t block);

  mm::Arena& arena_;
  mutable sched::Lock lock_{sched::LockRank::kPool, "ex.pool"};
  std::vector<std::unique_ptr<Span>> spans_ GUARDED_BY(lock_);
  std::vector<Span*> unused_spans_ GUARDED_BY(lock_);  // descriptors whose pages went back
  std::vector<Span*> by_page_ GUARDED_BY(lock_);       // arena page -> span
  std::array<Class, 64> classes_ GUARDED_BY(lock_);
  uint32_t serial_ GUARDED_BY(lock_) = 0;
  size_t live_ GUARDED_BY(lock_) = 0;
  std::deque<std::pair<Span*, uint32_t>> quarantine_ GUARDED_BY(lock_);
  size_t quarantined_bytes_ GUARDED_BY(lock_) = 0;
};

// 'ohcE' as people read it: "Echo".
std::string tag_text(uint32_t tag);

}  // namespace owdf::ex
