#include "wdf/registry/registry_access.h"

#include <cstring>

namespace owdf::wdf {
namespace {

// The interface counts in bytes and takes non-const buffers that it never writes.
UNICODE_STRING as_unicode(std::u16string_view text) {
  UNICODE_STRING string;
  string.Buffer = const_cast<PWCH>(text.data());
  string.Length = string.MaximumLength = static_cast<USHORT>(text.size() * sizeof(char16_t));
  return string;
}

OBJECT_ATTRIBUTES attributes_of(HANDLE parent, UNICODE_STRING* name) {
  OBJECT_ATTRIBUTES attributes;
  InitializeObjectAttributes(&attributes, name, OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE, parent, nullptr);
  return attributes;
}

}  // namespace

Result<HANDLE> open_key(HANDLE parent, std::u16string_view path, ACCESS_MASK access) {
  UNICODE_STRING name = as_unicode(path);
  OBJECT_ATTRIBUTES attributes = attributes_of(parent, &name);
  HANDLE key = nullptr;
  const NTSTATUS status = ZwOpenKey(&key, access, &attributes);
  if (!NT_SUCCESS(status)) return Status(status);
  return key;
}

Result<HANDLE> create_key(HANDLE parent, std::u16string_view path, ACCESS_MASK access, ULONG options,
                          ULONG* disposition) {
  UNICODE_STRING name = as_unicode(path);
  OBJECT_ATTRIBUTES attributes = attributes_of(parent, &name);
  HANDLE key = nullptr;
  const NTSTATUS status = ZwCreateKey(&key, access, &attributes, 0, nullptr, options, disposition);
  if (!NT_SUCCESS(status)) return Status(status);
  return key;
}

// The value may grow between the two questions, so they are asked until the answer fits.
Result<RegistryValue> query_value(HANDLE key, std::u16string_view value_name) {
  UNICODE_STRING name = as_unicode(value_name);
  std::vector<uint8_t> buffer(sizeof(KEY_VALUE_PARTIAL_INFORMATION) + 256);
  for (;;) {
    ULONG needed = 0;
    const NTSTATUS status = ZwQueryValueKey(key, &name, KeyValuePartialInformation, buffer.data(),
                                            static_cast<ULONG>(buffer.size()), &needed);
    if (status == STATUS_BUFFER_OVERFLOW || status == STATUS_BUFFER_TOO_SMALL) {
      buffer.resize(needed);
      continue;
    }
    if (!NT_SUCCESS(status)) return Status(status);
    const auto* information = reinterpret_cast<const KEY_VALUE_PARTIAL_INFORMATION*>(buffer.data());
    return RegistryValue{information->Type, {information->Data, information->Data + information->DataLength}};
  }
}

Status set_value(HANDLE key, std::u16string_view value_name, ULONG type, const void* data, size_t bytes) {
  UNICODE_STRING name = as_unicode(value_name);
  return Status(ZwSetValueKey(key, &name, 0, type, const_cast<void*>(data), static_cast<ULONG>(bytes)));
}

std::optional<uint32_t> dword_of(HANDLE key, std::u16string_view name) {
  auto value = query_value(key, name);
  if (!value || value->type != REG_DWORD || value->data.size() != sizeof(uint32_t)) return std::nullopt;
  uint32_t number;
  std::memcpy(&number, value->data.data(), sizeof(number));
  return number;
}

}  // namespace owdf::wdf
