// Timer: WDFTIMER. Expires in a DPC; a passive-level timer (always in UMDF) goes on from there to a system worker.
// Deleting it stops it and waits for its callback (TMR-009). Serves TMR-*.
#pragma once

#include "wdf/workitem/worker_call.h"

namespace owdf::wdf {

class Timer final : public Object {
 public:
  static constexpr Type kType = Type::kTimer;
  Timer(const Birth& birth, const WDF_TIMER_CONFIG& config, bool passive_callback, CallbackLock* lock);

  // Both answer whether the timer was in the system's timer queue. DueTime as in KeSetTimerEx.
  bool start(LONGLONG due_time);
  bool stop(bool wait);  // PASSIVE_LEVEL if it waits

 protected:
  bool begin_disposal() override;

 private:
  static void NTAPI expired(PKDPC dpc, PVOID context, PVOID, PVOID);
  static void deliver(Object& self);

  const PFN_WDF_TIMER callback_;
  const ULONG period_;           // milliseconds
  const ULONG tolerable_delay_;  // milliseconds
  const bool passive_callback_;
  CallbackLock* const lock_;  // null: not serialised
  std::atomic<bool> closed_{false};
  KTIMER timer_;
  KDPC dpc_;
  WorkerCall passive_call_;
};

}  // namespace owdf::wdf
