// A World owns scheduler, clock, seed and event stream; Machines live in it. Nothing above sched/ creates a thread,
// sleeps, blocks, reads a clock or draws a random number except through this header.
//
// Two forms behind one interface. Deterministic: fibers on the OS thread that calls run(), N virtual processors,
// virtual time that jumps to the next timer when all is idle, every choice drawn from one seed. Live: OS threads and
// real time.
//
// Ownership: the world owns its executive threads; a Domain (a machine) groups those that die together.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/annotations.h"
#include "base/list.h"
#include "base/sanitizers.h"
#include "sched/fault.h"
#include "trace/recorder.h"

namespace owdf::sched {

using Ticks = int64_t;                        // 100 ns units, as everywhere in NT
inline constexpr Ticks kForever = INT64_MAX;  // a deadline that never comes
inline constexpr Ticks kTicksPerMillisecond = 10'000;

using Irql = uint8_t;
inline constexpr Irql kPassiveLevel = 0;  // blocking is allowed here and at APC_LEVEL
inline constexpr Irql kApcLevel = 1;
inline constexpr Irql kDispatchLevel = 2;  // from here up a thread keeps its processor and may not block
inline constexpr Irql kLowestDeviceLevel = 3;
inline constexpr Irql kHighLevel = 15;

enum class Form : uint8_t { kDeterministic, kLive };
enum class Strategy : uint8_t { kRoundRobin, kRandom };

struct Options {
  Form form = Form::kDeterministic;
  Strategy strategy = Strategy::kRoundRobin;
  uint64_t seed = 1;
  unsigned processors = 2;
  Ticks boot_system_time = 133'500'000'000'000'000;  // a fixed day, so that runs are equal; live form: the real time
};

class World;
class Thread;
class Lock;

// The threads that die together: a machine. sched/ knows only that a dead domain's threads never run again.
class Domain {
 public:
  virtual ~Domain() = default;
  bool dead() const { return dead_.load(std::memory_order_relaxed); }

  // One of its threads faulted; called on that thread. Does not return if the domain answers for the faulting code.
  virtual void on_fault(const Fault&) {}

 private:
  friend class World;
  friend class DeterministicWorld;
  friend class LiveWorld;
  std::atomic<bool> dead_{false};
};

// What ke/ attaches to a thread (its KTHREAD); opaque here.
struct ThreadOptions {
  std::string name;
  Domain* domain = nullptr;
  void* owner = nullptr;
};

// Work that runs at DISPATCH_LEVEL on a processor before anything lower there. The owner keeps it alive until it ran.
struct DpcLink {
  void (*routine)(DpcLink*) = nullptr;
  Domain* domain = nullptr;
  ListLink link;           // the scheduler's
  unsigned processor = 0;  // the one it is queued to, while queued
  bool queued = false;
};

// A one-shot deadline; expiry runs `routine` at DISPATCH_LEVEL. Periodic timers re-arm themselves in ke/.
struct TimerLink {
  void (*routine)(TimerLink*) = nullptr;
  Domain* domain = nullptr;
  ListLink link;          // the scheduler's
  Ticks due = 0;          // interrupt time
  uint64_t sequence = 0;  // equal deadlines expire in order of arming
  bool armed = false;
};

enum class WakeReason : uint8_t { kUnparked, kTimeout };
enum class RunResult : uint8_t { kFinished, kDomainDied, kStuck };  // kStuck: nothing can run and no timer is armed

// Why a scheduling point is one (strategies weigh them; the gates call point()).
enum class Point : uint8_t { kCall, kLock, kUnlock, kIrql, kWake, kAccess };

class World {
 public:
  static std::unique_ptr<World> create(const Options& options);
  virtual ~World() = default;

  const Options& options() const { return options_; }
  trace::Recorder& recorder() { return recorder_; }
  bool deterministic() const { return options_.form == Form::kDeterministic; }

  // --- from outside (an OS thread that is not an executive thread) ---

  // Runs `body` on a fresh executive thread at PASSIVE_LEVEL and returns when it has ended or its domain died.
  // Deterministic form: everything else that can run meanwhile runs too.
  virtual RunResult run(const ThreadOptions& options, std::function<void()> body) = 0;
  // Deterministic: runs whatever can run until all is idle (timers due within `horizon` from now included).
  // Live: waits until no thread of the world is runnable, at most `horizon` of real time.
  virtual void settle(Ticks horizon) = 0;
  // Hands `body` to a fresh executive thread soon; returns at once. Any OS thread.
  virtual void post(const ThreadOptions& options, std::function<void()> body) = 0;

  // --- from executive threads ---
  // None of unpark, queue_dpc, arm_timer is a scheduling point, so they may be called under a sched::Lock; who wakes
  // somebody calls point(Point::kWake) after letting go, and that is where a DPC queued to the caller's own processor
  // preempts it.

  // A new executive thread at PASSIVE_LEVEL; IRQL <= APC_LEVEL. The pointer is valid until the thread has ended.
  virtual Thread* spawn(const ThreadOptions& options, std::function<void()> body) = 0;
  // Ends the calling thread: unwinds nothing, never returns.
  [[noreturn]] virtual void exit_thread() = 0;

