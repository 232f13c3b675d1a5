#include "wdf/workitem/worker_call.h"

namespace owdf::wdf {

bool WorkerCall::enqueue() {
  {
    sched::LockGuard guard(lock_);
    if (closed_ || queued_) return false;
    queued_ = true;
  }
  ExInitializeWorkItem(&item_, &WorkerCall::run, this);
  ExQueueWorkItem(&item_, DelayedWorkQueue);
  return true;
}

bool WorkerCall::inside_locked() const {
  for (const Run* run = runs_; run; run = run->next) {
    if (run->thread == KeGetCurrentThread()) return true;
  }
  return false;
}

void WorkerCall::wait_until_idle() {
  Waiter me;
  KeInitializeEvent(&me.idle, NotificationEvent, FALSE);
  {
    sched::LockGuard guard(lock_);
    if (!busy_locked()) return;
    me.next = waiters_;
    waiters_ = &me;
  }
  KeWaitForSingleObject(&me.idle, Executive, KernelMode, FALSE, nullptr);
}

bool WorkerCall::close() {
  {
    sched::LockGuard guard(lock_);
    closed_ = true;
    if (inside_locked()) {
      resume_owner_ = true;
      return false;
    }
  }
  wait_until_idle();
  return true;
}

void NTAPI WorkerCall::run(PVOID context) {
  WorkerCall& call = *static_cast<WorkerCall*>(context);
  Run me{KeGetCurrentThread(), nullptr};
  {
    sched::LockGuard guard(call.lock_);
    call.queued_ = false;
    me.next = call.runs_;
    call.runs_ = &me;
  }
  call.routine_(call.owner_);
  call.leave(me);
}

// The last one out tells those who wait, or goes on with a deletion that was asked for inside the routine. Either way
// the owner may be gone once the lock is released: only what lies on stacks is touched after that.
void WorkerCall::leave(Run& me) {
  Object& owner = owner_;
  Waiter* waiters = nullptr;
  bool resume = false;
  {
    sched::LockGuard guard(lock_);
    Run** at = &runs_;
    while (*at != &me) at = &(*at)->next;
    *at = me.next;
    if (!busy_locked()) {
      waiters = std::exchange(waiters_, nullptr);
      resume = std::exchange(resume_owner_, false);
    }
  }
  while (waiters) {
    Waiter* next = waiters->next;  // the waiter's stack is its own again once the event is set
    KeSetEvent(&waiters->idle, IO_NO_INCREMENT, FALSE);
    waiters = next;
  }
  if (resume) owner.resume_disposal();  // nobody else can have finished it
}

}  // namespace owdf::wdf
