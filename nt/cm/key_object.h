// KeyObject: what a key handle names: an object of ob/ around a Key of the registry. Opening never fails for lack of
// rights, for nothing is checked yet beyond the access that the handle was granted.
#pragma once

#include "nt/cm/registry.h"
#include "nt/ob/object_manager.h"

namespace owdf::cm {

extern const ob::Type kKeyType;

// A new handle to `key`, in the calling thread's process or, with OBJ_KERNEL_HANDLE, in the system's. PASSIVE_LEVEL.
// STATUS_INSUFFICIENT_RESOURCES.
Result<void*> open_key_handle(nt::Machine& machine, const Key& key, uint32_t access, uint32_t attributes);
// The key behind a handle. STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED.
Result<Key> key_by_handle(nt::Machine& machine, const void* handle, uint32_t access, ob::ObjectManager::Mode mode);

}  // namespace owdf::cm