  // Blocks the calling thread until unpark() or the deadline (interrupt time). An unpark that came first is kept as one
  // permit. IRQL <= APC_LEVEL; callers re-check their condition, for a permit may be old.
  virtual WakeReason park(Ticks deadline) = 0;
  virtual void unpark(Thread* thread) = 0;  // any IRQL up to DISPATCH_LEVEL, any executive thread
  virtual void yield() = 0;                 // IRQL <= APC_LEVEL

  // IRQL of the calling thread. Lowering drains the processor's DPCs first when it passes below DISPATCH_LEVEL.
  virtual void raise_irql(Irql level) = 0;
  virtual void lower_irql(Irql level) = 0;

  // A scheduling point: the deterministic form may run somebody else here; no-op in the live form.
  virtual void point(Point kind) = 0;

  virtual void queue_dpc(DpcLink* dpc, unsigned processor) = 0;
  virtual bool remove_dpc(DpcLink* dpc) = 0;  // false: it was not queued (it may be running)
  virtual void flush_dpcs() = 0;              // returns when every DPC queued before the call has run; PASSIVE_LEVEL
  virtual void arm_timer(TimerLink* timer, Ticks due) = 0;
  virtual bool disarm_timer(TimerLink* timer) = 0;  // false: it was not armed (it may be expiring)

  virtual unsigned current_processor() = 0;  // meaningful at DISPATCH_LEVEL and above

  // The calling thread is busy for so long, at any IRQL: virtual time passes, and what comes due meanwhile runs
  // elsewhere.
  virtual void stall(Ticks duration) = 0;

  // --- clock and choice; any IRQL ---
  virtual Ticks interrupt_time() = 0;  // since the world began
  Ticks system_time() { return options_.boot_system_time + interrupt_time(); }
  virtual uint64_t choose(uint64_t alternatives) = 0;  // 0 .. alternatives-1, from the seed
  // Objects are named by these, in order of creation.
  uint64_t next_serial() {
    if (!deterministic()) return serial_.fetch_add(1, std::memory_order_relaxed) + 1;
    const uint64_t next = serial_.load(std::memory_order_relaxed) + 1;
    serial_.store(next, std::memory_order_relaxed);
    return next;
  }

  // --- death ---
  // Marks the domain dead: none of its threads runs again, its DPCs and timers are dropped, run() returns kDomainDied.
  // If the calling thread belongs to it, does not return.
  virtual void kill(Domain* domain) = 0;
  // Lets a domain that was killed from outside, or whose run() has said so, begin anew: no thread of it is left.
  void revive(Domain* domain);

  void record(trace::Kind kind, uint64_t a = 0, uint64_t b = 0, uint64_t c = 0);

 protected:
  explicit World(const Options& options) : options_(options) {}
  // A marker DPC behind everything queued so far on each processor; returns when all markers have run.
  void flush_with_markers();

  Options options_;
  trace::Recorder recorder_;
  Ticks now_ = 0;  // the clock of the deterministic form; here, so that record() reads it without a virtual call

 private:
  void record_among_others(trace::Kind kind, uint64_t a, uint64_t b, uint64_t c);

  std::atomic<uint64_t> serial_{0};
};

// One executive thread, as the scheduler sees it. Both forms derive from it.
class Thread {
 public:
  World& world() const { return *world_; }
  Domain* domain() const { return domain_; }
  void* owner() const { return owner_; }
  void set_owner(void* owner) { owner_ = owner; }
  // The innermost call into a driver that this thread is in (wdf/door.h); opaque here.
  void* driver_frame() const { return driver_frame_; }
  void set_driver_frame(void* frame) { driver_frame_ = frame; }
  uint32_t serial() const { return serial_; }
  Irql irql() const { return irql_; }
  // Nobody that shares anything with it runs at the same time; ThreadSanitizer shall think otherwise.
  bool alone() const { return alone_; }
  const std::string& name() const { return name_; }

  // For sched/fault.cc.
  bool faulting() const { return faulting_; }
  void set_faulting(bool faulting) { faulting_ = faulting; }
  virtual bool stack_overflowed(const void* address) const = 0;  // the address is in the guard page below the stack
  virtual uint64_t emergency_stack() const = 0;                  // the top of a stack to report an overflow on

 protected:
  Thread(World& world, const ThreadOptions& options, uint32_t serial)
      : world_(&world),
        domain_(options.domain),
        owner_(options.owner),
        name_(options.name),
        serial_(serial),
        alone_(!kTsan && world.deterministic()) {}
  virtual ~Thread() = default;
  friend class DeterministicWorld;
  friend class LiveWorld;
  friend class Lock;

  World* world_;
  Domain* domain_;
  void* owner_;
  void* driver_frame_ = nullptr;
  std::string name_;
  const uint32_t serial_;
  const bool alone_;
  Irql irql_ = kPassiveLevel;
  Lock* held_locks_ = nullptr;  // innermost first
  bool faulting_ = false;
};

// The executive thread that runs now on this OS thread; null outside. The scheduler alone writes it.
extern thread_local constinit Thread* t_current __attribute__((tls_model("initial-exec")));
inline Thread* current() {
  return t_current;
}

}  // namespace owdf::sched
