#include "sched/deterministic.h"

#include "base/sanitizers.h"

namespace owdf::sched {

bool DeterministicThread::stack_overflowed(const void* address) const {
  return fiber_->stack().guards(address);
}

uint64_t DeterministicThread::emergency_stack() const {
  return static_cast<DeterministicWorld*>(world_)->emergency_stack();
}

DeterministicWorld::DeterministicWorld(const Options& options)
    : World(options), random_(options.seed), processors_(options.processors) {
  for (unsigned i = 0; i < options.processors; i++) {
    DeterministicThread* thread = create_thread({"dpc" + std::to_string(i), nullptr, nullptr}, nullptr);
    thread->state_ = State::kParked;
    thread->serves_dpcs_ = true;
    thread->processor_ = i;
    thread->irql_ = kDispatchLevel;
    thread->body_ = [this, i] { dpc_main(processors_[i]); };
    processors_[i].dpc_thread = thread;
  }
}

DeterministicWorld::~DeterministicWorld() {
  OWDF_ASSERT(!current() || &current()->world() != this);
  outside_.adopt_caller();
  happens_after(this);
  for (TimerLink* timer; (timer = timers_.pop_front());) timer->armed = false;
  while (!threads_.empty()) drop(threads_.front());
  clean_up();
}

DeterministicThread* DeterministicWorld::create_thread(const ThreadOptions& options, std::function<void()> body) {
  HiddenFromTsan hidden;
  auto* thread = new DeterministicThread(*this, options, ++thread_serial_, std::move(body));
  threads_.push_back(thread);
  happens_before(thread);
  return thread;
}

void DeterministicWorld::destroy_thread(DeterministicThread* thread) {
  HiddenFromTsan hidden;
  if (thread->deadline_.armed) timers_.remove(&thread->deadline_);
  if (thread->run_link_.linked()) runnable_.remove(thread);
  for (Processor& processor : processors_) {
    if (processor.behind == thread) processor.behind = nullptr;
  }
  unpin(thread);
  threads_.remove(thread);
  delete thread;
}

void DeterministicWorld::make_runnable(DeterministicThread* thread) {
  thread->state_ = State::kRunnable;
  runnable_.push_back(thread);
}

void DeterministicWorld::unpin(DeterministicThread* thread) {
  if (!thread->pinned_) return;
  OWDF_ASSERT(processors_[thread->processor_].pinned == thread);
  processors_[thread->processor_].pinned = nullptr;
  thread->pinned_ = false;
}

// --- from executive threads ---

Thread* DeterministicWorld::spawn(const ThreadOptions& options, std::function<void()> body) {
  OWDF_ASSERT(!current() || current()->irql() < kDispatchLevel);
  DeterministicThread* thread = create_thread(options, std::move(body));
  make_runnable(thread);
  record(trace::Kind::kThreadCreated, thread->serial_);
  return thread;
}

void DeterministicWorld::exit_thread() {
  DeterministicThread* thread = self();
  end_of_thread(thread);
  {
    HiddenFromTsan hidden;
    left_.push_back(thread);
  }
  outside_wanted_ = true;
  t_current = nullptr;
  Fiber::switch_to(*thread->fiber_, outside_);
  __builtin_unreachable();
}

WakeReason DeterministicWorld::park(Ticks deadline) {
  DeterministicThread* thread = self();
  OWDF_ASSERT(thread && thread->irql_ < kDispatchLevel && !thread->serves_dpcs_);
  if (thread->permit_) {
    thread->permit_ = false;
    happens_after(thread);
    return WakeReason::kUnparked;
  }
  record(trace::Kind::kWait, static_cast<uint64_t>(deadline));
  thread->state_ = State::kParked;
  if (deadline != kForever) {
    thread->deadline_.due = deadline;
    insert_timer(&thread->deadline_);
  }
  reschedule();
  happens_after(thread);
  return thread->wake_reason_;
}

void DeterministicWorld::unpark(Thread* target) {
  auto* thread = static_cast<DeterministicThread*>(target);
  happens_before(thread);
  if (thread->state_ != State::kParked) {
    thread->permit_ = true;
    return;
  }
  if (thread->deadline_.armed) {
    timers_.remove(&thread->deadline_);
    thread->deadline_.armed = false;
  }
  thread->wake_reason_ = WakeReason::kUnparked;
  record(trace::Kind::kWake, thread->serial_);
  make_runnable(thread);
}

void DeterministicWorld::yield() {
  OWDF_ASSERT(self() && self()->irql_ < kDispatchLevel);
  drain_if_interrupted();
  if (!somebody_else()) return;
  make_runnable(self());
  reschedule();
}

void DeterministicWorld::point(Point kind) {
  DeterministicThread* thread = self();
  if (!thread) return;
  if (thread->irql_ < kDispatchLevel) drain_if_interrupted();
  if (!somebody_else()) return;
  make_runnable(thread);
  reschedule();
}

// A DPC on the processor of a thread below DISPATCH_LEVEL runs before that thread goes on.
void DeterministicWorld::drain_if_interrupted() {
  DeterministicThread* thread = self();
  Processor& processor = processors_[thread->processor_];
  if (processor.dpcs.empty() || thread->pinned_) return;
  OWDF_ASSERT(!processor.behind && !processor.pinned);
  thread->state_ = State::kBehindDpcs;
  processor.behind = thread;
  reschedule();
}

void DeterministicWorld::raise_irql(Irql level) {
  DeterministicThread* thread = self();
  OWDF_ASSERT(level >= thread->irql_);
  if (level >= kDispatchLevel && thread->irql_ < kDispatchLevel) {
    drain_if_interrupted();
    Processor& processor = processors_[thread->processor_];
    OWDF_ASSERT(!processor.pinned);
    processor.pinned = thread;
    thread->pinned_ = true;
  }
  thread->irql_ = level;
}

void DeterministicWorld::lower_irql(Irql level) {
  DeterministicThread* thread = self();
  OWDF_ASSERT(level <= thread->irql_);
  const Irql before = thread->irql_;
  thread->irql_ = level;
  if (before < kDispatchLevel || level >= kDispatchLevel) return;
  OWDF_ASSERT(!thread->serves_dpcs_);
  unpin(thread);
  drain_if_interrupted();
}

void DeterministicWorld::spin_until_free(const std::atomic<uint64_t>& word) {
  DeterministicThread* thread = self();
  OWDF_ASSERT(thread);
  thread->spinning_on_ = &word;
  make_runnable(thread);
  reschedule();
}

void DeterministicWorld::stall(Ticks duration) {
  now_ += duration;
  point(Point::kCall);
}

unsigned DeterministicWorld::current_processor() {
  return self() ? self()->processor_ : 0;
}

uint64_t DeterministicWorld::choose(uint64_t alternatives) {
  OWDF_ASSERT(alternatives > 0);
  const uint64_t choice = alternatives == 1 ? 0 : random_.below(alternatives);
  record(trace::Kind::kChoice, choice, alternatives);
  return choice;
}

// --- DPCs and timers ---

void DeterministicWorld::queue_dpc(DpcLink* dpc, unsigned processor) {
  OWDF_ASSERT(processor < processors_.size() && !dpc->queued);
  happens_before(dpc);
  dpc->processor = processor;
  dpc->queued = true;
  processors_[processor].dpcs.push_back(dpc);
}

bool DeterministicWorld::remove_dpc(DpcLink* dpc) {
  if (!dpc->queued) return false;
  processors_[dpc->processor].dpcs.remove(dpc);
  dpc->queued = false;
  return true;
}

void DeterministicWorld::flush_dpcs() {
  flush_with_markers();
}

void DeterministicWorld::arm_timer(TimerLink* timer, Ticks due) {
  OWDF_ASSERT(!timer->armed && timer->routine);
  happens_before(timer);
  timer->due = due;
  insert_timer(timer);
}

bool DeterministicWorld::disarm_timer(TimerLink* timer) {
  if (!timer->armed) return false;
  timers_.remove(timer);
  timer->armed = false;
  return true;
}

void DeterministicWorld::run_one_timer(TimerLink* timer) {
  timers_.remove(timer);
  timer->armed = false;
  happens_after(timer);
  record(trace::Kind::kTimer);
  timer->routine(timer);
}

void DeterministicWorld::run_one_dpc(Processor& processor) {
  DpcLink* dpc = processor.dpcs.pop_front();
  dpc->queued = false;
  happens_after(dpc);
  record(trace::Kind::kDpc, processor.dpc_thread->processor_);
  dpc->routine(dpc);
}

// The body of a processor's DPC thread; it never ends, except by being dropped with a domain whose DPC it ran.
void DeterministicWorld::dpc_main(Processor& processor) {
  DeterministicThread* thread = processor.dpc_thread;
  for (;;) {
    while (has_dpc_work(processor)) {
      TimerLink* timer = processor.dpcs.empty() ? due_timer() : nullptr;
      thread->domain_ = timer ? timer->domain : processor.dpcs.front()->domain;
      thread->owner_ = nullptr;
      timer ? run_one_timer(timer) : run_one_dpc(processor);
      OWDF_ASSERT(thread->irql_ == kDispatchLevel);
      point(Point::kIrql);
    }
    thread->domain_ = nullptr;
    unpin(thread);
    thread->state_ = State::kParked;
    if (processor.behind) make_runnable(std::exchange(processor.behind, nullptr));
    reschedule();
  }
}

// --- fibers ---

void DeterministicWorld::reschedule() {
  DeterministicThread* thread = self();
  DeterministicThread* next = pick();
  if (next == thread) {
    activate(next);
    return;
  }
  happens_before(this);  // whoever returns from run() or settle() sees what every thread did
  auto* from = static_cast<WorkerFiber*>(thread->fiber_);
  if (!next) {
    t_current = nullptr;
    Fiber::switch_to(*from, outside_);
    return;
  }
  activate(next);
  if (!next->fiber_) {
    WorkerFiber* fiber = static_cast<WorkerFiber*>(take_fiber());
    fiber->thread = next;
    next->fiber_ = fiber;
  }
  t_current = next;
  record(trace::Kind::kSwitch, next->serial_);
  Fiber::switch_to(*from, *next->fiber_);
}

Fiber* DeterministicWorld::take_fiber() {
  HiddenFromTsan hidden;
  if (!idle_fibers_.empty()) {
    WorkerFiber* fiber = idle_fibers_.back();
    idle_fibers_.pop_back();
    if (!fiber->prepared()) fiber->prepare(stacks_.take(), &DeterministicWorld::fiber_main, fiber);
    return fiber;
  }
  fibers_.push_back(std::make_unique<WorkerFiber>());
  WorkerFiber* fiber = fibers_.back().get();
  fiber->world = this;
  fiber->prepare(stacks_.take(), &DeterministicWorld::fiber_main, fiber);
  return fiber;
}

// A worker fiber runs one thread after the other and never ends: under AddressSanitizer an ending fiber costs 20 times
// as much.
void DeterministicWorld::fiber_main(void* argument) {
  auto* fiber = static_cast<WorkerFiber*>(argument);
  DeterministicWorld& world = *fiber->world;
  for (;;) {
    DeterministicThread* thread = fiber->thread;
    happens_after(thread);
    thread->body_();
    thread->body_ = nullptr;  // with what it held, while it is still a thread of its domain
    world.end_of_thread(thread);
    fiber->thread = nullptr;
    t_current = nullptr;
    world.destroy_thread(thread);
    DeterministicThread* next = world.pick();
    if (next) {
      world.activate(next);
      t_current = next;
      world.record(trace::Kind::kSwitch, next->serial_);
      if (!next->fiber_) {
        next->fiber_ = fiber;
        fiber->thread = next;
        continue;
      }
    }
    t_current = next;
    {
      HiddenFromTsan hidden;
      world.idle_fibers_.push_back(fiber);
    }
    Fiber::switch_to(*fiber, next ? *next->fiber_ : world.outside_);
  }
}

void DeterministicWorld::end_of_thread(DeterministicThread* thread) {
  OWDF_ASSERT(thread->irql_ < kDispatchLevel);
  record(trace::Kind::kThreadEnded, thread->serial_);
  thread->state_ = State::kEnded;
  happens_before(this);
  if (!thread->ended_flag_) return;
  *thread->ended_flag_ = true;
  outside_wanted_ = true;
}

}  // namespace owdf::sched
