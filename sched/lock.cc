#include "sched/lock.h"

#include "base/sanitizers.h"
#include "sched/deterministic.h"
#include "sched/futex.h"
#include "sched/world.h"

namespace owdf::sched {

namespace {

bool fibers_only(const Thread* thread) {
  return thread && thread->world().deterministic();
}

}  // namespace

void Lock::acquire_among_others() NO_THREAD_SAFETY_ANALYSIS {
  Thread* thread = current();
  OWDF_ASSERT(!thread || holder_.load(std::memory_order_relaxed) != thread);
#if !defined(NDEBUG)
  // Before it waits: a wrong order shall end in this assertion, not in a deadlock.
  OWDF_ASSERT(!thread || !thread->held_locks_ || thread->held_locks_->rank_ < rank_);
#endif
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
  holder_.store(thread, std::memory_order_relaxed);
  if (thread) note_taken(*thread);
}

void Lock::release_among_others() NO_THREAD_SAFETY_ANALYSIS {
  Thread* thread = current();
  OWDF_ASSERT(holder_.load(std::memory_order_relaxed) == thread && word_.load(std::memory_order_relaxed) != kFree);
  if (thread) note_given_back(*thread);
  holder_.store(nullptr, std::memory_order_relaxed);
  if (orders_ == LockOrders::kHolders) happens_before(this);
  if (fibers_only(thread)) {
    word_.store(kFree, std::memory_order_relaxed);
  } else if (word_.exchange(kFree, std::memory_order_release) == kContended) {
    futex_wake(&word_);
  }
}

namespace {

// A spin lock's word: 0 is free; else the holder's serial number in the upper half, and below whether somebody sleeps
// for it.
constexpr uint64_t kSpinHeld = 1;
constexpr uint64_t kSpinAwaited = 2;
// A sleeper looks up from time to time: the holder may have died with its machine, and then so has the sleeper.
constexpr Ticks kSpinPatience = 20 * kTicksPerMillisecond;

bool spin_take(std::atomic<uint64_t>& word, uint64_t flags) {
  const Thread* thread = current();
  uint64_t expected = 0;
  const uint64_t mine = (uint64_t{thread ? thread->serial() : 0} << 32) | flags;
  if (!word.compare_exchange_strong(expected, mine, std::memory_order_acquire)) return false;
  happens_after(&word);
  return true;
}

}  // namespace

bool spin_try_acquire(std::atomic<uint64_t>& word) {
  return spin_take(word, kSpinHeld);
}

void spin_acquire(std::atomic<uint64_t>& word) {
  Thread* thread = current();
  if (fibers_only(thread)) {
    while (!spin_take(word, kSpinHeld)) static_cast<DeterministicWorld&>(thread->world()).spin_until_free(word);
    return;
  }
  if (spin_take(word, kSpinHeld)) return;
  // Who has slept cannot know whether others still do, so it takes the lock as awaited.
  while (!spin_take(word, kSpinHeld | kSpinAwaited)) {
    const uint64_t seen = word.fetch_or(kSpinAwaited, std::memory_order_relaxed) | kSpinAwaited;
    if (seen == kSpinAwaited) {
      // It was free, and is so still but for the flag just set.
      uint64_t flag = kSpinAwaited;
      word.compare_exchange_strong(flag, 0, std::memory_order_relaxed);
      continue;
    }
    timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += kSpinPatience * 100;
    if (until.tv_nsec >= 1'000'000'000) until.tv_sec++, until.tv_nsec -= 1'000'000'000;
    futex_wait(&word, static_cast<uint32_t>(seen), &until);
    if (thread) thread->world().point(Point::kLock);
  }
}

void spin_release(std::atomic<uint64_t>& word) {
  OWDF_ASSERT(word.load(std::memory_order_relaxed) != 0);
  happens_before(&word);
  if (word.exchange(0, std::memory_order_release) & kSpinAwaited) futex_wake(&word);
}

}  // namespace owdf::sched
