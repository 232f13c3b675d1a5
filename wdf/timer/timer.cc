#include "wdf/timer/timer.h"

#include "wdf/door.h"
#include "wdf/handle.h"

namespace owdf::wdf {

// The clock is exact to its tick of 100 ns, so every timer has high resolution. The system never sleeps, so a timer
// that need not wake it (TolerableDelayUnlimited) expires at its due time like any other.
Timer::Timer(const Birth& birth, const WDF_TIMER_CONFIG& config, bool passive_callback, CallbackLock* lock)
    : Object(birth),
      callback_(config.EvtTimerFunc),
      period_(config.Period),
      tolerable_delay_(config.TolerableDelay == TolerableDelayUnlimited ? 0 : config.TolerableDelay),
      passive_callback_(passive_callback),
      lock_(lock),
      passive_call_(*this, &Timer::deliver) {
  KeInitializeTimerEx(&timer_, NotificationTimer);
  KeInitializeDpc(&dpc_, &Timer::expired, this);
}

bool Timer::start(LONGLONG due_time) {
  if (closed_.load(std::memory_order_acquire)) return false;  // being deleted: it will not expire again
  LARGE_INTEGER due;
  due.QuadPart = due_time;
  if (tolerable_delay_) {
    return KeSetCoalescableTimer(&timer_, due, period_, tolerable_delay_, &dpc_);
  }
  return KeSetTimerEx(&timer_, due, static_cast<LONG>(period_), &dpc_);
}

bool Timer::stop(bool wait) {
  const bool was_queued = KeCancelTimer(&timer_);
  if (wait) {
    KeFlushQueuedDpcs();
    if (passive_callback_) passive_call_.wait_until_idle();
  }
  return was_queued;
}

// PASSIVE_LEVEL. Closed first: a callback that runs now may start the timer again, and that must come to nothing.
bool Timer::begin_disposal() {
  closed_.store(true, std::memory_order_release);
  KeCancelTimer(&timer_);
  KeFlushQueuedDpcs();
  KeCancelTimer(&timer_);  // a start that had passed the check before the close is over now
  KeFlushQueuedDpcs();
  return passive_call_.close();
}

void NTAPI Timer::expired(PKDPC, PVOID context, PVOID, PVOID) {
  Timer& timer = *static_cast<Timer*>(context);
  if (timer.passive_callback_) {
    timer.passive_call_.enqueue();
  } else {
    deliver(timer);
  }
}

void Timer::deliver(Object& self) {
  Timer& timer = static_cast<Timer&>(self);
  call_driver(timer, Callback::EvtTimerFunc, timer.lock_, timer.callback_, handle_of<WDFTIMER>(&timer));
}

}  // namespace owdf::wdf
