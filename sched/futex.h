// Futexes, and a lock made of one that ThreadSanitizer does not see: for what the schedulers guard among themselves.
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>

#include "base/annotations.h"
#include "base/assert.h"

namespace owdf::sched {

// Returns when woken, when *word is not `value`, at the deadline (CLOCK_MONOTONIC; null: never) or for no reason.
inline void futex_wait(const void* word, uint32_t value, const timespec* deadline = nullptr) {
  syscall(SYS_futex, word, FUTEX_WAIT_BITSET_PRIVATE, value, deadline, nullptr, FUTEX_BITSET_MATCH_ANY);
}

inline void futex_wake(const void* word, int count = 1) {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, nullptr, nullptr, 0);
}

class CAPABILITY("mutex") QuietLock {
 public:
  void acquire() ACQUIRE() {
    if (try_acquire_now()) return;
    while (word_.exchange(kContended, std::memory_order_acquire) != kFree) futex_wait(&word_, kContended);
  }
  bool try_acquire() TRY_ACQUIRE(true) { return try_acquire_now(); }
  void release() RELEASE() {
    const uint32_t before = word_.exchange(kFree, std::memory_order_release);
    OWDF_ASSERT(before != kFree);
    if (before == kContended) futex_wake(&word_);
  }

 private:
  static constexpr uint32_t kFree = 0;
  static constexpr uint32_t kHeld = 1;
  static constexpr uint32_t kContended = 2;

  bool try_acquire_now() {
    uint32_t expected = kFree;
    return word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire);
  }

  std::atomic<uint32_t> word_{kFree};
};

class SCOPED_CAPABILITY QuietGuard {
 public:
  explicit QuietGuard(QuietLock& lock) ACQUIRE(lock) : lock_(lock) { lock_.acquire(); }
  ~QuietGuard() RELEASE() { lock_.release(); }
  QuietGuard(const QuietGuard&) = delete;
  QuietGuard& operator=(const QuietGuard&) = delete;

 private:
  QuietLock& lock_;
};

}  // namespace owdf::sched
