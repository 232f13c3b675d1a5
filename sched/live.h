// LiveWorld: every executive thread runs on an OS thread of its own, in real time.
//
// Below DISPATCH_LEVEL a thread holds no processor. Raising to it takes one of N slots, lowering gives it back; so at
// most N threads are at DISPATCH_LEVEL at once, as on N processors. Each slot has a DPC thread that takes the slot to
// run what is queued to it; timers expire on the one of slot 0. A slot's hand-over orders nothing (the locks here are
// quiet to ThreadSanitizer): what happens on the same processor one after the other is still a race.
//
// A thread is an OS worker with a fiber: the body runs on the fiber, and a thread whose domain has died leaves it where
// it stands, at its next call into the scheduler. A domain's death is complete when all its threads have left.
//
// `active_` counts what may still run by itself: threads that are not parked, DPCs queued or running, timers expiring.
// Whoever wakes a thread counts it, so the count is zero only when nothing but a deadline or another OS thread can
// bring new work.
#pragma once

#include <pthread.h>

#include "sched/fiber.h"
#include "sched/futex.h"
#include "sched/random.h"
#include "sched/world.h"

namespace owdf::sched {

class LiveThread;

// An OS thread that runs one executive thread after the other.
struct LiveWorker {
  World* world = nullptr;
  pthread_t handle = {};
  Fiber base;   // the OS thread's own stack
  Fiber fiber;  // where bodies run
  Stack emergency;
  LiveThread* thread = nullptr;   // whose body it runs or is to run
  std::atomic<uint32_t> wake{0};  // 1: there is a thread to run, or the world ends
  bool left = false;              // the body did not return: the fiber is to be abandoned
  bool buried = false;            // it left because its domain died
  bool stop = false;
  ListLink all_link;
  ListLink idle_link;
};

class LiveThread final : public Thread {
 public:
  LiveThread(World& world, const ThreadOptions& options, uint32_t serial, std::function<void()> body)
      : Thread(world, options, serial), body_(std::move(body)) {
    deadline_.domain = options.domain;
  }
  bool stack_overflowed(const void* address) const override { return worker_->fiber.stack().guards(address); }
  uint64_t emergency_stack() const override {
    return reinterpret_cast<uint64_t>(worker_->emergency.bottom) + worker_->emergency.size;
  }

 private:
  friend class LiveWorld;
  std::function<void()> body_;
  LiveWorker* worker_ = nullptr;
  std::atomic<uint32_t> park_word_{0};
  int slot_ = -1;      // held while at DISPATCH_LEVEL
  unsigned hint_ = 0;  // the slot it had last
  bool serves_dpcs_ = false;
  bool* ended_flag_ = nullptr;  // of a run() that waits for it
  Stack stack_;                 // what it died on, kept until its whole domain has left
  TimerLink deadline_;          // no routine: the thread wakes itself
  ListLink all_link_;
};

class LiveWorld final : public World {
 public:
  explicit LiveWorld(const Options& options);
  ~LiveWorld() override;

  RunResult run(const ThreadOptions& options, std::function<void()> body) override;
  void settle(Ticks horizon) override;
  void post(const ThreadOptions& options, std::function<void()> body) override;
  Thread* spawn(const ThreadOptions& options, std::function<void()> body) override;
  [[noreturn]] void exit_thread() override;
  WakeReason park(Ticks deadline) override;
  void unpark(Thread* thread) override;
  void yield() override;
  void raise_irql(Irql level) override;
  void lower_irql(Irql level) override;
  void point(Point kind) override;
  void queue_dpc(DpcLink* dpc, unsigned processor) override;
  bool remove_dpc(DpcLink* dpc) override;
  void flush_dpcs() override { flush_with_markers(); }
  void arm_timer(TimerLink* timer, Ticks due) override;
  bool disarm_timer(TimerLink* timer) override;
  unsigned current_processor() override;
  void stall(Ticks duration) override;
  Ticks interrupt_time() override;
  uint64_t choose(uint64_t alternatives) override;
  void kill(Domain* domain) override;

 private:
  struct Slot {
    QuietLock lock;
    std::atomic<bool> wanted{false};  // its DPC thread waits for it: nobody else shall take it now
    std::atomic<uint32_t> work{0};    // counts what its DPC thread is to look at
    Domain* running = nullptr;        // of the DPC or timer that runs now
    List<DpcLink, &DpcLink::link> dpcs;
  };
  using AllThreads = List<LiveThread, &LiveThread::all_link_>;
  using Timers = List<TimerLink, &TimerLink::link>;

  static LiveThread* self() { return static_cast<LiveThread*>(current()); }
  LiveThread* create_thread(const ThreadOptions& options, std::function<void()> body, bool* ended_flag);
  LiveThread* start_locked(LiveThread* thread) REQUIRES(lock_);
  LiveWorker* new_worker_locked() REQUIRES(lock_);
  static void* worker_main(void* worker);
  static void fiber_main(void* worker);
  void run_worker(LiveWorker& worker);
  void finish(LiveWorker& worker, LiveThread* thread);
  void start_dpc_thread(unsigned slot);
  void end_mourning_locked(Domain* domain) REQUIRES(lock_);
  [[noreturn]] void leave(bool died);
  bool doomed(const Thread* thread) const {
    return stopping_.load(std::memory_order_relaxed) || (thread->domain_ && thread->domain_->dead());
  }
  void leave_if_doomed() {
    if (doomed(current())) leave(true);
  }

  // Outside, or at PASSIVE_LEVEL of another domain.
  void bury_locked(Domain* domain) REQUIRES(lock_);
  void wait_until_left(Domain* domain);
  bool present_locked(Domain* domain) REQUIRES(lock_);
  template <typename Done>
  bool watch(Ticks deadline, Done done);
  void changed();
  void one_less_active();

  // live_slots.cc
  void take_slot(LiveThread& thread);
  void give_slot(LiveThread& thread);
  void serve_slot(unsigned index);
  bool next_work_locked(unsigned index, DpcLink** dpc, TimerLink** timer) REQUIRES(lock_);
  void wake_slot(Slot& slot);
  void insert_timer_locked(TimerLink* timer) REQUIRES(lock_);
  TimerLink* first_routine_locked() REQUIRES(lock_);
  timespec real(Ticks deadline) const;

  const int64_t start_ns_;
  std::atomic<bool> stopping_{false};
  std::atomic<uint32_t> thread_serial_{0};
  std::atomic<int64_t> active_{0};
  std::atomic<uint32_t> watchers_{0};
  std::atomic<uint32_t> changes_{0};  // what watchers sleep on
  QuietLock lock_;                    // over everything below; leaf
  Random random_;
  uint64_t timer_sequence_ = 0;
  StackPool stacks_;
  AllThreads threads_;
  AllThreads mourned_;  // left with their domain, which has not left as a whole
  List<LiveWorker, &LiveWorker::all_link> workers_;
  List<LiveWorker, &LiveWorker::idle_link> idle_workers_;
  Timers timers_;  // by due, then sequence
  std::unique_ptr<Slot[]> slots_;
};

}  // namespace owdf::sched
