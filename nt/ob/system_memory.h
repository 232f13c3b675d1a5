// Memory of the executive's own objects: system memory, for drivers see them. Zeroed. Any IRQL up to DISPATCH_LEVEL,
// also while a machine boots (outside of any executive thread).
#pragma once

#include <cstddef>
#include <cstdint>

namespace owdf::nt {
class Machine;
}

namespace owdf::ob {

void* system_allocate(nt::Machine& machine, size_t bytes, uint32_t tag);
void system_free(nt::Machine& machine, void* memory);

}  // namespace owdf::ob
