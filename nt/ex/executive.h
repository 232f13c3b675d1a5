// Executive: what the Ex functions stand on: pool with tags, work items, lookaside lists.
// Owner: Machine. The pool may be used at any IRQL up to DISPATCH_LEVEL. Requirements: MEM.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "nt/dbg/debug_log.h"
#include "nt/ex/pool.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::ex {

class WorkQueue;

class Executive {
 public:
  explicit Executive(nt::Machine& machine);
  ~Executive();
  Executive(const Executive&) = delete;
  Executive& operator=(const Executive&) = delete;

  nt::Machine& machine() { return machine_; }
  Pool& pool() { return pool_; }
  WorkQueue& work_queue() { return *work_queue_; }
  dbg::DebugLog& debug_log() { return debug_log_; }

  // A block of `size` bytes, contents unspecified; null when the arena is used up. `caller`: whom a leak report blames,
  // the return address of the DDI. Paged pool above APC_LEVEL is a bug check (BAD_POOL_CALLER).
  void* allocate(PoolType type, size_t size, uint32_t tag, const void* caller);
  void* allocate_zeroed(PoolType type, size_t size, uint32_t tag, const void* caller);
  // Bug check BAD_POOL_CALLER if no live block begins at `address`. `tag`: what the caller says it is; 0: any.
  void free(void* address, uint32_t tag = 0);

  // Live blocks that code in [base, base + bytes) allocated: what a driver leaves behind when it is unloaded.
  std::vector<PoolBlock> blocks_allocated_by(const void* base, size_t bytes) const;
  // One line for each live block allocated after `mark`: serial, tag, size, driver. For the end-of-run report.
  std::vector<std::string> describe_leaks(uint64_t mark = 0) const;
  // The serial of the newest block: what is allocated from now on counts as later than this mark.
  uint64_t allocation_mark() const;

  void reset();

 private:
  void require_irql(PoolType type, size_t size);

  nt::Machine& machine_;
  Pool pool_;
  std::unique_ptr<WorkQueue> work_queue_;
  dbg::DebugLog debug_log_;
};

}  // namespace owdf::ex
