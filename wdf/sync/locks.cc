#include "wdf/sync/locks.h"

#include <fmt/format.h>

#include "wdf/violation.h"

namespace owdf::wdf {
namespace {

[[noreturn]] void recursive(Object& lock) {
  violate(lock.client(), Violation::kRecursiveLock, reinterpret_cast<uint64_t>(lock.handle()),
          reinterpret_cast<uint64_t>(&lock),
          fmt::format("a thread acquired a {} (object {}) that it holds already", lock.name(), lock.serial()));
}

}  // namespace

SpinLock::SpinLock(const Birth& birth) : Object(birth) {
  if (client().kernel_mode()) {
    KeInitializeSpinLock(&spin_);
  } else {
    ExInitializeFastMutex(&mutex_);
  }
}

void SpinLock::acquire() {
  if (owner_.load(std::memory_order_relaxed) == KeGetCurrentThread()) recursive(*this);
  if (client().kernel_mode()) {
    KIRQL old;
    KeAcquireSpinLock(&spin_, &old);
    old_irql_ = old;
  } else {
    KeEnterCriticalRegion();
    ExAcquireFastMutexUnsafe(&mutex_);
  }
  owner_.store(KeGetCurrentThread(), std::memory_order_relaxed);
}

void SpinLock::release() {
  if (owner_.load(std::memory_order_relaxed) != KeGetCurrentThread()) {
    violate(client(), Violation::kInvalidLockOperation, reinterpret_cast<uint64_t>(handle()), 1,
            fmt::format("a thread released a WDFSPINLOCK (object {}) that it does not hold", serial()));
  }
  owner_.store(nullptr, std::memory_order_relaxed);
  if (client().kernel_mode()) {
    KeReleaseSpinLock(&spin_, old_irql_);
  } else {
    ExReleaseFastMutexUnsafe(&mutex_);
    KeLeaveCriticalRegion();
  }
}

WaitLock::WaitLock(const Birth& birth) : Object(birth) {
  KeInitializeEvent(&free_, SynchronizationEvent, TRUE);
}

bool WaitLock::acquire(const LONGLONG* timeout) {
  // With a timeout the second attempt of a holder ends by itself.
  if (!timeout && owner_.load(std::memory_order_relaxed) == KeGetCurrentThread()) recursive(*this);
  LARGE_INTEGER limit;
  if (timeout) limit.QuadPart = *timeout;
  KeEnterCriticalRegion();
  const NTSTATUS status = KeWaitForSingleObject(&free_, Executive, KernelMode, FALSE, timeout ? &limit : nullptr);
  if (status == STATUS_TIMEOUT) {
    KeLeaveCriticalRegion();
    return false;
  }
  owner_.store(KeGetCurrentThread(), std::memory_order_relaxed);
  return true;
}

void WaitLock::release() {
  if (!owner_.exchange(nullptr, std::memory_order_relaxed)) {
    violate(client(), Violation::kInvalidLockOperation, reinterpret_cast<uint64_t>(handle()), 0,
            fmt::format("a WDFWAITLOCK (object {}) was released that nobody holds", serial()));
  }
  KeSetEvent(&free_, IO_NO_INCREMENT, FALSE);
  KeLeaveCriticalRegion();
}

}  // namespace owdf::wdf
