// CallbackLock: the lock of a device or queue under which its callbacks run one at a time, and which
// WdfObjectAcquireLock hands to the driver (SYN-005, SYN-046). Execution level decides what it is: at PASSIVE_LEVEL a
// fast mutex inside a critical region, else a spin lock that leaves its holder at DISPATCH_LEVEL (SYN-041). Held across
// driver callbacks by design; it is not one of our internal locks.
#pragma once

#include "wdf/client.h"

namespace owdf::wdf {

class CallbackLock {
 public:
  CallbackLock(Client& client, bool passive);
  CallbackLock(const CallbackLock&) = delete;

  bool passive() const { return passive_; }
  // For `object`, which names it in reports. A thread that has it already is in violation (WDF_RECURSIVE_LOCK).
  void acquire(Object* object);
  void release();  // by the holder
  bool held_by_current() const;

 private:
  Client& client_;
  const bool passive_;
  KIRQL old_irql_ = 0;  // the holder's
  std::atomic<PKTHREAD> owner_{nullptr};
  union {
    KSPIN_LOCK spin_;
    FAST_MUTEX mutex_;
  };
};

}  // namespace owdf::wdf
