#include "base/sanitizers.h"
#include "nt/ke/nodes.h"
#include "nt/ke/wait.h"
#include "nt/machine.h"

namespace owdf::ke {

using sched::LockGuard;
using sched::Ticks;

// The settling line: either the scheduler still has the timer, and it never expires; or its expiry is on its way and
// will find, under this lock, that it is nobody's any more.
bool Kernel::cancel_timer_locked(KTIMER& timer) {
  TimerNode* node = node_of(timer);
  if (!node) return false;
  set_node(timer, nullptr);
  node->timer = nullptr;
  if (world_.disarm_timer(node)) free_timer_nodes_.push_back(node);
  return true;
}

bool Kernel::cancel_timer(KTIMER& timer) {
  LockGuard guard(lock_);
  return cancel_timer_locked(timer);
}

bool Kernel::set_timer(KTIMER& timer, int64_t due, int32_t period_ms, KDPC* dpc) {
  const Ticks deadline = deadline_of(&due);
  happens_before(&timer);
  LockGuard guard(lock_);
  const bool was_set = cancel_timer_locked(timer);
  timer.Header.SignalState = 0;
  timer.DueTime.QuadPart = static_cast<ULONGLONG>(deadline);
  timer.Period = static_cast<ULONG>(period_ms);
  timer.Dpc = dpc;
  if (free_timer_nodes_.empty()) {
    timer_nodes_.push_back(std::make_unique<TimerNode>());
    free_timer_nodes_.push_back(timer_nodes_.back().get());
  }
  TimerNode* node = free_timer_nodes_.back();
  free_timer_nodes_.pop_back();
  node->kernel = this;
  node->timer = &timer;
  node->domain = &machine_;
  node->routine = [](sched::TimerLink* link) {
    TimerNode* self = static_cast<TimerNode*>(link);
    self->kernel->expire(*self);
  };
  set_node(timer, node);
  world_.arm_timer(node, deadline);
  return was_set;
}

void Kernel::expire(TimerNode& node) {
  LockGuard guard(lock_);
  KTIMER* timer = node.timer;
  if (!timer) {
    free_timer_nodes_.push_back(&node);
    return;
  }
  happens_after(timer);
  happens_before(&timer->Header);
  if (timer->Period != 0) {
    // From the due time and not from now, so that a period does not drift; what was missed is not made up for.
    const Ticks period = Ticks{timer->Period} * sched::kTicksPerMillisecond;
    Ticks next = static_cast<Ticks>(timer->DueTime.QuadPart) + period;
    const Ticks now = world_.interrupt_time();
    if (next <= now) next += (now - next) / period * period + period;
    timer->DueTime.QuadPart = static_cast<ULONGLONG>(next);
    world_.arm_timer(&node, next);
  } else {
    set_node(*timer, nullptr);
    free_timer_nodes_.push_back(&node);
  }
  timer->Header.SignalState = 1;
  KDPC* dpc = timer->Dpc;
  signal_locked(timer->Header);
  if (!dpc) return;
  const auto now = static_cast<uint64_t>(world_.system_time());
  insert_dpc_locked(*dpc, reinterpret_cast<void*>(now & 0xFFFFFFFF), reinterpret_cast<void*>(now >> 32));
}

}  // namespace owdf::ke

using owdf::ke::kernel;

extern "C" {

void NTAPI KeInitializeTimerEx(PKTIMER Timer, TIMER_TYPE Type) {
  *Timer = {};
  const auto type = Type == NotificationTimer ? owdf::ke::kNotificationTimer : owdf::ke::kSynchronizationTimer;
  owdf::ke::initialize_header(Timer->Header, type, sizeof *Timer, 0);
}

void NTAPI KeInitializeTimer(PKTIMER Timer) {
  KeInitializeTimerEx(Timer, NotificationTimer);
}

BOOLEAN NTAPI KeSetTimerEx(PKTIMER Timer, LARGE_INTEGER DueTime, LONG Period, PKDPC Dpc) {
  return kernel().set_timer(*Timer, DueTime.QuadPart, Period, Dpc);
}

BOOLEAN NTAPI KeSetTimer(PKTIMER Timer, LARGE_INTEGER DueTime, PKDPC Dpc) {
  return KeSetTimerEx(Timer, DueTime, 0, Dpc);
}

// The tolerable delay allows, it does not demand.
BOOLEAN NTAPI KeSetCoalescableTimer(PKTIMER Timer, LARGE_INTEGER DueTime, ULONG Period, ULONG TolerableDelay,
                                    PKDPC Dpc) {
  return KeSetTimerEx(Timer, DueTime, static_cast<LONG>(Period), Dpc);
}

BOOLEAN NTAPI KeCancelTimer(PKTIMER Timer) {
  return kernel().cancel_timer(*Timer);
}

BOOLEAN NTAPI KeReadStateTimer(PKTIMER Timer) {
  return Timer->Header.SignalState != 0;
}

}  // extern "C"
