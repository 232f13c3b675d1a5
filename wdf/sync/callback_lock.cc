#include "wdf/sync/callback_lock.h"

#include <fmt/format.h>

#include "wdf/object/object.h"
#include "wdf/violation.h"

namespace owdf::wdf {

CallbackLock::CallbackLock(Client& client, bool passive) : client_(client), passive_(passive) {
  if (passive_) {
    ExInitializeFastMutex(&mutex_);
  } else {
    KeInitializeSpinLock(&spin_);
  }
}

bool CallbackLock::held_by_current() const {
  return owner_.load(std::memory_order_relaxed) == KeGetCurrentThread();
}

void CallbackLock::acquire(Object* object) {
  if (held_by_current()) {
    violate(client_, Violation::kRecursiveLock, reinterpret_cast<uint64_t>(object->handle()),
            reinterpret_cast<uint64_t>(this),
            fmt::format("a thread acquired the callback lock of a {} (object {}) that it holds already", object->name(),
                        object->serial()));
  }
  if (passive_) {
    KeEnterCriticalRegion();
    ExAcquireFastMutexUnsafe(&mutex_);
  } else {
    KIRQL old;
    KeAcquireSpinLock(&spin_, &old);
    old_irql_ = old;
  }
  owner_.store(KeGetCurrentThread(), std::memory_order_relaxed);
}

void CallbackLock::release() {
  owner_.store(nullptr, std::memory_order_relaxed);
  if (passive_) {
    ExReleaseFastMutexUnsafe(&mutex_);
    KeLeaveCriticalRegion();
  } else {
    KeReleaseSpinLock(&spin_, old_irql_);
  }
}

}  // namespace owdf::wdf
