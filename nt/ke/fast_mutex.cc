// Fast and guarded mutexes. Count is 1 when free and goes down with each thread that wants the mutex; who brings it
// below zero waits for the event, which each release with waiters sets once. One interlocked operation when nobody
// contends.
#include <wdm.h>

#include "base/sanitizers.h"
#include "nt/ke/kernel.h"
#include "nt/ke/thread.h"
#include "nt/machine.h"

using owdf::ke::kernel;

namespace {

void lock(PFAST_MUTEX mutex) {
  auto& ke = kernel();
  _KTHREAD* thread = ke.current_thread();
  ke.world().point(owdf::sched::Point::kLock);
  if (mutex->Owner == thread) {
    ke.bug_check(0x1E /* KMODE_EXCEPTION_NOT_HANDLED */, static_cast<uint64_t>(int64_t{STATUS_POSSIBLE_DEADLOCK}),
                 reinterpret_cast<uint64_t>(mutex), 0, 0, "a thread took a fast mutex that it holds already");
  }
  if (InterlockedDecrement(&mutex->Count) < 0) {
    InterlockedIncrement(reinterpret_cast<LONG*>(&mutex->Contention));
    ke.wait(&mutex->Event.Header);
  }
  owdf::happens_after(mutex);
  mutex->Owner = thread;
}

bool try_lock(PFAST_MUTEX mutex) {
  if (InterlockedCompareExchange(&mutex->Count, 0, 1) != 1) return false;
  owdf::happens_after(mutex);
  mutex->Owner = kernel().current_thread();
  return true;
}

void unlock(PFAST_MUTEX mutex) {
  auto& ke = kernel();
  if (mutex->Owner != ke.current_thread()) {
    ke.bug_check(0x1E /* KMODE_EXCEPTION_NOT_HANDLED */, static_cast<uint64_t>(int64_t{STATUS_MUTANT_NOT_OWNED}),
                 reinterpret_cast<uint64_t>(mutex), 0, 0,
                 "a fast mutex was released by a thread that does not hold it");
  }
  mutex->Owner = nullptr;
  owdf::happens_before(mutex);
  if (InterlockedIncrement(&mutex->Count) <= 0) ke.set_event(mutex->Event.Header);
}

}  // namespace

extern "C" {

void NTAPI KeInitializeGuardedMutex(PKGUARDED_MUTEX Mutex) {
  *Mutex = {};
  Mutex->Count = 1;
  KeInitializeEvent(&Mutex->Event, SynchronizationEvent, FALSE);
}

void NTAPI ExInitializeFastMutex(PFAST_MUTEX FastMutex) {
  KeInitializeGuardedMutex(FastMutex);
}

void NTAPI ExAcquireFastMutex(PFAST_MUTEX FastMutex) {
  const KIRQL before = kernel().raise_irql(APC_LEVEL);
  lock(FastMutex);
  FastMutex->OldIrql = before;
}

void NTAPI ExReleaseFastMutex(PFAST_MUTEX FastMutex) {
  const KIRQL before = static_cast<KIRQL>(FastMutex->OldIrql);
  unlock(FastMutex);
  kernel().lower_irql(before);
}

BOOLEAN NTAPI ExTryToAcquireFastMutex(PFAST_MUTEX FastMutex) {
  const KIRQL before = kernel().raise_irql(APC_LEVEL);
  if (try_lock(FastMutex)) {
    FastMutex->OldIrql = before;
    return TRUE;
  }
  kernel().lower_irql(before);
  return FALSE;
}

void NTAPI ExAcquireFastMutexUnsafe(PFAST_MUTEX FastMutex) {
  lock(FastMutex);
}

void NTAPI ExReleaseFastMutexUnsafe(PFAST_MUTEX FastMutex) {
  unlock(FastMutex);
}

void NTAPI KeAcquireGuardedMutex(PKGUARDED_MUTEX Mutex) {
  kernel().current_thread()->special_apc_disable--;
  lock(Mutex);
}

void NTAPI KeReleaseGuardedMutex(PKGUARDED_MUTEX Mutex) {
  unlock(Mutex);
  kernel().current_thread()->special_apc_disable++;
}

BOOLEAN NTAPI KeTryToAcquireGuardedMutex(PKGUARDED_MUTEX Mutex) {
  if (!try_lock(Mutex)) return FALSE;
  kernel().current_thread()->special_apc_disable--;
  return TRUE;
}

void NTAPI KeAcquireGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex) {
  lock(Mutex);
}

void NTAPI KeReleaseGuardedMutexUnsafe(PKGUARDED_MUTEX Mutex) {
  unlock(Mutex);
}

}  // extern "C"
