#include "sched/live.h"

#include <sched.h>

#include <cstdio>

#include "base/sanitizers.h"

namespace owdf::sched {

namespace {

constexpr uint32_t kRunning = 0;
constexpr uint32_t kPermit = 1;
constexpr uint32_t kParked = 2;

// How long a dead domain's threads may take to notice. Drivers that loop without calling anybody never do.
constexpr Ticks kPatience = 30'000 * kTicksPerMillisecond;

int64_t monotonic_ns() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

Ticks real_system_time() {
  constexpr Ticks kUnixEpoch = 116'444'736'000'000'000;  // 1970 as NT counts
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return kUnixEpoch + int64_t{now.tv_sec} * 10'000'000 + now.tv_nsec / 100;
}

}  // namespace

LiveWorld::LiveWorld(const Options& options)
    : World(options),
      start_ns_(monotonic_ns()),
      random_(options.seed),
      slots_(std::make_unique<Slot[]>(options.processors)) {
  options_.boot_system_time = real_system_time();
  recorder().set_shared(true);
  for (unsigned i = 0; i < options.processors; i++) start_dpc_thread(i);
}

LiveWorld::~LiveWorld() {
  OWDF_ASSERT(!current());
  stopping_.store(true);
  {
    QuietGuard guard(lock_);
    bury_locked(nullptr);
  }
  for (unsigned i = 0; i < options_.processors; i++) wake_slot(slots_[i]);
  wait_until_left(nullptr);
  for (;;) {
    LiveWorker* worker;
    {
      QuietGuard guard(lock_);
      worker = workers_.pop_front();
    }
    if (!worker) break;
    worker->stop = true;
    worker->wake.store(1, std::memory_order_release);
    futex_wake(&worker->wake);
    pthread_join(worker->handle, nullptr);
    if (worker->idle_link.linked()) idle_workers_.remove(worker);
    delete worker;
  }
  while (LiveThread* thread = mourned_.pop_front()) delete thread;
}

Ticks LiveWorld::interrupt_time() {
  return (monotonic_ns() - start_ns_) / 100;
}

timespec LiveWorld::real(Ticks deadline) const {
  const int64_t ns = start_ns_ + deadline * 100;
  return {ns / 1'000'000'000, ns % 1'000'000'000};
}

uint64_t LiveWorld::choose(uint64_t alternatives) {
  OWDF_ASSERT(alternatives > 0);
  QuietGuard guard(lock_);
  return alternatives == 1 ? 0 : random_.below(alternatives);
}

// --- threads ---

LiveThread* LiveWorld::create_thread(const ThreadOptions& options, std::function<void()> body, bool* ended_flag) {
  HiddenFromTsan hidden;
  auto* thread = new LiveThread(*this, options, thread_serial_.fetch_add(1) + 1, std::move(body));
  thread->ended_flag_ = ended_flag;
  thread->hint_ = thread->serial_ % options_.processors;
  happens_before(thread);
  return thread;
}

// Hands the thread to a worker. Counted as active from here on.
LiveThread* LiveWorld::start_locked(LiveThread* thread) {
  active_.fetch_add(1);
  threads_.push_back(thread);
  LiveWorker* worker = idle_workers_.pop_front();
  if (!worker) worker = new_worker_locked();
  worker->thread = thread;
  thread->worker_ = worker;
  worker->wake.store(1, std::memory_order_release);
  futex_wake(&worker->wake);
  return thread;
}

LiveWorker* LiveWorld::new_worker_locked() {
  HiddenFromTsan hidden;
  auto* worker = new LiveWorker;
  worker->world = this;
  worker->fiber.prepare(stacks_.take(), &LiveWorld::fiber_main, worker);
  worker->emergency = stacks_.take();
  workers_.push_back(worker);
  OWDF_ASSERT(pthread_create(&worker->handle, nullptr, &LiveWorld::worker_main, worker) == 0);
  return worker;
}

void* LiveWorld::worker_main(void* argument) {
  auto* worker = static_cast<LiveWorker*>(argument);
  static_cast<LiveWorld*>(worker->world)->run_worker(*worker);
  return nullptr;
}

void LiveWorld::run_worker(LiveWorker& worker) {
  catch_faults_on_this_thread();
  worker.base.adopt_caller();
  // What the OS thread has set up for itself (its thread-locals, its signal stack) is the bodies' to use. Said once
  // only: later this stack has seen what other threads did, and must not pass it on.
  happens_before(&worker);
  for (;;) {
    while (worker.wake.load(std::memory_order_acquire) == 0) futex_wait(&worker.wake, 0);
    if (worker.stop) return;
    worker.wake.store(0, std::memory_order_relaxed);
    LiveThread* thread = worker.thread;
    t_current = thread;
    Fiber::switch_to(worker.base, worker.fiber);
    t_current = nullptr;
    happens_after(this);
    finish(worker, thread);
  }
}

// A worker's fiber runs the body of one thread after the other and never ends by itself.
void LiveWorld::fiber_main(void* argument) {
  auto* worker = static_cast<LiveWorker*>(argument);
  auto* world = static_cast<LiveWorld*>(worker->world);
  happens_after(worker);
  for (;;) {
    LiveThread* thread = worker->thread;
    happens_after(thread);
    if (!world->doomed(thread)) thread->body_();
    OWDF_ASSERT(thread->irql_ < kDispatchLevel);
    happens_before(world);
    Fiber::switch_to(worker->fiber, worker->base);
  }
}

// The calling thread goes no further. Its slot is free again; what else it held is lost with its domain.
void LiveWorld::leave(bool died) {
  LiveThread* thread = self();
  LiveWorker* worker = thread->worker_;
  if (thread->slot_ >= 0) give_slot(*thread);
  worker->left = true;
  worker->buried = died;
  happens_before(this);
  Fiber::switch_to(worker->fiber, worker->base);
  __builtin_unreachable();
}

void LiveWorld::exit_thread() {
  OWDF_ASSERT(current()->irql() < kDispatchLevel);
  leave(false);
}

// On the worker's own stack, after the body has returned or was left.
void LiveWorld::finish(LiveWorker& worker, LiveThread* thread) {
  record(trace::Kind::kThreadEnded, thread->serial_);
  const bool died = worker.buried;
  if (worker.left) worker.fiber.abandon(worker.base);
  thread->body_ = nullptr;
  happens_before(this);  // what the body held is gone before anybody sees that the thread is
  const bool restart = thread->serves_dpcs_ && !stopping_.load();
  const unsigned slot = thread->hint_;
  {
    QuietGuard guard(lock_);
    HiddenFromTsan hidden;
    if (worker.left) {
      thread->stack_ = worker.fiber.stack();
      if (!died) stacks_.give_back(thread->stack_);
      worker.fiber.prepare(stacks_.take(), &LiveWorld::fiber_main, &worker);
      worker.left = worker.buried = false;
    }
    if (thread->deadline_.armed) timers_.remove(&thread->deadline_);
    threads_.remove(thread);
    idle_workers_.push_back(&worker);
    if (thread->serves_dpcs_) slots_[slot].running = nullptr;
    if (thread->ended_flag_) *thread->ended_flag_ = true;
    if (died) {
      mourned_.push_back(thread);
      end_mourning_locked(thread->domain_);
    } else {
      delete thread;
    }
  }
  // A DPC thread left with the domain whose DPC it ran; its processor needs another one.
  if (restart) start_dpc_thread(slot);
  one_less_active();
  changed();
}

void LiveWorld::start_dpc_thread(unsigned slot) {
  LiveThread* thread =
      create_thread({"dpc" + std::to_string(slot), nullptr, nullptr}, [this, slot] { serve_slot(slot); }, nullptr);
  thread->serves_dpcs_ = true;
  thread->hint_ = slot;
  QuietGuard guard(lock_);
  start_locked(thread);
}

// The stacks and threads of the dead are kept while anybody of their domain still runs: until he leaves, he may signal
// an event that lies on a dead thread's stack, or wake that thread.
void LiveWorld::end_mourning_locked(Domain* domain) {
  if (present_locked(domain)) return;
  for (LiveThread* thread = mourned_.front(); thread;) {
    LiveThread* following = mourned_.next(thread);
    if (thread->domain_ == domain) {
      mourned_.remove(thread);
      stacks_.bury(thread->stack_);
      delete thread;
    }
    thread = following;
  }
}

Thread* LiveWorld::spawn(const ThreadOptions& options, std::function<void()> body) {
  OWDF_ASSERT(!current() || current()->irql() < kDispatchLevel);
  LiveThread* thread = create_thread(options, std::move(body), nullptr);
  record(trace::Kind::kThreadCreated, thread->serial_);
  QuietGuard guard(lock_);
  return start_locked(thread);
}

void LiveWorld::post(const ThreadOptions& options, std::function<void()> body) {
  LiveThread* thread = create_thread(options, std::move(body), nullptr);
  QuietGuard guard(lock_);
  start_locked(thread);
}

// --- waiting ---

WakeReason LiveWorld::park(Ticks deadline) {
  LiveThread* thread = self();
  OWDF_ASSERT(thread && thread->irql_ < kDispatchLevel);
  leave_if_doomed();
  uint32_t expected = kRunning;
  if (!thread->park_word_.compare_exchange_strong(expected, kParked)) {
    thread->park_word_.store(kRunning);
    happens_after(thread);
    return WakeReason::kUnparked;
  }
  happens_before(this);
  if (deadline != kForever) {
    QuietGuard guard(lock_);
    thread->deadline_.due = deadline;
    insert_timer_locked(&thread->deadline_);
  }
  one_less_active();
  const timespec until = deadline == kForever ? timespec{} : real(deadline);
  WakeReason reason = WakeReason::kUnparked;
  while (thread->park_word_.load() == kParked) {
    futex_wait(&thread->park_word_, kParked, deadline == kForever ? nullptr : &until);
    if (deadline == kForever || interrupt_time() < deadline) continue;
    QuietGuard guard(lock_);
    // The settling line: an unpark has made the word a permit and counted the thread; or this makes it running and
    // counts it.
    expected = kParked;
    if (!thread->park_word_.compare_exchange_strong(expected, kRunning)) break;
    active_.fetch_add(1);
    reason = WakeReason::kTimeout;
  }
  if (reason == WakeReason::kUnparked) thread->park_word_.store(kRunning);
  if (deadline != kForever) {
    QuietGuard guard(lock_);
    timers_.remove(&thread->deadline_);
    thread->deadline_.armed = false;
  }
  leave_if_doomed();
  happens_after(thread);
  return reason;
}

void LiveWorld::unpark(Thread* target) {
  auto* thread = static_cast<LiveThread*>(target);
  happens_before(thread);
  // Counted before the permit is seen; a thread that was not parked counts already.
  active_.fetch_add(1);
  if (thread->park_word_.exchange(kPermit) == kParked) {
    futex_wake(&thread->park_word_);
  } else {
    active_.fetch_sub(1);
  }
}

void LiveWorld::yield() {
  leave_if_doomed();
  sched_yield();
}

void LiveWorld::point(Point) {
  if (current()) leave_if_doomed();
}

void LiveWorld::stall(Ticks duration) {
  leave_if_doomed();
  const timespec until = real(interrupt_time() + duration);
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
}

// --- outside ---

void LiveWorld::changed() {
  changes_.fetch_add(1);
  if (watchers_.load() != 0) futex_wake(&changes_, INT32_MAX);
}

void LiveWorld::one_less_active() {
  if (active_.fetch_sub(1) == 1) changed();
}

// Sleeps until done(), which is called under the lock, or until the deadline.
template <typename Done>
bool LiveWorld::watch(Ticks deadline, Done done) {
  watchers_.fetch_add(1);
  bool finished = false;
  for (;;) {
    const uint32_t seen = changes_.load();
    {
      QuietGuard guard(lock_);
      finished = done();
    }
    const bool late = deadline != kForever && interrupt_time() >= deadline;
    if (finished || late) break;
    const timespec until = deadline == kForever ? timespec{} : real(deadline);
    futex_wait(&changes_, seen, deadline == kForever ? nullptr : &until);
  }
  watchers_.fetch_sub(1);
  happens_after(this);
  return finished;
}

RunResult LiveWorld::run(const ThreadOptions& options, std::function<void()> body) {
  OWDF_ASSERT(!current() || &current()->world() != this);
  if (options.domain && options.domain->dead()) return RunResult::kDomainDied;
  bool ended = false;
  bool stuck = false;
  LiveThread* thread = create_thread(options, std::move(body), &ended);
  record(trace::Kind::kThreadCreated, thread->serial_);
  {
    QuietGuard guard(lock_);
    start_locked(thread);
  }
  const auto died = [&] { return options.domain && options.domain->dead(); };
  watch(kForever, [&]() NO_THREAD_SAFETY_ANALYSIS {
    if (ended || died()) return true;
    stuck = active_.load() == 0 && timers_.empty();
    if (stuck) thread->ended_flag_ = nullptr;
    return stuck;
  });
  if (died()) {
    // What its threads captured belongs to our caller.
    wait_until_left(options.domain);
    return RunResult::kDomainDied;
  }
  return stuck ? RunResult::kStuck : RunResult::kFinished;
}

void LiveWorld::settle(Ticks horizon) {
  const Ticks until = horizon == kForever ? kForever : interrupt_time() + horizon;
  watch(until, [&]() NO_THREAD_SAFETY_ANALYSIS {
    return active_.load() == 0 && (timers_.empty() || timers_.front()->due > until);
  });
}

// --- death ---

// Drops the domain's DPCs and timers and wakes its threads so that they leave. Null: everybody's.
void LiveWorld::bury_locked(Domain* domain) {
  for (TimerLink* timer = timers_.front(); timer;) {
    TimerLink* following = timers_.next(timer);
    if (timer->routine && (!domain || timer->domain == domain)) {
      timers_.remove(timer);
      timer->armed = false;
    }
    timer = following;
  }
  for (unsigned i = 0; i < options_.processors; i++) {
    auto& dpcs = slots_[i].dpcs;
    for (DpcLink* dpc = dpcs.front(); dpc;) {
      DpcLink* following = dpcs.next(dpc);
      if (!domain || dpc->domain == domain) {
        dpcs.remove(dpc);
        dpc->queued = false;
        active_.fetch_sub(1);
      }
      dpc = following;
    }
  }
  for (LiveThread& thread : threads_) {
    if (!thread.serves_dpcs_ && (!domain || thread.domain_ == domain)) unpark(&thread);
  }
}

bool LiveWorld::present_locked(Domain* domain) {
  for (LiveThread& thread : threads_) {
    if (!domain || (!thread.serves_dpcs_ && thread.domain_ == domain)) return true;
  }
  for (unsigned i = 0; domain && i < options_.processors; i++) {
    if (slots_[i].running == domain) return true;
  }
  return false;
}

void LiveWorld::wait_until_left(Domain* domain) {
  const bool left =
      watch(interrupt_time() + kPatience, [&]() NO_THREAD_SAFETY_ANALYSIS { return !present_locked(domain); });
  if (left) return;
  QuietGuard guard(lock_);
  for (LiveThread& thread : threads_) {
    if (domain && thread.domain_ != domain) continue;
    std::fprintf(stderr, "openwdf: thread %u (%s) does not return, so its machine cannot be taken down\n",
                 thread.serial_, thread.name_.c_str());
  }
  OWDF_ASSERT(!"a dead machine's thread still runs");
}

void LiveWorld::kill(Domain* domain) {
  domain->dead_.store(true);
  {
    QuietGuard guard(lock_);
    bury_locked(domain);
  }
  changed();
  Thread* thread = current();
  if (thread && &thread->world() == this) {
    if (thread->domain_ == domain) leave(true);
    if (thread->irql_ >= kDispatchLevel) return;
  }
  wait_until_left(domain);
}

}  // namespace owdf::sched
