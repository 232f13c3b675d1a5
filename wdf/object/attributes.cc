#include "wdf/object/attributes.h"

#include "wdf/handle.h"

namespace owdf::wdf {
namespace {

// The record of clients of version 1.0 ends before UniqueType.
constexpr ULONG kFirstTypeInfoSize = 24;

Status read_context(PWDF_OBJECT_ATTRIBUTES attributes, Blueprint& blueprint) {
  PCWDF_OBJECT_CONTEXT_TYPE_INFO type = attributes->ContextTypeInfo;
  if (!type) {
    return attributes->ContextSizeOverride ? Status(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID) : Status{};  // OBJ-117
  }
  if (type->Size != sizeof(*type) && type->Size != kFirstTypeInfoSize) return Status(STATUS_INFO_LENGTH_MISMATCH);
  if (type->ContextSize == 0) return Status(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);  // OBJ-116
  blueprint.context_size = type->ContextSize;
  if (attributes->ContextSizeOverride) {
    if (attributes->ContextSizeOverride < type->ContextSize) return Status(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);
    blueprint.context_size = attributes->ContextSizeOverride;
  }
  blueprint.context_type = unique_type(type);
  return Status{};
}

Status read_level(const Client& client, const TypeRow& row, PWDF_OBJECT_ATTRIBUTES attributes, Blueprint& blueprint) {
  const WDF_EXECUTION_LEVEL level = attributes->ExecutionLevel;
  if (level < WdfExecutionLevelInheritFromParent || level > WdfExecutionLevelDispatch) {
    return Status(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);  // OBJ-120
  }
  if (level != WdfExecutionLevelInheritFromParent) {
    if (!row.level) return Status(STATUS_WDF_EXECUTION_LEVEL_INVALID);
    if (level == WdfExecutionLevelDispatch && !client.kernel_mode()) return Status(STATUS_WDF_EXECUTION_LEVEL_INVALID);
  }
  blueprint.level = level;
  return Status{};
}

Status read_scope(const TypeRow& row, PWDF_OBJECT_ATTRIBUTES attributes, Blueprint& blueprint) {
  const WDF_SYNCHRONIZATION_SCOPE scope = attributes->SynchronizationScope;
  if (scope < WdfSynchronizationScopeInheritFromParent || scope > WdfSynchronizationScopeNone) {
    return Status(STATUS_WDF_OBJECT_ATTRIBUTES_INVALID);  // OBJ-121
  }
  if (scope != WdfSynchronizationScopeInheritFromParent && !row.scope) {
    return Status(STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID);
  }
  blueprint.scope = scope;
  return Status{};
}

Status read_all_but_parent(Client& client, const TypeRow& row, PWDF_OBJECT_ATTRIBUTES attributes,
                           Blueprint& blueprint) {
  if (attributes->Size != sizeof(*attributes)) return Status(STATUS_INFO_LENGTH_MISMATCH);  // OBJ-127
  TRY(read_context(attributes, blueprint));
  TRY(read_level(client, row, attributes, blueprint));
  TRY(read_scope(row, attributes, blueprint));
  blueprint.cleanup = attributes->EvtCleanupCallback;
  blueprint.destroy = attributes->EvtDestroyCallback;
  return Status{};
}

}  // namespace

PCWDF_OBJECT_CONTEXT_TYPE_INFO unique_type(PCWDF_OBJECT_CONTEXT_TYPE_INFO type) {
  return type->Size > kFirstTypeInfoSize && type->UniqueType ? type->UniqueType : type;
}

Result<Blueprint> read_attributes(Client& client, Type type, PWDF_OBJECT_ATTRIBUTES attributes,
                                  Object* default_parent) {
  const TypeRow& row = row_of(type);
  Blueprint blueprint;
  WDFOBJECT named = nullptr;
  if (attributes) {
    TRY(read_all_but_parent(client, row, attributes, blueprint));
    named = attributes->ParentObject;
  }
  const bool parent_is_ours = row.parenting == Parenting::kRoot || row.parenting == Parenting::kFixed;
  if (named && parent_is_ours) return Status(STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);  // OBJ-122
  if (!named && row.parenting == Parenting::kRequired) return Status(STATUS_WDF_PARENT_NOT_SPECIFIED);
  blueprint.parent = named ? &object_of<Object>(client, named) : default_parent;
  return blueprint;
}

Result<Blueprint> read_parentless_attributes(Client& client, Type type, PWDF_OBJECT_ATTRIBUTES attributes) {
  Blueprint blueprint;
  if (!attributes) return blueprint;
  TRY(read_all_but_parent(client, row_of(type), attributes, blueprint));
  if (attributes->ParentObject) return Status(STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);
  return blueprint;
}

}  // namespace owdf::wdf
