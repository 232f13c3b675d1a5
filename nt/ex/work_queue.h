// WorkQueue: work items waiting for the system worker threads of one machine. One queue for all priorities, for the
// scheduler has none. A worker is added whenever an item finds all of them busy, up to a limit, so that an item may
// wait for what another one does. Owner: Executive. queue() at any IRQL up to DISPATCH_LEVEL; items run at
// PASSIVE_LEVEL. Requirements: WRK.
#pragma once

#include <ntddk.h>

#include <vector>

#include "sched/lock.h"
#include "sched/world.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::ex {

class WorkQueue {
 public:
  static constexpr unsigned kMostWorkers = 32;

  explicit WorkQueue(nt::Machine& machine);

  // The item is the driver's memory; it is no longer touched once its routine has begun. An item that is already queued
  // is a bug check (WORKER_INVALID).
  void queue(WORK_QUEUE_ITEM* item);

 private:
  void run_worker();
  WORK_QUEUE_ITEM* take_locked() REQUIRES(lock_);
  void run(WORK_QUEUE_ITEM& item);

  nt::Machine& machine_;
  sched::Lock lock_{sched::LockRank::kLeaf, "ex.work_queue"};
  LIST_ENTRY items_ GUARDED_BY(lock_);
  std::vector<sched::Thread*> idle_ GUARDED_BY(lock_);
  unsigned workers_ GUARDED_BY(lock_) = 0;
  unsigned starting_ GUARDED_BY(lock_) = 0;  // workers on their way, which will look at the queue
};

}  // namespace owdf::ex
