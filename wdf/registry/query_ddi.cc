#include "wdf/collection/collection.h"
#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/memory/memory.h"
#include "wdf/object/attributes.h"
#include "wdf/registry/key.h"
#include "wdf/registry/registry_access.h"
#include "wdf/string/string.h"

#include <cstring>

namespace owdf::wdf {
namespace {

constexpr ULONG kAnyType = ~0u;

Result<RegistryValue> query(Client& client, WDFKEY key, PCUNICODE_STRING name, ULONG type) {
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const std::u16string_view value_name = TRY(text_of(name));
  RegistryValue value = TRY(query_value(object_of<Key>(client, key).native(), value_name));
  if (type != kAnyType && value.type != type) return Status(STATUS_OBJECT_TYPE_MISMATCH);
  return value;
}

// A value that may not be empty.
Result<RegistryValue> query_filled(Client& client, WDFKEY key, PCUNICODE_STRING name, ULONG type) {
  RegistryValue value = TRY(query(client, key, name, type));
  if (value.data.empty()) return Status(STATUS_RESOURCE_DATA_NOT_FOUND);
  return value;
}

// The text of REG_SZ data, which need not end with a NUL.
std::u16string text_in(const RegistryValue& value) {
  std::u16string text(value.data.size() / sizeof(char16_t), u'\0');
  std::memcpy(text.data(), value.data.data(), text.size() * sizeof(char16_t));
  const size_t end = text.find(u'\0');
  return end == std::u16string::npos ? text : text.substr(0, end);
}

std::vector<std::u16string> texts_in(const RegistryValue& value) {
  std::u16string all(value.data.size() / sizeof(char16_t), u'\0');
  std::memcpy(all.data(), value.data.data(), all.size() * sizeof(char16_t));
  std::vector<std::u16string> texts;
  for (size_t at = 0; at < all.size() && all[at] != 0;) {
    const size_t end = std::min(all.find(u'\0', at), all.size());
    texts.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return texts;
}

// As much as fits is copied; a Value of null asks for the length alone.
NTSTATUS copy_out(const RegistryValue& value, ULONG room, void* to) {
  if (!to) return STATUS_SUCCESS;
  std::memcpy(to, value.data.data(), std::min<size_t>(room, value.data.size()));
  return value.data.size() > room ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

NTSTATUS copy_text_out(const std::u16string& text, UNICODE_STRING* to) {
  if (!to) return STATUS_SUCCESS;
  const size_t room = to->Buffer ? to->MaximumLength / sizeof(char16_t) : 0;
  const size_t units = std::min(room, text.size());
  if (units) std::memcpy(to->Buffer, text.data(), units * sizeof(char16_t));
  to->Length = static_cast<USHORT>(units * sizeof(char16_t));
  if (units < room) to->Buffer[units] = 0;
  return units < text.size() ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

Result<Memory*> query_memory(Client& client, WDFKEY key, PCUNICODE_STRING name, POOL_TYPE pool,
                             PWDF_OBJECT_ATTRIBUTES attributes, ULONG* type) {
  const RegistryValue value = TRY(query_filled(client, key, name, kAnyType));
  const Blueprint blueprint = TRY(read_attributes(client, Type::kMemory, attributes, &client.default_parent()));
  Memory* memory = TRY(PoolMemory::make(client, blueprint, pool, 0, value.data.size()));
  std::memcpy(memory->buffer(), value.data.data(), value.data.size());
  if (type) *type = value.type;
  return memory;
}

Status query_strings(Client& client, WDFKEY key, PCUNICODE_STRING name, PWDF_OBJECT_ATTRIBUTES attributes,
                     Collection& collection) {
  const RegistryValue value = TRY(query_filled(client, key, name, REG_MULTI_SZ));
  const Blueprint blueprint = TRY(read_attributes(client, Type::kString, attributes, &client.default_parent()));
  const ULONG had = collection.count();
  auto add = [&](const std::u16string& text) {
    String* string = TRY(String::make(client, blueprint, text));
    const Status added = collection.add(*string);
    if (!added.ok()) string->discard();
    return added;
  };
  for (const std::u16string& text : texts_in(value)) {
    const Status added = add(text);
    if (added.ok()) continue;
    // All or nothing: what came in so far goes again.
    while (collection.count() > had) {
      Object* last = collection.last();
      last->dispose();
      collection.remove_at(collection.count() - 1);
    }
    return added;
  }
  return Status{};
}

Result<ULONG> query_ulong(Client& client, WDFKEY key, PCUNICODE_STRING name) {
  const RegistryValue value = TRY(query(client, key, name, REG_DWORD));
  if (value.data.size() != sizeof(ULONG)) return Status(STATUS_OBJECT_TYPE_MISMATCH);
  ULONG number;
  std::memcpy(&number, value.data.data(), sizeof(number));
  return number;
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfRegistryQueryValue(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                     ULONG ValueLength, PVOID Value, PULONG ValueLengthQueried, PULONG ValueType) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  auto value = query(client, Key, ValueName, kAnyType);
  if (!value) return value.status().value;
  if (ValueLengthQueried) *ValueLengthQueried = static_cast<ULONG>(value->data.size());
  if (ValueType) *ValueType = value->type;
  return copy_out(*value, ValueLength, Value);
}

NTSTATUS NTAPI WdfRegistryQueryMemory(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                      POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes, WDFMEMORY* Memory,
                                      PULONG ValueType) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  OWDF_REQUIRED(client, Memory);
  *Memory = nullptr;
  auto memory = query_memory(client, Key, ValueName, PoolType, MemoryAttributes, ValueType);
  if (memory) *Memory = handle_of<WDFMEMORY>(*memory);
  return memory.status().value;
}

NTSTATUS NTAPI WdfRegistryQueryMultiString(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                           PWDF_OBJECT_ATTRIBUTES StringsAttributes, WDFCOLLECTION Collection) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  wdf::Collection& collection = object_of<wdf::Collection>(client, Collection);
  return query_strings(client, Key, ValueName, StringsAttributes, collection).value;
}

NTSTATUS NTAPI WdfRegistryQueryUnicodeString(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                             PUSHORT ValueByteLength, PUNICODE_STRING Value) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  auto value = query(client, Key, ValueName, REG_SZ);
  if (!value) return value.status().value;
  const std::u16string text = text_in(*value);
  if (ValueByteLength) *ValueByteLength = static_cast<USHORT>((text.size() + 1) * sizeof(char16_t));
  return copy_text_out(text, Value);
}

NTSTATUS NTAPI WdfRegistryQueryString(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                      WDFSTRING String) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  wdf::String& string = object_of<wdf::String>(client, String);
  auto value = query_filled(client, Key, ValueName, REG_SZ);
  return value ? string.assign(text_in(*value)).value : value.status().value;
}

NTSTATUS NTAPI WdfRegistryQueryULong(PWDF_DRIVER_GLOBALS globals, WDFKEY Key, PCUNICODE_STRING ValueName,
                                     PULONG Value) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ValueName);
  OWDF_REQUIRED(client, Value);
  auto number = query_ulong(client, Key, ValueName);
  if (number) *Value = *number;
  return number.status().value;
}

}  // namespace owdf::ddi
