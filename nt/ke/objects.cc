// Events, semaphores and mutants as the kernel sees them. State changes and their wakes are one step under the
// dispatcher lock.
#include "base/sanitizers.h"
#include "nt/ke/list_entry.h"
#include "nt/ke/thread.h"
#include "nt/ke/wait.h"

namespace owdf::ke {

using sched::LockGuard;

int32_t Kernel::set_event(DISPATCHER_HEADER& event) {
  int32_t before;
  bool somebody_waits;
  happens_before(&event);
  {
    LockGuard guard(lock_);
    before = std::exchange(event.SignalState, 1);
    // `event` may be gone as soon as a waiter runs, which in the live form is before this function returns.
    somebody_waits = !list_empty(event.WaitListHead);
    if (somebody_waits) signal_locked(event);
  }
  if (somebody_waits) world_.point(sched::Point::kWake);
  return before;
}

// Where it is not set there is nothing to do: a set that comes now comes after this reset.
int32_t Kernel::reset_event(DISPATCHER_HEADER& event) {
  if (!__atomic_load_n(&event.SignalState, __ATOMIC_RELAXED)) return 0;
  LockGuard guard(lock_);
  return std::exchange(event.SignalState, 0);
}

int32_t Kernel::pulse_event(DISPATCHER_HEADER& event) {
  int32_t before;
  happens_before(&event);
  {
    LockGuard guard(lock_);
    before = std::exchange(event.SignalState, 1);
    signal_locked(event);
    event.SignalState = 0;
  }
  world_.point(sched::Point::kWake);
  return before;
}

int32_t Kernel::release_semaphore(DISPATCHER_HEADER& semaphore, int32_t adjustment, int32_t* previous) {
  KSEMAPHORE& object = reinterpret_cast<KSEMAPHORE&>(semaphore);
  happens_before(&semaphore);
  {
    LockGuard guard(lock_);
    const int32_t before = semaphore.SignalState;
    if (adjustment <= 0 || adjustment > object.Limit - before) return STATUS_SEMAPHORE_LIMIT_EXCEEDED;
    if (previous) *previous = before;
    semaphore.SignalState = before + adjustment;
    signal_locked(semaphore);
  }
  world_.point(sched::Point::kWake);
  return STATUS_SUCCESS;
}

int32_t Kernel::release_mutant(DISPATCHER_HEADER& mutant, int32_t* previous) {
  KMUTANT& object = reinterpret_cast<KMUTANT&>(mutant);
  _KTHREAD* thread = current_thread();
  happens_before(&mutant);
  {
    LockGuard guard(lock_);
    if (object.OwnerThread != thread) return STATUS_MUTANT_NOT_OWNED;
    if (previous) *previous = mutant.SignalState;
    mutant.SignalState++;
    if (mutant.SignalState != 1) return STATUS_SUCCESS;
    object.OwnerThread = nullptr;
    unlink(object.MutantListEntry);
    thread->kernel_apc_disable += object.ApcDisable;
    signal_locked(mutant);
  }
  world_.point(sched::Point::kWake);
  return STATUS_SUCCESS;
}

}  // namespace owdf::ke
