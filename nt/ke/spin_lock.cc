// Spin locks. A KSPIN_LOCK is the word of sched/lock.h: zero when free, else its upper half is the holder's serial
// number.
#include <wdm.h>

#include "nt/ke/kernel.h"
#include "nt/machine.h"
#include "sched/lock.h"

using owdf::ke::kernel;
using owdf::sched::current;

namespace {

std::atomic<uint64_t>& word_of(PKSPIN_LOCK lock) {
  return *reinterpret_cast<std::atomic<uint64_t>*>(lock);
}

void require_dispatch_level(PKSPIN_LOCK lock) {
  if (current()->irql() >= DISPATCH_LEVEL) return;
  kernel().bug_check(0xA /* IRQL_NOT_LESS_OR_EQUAL */, reinterpret_cast<uint64_t>(lock), current()->irql(), 1, 0,
                     "a spin lock was taken below DISPATCH_LEVEL by a function that does not raise the IRQL");
}

void acquire(PKSPIN_LOCK lock) {
  current()->world().point(owdf::sched::Point::kLock);
  if (owdf::sched::spin_holder(word_of(lock)) == current()->serial()) {
    kernel().bug_check(0xF /* SPIN_LOCK_ALREADY_OWNED */, reinterpret_cast<uint64_t>(lock), 0, 0, 0,
                       "a thread took a spin lock that it holds already");
  }
  owdf::sched::spin_acquire(word_of(lock));
}

void release(PKSPIN_LOCK lock) {
  if (word_of(lock).load(std::memory_order_relaxed) == 0) {
    kernel().bug_check(0x10 /* SPIN_LOCK_NOT_OWNED */, reinterpret_cast<uint64_t>(lock), 0, 0, 0,
                       "a spin lock was released that nobody holds");
  }
  owdf::sched::spin_release(word_of(lock));
}

}  // namespace

extern "C" {

void NTAPI KeInitializeSpinLock(PKSPIN_LOCK SpinLock) {
  *SpinLock = 0;
}

KIRQL NTAPI KeAcquireSpinLockRaiseToDpc(PKSPIN_LOCK SpinLock) {
  const KIRQL before = current()->irql();
  if (before < DISPATCH_LEVEL) kernel().raise_irql(DISPATCH_LEVEL);
  acquire(SpinLock);
  return before;
}

void NTAPI KeReleaseSpinLock(PKSPIN_LOCK SpinLock, KIRQL NewIrql) {
  release(SpinLock);
  kernel().lower_irql(NewIrql);
  current()->world().point(owdf::sched::Point::kUnlock);
}

void NTAPI KeAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock) {
  require_dispatch_level(SpinLock);
  acquire(SpinLock);
}

void NTAPI KeReleaseSpinLockFromDpcLevel(PKSPIN_LOCK SpinLock) {
  release(SpinLock);
  current()->world().point(owdf::sched::Point::kUnlock);
}

BOOLEAN NTAPI KeTryToAcquireSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock) {
  require_dispatch_level(SpinLock);
  current()->world().point(owdf::sched::Point::kLock);
  return owdf::sched::spin_try_acquire(word_of(SpinLock));
}

BOOLEAN NTAPI KeTestSpinLock(PKSPIN_LOCK SpinLock) {
  return word_of(SpinLock).load(std::memory_order_relaxed) == 0;
}

KIRQL NTAPI KeAcquireSpinLockForDpc(PKSPIN_LOCK SpinLock) {
  return KeAcquireSpinLockRaiseToDpc(SpinLock);
}

void NTAPI KeReleaseSpinLockForDpc(PKSPIN_LOCK SpinLock, KIRQL OldIrql) {
  KeReleaseSpinLock(SpinLock, OldIrql);
}

void NTAPI KeAcquireInStackQueuedSpinLock(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle) {
  LockHandle->LockQueue.Next = nullptr;
  LockHandle->LockQueue.Lock = SpinLock;
  LockHandle->OldIrql = KeAcquireSpinLockRaiseToDpc(SpinLock);
}

void NTAPI KeReleaseInStackQueuedSpinLock(PKLOCK_QUEUE_HANDLE LockHandle) {
  KeReleaseSpinLock(LockHandle->LockQueue.Lock, LockHandle->OldIrql);
}

void NTAPI KeAcquireInStackQueuedSpinLockAtDpcLevel(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle) {
  LockHandle->LockQueue.Next = nullptr;
  LockHandle->LockQueue.Lock = SpinLock;
  LockHandle->OldIrql = current()->irql();
  KeAcquireSpinLockAtDpcLevel(SpinLock);
}

void NTAPI KeReleaseInStackQueuedSpinLockFromDpcLevel(PKLOCK_QUEUE_HANDLE LockHandle) {
  KeReleaseSpinLockFromDpcLevel(LockHandle->LockQueue.Lock);
}

void NTAPI KeAcquireInStackQueuedSpinLockForDpc(PKSPIN_LOCK SpinLock, PKLOCK_QUEUE_HANDLE LockHandle) {
  KeAcquireInStackQueuedSpinLock(SpinLock, LockHandle);
}

void NTAPI KeReleaseInStackQueuedSpinLockForDpc(PKLOCK_QUEUE_HANDLE LockHandle) {
  KeReleaseInStackQueuedSpinLock(LockHandle);
}

}  // extern "C"
