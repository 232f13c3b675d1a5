#include "sched/lock.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sanitizers.h"
#include "sched/deterministic.h"
#include "sched/world.h"

namespace owdf::sched {

namespace {

constexpr uint32_t kFree = 0;
constexpr uint32_t kHeld = 1;
constexpr uint32_t kContended = 2;

void futex_wait(const void* word, uint32_t value) { syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0); }
void futex_wake(const void* word) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0); }

bool fibers_only(const Thread* thread) { return thread && thread->world().deterministic(); }

}  // namespace

void Lock::acquire() NO_THREAD_SAFETY_ANALYSIS {
  Thread* thread = current();
  if (thread) {
    OWDF_ASSERT(holder_ != thread);
#if !defined(NDEBUG)
    OWDF_ASSERT(!thread->held_locks_ || thread->held_locks_->rank_ < rank_);
#endif
  }
  if (fibers_only(thread)) {
    // Contention would mean that a holder met a scheduling point.
    OWDF_ASSERT(word_.load(std::memory_order_relaxed) == kFree);
    word_.store(kHeld, std::memory_order_relaxed);
  } else {
    uint32_t expected = kFree;
    if (!word_.compare_exchange_strong(expected, kHeld, std::memory_order_acquire)) {
      while (word_.exchange(kContended, std::memory_order_acquire) != kFree) futex_wait(&word_, kContended);
    }
  }
  if (orders_ == LockOrders::kHolders) happens_after(this);
  holder_ = thread;
  if (thread) {
    below_ = thread->held_locks_;
    thread->held_locks_ = this;
  }
}

void Lock::release() NO_THREAD_SAFETY_ANALYSIS {
  Thread* thread = current();
  OWDF_ASSERT(holder_ == thread && word_.load(std::memory_order_relaxed) != kFree);
  if (thread) {
    OWDF_ASSERT(thread->held_locks_ == this);
    thread->held_locks_ = below_;
  }
  holder_ = nullptr;
  if (orders_ == LockOrders::kHolders) happens_before(this);
  if (fibers_only(thread)) {
    word_.store(kFree, std::memory_order_relaxed);
  } else if (word_.exchange(kFree, std::memory_order_release) == kContended) {
    futex_wake(&word_);
  }
}

bool Lock::held_by_current() const { return word_.load(std::memory_order_relaxed) != kFree && holder_ == current(); }

// The word: 0 is free; else the serial number of the holder in the upper half and kHeld or kContended in the lower.
namespace {

uint64_t mine(uint32_t state) {
  const Thread* thread = current();
  return (uint64_t{thread ? thread->serial() : 0} << 32) | state;
}

}  // namespace

bool spin_try_acquire(std::atomic<uint64_t>& word) {
  uint64_t expected = 0;
  if (!word.compare_exchange_strong(expected, mine(kHeld), std::memory_order_acquire)) return false;
  happens_after(&word);
  return true;
}

void spin_acquire(std::atomic<uint64_t>& word) {
  Thread* thread = current();
  if (fibers_only(thread)) {
    while (!spin_try_acquire(word)) static_cast<DeterministicWorld&>(thread->world()).spin_until_free(word);
    return;
  }
  if (spin_try_acquire(word)) return;
  while (word.exchange(mine(kContended), std::memory_order_acquire) != 0) futex_wait(&word, kContended);
  happens_after(&word);
}

void spin_release(std::atomic<uint64_t>& word) {
  OWDF_ASSERT(word.load(std::memory_order_relaxed) != 0);
  happens_before(&word);
  const uint64_t before = word.exchange(0, std::memory_order_release);
  if (static_cast<uint32_t>(before) == kContended) futex_wake(&word);
}

}  // namespace owdf::sched
