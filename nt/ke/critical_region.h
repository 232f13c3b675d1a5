// CriticalRegion: a scope in which no normal kernel APC reaches the calling thread. Above APC_LEVEL none can anyway,
// and the thread may be nobody's (a DPC). It touches nothing but the thread's own count, so the way of an IRP can
// afford one.
#pragma once

#include "nt/ke/thread.h"
#include "sched/world.h"

namespace owdf::ke {

class CriticalRegion {
 public:
  CriticalRegion() : thread_(of(sched::current())) {
    if (thread_) thread_->kernel_apc_disable--;
  }
  ~CriticalRegion() {
    if (thread_) thread_->kernel_apc_disable++;
  }
  CriticalRegion(const CriticalRegion&) = delete;
  CriticalRegion& operator=(const CriticalRegion&) = delete;

 private:
  static _KTHREAD* of(sched::Thread* thread) {
    return thread->irql() <= sched::kApcLevel ? static_cast<_KTHREAD*>(thread->owner()) : nullptr;
  }
  _KTHREAD* const thread_;
};

}  // namespace owdf::ke
