// Locked operations, where they are needed. In the deterministic form one thread of a world runs at a time, so a plain
// operation does what a locked one would at a twentieth of its cost; in the live form, outside of a world, and for
// ThreadSanitizer (which learns from them what comes before what) these are the operations of std::atomic.
#pragma once

#include <atomic>
#include <type_traits>

#include "sched/world.h"

namespace owdf::sched {

// True: nobody that shares anything with the caller runs at the same time.
inline bool runs_alone() {
  const Thread* thread = current();
  return thread && thread->alone();
}

// The value before.
template <typename T>
[[gnu::always_inline]] inline T fetch_add(std::atomic<T>& counter, std::type_identity_t<T> by,
                                          std::memory_order order) {
  if (!runs_alone()) return counter.fetch_add(by, order);
  const T before = counter.load(std::memory_order_relaxed);
  counter.store(static_cast<T>(before + by), std::memory_order_relaxed);
  return before;
}

// False, and nothing changed: the value was not `expected`.
template <typename T>
[[gnu::always_inline]] inline bool replace(std::atomic<T>& value, std::type_identity_t<T> expected,
                                           std::type_identity_t<T> desired) {
  if (!runs_alone()) return value.compare_exchange_strong(expected, desired);
  if (value.load(std::memory_order_relaxed) != expected) return false;
  value.store(desired, std::memory_order_relaxed);
  return true;
}

}  // namespace owdf::sched
