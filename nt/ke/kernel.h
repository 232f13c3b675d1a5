// Kernel: dispatcher objects, waits, DPCs, timers and processors of one machine; what the Ke functions stand on.
// The objects are the driver's memory in their published layout (wdm.h). What the scheduler needs beside it while a DPC
// is queued or a timer set is a node of ours, taken at that moment and given back when it ran: a driver frees its KDPC
// without telling anybody. Owner: Machine. Lock: the dispatcher lock, rank kDispatcher, over all objects; it orders
// nothing between their users, so ThreadSanitizer is not told of it: what orders them is said object by object
// (happens_before, happens_after).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sched/lock.h"
#include "sched/world.h"

struct _DISPATCHER_HEADER;
struct _KDPC;
struct _KTHREAD;
struct _KTIMER;

namespace owdf::nt {
class Machine;
}

namespace owdf::ke {

struct DpcNode;
struct TimerNode;
struct Waiter;

enum class WaitFor : uint8_t { kAll, kAny };

class Kernel {
 public:
  explicit Kernel(nt::Machine& machine);
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;
  nt::Machine& machine() { return machine_; }
  sched::World& world() { return world_; }

  // --- threads ---
  void initialize_thread(_KTHREAD& thread);
  // Signals the thread object; mutants that the thread owns are abandoned (bug check, if the kernel's).
  void thread_ended(_KTHREAD& thread);
  // The owner of the calling executive thread; inside a DPC, or for a thread that nobody owns, the processor's idle
  // thread.
  _KTHREAD* current_thread();

  // --- waits: see KeWaitForMultipleObjects. `deadline` is interrupt time; a past one only tests. The status is the
  // index of the object that ended the wait (plus STATUS_ABANDONED_WAIT_0), STATUS_TIMEOUT, STATUS_USER_APC or
  // STATUS_ALERTED.
  int32_t wait(std::span<_DISPATCHER_HEADER* const> objects, WaitFor what, sched::Ticks deadline, bool alertable,
               int mode);
  int32_t wait(_DISPATCHER_HEADER* object, sched::Ticks deadline = sched::kForever);
  int32_t delay(sched::Ticks deadline, bool alertable, int mode);
  // NT's way to say when: relative if negative, else system time; null: never.
  sched::Ticks deadline_of(const int64_t* timeout);

  // --- signals; each returns the previous state. Any IRQL up to DISPATCH_LEVEL ---
  int32_t set_event(_DISPATCHER_HEADER& event);
  int32_t reset_event(_DISPATCHER_HEADER& event);
  int32_t pulse_event(_DISPATCHER_HEADER& event);
  // The failure is STATUS_SEMAPHORE_LIMIT_EXCEEDED, STATUS_MUTANT_NOT_OWNED.
  int32_t release_semaphore(_DISPATCHER_HEADER& semaphore, int32_t adjustment, int32_t* previous);
  int32_t release_mutant(_DISPATCHER_HEADER& mutant, int32_t* previous);
  // Waits of `thread` that are alertable in `mode` end with STATUS_ALERTED; kept if it does not wait.
  bool alert_thread(_KTHREAD& thread, int mode);
  // Runs `routine` on `thread` when it next waits alertably in user mode; that wait ends with STATUS_USER_APC.
  void queue_user_apc(_KTHREAD& thread, std::function<void()> routine);

  // --- DPCs and timers ---
  bool insert_dpc(_KDPC& dpc, void* argument1, void* argument2);
  bool remove_dpc(_KDPC& dpc);
  bool set_timer(_KTIMER& timer, int64_t due, int32_t period_ms, _KDPC* dpc);
  bool cancel_timer(_KTIMER& timer);

  // --- IRQL ---
  sched::Irql raise_irql(sched::Irql level);
  void lower_irql(sched::Irql level);

  [[noreturn]] void bug_check(uint32_t code, uint64_t p1, uint64_t p2, uint64_t p3, uint64_t p4, std::string message);
  // A thread of the machine faulted: bug check, end of its process, or back to the caller if neither answers for the
  // code.
  void fault(const sched::Fault& fault);
  // Raises an exception; one that no __try block handles is a bug check.
  [[noreturn]] void raise_status(int32_t status, const char* function);

 private:
  friend struct DpcNode;
  friend struct TimerNode;

  std::string driver_at_fault(const sched::Fault& fault, size_t* distance);
  bool can_be_handled(const sched::Fault& fault) const;
  bool handled(const sched::Fault& fault, int32_t code, bool by_driver);
  bool satisfied(const Waiter& waiter) const;
  void signal_locked(_DISPATCHER_HEADER& object) REQUIRES(lock_);
  void unlink_locked(Waiter& waiter) REQUIRES(lock_);
  void end_wait_locked(Waiter& waiter, int32_t status) REQUIRES(lock_);
  int32_t block(Waiter& waiter, sched::Ticks deadline);
  bool take_alert_locked(_KTHREAD* thread, bool alertable, int mode, int32_t* status) REQUIRES(lock_);
  void run_user_apcs(_KTHREAD* thread);
  bool insert_dpc_locked(_KDPC& dpc, void* argument1, void* argument2) REQUIRES(lock_);
  void run_dpc(DpcNode& node);
  void expire(TimerNode& node);
  bool cancel_timer_locked(_KTIMER& timer) REQUIRES(lock_);

  nt::Machine& machine_;
  sched::World& world_;
  sched::Lock lock_{sched::LockRank::kDispatcher, "ke.dispatcher", sched::LockOrders::kNothing};
  std::vector<std::unique_ptr<DpcNode>> dpc_nodes_ GUARDED_BY(lock_);
  std::vector<DpcNode*> free_dpc_nodes_ GUARDED_BY(lock_);
  std::vector<std::unique_ptr<TimerNode>> timer_nodes_ GUARDED_BY(lock_);
  std::vector<TimerNode*> free_timer_nodes_ GUARDED_BY(lock_);
  std::unique_ptr<_KTHREAD[]> idle_threads_;  // one per processor
};

// The kernel of the calling executive thread's machine.
Kernel& kernel();

}  // namespace owdf::ke
