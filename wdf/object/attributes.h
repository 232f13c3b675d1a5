// WDF_OBJECT_ATTRIBUTES, checked once for all creation methods (OBJ-116 .. OBJ-127).
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

// The attributes of a creation call for an object of `type`; null attributes are the defaults. `default_parent` is
// taken where the driver names none; for Parenting::kFixed it is the parent. STATUS_INFO_LENGTH_MISMATCH,
// STATUS_WDF_OBJECT_ATTRIBUTES_INVALID, STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED, STATUS_WDF_PARENT_NOT_SPECIFIED,
// STATUS_WDF_EXECUTION_LEVEL_INVALID, STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID. A parent handle that is none is a
// violation.
Result<Blueprint> read_attributes(Client& client, Type type, PWDF_OBJECT_ATTRIBUTES attributes, Object* default_parent);

// As above without an opinion on the parent: for attributes kept for later (request attributes of a device), and
// contexts.
Result<Blueprint> read_parentless_attributes(Client& client, Type type, PWDF_OBJECT_ATTRIBUTES attributes);

// The identity of a context type: the driver-wide unique record where there is one.
PCWDF_OBJECT_CONTEXT_TYPE_INFO unique_type(PCWDF_OBJECT_CONTEXT_TYPE_INFO type);

}  // namespace owdf::wdf
