#include "sched/stack_pool.h"

#include <sys/mman.h>

#include "base/assert.h"

namespace owdf::sched {

namespace {
// A guard page splits a mapping in two, and vm.max_map_count is 65,530 by default: beyond these many stacks go without.
constexpr size_t kGuardedStacks = 16'384;
}  // namespace

StackPool::~StackPool() {
  for (const Mapping& mapping : mappings_) {
    if (mapping.kept) continue;
#if defined(OWDF_ASAN)
    __lsan_unregister_root_region(static_cast<char*>(mapping.base) + kGuardSize, kStackSize);
    __asan_unpoison_memory_region(mapping.base, mapping.size);
#endif
    munmap(mapping.base, mapping.size);
  }
}

Stack StackPool::take() {
  if (!free_.empty()) {
    Stack stack = free_.back();
    free_.pop_back();
    return stack;
  }
  const size_t size = kGuardSize + kStackSize;
  void* base =
      mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  OWDF_ASSERT(base != MAP_FAILED);
  if (mappings_.size() < kGuardedStacks) OWDF_ASSERT(mprotect(base, kGuardSize, PROT_NONE) == 0);
#if defined(OWDF_ASAN)
  __lsan_register_root_region(static_cast<char*>(base) + kGuardSize, kStackSize);
#endif
  mappings_.push_back({base, size, false});
  return {static_cast<char*>(base) + kGuardSize, kStackSize};
}

void StackPool::give_back(Stack stack) {
#if defined(OWDF_ASAN)
  __asan_unpoison_memory_region(stack.bottom, stack.size);
#endif
  free_.push_back(stack);
}

void StackPool::bury(Stack stack) {
  if (!kAsan) return give_back(stack);
  for (Mapping& mapping : mappings_) {
    if (mapping.base == stack.bottom - kGuardSize) mapping.kept = true;
  }
}

}  // namespace owdf::sched
