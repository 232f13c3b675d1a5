// SpinLock and WaitLock: WDFSPINLOCK and WDFWAITLOCK, the driver's own locks (SYN-049 .. SYN-051).
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

// KMDF: holds at DISPATCH_LEVEL. UMDF: the holder stays at PASSIVE_LEVEL, for user mode knows no other.
class SpinLock final : public Object {
 public:
  static constexpr Type kType = Type::kSpinLock;
  explicit SpinLock(const Birth& birth);

  void acquire();
  void release();  // another thread than the holder is in violation

 private:
  KIRQL old_irql_ = 0;  // the holder's
  std::atomic<PKTHREAD> owner_{nullptr};
  union {
    KSPIN_LOCK spin_;
    FAST_MUTEX mutex_;
  };
};

// The holder is in a critical region; its IRQL is unchanged. May be released at DISPATCH_LEVEL.
class WaitLock final : public Object {
 public:
  static constexpr Type kType = Type::kWaitLock;
  explicit WaitLock(const Birth& birth);

  // False: the timeout (100 ns units, as in KeWaitForSingleObject; null: none) came first.
  bool acquire(const LONGLONG* timeout);
  void release();

 private:
  std::atomic<PKTHREAD> owner_{nullptr};
  KEVENT free_;  // signaled while nobody holds the lock
};

}  // namespace owdf::wdf
