// StackPool: the stacks of a world's fibers, mapped once and reused. Owner: the world; one OS thread at a time.
#pragma once

#include <cstddef>
#include <vector>

#include "base/sanitizers.h"

namespace owdf::sched {

// Instrumented frames are two to three times as large.
inline constexpr size_t kStackSize = (kAsan || kTsan) ? 1024 * 1024 : 256 * 1024;

inline constexpr size_t kGuardSize = 4096;

struct Stack {
  char* bottom = nullptr;  // lowest usable address, above the guard page
  size_t size = 0;
  bool guards(const void* address) const {
    const char* at = static_cast<const char*>(address);
    return at < bottom && at >= bottom - kGuardSize;
  }
};

class StackPool {
 public:
  StackPool() = default;
  ~StackPool();
  StackPool(const StackPool&) = delete;
  StackPool& operator=(const StackPool&) = delete;

  Stack take();
  void give_back(Stack stack);
  // For the stack of a thread that died where it stood. What its frames owned is lost by design; LeakSanitizer must go
  // on seeing those frames as roots, so under AddressSanitizer such a stack is never used again nor unmapped.
  void bury(Stack stack);

 private:
  struct Mapping {
    void* base;
    size_t size;
    bool kept;
  };
  std::vector<Mapping> mappings_;
  std::vector<Stack> free_;
};

}  // namespace owdf::sched
