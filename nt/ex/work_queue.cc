#include "nt/ex/work_queue.h"

#include <fmt/format.h>

#include "nt/ex/executive.h"
#include "nt/machine.h"
#include "nt/ps/process_manager.h"

namespace owdf::ex {
namespace {
constexpr uint32_t kWorkerReturnedAtBadIrql = 0xE1;
constexpr uint32_t kWorkerInvalid = 0xE4;
}  // namespace

WorkQueue::WorkQueue(nt::Machine& machine) : machine_(machine) {
  InitializeListHead(&items_);
}

void WorkQueue::queue(WORK_QUEUE_ITEM* item) {
  if (!item->WorkerRoutine || item->List.Flink) {
    machine_.bug_check(kWorkerInvalid, 1, reinterpret_cast<uint64_t>(item),
                       reinterpret_cast<uint64_t>(item->WorkerRoutine), 0,
                       item->List.Flink ? "a work item was queued that is already queued"
                                        : "a work item was queued that has no routine");
    return;
  }
  sched::Thread* wake = nullptr;
  bool start = false;
  {
    sched::LockGuard guard(lock_);
    InsertTailList(&items_, &item->List);
    if (!idle_.empty()) {
      wake = idle_.back();
      idle_.pop_back();
    } else if (starting_ == 0 && workers_ < kMostWorkers) {
      start = true;
      workers_++;
      starting_++;
    }
  }
  if (wake) machine_.world().unpark(wake);
  if (start) machine_.ps().post("system worker", [this] { run_worker(); });
}

WORK_QUEUE_ITEM* WorkQueue::take_locked() {
  if (IsListEmpty(&items_)) return nullptr;
  auto* item = CONTAINING_RECORD(RemoveHeadList(&items_), WORK_QUEUE_ITEM, List);
  item->List.Flink = nullptr;  // from here on its owner may queue it again, or free it
  return item;
}

// A worker that finds nothing puts itself on the idle list before it parks; whoever takes it off unparks it, and an
// unpark that comes before the park is kept. So no item waits while a worker sleeps.
void WorkQueue::run_worker() {
  sched::Thread* self = sched::current();
  bool first = true;
  for (;;) {
    WORK_QUEUE_ITEM* item;
    bool another = false;
    {
      sched::LockGuard guard(lock_);
      if (first) starting_--, first = false;
      item = take_locked();
      if (!item) {
        idle_.push_back(self);
      } else if (!IsListEmpty(&items_) && idle_.empty() && starting_ == 0 && workers_ < kMostWorkers) {
        another = true;  // more came while this worker was on its way; the item it runs may wait for them
        workers_++;
        starting_++;
      }
    }
    if (another) machine_.ps().post("system worker", [this] { run_worker(); });
    if (item) {
      run(*item);
    } else {
      machine_.world().park(sched::kForever);
      sched::LockGuard guard(lock_);
      std::erase(idle_, self);  // a permit left over from the routine's own waits wakes without being taken off
    }
  }
}

void WorkQueue::run(WORK_QUEUE_ITEM& item) {
  const PWORKER_THREAD_ROUTINE routine = item.WorkerRoutine;
  void* const parameter = item.Parameter;
  routine(parameter);
  const sched::Irql irql = sched::current()->irql();
  if (irql != sched::kPassiveLevel) {
    machine_.bug_check(kWorkerReturnedAtBadIrql, reinterpret_cast<uint64_t>(routine), irql,
                       reinterpret_cast<uint64_t>(parameter), reinterpret_cast<uint64_t>(&item),
                       fmt::format("a work item returned at IRQL {}", irql));
  }
}

}  // namespace owdf::ex

extern "C" VOID NTAPI ExQueueWorkItem(PWORK_QUEUE_ITEM WorkItem, WORK_QUEUE_TYPE) {
  owdf::nt::current_machine()->ex().work_queue().queue(WorkItem);
}
