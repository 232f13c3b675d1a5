// The IRP_MJ_PNP requests that the manager sends to the top of a device's stack. PASSIVE_LEVEL; each waits for its
// answer.
#pragma once

#include <wdm.h>

#include "nt/pnp/device_node.h"

namespace owdf::pnp {

// A request without parameters: start (no resources), stop, remove and their queries and cancellations.
NTSTATUS send(nt::Machine& machine, DeviceNode& node, UCHAR minor);
NTSTATUS query_capabilities(nt::Machine& machine, DeviceNode& node, DEVICE_CAPABILITIES* capabilities);
// Unchanged if no driver answers.
NTSTATUS query_device_state(nt::Machine& machine, DeviceNode& node, PNP_DEVICE_STATE* state);
// Null without children. The caller frees it with ExFreePool and owns the references in it.
PDEVICE_RELATIONS query_bus_relations(nt::Machine& machine, DeviceNode& node);
NTSTATUS filter_resource_requirements(nt::Machine& machine, DeviceNode& node);

}  // namespace owdf::pnp
