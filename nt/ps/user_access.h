// Touching user memory that may not be there.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "nt/mm/memory_manager.h"
#include "sched/touch.h"

namespace owdf::ps {

// The rule of a user buffer, and one access to each of its pages: a load, or for kWrite a store that changes nothing.
// STATUS_ACCESS_VIOLATION. Costs no system call. IRQL <= APC_LEVEL.
inline Status probe_user(const mm::MemoryManager& memory, const void* buffer, size_t bytes, mm::Access access) {
  TRY(memory.check_user_range(buffer, bytes));
  if (bytes == 0) return Status{};
  const auto first = reinterpret_cast<uintptr_t>(buffer);
  const uintptr_t last = first + (bytes - 1);
  const bool there = access == mm::Access::kWrite ? sched::can_write(first, last) : sched::can_read(first, last);
  return there ? Status{} : mm::kAccessViolation;
}

}  // namespace owdf::ps
