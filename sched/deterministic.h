// DeterministicWorld: every executive thread is a fiber on the OS thread that calls run() or settle(); time is virtual.
//
//   runnable --pick--> running --park--> parked --unpark, deadline--> runnable
//                         |--lowered past its processor's DPCs--> behind --DPCs drained--> runnable
//
// A processor is something a thread has only while it is at DISPATCH_LEVEL (it is pinned then) or runs; a thread below
// that may continue on any processor that has no pinned thread and no DPC waiting. Each processor has one DPC thread,
// which is pinned while it drains the queue. Whoever runs picks the next thread himself and switches straight to it;
// control goes back to the caller of run() only when the run is over or something must be done outside all fibers.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "sched/fiber.h"
#include "sched/random.h"
#include "sched/world.h"

namespace owdf::sched {

class DeterministicThread final : public Thread {
 public:
  enum class State : uint8_t { kRunnable, kRunning, kBehindDpcs, kParked, kEnded };

  DeterministicThread(World& world, const ThreadOptions& options, uint32_t serial, std::function<void()> body)
      : Thread(world, options, serial), body_(std::move(body)) {
    deadline_.thread = this;
    deadline_.domain = options.domain;
  }
  bool stack_overflowed(const void* address) const override;
  uint64_t emergency_stack() const override;

 private:
  friend class DeterministicWorld;
  std::function<void()> body_;
  Fiber* fiber_ = nullptr;  // none before it first runs
  State state_ = State::kRunnable;
  WakeReason wake_reason_ = WakeReason::kUnparked;
  bool permit_ = false;
  bool pinned_ = false;
  bool serves_dpcs_ = false;  // a processor's DPC thread
  unsigned processor_ = 0;    // the one it runs on, or ran on last
  const std::atomic<uint64_t>* spinning_on_ = nullptr;
  bool* ended_flag_ = nullptr;   // of a run() that waits for it
  struct Deadline : TimerLink {  // no routine: whoever moves the clock wakes the thread
    DeterministicThread* thread = nullptr;
  } deadline_;
  ListLink run_link_;
  ListLink all_link_;
};

class DeterministicWorld final : public World {
 public:
  explicit DeterministicWorld(const Options& options);
  ~DeterministicWorld() override;

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
  void flush_dpcs() override;
  void arm_timer(TimerLink* timer, Ticks due) override;
  bool disarm_timer(TimerLink* timer) override;
  unsigned current_processor() override;
  void stall(Ticks duration) override;
  Ticks interrupt_time() override { return now_; }
  uint64_t choose(uint64_t alternatives) override;
  void kill(Domain* domain) override;

  // Blocks the calling thread, which keeps its processor, until `word` is zero (sched/lock.h).
  void spin_until_free(const std::atomic<uint64_t>& word);

  uint64_t emergency_stack() const {
    return reinterpret_cast<uint64_t>(emergency_stack_.bottom) + emergency_stack_.size;
  }

 private:
  using State = DeterministicThread::State;
  using RunList = List<DeterministicThread, &DeterministicThread::run_link_>;
  using AllList = List<DeterministicThread, &DeterministicThread::all_link_>;

  struct Processor {
    DeterministicThread* pinned = nullptr;
    DeterministicThread* behind = nullptr;  // waits until this processor's DPCs are drained
    DeterministicThread* dpc_thread = nullptr;
    Domain* dpc_domain = nullptr;  // of the DPC that runs now
    List<DpcLink, &DpcLink::link> dpcs;
  };
  struct Posted {
    ThreadOptions options;
    std::function<void()> body;
  };

  static DeterministicThread* self() { return static_cast<DeterministicThread*>(current()); }
  DeterministicThread* create_thread(const ThreadOptions& options, std::function<void()> body);
  void destroy_thread(DeterministicThread* thread);
  void make_runnable(DeterministicThread* thread);
  void unpin(DeterministicThread* thread);

  // deterministic_pick.cc: who runs next.
  DeterministicThread* pick();
  DeterministicThread* pick_round_robin();
  DeterministicThread* pick_random();
  bool eligible(const DeterministicThread& thread) const;
  bool has_free_processor() const;
  bool is_free(const Processor& processor) const;
  bool has_dpc_work(const Processor& processor) const;
  bool starts_dpcs(const Processor& processor) const;
  bool somebody_else() const;
  void activate(DeterministicThread* thread);
  void wake_expired();
  bool advance_clock();
  TimerLink* due_timer() const;
  void insert_timer(TimerLink* timer);

  // Leaves the calling fiber for whoever is picked; returns when the caller's thread is picked again.
  void reschedule();
  void drain_if_interrupted();
  static void fiber_main(void* fiber);
  void end_of_thread(DeterministicThread* thread);
  void dpc_main(Processor& processor);
  void run_one_timer(TimerLink* timer);
  void run_one_dpc(Processor& processor);

  // Outside all fibers.
  template <typename Done>
  bool loop_outside(Done done);
  void enter(DeterministicThread* thread);
  void clean_up();
  void drop(DeterministicThread* thread);
  void drop_dead();
  Fiber* take_fiber();

  struct WorkerFiber : Fiber {
    DeterministicWorld* world = nullptr;
    DeterministicThread* thread = nullptr;
  };

  Ticks limit_ = kForever;  // the clock does not pass this
  uint64_t timer_sequence_ = 0;
  uint32_t thread_serial_ = 0;
  unsigned clock_processor_ = 0;  // takes the next timer interrupt
  bool outside_wanted_ = false;   // leave the fibers: the run is over, or clean_up() has something to do
  bool deaths_ = false;           // some domain died since clean_up()
  Random random_;
  StackPool stacks_;
  Stack emergency_stack_ = stacks_.take();
  Fiber outside_;
  std::vector<Processor> processors_;
  std::vector<std::unique_ptr<WorkerFiber>> fibers_;
  std::vector<WorkerFiber*> idle_fibers_;
  std::vector<DeterministicThread*> left_;  // ended by exit_thread(); their fibers are to be abandoned
  RunList runnable_;
  AllList threads_;
  List<TimerLink, &TimerLink::link> timers_;  // by due, then sequence
  std::atomic<bool> has_posts_{false};
  std::mutex posts_lock_;
  std::vector<Posted> posts_;
};

}  // namespace owdf::sched
