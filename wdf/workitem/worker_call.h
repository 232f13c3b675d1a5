// WorkerCall: a function of an object that a system worker runs at PASSIVE_LEVEL; what WDFWORKITEM is made of, and what
// brings passive-level timers down from their DPC. Queued at most once at a time; may be queued again while it runs.
// Member of its owner, which closes it before it goes. IRQL <= DISPATCH_LEVEL unless said otherwise.
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

class WorkerCall {
 public:
  using Routine = void (*)(Object& owner);
  WorkerCall(Object& owner, Routine routine) : owner_(owner), routine_(routine) {}
  WorkerCall(const WorkerCall&) = delete;

  // False: it is queued already, or closed.
  bool enqueue();
  // Returns when nothing is queued or running. PASSIVE_LEVEL; not from the routine itself.
  void wait_until_idle();
  // From now on enqueue() does nothing. Waits for what is queued or running, PASSIVE_LEVEL. False: this thread is
  // inside the routine; the owner's disposal is then resumed when the last run has ended (WRK-020).
  bool close();

 private:
  struct Run {  // on the stack of the worker that is in the routine
    PKTHREAD thread;
    Run* next;
  };
  struct Waiter {  // on the stack of a thread in wait_until_idle()
    KEVENT idle;
    Waiter* next;
  };

  static void NTAPI run(PVOID context);
  void leave(Run& me);
  bool busy_locked() const REQUIRES(lock_) { return queued_ || runs_; }
  bool inside_locked() const REQUIRES(lock_);

  Object& owner_;
  const Routine routine_;
  sched::Lock lock_{sched::LockRank::kFramework, "wdf::WorkerCall"};
  bool queued_ GUARDED_BY(lock_) = false;
  bool closed_ GUARDED_BY(lock_) = false;
  bool resume_owner_ GUARDED_BY(lock_) = false;
  Run* runs_ GUARDED_BY(lock_) = nullptr;
  Waiter* waiters_ GUARDED_BY(lock_) = nullptr;
  WORK_QUEUE_ITEM item_;
};

}  // namespace owdf::wdf
