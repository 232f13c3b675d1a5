// IRQL, DPCs and timers of the live form.
#include "base/sanitizers.h"
#include "sched/live.h"

namespace owdf::sched {

// The slot it had last, else any that is free and not wanted by its DPC thread, else the wait for its own.
void LiveWorld::take_slot(LiveThread& thread) NO_THREAD_SAFETY_ANALYSIS {
  const unsigned count = options_.processors;
  for (unsigned i = 0; i < count; i++) {
    const unsigned index = (thread.hint_ + i) % count;
    Slot& slot = slots_[index];
    if (slot.wanted.load(std::memory_order_relaxed) || !slot.lock.try_acquire()) continue;
    thread.slot_ = static_cast<int>(index);
    thread.hint_ = index;
    return;
  }
  slots_[thread.hint_].lock.acquire();
  thread.slot_ = static_cast<int>(thread.hint_);
}

void LiveWorld::give_slot(LiveThread& thread) NO_THREAD_SAFETY_ANALYSIS {
  slots_[static_cast<unsigned>(thread.slot_)].lock.release();
  thread.slot_ = -1;
}

void LiveWorld::raise_irql(Irql level) {
  LiveThread* thread = self();
  OWDF_ASSERT(level >= thread->irql_);
  leave_if_doomed();
  if (level >= kDispatchLevel && thread->irql_ < kDispatchLevel) take_slot(*thread);
  thread->irql_ = level;
}

void LiveWorld::lower_irql(Irql level) {
  LiveThread* thread = self();
  OWDF_ASSERT(level <= thread->irql_);
  const Irql before = thread->irql_;
  thread->irql_ = level;
  if (before >= kDispatchLevel && level < kDispatchLevel) {
    OWDF_ASSERT(!thread->serves_dpcs_);
    give_slot(*thread);
  }
  leave_if_doomed();
}

unsigned LiveWorld::current_processor() {
  return self() ? self()->hint_ : 0;
}

// --- DPCs and timers ---

void LiveWorld::wake_slot(Slot& slot) {
  slot.work.fetch_add(1);
  futex_wake(&slot.work);
}

void LiveWorld::queue_dpc(DpcLink* dpc, unsigned processor) {
  OWDF_ASSERT(processor < options_.processors);
  happens_before(dpc);
  {
    QuietGuard guard(lock_);
    OWDF_ASSERT(!dpc->queued);
    // The settling line: kill() marks the domain before it empties the lists under this lock. A DPC queued before is
    // dropped by it; one that comes later is dropped here, and runs on nobody's stack that has left.
    if (dpc->domain && dpc->domain->dead()) return;
    dpc->processor = processor;
    dpc->queued = true;
    active_.fetch_add(1);
    slots_[processor].dpcs.push_back(dpc);
  }
  wake_slot(slots_[processor]);
}

bool LiveWorld::remove_dpc(DpcLink* dpc) {
  {
    QuietGuard guard(lock_);
    if (!dpc->queued) return false;
    slots_[dpc->processor].dpcs.remove(dpc);
    dpc->queued = false;
  }
  one_less_active();
  return true;
}

void LiveWorld::arm_timer(TimerLink* timer, Ticks due) {
  happens_before(timer);
  bool is_first;
  {
    QuietGuard guard(lock_);
    OWDF_ASSERT(!timer->armed && timer->routine);
    if (timer->domain && timer->domain->dead()) return;  // as in queue_dpc()
    timer->due = due;
    insert_timer_locked(timer);
    is_first = first_routine_locked() == timer;
  }
  if (is_first) wake_slot(slots_[0]);
}

bool LiveWorld::disarm_timer(TimerLink* timer) {
  QuietGuard guard(lock_);
  if (!timer->armed) return false;
  timers_.remove(timer);
  timer->armed = false;
  return true;
}

void LiveWorld::insert_timer_locked(TimerLink* timer) {
  timer->sequence = ++timer_sequence_;
  timer->armed = true;
  TimerLink* before = nullptr;
  for (TimerLink* after = timers_.back(); after && after->due > timer->due; after = timers_.previous(after))
    before = after;
  if (before) {
    timers_.insert_before(before, timer);
  } else {
    timers_.push_back(timer);
  }
}

TimerLink* LiveWorld::first_routine_locked() {
  for (TimerLink& timer : timers_) {
    if (timer.routine) return &timer;
  }
  return nullptr;
}

// Takes the next DPC, or the next due timer on slot 0, out of its list. What is taken stays counted as active.
bool LiveWorld::next_work_locked(unsigned index, DpcLink** dpc, TimerLink** timer) {
  Slot& slot = slots_[index];
  *dpc = slot.dpcs.pop_front();
  *timer = nullptr;
  if (*dpc) {
    (*dpc)->queued = false;
    slot.running = (*dpc)->domain;
    return true;
  }
  TimerLink* first = index == 0 ? first_routine_locked() : nullptr;
  if (!first || first->due > interrupt_time()) return false;
  timers_.remove(first);
  first->armed = false;
  active_.fetch_add(1);
  slot.running = first->domain;
  *timer = first;
  return true;
}

// The body of a slot's DPC thread. It is not counted as active: its DPCs and timers are.
void LiveWorld::serve_slot(unsigned index) NO_THREAD_SAFETY_ANALYSIS {
  LiveThread* thread = self();
  Slot& slot = slots_[index];
  one_less_active();
  while (!stopping_.load()) {
    const uint32_t seen = slot.work.load();
    Ticks next_due = kForever;
    bool pending;
    {
      QuietGuard guard(lock_);
      TimerLink* first = index == 0 ? first_routine_locked() : nullptr;
      if (first) next_due = first->due;
      pending = !slot.dpcs.empty() || next_due <= interrupt_time();
    }
    if (!pending) {
      const timespec until = next_due == kForever ? timespec{} : real(next_due);
      futex_wait(&slot.work, seen, next_due == kForever ? nullptr : &until);
      continue;
    }
    slot.wanted.store(true, std::memory_order_relaxed);
    slot.lock.acquire();
    slot.wanted.store(false, std::memory_order_relaxed);
    thread->slot_ = static_cast<int>(index);
    thread->irql_ = kDispatchLevel;
    for (;;) {
      DpcLink* dpc;
      TimerLink* timer;
      {
        QuietGuard guard(lock_);
        slot.running = nullptr;
        if (!next_work_locked(index, &dpc, &timer)) break;
      }
      thread->domain_ = slot.running;
      thread->owner_ = nullptr;
      if (dpc) {
        happens_after(dpc);
        record(trace::Kind::kDpc, index);
        dpc->routine(dpc);
      } else {
        happens_after(timer);
        record(trace::Kind::kTimer);
        timer->routine(timer);
      }
      OWDF_ASSERT(thread->irql_ == kDispatchLevel);
      happens_before(this);
      one_less_active();
    }
    thread->domain_ = nullptr;
    thread->irql_ = kPassiveLevel;
    give_slot(*thread);
    changed();
  }
  active_.fetch_add(1);
}

}  // namespace owdf::sched
