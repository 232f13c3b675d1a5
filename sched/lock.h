// Lock: the mutual exclusion of our own code in nt/ and wdf/ (never a driver's). Short, never held across a driver
// callback, a park or a scheduling point; so in the deterministic form it is never contended and costs a flag.
// SpinLock: what KeAcquireSpinLock is made of: raising to DISPATCH_LEVEL is the caller's part.
// Ranks: a thread takes locks in rising rank only; checked at run time in debug builds.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/annotations.h"
#include "sched/atomics.h"

namespace owdf::sched {

enum class LockRank : uint8_t {
  kLowest = 0,
  kFramework = 10,
  kIo = 20,
  kObject = 30,
  kDispatcher = 40,
  kPool = 50,
  kLeaf = 60
};

// What a lock's hand-over means to ThreadSanitizer. kNothing: for a lock under which unrelated threads of drivers meet,
// in files compiled without -fsanitize=thread; an order between those threads would hide their races.
enum class LockOrders : uint8_t { kHolders, kNothing };

class CAPABILITY("mutex") Lock {
 public:
  explicit Lock(LockRank rank, const char* name, LockOrders orders = LockOrders::kHolders)
      : rank_(rank), orders_(orders), name_(name) {}
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  void acquire() ACQUIRE();
  void release() RELEASE();

 private:
  static constexpr uint32_t kFree = 0;
  static constexpr uint32_t kHeld = 1;
  static constexpr uint32_t kContended = 2;  // held, and somebody sleeps for it (futex; live form)

  void acquire_among_others();
  void release_among_others();
  // The order of ranks, in debug builds.
  void note_taken(Thread& thread);
  void note_given_back(Thread& thread);

  std::atomic<uint32_t> word_{kFree};  // used among others only
  std::atomic<const void*> holder_{nullptr};
  Lock* below_ = nullptr;  // the lock its holder took before this one; debug builds
  LockRank rank_;
  LockOrders orders_;
  [[maybe_unused]] const char* name_;  // for debuggers
};

// Alone, the holder says everything: contention would mean that a holder met a scheduling point.
inline void Lock::acquire() NO_THREAD_SAFETY_ANALYSIS {
  Thread* const thread = current();
  if (!thread || !thread->alone()) return acquire_among_others();
  OWDF_ASSERT(!holder_.load(std::memory_order_relaxed));
  holder_.store(thread, std::memory_order_relaxed);
  note_taken(*thread);
}

inline void Lock::release() NO_THREAD_SAFETY_ANALYSIS {
  Thread* const thread = current();
  if (!thread || !thread->alone()) return release_among_others();
  OWDF_ASSERT(holder_.load(std::memory_order_relaxed) == thread);
  note_given_back(*thread);
  holder_.store(nullptr, std::memory_order_relaxed);
}

inline void Lock::note_taken([[maybe_unused]] Thread& thread) {
#if !defined(NDEBUG)
  OWDF_ASSERT(!thread.held_locks_ || thread.held_locks_->rank_ < rank_);
  below_ = thread.held_locks_;
  thread.held_locks_ = this;
#endif
}

inline void Lock::note_given_back([[maybe_unused]] Thread& thread) {
#if !defined(NDEBUG)
  OWDF_ASSERT(thread.held_locks_ == this);
  thread.held_locks_ = below_;
#endif
}

class SCOPED_CAPABILITY LockGuard {
 public:
  explicit LockGuard(Lock& lock) ACQUIRE(lock) : lock_(lock) { lock_.acquire(); }
  ~LockGuard() RELEASE() { lock_.release(); }
  LockGuard(const LockGuard&) = delete;

 private:
  Lock& lock_;
};

// The word a driver's KSPIN_LOCK is. Deterministic: contention is a scheduling point until the holder (on another
// virtual processor) lets go; live: a futex, so that waiting sleeps. The holder is kept for the verifier's reports.
void spin_acquire(std::atomic<uint64_t>& word);
bool spin_try_acquire(std::atomic<uint64_t>& word);
void spin_release(std::atomic<uint64_t>& word);
// The serial number of the thread that holds it; 0 if it is free.
inline uint32_t spin_holder(const std::atomic<uint64_t>& word) {
  return static_cast<uint32_t>(word.load(std::memory_order_relaxed) >> 32);
}

}  // namespace owdf::sched
