#include "wdf/collection/collection.h"
#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/memory/memory.h"
#include "wdf/registry/key.h"
#include "wdf/registry/registry_access.h"
#include "wdf/string/string.h"

namespace owdf::wdf {
namespace {

Status assign(Client& client, WDFKEY key, PCUNICODE_STRING name, ULONG type, const void* data, size_t bytes) {
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const std::u16string_view value_name = TRY(text_of(name));
  return set_value(object_of<Key>(client, key).native(), value_name, type, data, bytes);
}

// In the registry a REG_SZ ends with a NUL, whether the driver's string does or not.
Status assign_text(Client& client, WDFKEY key, PCUNICODE_STRING name, std::u16string_view text) {
  const std::u16string ended(text);
  return assign(client, key, name, REG_SZ, ended.c_str(), (ended.size() + 1) * sizeof(char16_t));
}

Status assign_memory(Client& client, WDFKEY key, PCUNICODE_STRING name, ULONG type, const Memory& memory,
                     const WDFMEMORY_OFFSET* offsets) {
  size_t offset = 0;
  size_t length = memory.size();
  if (offsets) {
    offset = offsets->BufferOffset;
    length = offsets->BufferLength ? offsets->BufferLength : length - std::min(offset, length);
    if (offset > memory.size() || length > memory.size() - offset) return Status(STATUS_INTEGER_OVERFLOW);
  }
  return assign(client, key, name, type, static_cast<const char*>(memory.buffer()) + offset, length);
}

// Each text with its NUL, and one more at the end.
Result<std::u16string> joined(const Collection& collection) {
  std::u16string all;
  const ULONG count = collection.count();
  for (ULONG i = 0; i < count; i++) {
    Object* item = collection.at(i);
    if (!item || item->type() != Type::kString) return Status(STATUS_INVALID_PARAMETER);
    all.append(static_cast<String*>(item)->text()).push_back(u'\0');
  }
  if (all.empty()) return Status(STATUS_INVALID_PARAMETER);
  all.push_back(u'\0');
  return all;
}

Status assign_strings(Client& client, WDFKEY key, PCUNICODE_STRING name, const Collection& collection) {
  const std::u16string all = TRY(joined(collection));
  return assign(client, key, name, REG_MULTI_SZ, all.data(), all.size() * sizeof(char16_t));
}

Status assign_unicode(Client& client, WDFKEY key, PCUNICODE_STRING name, PCUNICODE_STRING text) {
  return assign_text(client, key, name, TRY(text_of(text)));
}

Status remove_value(Client& client, WDFKEY key, PCUNICODE_STRING name) {
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  TRY(text_of(name));
  return Status(ZwDeleteValueKey(object_of<Key>(client, key).native(), const_cast<PUNICODE_STRING>(name)));
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfRegistryRemoveValue(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  return remove_value(client, Key, ValueName).value;
}

NTSTATUS NTAPI WdfRegistryAssignValue(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                      ULONG ValueType, ULONG ValueLength, PVOID Value) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  if (ValueLength) OWDF_REQUIRED(client, Value);
  return assign(client, Key, ValueName, ValueType, Value, ValueLength).value;
}

NTSTATUS NTAPI WdfRegistryAssignMemory(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                       ULONG ValueType, WDFMEMORY Memory, PWDFMEMORY_OFFSET MemoryOffsets) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  const wdf::Memory& memory = object_of<wdf::Memory>(client, Memory);
  return assign_memory(client, Key, ValueName, ValueType, memory, MemoryOffsets).value;
}

NTSTATUS NTAPI WdfRegistryAssignMultiString(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                            WDFCOLLECTION StringsCollection) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  return assign_strings(client, Key, ValueName, object_of<Collection>(client, StringsCollection)).value;
}

NTSTATUS NTAPI WdfRegistryAssignUnicodeString(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                              PCUNICODE_STRING Value) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  OWDF_REQUIRED(client, Value);
  return assign_unicode(client, Key, ValueName, Value).value;
}

NTSTATUS NTAPI WdfRegistryAssignString(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                       WDFSTRING String) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  return assign_text(client, Key, ValueName, object_of<wdf::String>(client, String).text()).value;
}

NTSTATUS NTAPI WdfRegistryAssignULong(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                      ULONG Value) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  return assign(client, Key, ValueName, REG_DWORD, &Value, sizeof(Value)).value;
}

}  // namespace owdf::ddi
