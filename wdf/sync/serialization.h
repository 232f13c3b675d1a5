// AutomaticSerialization of timers, work items and DPCs: which lock, and whether the levels fit (SYN-023, SYN-039,
// SYN-040).
#pragma once

#include "wdf/object/object.h"
#include "wdf/sync/callback_lock.h"

namespace owdf::wdf {

// The lock under which a child of `parent`, whose callback runs at PASSIVE_LEVEL if `child_is_passive` and at
// DISPATCH_LEVEL otherwise, is serialised; null if the parent's scope asks for none.
// STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL if that lock cannot be taken at the child's level, or a dispatch-level child
// is put under a passive-level parent.
Result<CallbackLock*> serialization_of_child(Object& parent, bool child_is_passive);

// Timers, work items and DPCs need a device above them. STATUS_INVALID_DEVICE_REQUEST.
Status require_device_above(Object& parent);

}  // namespace owdf::wdf
