#include "nt/ke/wait.h"

#include "base/sanitizers.h"
#include "nt/ke/list_entry.h"
#include "nt/ke/thread.h"
#include "nt/machine.h"

namespace owdf::ke {

using sched::LockGuard;
using sched::Ticks;

void initialize_header(DISPATCHER_HEADER& header, ObjectType type, size_t bytes, int32_t state) {
  header = {};
  header.Type = type;
  header.Size = static_cast<UCHAR>(bytes / sizeof(LONG));
  header.SignalState = state;
  clear_list(header.WaitListHead);
}

bool is_signaled(const DISPATCHER_HEADER& object, const _KTHREAD* thread) {
  if (object.SignalState > 0) return true;
  return object.Type == kMutant && reinterpret_cast<const KMUTANT&>(object).OwnerThread == thread;
}

bool consume(DISPATCHER_HEADER& object, _KTHREAD* thread) {
  switch (object.Type) {
    case kSynchronizationEvent:
    case kSynchronizationTimer:
      object.SignalState = 0;
      return false;
    case kSemaphore:
      object.SignalState--;
      return false;
    case kMutant: {
      KMUTANT& mutant = reinterpret_cast<KMUTANT&>(object);
      object.SignalState--;
      if (object.SignalState != 0) return false;
      mutant.OwnerThread = thread;
      thread->kernel_apc_disable -= mutant.ApcDisable;
      link_before(thread->mutants, mutant.MutantListEntry);
      return std::exchange(mutant.Abandoned, FALSE);
    }
    default:
      return false;
  }
}

bool Kernel::satisfied(const Waiter& waiter) const {
  for (uint32_t i = 0; i < waiter.count; i++) {
    if (!is_signaled(*waiter.blocks[i].object, waiter.kthread)) return false;
  }
  return true;
}

void Kernel::unlink_locked(Waiter& waiter) {
  for (uint32_t i = 0; i < waiter.count; i++) unlink(waiter.blocks[i].link);
  waiter.kthread->waiter = nullptr;
}

// Ends the wait of another thread. From here on it cannot time out: it looks at `done` under the lock.
void Kernel::end_wait_locked(Waiter& waiter, int32_t status) {
  unlink_locked(waiter);
  waiter.done = true;
  waiter.status = status;
  world_.unpark(waiter.thread);
}

namespace {

// The waits of `waiter` are satisfied, by object `index` if it waits for any.
int32_t take(Waiter& waiter, uint32_t index) {
  if (waiter.what == WaitFor::kAny) {
    const bool abandoned = consume(*waiter.blocks[index].object, waiter.kthread);
    return (abandoned ? STATUS_ABANDONED_WAIT_0 : STATUS_WAIT_0) + static_cast<int32_t>(index);
  }
  bool abandoned = false;
  for (uint32_t i = 0; i < waiter.count; i++) abandoned |= consume(*waiter.blocks[i].object, waiter.kthread);
  return abandoned ? STATUS_ABANDONED_WAIT_0 : STATUS_WAIT_0;
}

}  // namespace

// Serves the waiters of an object that has become signalled, in order of arrival, while there is something to be had.
void Kernel::signal_locked(DISPATCHER_HEADER& object) {
  LIST_ENTRY* head = &object.WaitListHead;
  for (LIST_ENTRY* entry = head->Flink; entry != head;) {
    WaitBlock* block = reinterpret_cast<WaitBlock*>(entry);
    Waiter* waiter = block->waiter;
    if (!is_signaled(object, waiter->kthread)) return;
    // The same thread may wait for the object twice; all its blocks leave the list together.
    do entry = entry->Flink;
    while (entry != head && reinterpret_cast<WaitBlock*>(entry)->waiter == waiter);
    if (waiter->what == WaitFor::kAll && !satisfied(*waiter)) continue;
    end_wait_locked(*waiter, take(*waiter, block->index));
  }
}

Ticks Kernel::deadline_of(const int64_t* timeout) {
  if (!timeout) return sched::kForever;
  if (*timeout <= 0) {
    const Ticks now = world_.interrupt_time();
    return *timeout < now - sched::kForever ? sched::kForever : now - *timeout;
  }
  return *timeout - world_.options().boot_system_time;
}

bool Kernel::take_alert_locked(_KTHREAD* thread, bool alertable, int mode, int32_t* status) {
  if (!alertable) return false;
  if (mode == UserMode && !thread->user_apcs.empty()) {
    *status = STATUS_USER_APC;
    return true;
  }
  if (!thread->alerted[mode]) return false;
  thread->alerted[mode] = false;
  *status = STATUS_ALERTED;
  return true;
}

int32_t Kernel::wait(std::span<DISPATCHER_HEADER* const> objects, WaitFor what, Ticks deadline, bool alertable,
                     int mode) {
  OWDF_ASSERT(!objects.empty() && objects.size() <= MAXIMUM_WAIT_OBJECTS);
  const bool tests_only = deadline <= world_.interrupt_time();
  if (sched::current()->irql() >= sched::kDispatchLevel && !tests_only) {
    bug_check(0xA /* IRQL_NOT_LESS_OR_EQUAL */, reinterpret_cast<uint64_t>(objects[0]), sched::current()->irql(), 0, 0,
              "a wait that may block was begun at or above DISPATCH_LEVEL");
  }
  Waiter waiter;
  waiter.thread = sched::current();
  waiter.kthread = current_thread();
  waiter.what = what;
  waiter.alertable = alertable;
  waiter.mode = mode;
  for (DISPATCHER_HEADER* object : objects) {
    waiter.blocks[waiter.count] = {{}, &waiter, object, waiter.count};
    waiter.count++;
  }
  int32_t status = block(waiter, deadline);
  if (status == STATUS_TIMEOUT || status == STATUS_ALERTED) return status;
  if (status == STATUS_USER_APC) {
    run_user_apcs(waiter.kthread);
    return status;
  }
  if (what == WaitFor::kAll) {
    for (DISPATCHER_HEADER* object : objects) happens_after(object);
  } else {
    happens_after(objects[static_cast<uint32_t>(status) & (MAXIMUM_WAIT_OBJECTS - 1)]);
  }
  return status;
}

// Ends the wait at once or parks until somebody ends it.
int32_t Kernel::block(Waiter& waiter, Ticks deadline) {
  {
    LockGuard guard(lock_);
    if (waiter.what == WaitFor::kAny) {
      for (uint32_t i = 0; i < waiter.count; i++) {
        if (is_signaled(*waiter.blocks[i].object, waiter.kthread)) return take(waiter, i);
      }
    } else if (satisfied(waiter)) {
      return take(waiter, 0);
    }
    int32_t status;
    if (take_alert_locked(waiter.kthread, waiter.alertable, waiter.mode, &status)) return status;
    if (deadline <= world_.interrupt_time()) return STATUS_TIMEOUT;
    for (uint32_t i = 0; i < waiter.count; i++) {
      link_before(waiter.blocks[i].object->WaitListHead, waiter.blocks[i].link);
    }
    waiter.kthread->waiter = &waiter;
  }
  for (;;) {
    const sched::WakeReason reason = world_.park(deadline);
    LockGuard guard(lock_);
    // The settling line: a signal and the deadline may both have come. Who signals takes the blocks out and sets `done`
    // under this lock; if he was first the wait is satisfied, although the time is up; if not, he finds no block any
    // more.
    if (waiter.done) return waiter.status;
    if (reason != sched::WakeReason::kTimeout) continue;
    unlink_locked(waiter);
    return STATUS_TIMEOUT;
  }
}

int32_t Kernel::wait(DISPATCHER_HEADER* object, Ticks deadline) {
  return wait({&object, 1}, WaitFor::kAny, deadline, false, KernelMode);
}

int32_t Kernel::delay(Ticks deadline, bool alertable, int mode) {
  if (sched::current()->irql() >= sched::kDispatchLevel) {
    bug_check(0xA /* IRQL_NOT_LESS_OR_EQUAL */, 0, sched::current()->irql(), 0, 0,
              "KeDelayExecutionThread was called at or above DISPATCH_LEVEL");
  }
  if (!alertable && deadline <= world_.interrupt_time()) {
    world_.yield();
    return STATUS_SUCCESS;
  }
  // A wait for nothing: only time, an alert or an APC ends it.
  Waiter waiter;
  waiter.thread = sched::current();
  waiter.kthread = current_thread();
  waiter.alertable = alertable;
  waiter.mode = mode;
  const int32_t status = block(waiter, deadline);
  if (status == STATUS_USER_APC) run_user_apcs(waiter.kthread);
  return status == STATUS_TIMEOUT ? STATUS_SUCCESS : status;
}

void Kernel::run_user_apcs(_KTHREAD* thread) {
  for (;;) {
    std::function<void()> routine;
    {
      LockGuard guard(lock_);
      if (thread->user_apcs.empty()) return;
      routine = std::move(thread->user_apcs.front());
      thread->user_apcs.pop_front();
    }
    happens_after(thread);
    routine();
  }
}

void Kernel::queue_user_apc(_KTHREAD& thread, std::function<void()> routine) {
  happens_before(&thread);
  {
    LockGuard guard(lock_);
    thread.user_apcs.push_back(std::move(routine));
    Waiter* waiter = static_cast<Waiter*>(thread.waiter);
    if (waiter && waiter->alertable && waiter->mode == UserMode) end_wait_locked(*waiter, STATUS_USER_APC);
  }
  world_.point(sched::Point::kWake);
}

bool Kernel::alert_thread(_KTHREAD& thread, int mode) {
  bool before;
  {
    LockGuard guard(lock_);
    before = thread.alerted[mode];
    Waiter* waiter = static_cast<Waiter*>(thread.waiter);
    if (waiter && waiter->alertable && waiter->mode >= mode) {
      end_wait_locked(*waiter, STATUS_ALERTED);
    } else {
      thread.alerted[mode] = true;
    }
  }
  world_.point(sched::Point::kWake);
  return before;
}

}  // namespace owdf::ke
