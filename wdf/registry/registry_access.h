// The registry as the framework reads it for itself: thin over Zw*, handles are kernel handles. PASSIVE_LEVEL.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ntddk.h>

#include "base/result.h"

namespace owdf::wdf {

// A value as it lies in the registry.
struct RegistryValue {
  ULONG type;
  std::vector<uint8_t> data;
};

// `parent` null: `path` is absolute.
Result<HANDLE> open_key(HANDLE parent, std::u16string_view path, ACCESS_MASK access);
Result<HANDLE> create_key(HANDLE parent, std::u16string_view path, ACCESS_MASK access, ULONG options,
                          ULONG* disposition);

// STATUS_OBJECT_NAME_NOT_FOUND, STATUS_ACCESS_DENIED.
Result<RegistryValue> query_value(HANDLE key, std::u16string_view name);
Status set_value(HANDLE key, std::u16string_view name, ULONG type, const void* data, size_t bytes);

// A REG_DWORD; nothing if there is none or it is of another type.
std::optional<uint32_t> dword_of(HANDLE key, std::u16string_view name);

}  // namespace owdf::wdf
