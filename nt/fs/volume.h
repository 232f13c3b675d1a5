// The driver of the volume: IRPs in, calls of the host out.
#pragma once

#include <string_view>

#include "base/result.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::fs {

// Makes the driver object and its device of that name.
Status make_volume(nt::Machine& machine, std::u16string_view name);

}  // namespace owdf::fs
