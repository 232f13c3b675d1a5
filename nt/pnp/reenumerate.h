// A device that has failed asks its bus for a new beginning: GUID_REENUMERATE_SELF_INTERFACE_STANDARD. The root bus
// offers it; anybody in the stack may ask. PASSIVE_LEVEL.
#pragma once

#include <wdm.h>

namespace owdf::nt {
class Machine;
}

namespace owdf::pnp {

// Answers IRP_MN_QUERY_INTERFACE as the bus driver of `pdo`; `unknown` for an interface that it does not have.
NTSTATUS query_reenumeration(PDEVICE_OBJECT pdo, const IO_STACK_LOCATION& location, NTSTATUS unknown);

// Asks the bus below `device` to take the device away and to find it again. False: that bus cannot.
bool ask_for_reenumeration(nt::Machine& machine, PDEVICE_OBJECT device);

}  // namespace owdf::pnp
