#include "nt/ps/user_access.h"

#include "base/sanitizers.h"
#include "nt/ps/thread.h"

namespace owdf::ps {

namespace {

// The store is an OR of zero, atomic where others run meanwhile, so that no store of theirs is lost. Hidden from the
// sanitizers: what is touched here is the program's, which may be writing to it at this moment, or have it poisoned.
__attribute__((noinline, no_sanitize("address", "thread", "undefined"))) void touch(uintptr_t first, uintptr_t last,
                                                                                    bool write, bool alone) {
  for (uintptr_t at = first;; at = (at | (mm::kPageSize - 1)) + 1) {
    if (write && alone) {
      asm volatile("orb $0, (%0)" : : "r"(at) : "memory");
    } else if (write) {
      asm volatile("lock orb $0, (%0)" : : "r"(at) : "memory");
    } else {
      asm volatile("testb $0, (%0)" : : "r"(at) : "memory");
    }
    if ((at ^ last) < mm::kPageSize) return;  // the last page
  }
}

}  // namespace

__attribute__((noinline)) Status probe_user(mm::MemoryManager& memory, const void* buffer, size_t bytes,
                                            mm::Access access) {
  TRY(memory.check_user_range(buffer, bytes));
  if (bytes == 0) return Status{};
  _KTHREAD& thread = current_thread()->tcb;
  void* landing[5];
  if (__builtin_setjmp(landing)) {
    current_thread()->tcb.probe_landing = nullptr;
    return Status(STATUS_ACCESS_VIOLATION);
  }
  thread.probe_landing = landing;
  const auto first = reinterpret_cast<uintptr_t>(buffer);
  touch(first, first + bytes - 1, access == mm::Access::kWrite, sched::runs_alone());
  thread.probe_landing = nullptr;
  return Status{};
}

void probe_faulted(_KTHREAD& thread) {
  if (!thread.probe_landing) return;
  sched::current()->set_faulting(false);
#if defined(OWDF_ASAN)
  __asan_handle_no_return();
#endif
  __builtin_longjmp(thread.probe_landing, 1);
}

}  // namespace owdf::ps
