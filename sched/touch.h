// Whether memory can be read or written now, found out by doing it: one access to each page. Costs no system call, and
// a page that is not there costs one signal. On an OS thread of a world (catch_faults_on_this_thread()).
#pragma once

#include <cstdint>

#include "sched/atomics.h"

extern "C" {
__attribute__((visibility("hidden"))) bool owdf_touch_read(uintptr_t first, uintptr_t last);
__attribute__((visibility("hidden"))) bool owdf_touch_write(uintptr_t first, uintptr_t last);
__attribute__((visibility("hidden"))) bool owdf_touch_write_locked(uintptr_t first, uintptr_t last);
}

namespace owdf::sched {

// `last`: the last byte, not below `first`.
inline bool can_read(uintptr_t first, uintptr_t last) {
  return owdf_touch_read(first, last);
}

// The store is an OR of zero, locked where others run meanwhile, so that no store of theirs is lost.
inline bool can_write(uintptr_t first, uintptr_t last) {
  return runs_alone() ? owdf_touch_write(first, last) : owdf_touch_write_locked(first, last);
}

}  // namespace owdf::sched
