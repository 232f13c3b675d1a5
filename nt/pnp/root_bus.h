// The root bus: the driver whose physical device objects stand for devices that no bus finds. Its driver object is
// \Driver\PnpManager, as on Windows; it answers for the bottom of each root device's stack.
#pragma once

#include "base/result.h"
#include "nt/pnp/device_node.h"

namespace owdf::pnp {

Result<ob::Ref<DRIVER_OBJECT>> make_root_bus(nt::Machine& machine);
// A physical device object for the node, with a generated name; node.pdo refers to it.
Status make_root_pdo(nt::Machine& machine, DRIVER_OBJECT& bus, DeviceNode& node);

}  // namespace owdf::pnp
