// The deterministic form as seen by the OS thread that drives it: run, settle, post, death.
#include "base/sanitizers.h"
#include "sched/deterministic.h"

namespace owdf::sched {

// Drives the fibers until done() says so (true) or nothing can run any more (false).
template <typename Done>
bool DeterministicWorld::loop_outside(Done done) {
  OWDF_ASSERT(!current() || &current()->world() != this);
  Thread* const caller = current();
  catch_faults_on_this_thread();
  outside_.adopt_caller();
  bool finished = false;
  for (;;) {
    t_current = nullptr;
    clean_up();
    finished = done();
    if (finished) break;
    DeterministicThread* next = pick();
    if (next) {
      enter(next);
    } else if (!outside_wanted_) {
      break;
    }
  }
  t_current = caller;
  happens_after(this);
  return finished;
}

void DeterministicWorld::enter(DeterministicThread* thread) {
  activate(thread);
  if (!thread->fiber_) {
    WorkerFiber* fiber = static_cast<WorkerFiber*>(take_fiber());
    fiber->thread = thread;
    thread->fiber_ = fiber;
  }
  t_current = thread;
  record(trace::Kind::kSwitch, thread->serial_);
  Fiber::switch_to(outside_, *thread->fiber_);
}

RunResult DeterministicWorld::run(const ThreadOptions& options, std::function<void()> body) {
  if (options.domain && options.domain->dead_) return RunResult::kDomainDied;
  bool ended = false;
  DeterministicThread* thread = create_thread(options, std::move(body));
  thread->ended_flag_ = &ended;
  make_runnable(thread);
  record(trace::Kind::kThreadCreated, thread->serial_);
  const auto died = [&] { return options.domain && options.domain->dead_; };
  if (loop_outside([&] { return ended || died(); })) return ended ? RunResult::kFinished : RunResult::kDomainDied;
  // It stays blocked, and may end in a later run.
  thread->ended_flag_ = nullptr;
  return RunResult::kStuck;
}

void DeterministicWorld::settle(Ticks horizon) {
  if (horizon != kForever) limit_ = now_ + horizon;
  loop_outside([] { return false; });
  if (horizon != kForever) now_ = std::max(now_, limit_);
  limit_ = kForever;
}

void DeterministicWorld::post(const ThreadOptions& options, std::function<void()> body) {
  std::lock_guard<std::mutex> guard(posts_lock_);
  posts_.push_back({options, std::move(body)});
  has_posts_.store(true, std::memory_order_relaxed);
}

// What can only be done while no fiber runs.
void DeterministicWorld::clean_up() {
  outside_wanted_ = false;
  for (DeterministicThread* thread : std::exchange(left_, {})) {
    auto* fiber = static_cast<WorkerFiber*>(thread->fiber_);
    fiber->abandon(outside_);
    stacks_.give_back(fiber->stack());
    idle_fibers_.push_back(fiber);
    destroy_thread(thread);
  }
  if (std::exchange(deaths_, false)) drop_dead();
  if (!has_posts_.load(std::memory_order_relaxed)) return;
  std::vector<Posted> posts;
  {
    std::lock_guard<std::mutex> guard(posts_lock_);
    posts.swap(posts_);
    has_posts_.store(false, std::memory_order_relaxed);
  }
  for (Posted& posted : posts) {
    if (!posted.options.domain || !posted.options.domain->dead_) spawn(posted.options, std::move(posted.body));
  }
}

void DeterministicWorld::kill(Domain* domain) {
  domain->dead_ = true;
  deaths_ = true;
  DeterministicThread* thread = self();
  if (!thread || &thread->world() != this) {
    Thread* const caller = current();
    t_current = nullptr;
    outside_.adopt_caller();
    drop_dead();
    t_current = caller;
    return;
  }
  outside_wanted_ = true;
  happens_before(this);
  if (thread->domain_ != domain) {
    // The victims are dropped before the killer goes on, so that he sees a dead machine and not one that is dying.
    thread->state_ = State::kRunnable;
    runnable_.push_front(thread);
    reschedule();
    return;
  }
  t_current = nullptr;
  Fiber::switch_to(*thread->fiber_, outside_);
  __builtin_unreachable();
}

void DeterministicWorld::drop_dead() {
  deaths_ = false;
  const auto dead = [](Domain* domain) { return domain && domain->dead_; };
  for (TimerLink* timer = timers_.front(); timer;) {
    TimerLink* following = timers_.next(timer);
    if (dead(timer->domain)) {
      timers_.remove(timer);
      timer->armed = false;
    }
    timer = following;
  }
  for (Processor& processor : processors_) {
    for (DpcLink* dpc = processor.dpcs.front(); dpc;) {
      DpcLink* following = processor.dpcs.next(dpc);
      if (dead(dpc->domain)) {
        processor.dpcs.remove(dpc);
        dpc->queued = false;
      }
      dpc = following;
    }
  }
  for (DeterministicThread* thread = threads_.front(); thread;) {
    DeterministicThread* following = threads_.next(thread);
    if (dead(thread->domain_)) drop(thread);
    thread = following;
  }
  // A later look at their domain would find it gone, or alive again.
  std::lock_guard<std::mutex> guard(posts_lock_);
  std::erase_if(posts_, [&](const Posted& posted) { return dead(posted.options.domain); });
}

// The thread's stack is given up as it is. A DPC thread starts anew; any other thread is gone.
void DeterministicWorld::drop(DeterministicThread* thread) {
  if (auto* fiber = static_cast<WorkerFiber*>(thread->fiber_)) {
    fiber->abandon(outside_);
    stacks_.bury(fiber->stack());
    fiber->thread = nullptr;
    idle_fibers_.push_back(fiber);
    thread->fiber_ = nullptr;
  }
  if (!thread->serves_dpcs_ || !thread->domain_) return destroy_thread(thread);
  if (thread->run_link_.linked()) runnable_.remove(thread);
  unpin(thread);
  thread->state_ = State::kParked;
  thread->faulting_ = false;
  thread->driver_frame_ = nullptr;
  thread->held_locks_ = nullptr;
  thread->irql_ = kDispatchLevel;
  thread->domain_ = nullptr;
  Processor& processor = processors_[thread->processor_];
  if (processor.behind && processor.dpcs.empty()) make_runnable(std::exchange(processor.behind, nullptr));
}

}  // namespace owdf::sched
