#include "wdf/sync/serialization.h"

namespace owdf::wdf {

// A passive child of a dispatch-level parent without scope is accepted: there is nothing to take, and
// WDF_WORKITEM_CONFIG_INIT asks for serialisation by default.
Result<CallbackLock*> serialization_of_child(Object& parent, bool child_is_passive) {
  CallbackLock* lock = parent.serialization_lock();
  const bool mismatch = lock ? lock->passive() != child_is_passive : parent.passive() && !child_is_passive;
  if (mismatch) return Status(STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
  return lock;
}

Status require_device_above(Object& parent) {
  return parent.nearest(Type::kDevice) ? Status{} : Status(STATUS_INVALID_DEVICE_REQUEST);
}

}  // namespace owdf::wdf
