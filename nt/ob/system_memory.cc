#include "nt/ob/system_memory.h"

#include "nt/ex/executive.h"
#include "nt/machine.h"

namespace owdf::ob {

void* system_allocate(nt::Machine& machine, size_t bytes, uint32_t tag) {
  return machine.ex().allocate_zeroed(ex::PoolType::kNonPaged, bytes, tag, nullptr);
}

void system_free(nt::Machine& machine, void* memory) {
  machine.ex().free(memory);
}

}  // namespace owdf::ob
