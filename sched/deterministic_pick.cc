// Who runs next in the deterministic form, and when the clock moves.
#include "base/sanitizers.h"
#include "sched/deterministic.h"

namespace owdf::sched {

bool DeterministicWorld::is_free(const Processor& processor) const {
  return !processor.pinned && !has_dpc_work(processor);
}

bool DeterministicWorld::has_dpc_work(const Processor& processor) const {
  if (processor.dpcs.size() != 0) return true;
  return &processor == &processors_[clock_processor_] && due_timer() != nullptr;
}

bool DeterministicWorld::starts_dpcs(const Processor& processor) const {
  return !processor.pinned && has_dpc_work(processor);
}

bool DeterministicWorld::has_free_processor() const {
  for (const Processor& processor : processors_) {
    if (is_free(processor)) return true;
  }
  return false;
}

// A pinned thread runs on its own processor; anybody else needs a free one, which the caller has checked.
bool DeterministicWorld::eligible(const DeterministicThread& thread) const {
  return !thread.spinning_on_ || thread.spinning_on_->load(std::memory_order_relaxed) == 0;
}

bool DeterministicWorld::somebody_else() const {
  if (!runnable_.empty() || has_posts_.load(std::memory_order_relaxed)) return true;
  for (const Processor& processor : processors_) {
    if (has_dpc_work(processor)) return true;
  }
  return false;
}

DeterministicThread* DeterministicWorld::pick() {
  for (;;) {
    if (has_posts_.load(std::memory_order_relaxed)) outside_wanted_ = true;
    if (outside_wanted_) return nullptr;
    wake_expired();
    DeterministicThread* next = options_.strategy == Strategy::kRandom ? pick_random() : pick_round_robin();
    if (next) return next;
    if (!advance_clock()) return nullptr;
  }
}

DeterministicThread* DeterministicWorld::pick_round_robin() {
  for (Processor& processor : processors_) {
    if (starts_dpcs(processor)) return processor.dpc_thread;
  }
  const bool free_processor = has_free_processor();
  for (DeterministicThread& thread : runnable_) {
    if ((thread.pinned_ || free_processor) && eligible(thread)) return &thread;
  }
  return nullptr;
}

DeterministicThread* DeterministicWorld::pick_random() {
  const bool free_processor = has_free_processor();
  const auto each = [&](auto&& visit) {
    for (Processor& processor : processors_) {
      if (starts_dpcs(processor) && visit(processor.dpc_thread)) return;
    }
    for (DeterministicThread& thread : runnable_) {
      if ((thread.pinned_ || free_processor) && eligible(thread) && visit(&thread)) return;
    }
  };
  uint64_t count = 0;
  each([&](DeterministicThread*) {
    count++;
    return false;
  });
  if (count == 0) return nullptr;
  uint64_t skip = count == 1 ? 0 : random_.below(count);
  DeterministicThread* chosen = nullptr;
  each([&](DeterministicThread* thread) {
    chosen = thread;
    return skip-- == 0;
  });
  return chosen;
}

// Takes `thread` out of whatever list it is in and gives it a processor.
void DeterministicWorld::activate(DeterministicThread* thread) {
  if (thread->run_link_.linked()) runnable_.remove(thread);
  thread->state_ = State::kRunning;
  thread->spinning_on_ = nullptr;
  if (thread->serves_dpcs_) {
    processors_[thread->processor_].pinned = thread;
    thread->pinned_ = true;
  } else if (!thread->pinned_ && !is_free(processors_[thread->processor_])) {
    for (unsigned i = 0; i < processors_.size(); i++) {
      if (is_free(processors_[i])) thread->processor_ = i;
    }
  }
}

TimerLink* DeterministicWorld::due_timer() const {
  TimerLink* first = const_cast<DeterministicWorld*>(this)->timers_.front();
  return first && first->due <= now_ ? first : nullptr;
}

// Deadlines of parked threads need no processor: they expire wherever they stand among the due timers.
void DeterministicWorld::wake_expired() {
  for (TimerLink* timer = timers_.front(); timer && timer->due <= now_;) {
    TimerLink* following = timers_.next(timer);
    if (!timer->routine) {
      timers_.remove(timer);
      timer->armed = false;
      DeterministicThread* thread = static_cast<DeterministicThread::Deadline*>(timer)->thread;
      thread->wake_reason_ = WakeReason::kTimeout;
      make_runnable(thread);
    }
    timer = following;
  }
}

// Nothing can run: the clock jumps to the next deadline. False: there is none within the limit, or none that would
// help.
bool DeterministicWorld::advance_clock() {
  TimerLink* first = timers_.front();
  if (!first) return false;
  if (first->due <= now_) {
    // The processor that was to take the interrupt is pinned by a thread that cannot go on; another one takes it.
    for (unsigned i = 0; i < processors_.size(); i++) {
      if (processors_[i].pinned) continue;
      clock_processor_ = i;
      return true;
    }
    return false;
  }
  if (first->due > limit_) return false;
  now_ = first->due;
  clock_processor_ =
      options_.strategy == Strategy::kRandom ? static_cast<unsigned>(random_.below(processors_.size())) : 0;
  return true;
}

void DeterministicWorld::insert_timer(TimerLink* timer) {
  timer->sequence = ++timer_sequence_;
  timer->armed = true;
  // From the end: most deadlines are later than those armed before.
  TimerLink* after = timers_.back();
  TimerLink* before = nullptr;
  while (after && after->due > timer->due) {
    before = after;
    after = timers_.previous(after);
  }
  if (before) {
    timers_.insert_before(before, timer);
  } else {
    timers_.push_back(timer);
  }
}

}  // namespace owdf::sched
