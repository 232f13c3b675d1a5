// Touching user memory that may not be there. A fault while a probe is under way comes back to the probe (ke/fault.cc
// asks probe_faulted); everywhere else it means what it always means.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "nt/mm/memory_manager.h"

struct _KTHREAD;

namespace owdf::ps {

// The rule of a user buffer, and one access to each of its pages: a load, or for kWrite a store that changes nothing.
// STATUS_ACCESS_VIOLATION. Costs no system call. On a thread of a process, IRQL <= APC_LEVEL.
Status probe_user(mm::MemoryManager& memory, const void* buffer, size_t bytes, mm::Access access);

// From the fault handler, on the thread that faulted: does not return if a probe was under way.
void probe_faulted(_KTHREAD& thread);

}  // namespace owdf::ps
