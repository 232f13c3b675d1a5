// RtlQueryRegistryValues, RtlWriteRegistryValue and relatives: the registry by path and by table.
#include <ntddk.h>

#include <cstring>

#include "nt/cm/key_object.h"
#include "nt/ex/executive.h"
#include "nt/machine.h"
#include "nt/rtl/text.h"

namespace {

using owdf::Result;
using owdf::Status;
using owdf::cm::Key;
using owdf::cm::Value;
using owdf::cm::ValueType;

constexpr ULONG kStringTag = 'qgeR';
constexpr Status kNotFound{STATUS_OBJECT_NAME_NOT_FOUND};

owdf::nt::Machine& machine() {
  return *owdf::nt::current_machine();
}
owdf::cm::Registry& registry() {
  return machine().cm();
}

std::u16string_view base_path(ULONG relative_to) {
  switch (relative_to) {
    case RTL_REGISTRY_SERVICES:
      return u"\\Registry\\Machine\\System\\CurrentControlSet\\Services";
    case RTL_REGISTRY_CONTROL:
      return u"\\Registry\\Machine\\System\\CurrentControlSet\\Control";
    case RTL_REGISTRY_WINDOWS_NT:
      return u"\\Registry\\Machine\\Software\\Microsoft\\Windows NT\\CurrentVersion";
    case RTL_REGISTRY_DEVICEMAP:
      return u"\\Registry\\Machine\\Hardware\\DeviceMap";
    case RTL_REGISTRY_USER:
      return u"\\Registry\\User\\.Default";
    default:
      return {};
  }
}

// `Path` is a handle with RTL_REGISTRY_HANDLE, absolute with RTL_REGISTRY_ABSOLUTE, else relative to a known place.
Result<Key> key_of(ULONG relative_to, PCWSTR path, bool create) {
  if (relative_to & RTL_REGISTRY_HANDLE) {
    return owdf::cm::key_by_handle(machine(), path, 0, owdf::ob::ObjectManager::Mode::kKernel);
  }
  relative_to &= ~RTL_REGISTRY_OPTIONAL;
  if (relative_to >= RTL_REGISTRY_MAXIMUM) return Status{STATUS_INVALID_PARAMETER};
  std::u16string full(base_path(relative_to));
  if (!full.empty() && path && *path) full += u'\\';
  if (path) full += path;
  return create ? registry().create(nullptr, full, {.intermediate = true}) : registry().open(nullptr, full);
}

// %SystemRoot% is the one variable that the registry of a fresh machine uses; what is not known stays.
std::u16string expand(std::u16string text) {
  constexpr std::u16string_view kVariable = u"%SystemRoot%";
  for (size_t at = 0; at + kVariable.size() <= text.size(); at++) {
    if (!owdf::rtl::equal_ignoring_case(std::u16string_view(text).substr(at, kVariable.size()), kVariable)) continue;
    text.replace(at, kVariable.size(), u"C:\\Windows");
  }
  return text;
}

class TableQuery {
 public:
  TableQuery(Key top, void* context) : top_(top), at_(std::move(top)), context_(context) {}

  Status run(PRTL_QUERY_REGISTRY_TABLE table) {
    for (;
         table->QueryRoutine || table->Name || (table->Flags & (RTL_QUERY_REGISTRY_SUBKEY | RTL_QUERY_REGISTRY_DIRECT));
         table++) {
      TRY(entry(*table));
    }
    return Status{};
  }

 private:
  Status entry(const RTL_QUERY_REGISTRY_TABLE& entry) {
    if ((entry.Flags & RTL_QUERY_REGISTRY_DIRECT) &&
        (!entry.Name || entry.QueryRoutine || (entry.Flags & RTL_QUERY_REGISTRY_SUBKEY))) {
      return Status{STATUS_INVALID_PARAMETER};
    }
    if (entry.Flags & (RTL_QUERY_REGISTRY_TOPKEY | RTL_QUERY_REGISTRY_SUBKEY)) at_ = top_;
    if (entry.Flags & RTL_QUERY_REGISTRY_SUBKEY) return subkey(entry);
    if (entry.Flags & RTL_QUERY_REGISTRY_NOVALUE) return call(entry, nullptr, REG_NONE, nullptr, 0);
    if (!entry.Name) return every_value(entry);
    Result<Value> value = at_ ? registry().query_value(at_, entry.Name) : Result<Value>(kNotFound);
    if (!value) return missing(entry);
    TRY(deliver(entry, *value));
    if (!(entry.Flags & RTL_QUERY_REGISTRY_DELETE)) return Status{};
    return registry().delete_value(at_, entry.Name);
  }

  // This entry and those behind it are for a key below the first one.
  Status subkey(const RTL_QUERY_REGISTRY_TABLE& entry) {
    if (!entry.Name) return Status{STATUS_INVALID_PARAMETER};
    Result<Key> key = top_ ? registry().open(top_, entry.Name) : Result<Key>(kNotFound);
    at_ = key ? key.value() : nullptr;
    if (!at_ && (entry.Flags & RTL_QUERY_REGISTRY_REQUIRED)) return kNotFound;
    return entry.QueryRoutine && at_ ? every_value(entry) : Status{};
  }

  Status every_value(const RTL_QUERY_REGISTRY_TABLE& entry) {
    size_t count = 0;
    for (; at_; count++) {
      Result<Value> value = registry().enumerate_value(at_, count);
      if (!value) break;
      TRY(deliver(entry, *value));
    }
    return count == 0 && (entry.Flags & RTL_QUERY_REGISTRY_REQUIRED) ? kNotFound : Status{};
  }

  Status missing(const RTL_QUERY_REGISTRY_TABLE& entry) {
    if (entry.Flags & RTL_QUERY_REGISTRY_REQUIRED) return kNotFound;
    // The upper byte of the default's type is what RTL_QUERY_REGISTRY_TYPECHECK expects of the value.
    const ULONG type = entry.DefaultType & 0x00FFFFFF;
    if (type == REG_NONE) return Status{};
    ULONG length = entry.DefaultLength;
    if (length == 0 && (type == REG_SZ || type == REG_EXPAND_SZ)) {
      length = static_cast<ULONG>((std::char_traits<char16_t>::length(static_cast<PCWSTR>(entry.DefaultData)) + 1) * 2);
    } else if (length == 0 && type == REG_DWORD) {
      length = sizeof(ULONG);
    }
    Value value{.name = entry.Name, .type = static_cast<ValueType>(type)};
    const auto* data = static_cast<const uint8_t*>(entry.DefaultData);
    // A number may stand in the pointer's place for a direct entry whose data is no longer than a pointer.
    if (!data && length != 0) return Status{STATUS_INVALID_PARAMETER};
    value.data.assign(data, data + length);
    return deliver(entry, value);
  }

  Status deliver(const RTL_QUERY_REGISTRY_TABLE& entry, const Value& value) {
    const auto type = static_cast<ULONG>(value.type);
    if (entry.Flags & RTL_QUERY_REGISTRY_TYPECHECK) {
      const ULONG expected = entry.DefaultType >> RTL_QUERY_REGISTRY_TYPECHECK_SHIFT;
      if (expected != REG_NONE && expected != type) return Status{STATUS_OBJECT_TYPE_MISMATCH};
    }
    const bool is_string = type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ;
    if ((entry.Flags & RTL_QUERY_REGISTRY_NOSTRING) && is_string) return Status{STATUS_OBJECT_TYPE_MISMATCH};
    const bool expands = !(entry.Flags & RTL_QUERY_REGISTRY_NOEXPAND);
    if (type == REG_MULTI_SZ && expands) {
      for (const std::u16string& text : value.multi_string())
        TRY(one(entry, value.name, REG_SZ, owdf::cm::string_data(text)));
      return Status{};
    }
    if (type == REG_EXPAND_SZ && expands) {
      return one(entry, value.name, REG_SZ, owdf::cm::string_data(expand(value.string())));
    }
    return one(entry, value.name, type, value.data);
  }

  Status one(const RTL_QUERY_REGISTRY_TABLE& entry, const std::u16string& name, ULONG type, std::vector<uint8_t> data) {
    const auto length = static_cast<ULONG>(data.size());
    if (entry.Flags & RTL_QUERY_REGISTRY_DIRECT) return store(entry, type, data);
    return call(entry, name.c_str(), type, data.data(), length);
  }

  Status call(const RTL_QUERY_REGISTRY_TABLE& entry, PCWSTR name, ULONG type, void* data, ULONG length) {
    if (!entry.QueryRoutine) return Status{};
    const NTSTATUS status =
        entry.QueryRoutine(const_cast<PWSTR>(name), type, data, length, context_, entry.EntryContext);
    // A routine that asks for more room than there was is not called again; the query goes on.
    return status == STATUS_BUFFER_TOO_SMALL ? Status{} : Status{status};
  }

  Status store(const RTL_QUERY_REGISTRY_TABLE& entry, ULONG type, const std::vector<uint8_t>& data) {
    if (type == REG_SZ || type == REG_EXPAND_SZ || type == REG_MULTI_SZ) {
      return store_string(*static_cast<PUNICODE_STRING>(entry.EntryContext), data);
    }
    if (data.size() <= sizeof(ULONG)) {
      std::memcpy(entry.EntryContext, data.data(), data.size());
      return Status{};
    }
    // The buffer says its size: negative for the data alone, positive for length and type before it.
    LONG room;
    std::memcpy(&room, entry.EntryContext, sizeof room);
    auto* out = static_cast<uint8_t*>(entry.EntryContext);
    const size_t header = room < 0 ? 0 : 2 * sizeof(ULONG);
    const size_t bytes = room < 0 ? 0 - static_cast<size_t>(room) : static_cast<size_t>(room);
    if (bytes < header + data.size()) return Status{STATUS_BUFFER_TOO_SMALL};
    if (header != 0) {
      const ULONG prefix[] = {static_cast<ULONG>(data.size()), type};
      std::memcpy(out, prefix, sizeof prefix);
    }
    std::memcpy(out + header, data.data(), data.size());
    return Status{};
  }

  static Status store_string(UNICODE_STRING& string, const std::vector<uint8_t>& data) {
    if (data.size() > UINT16_MAX) return Status{STATUS_BUFFER_TOO_SMALL};
    const auto size = static_cast<USHORT>(data.size());
    if (!string.Buffer) {
      void* buffer = machine().ex().allocate(owdf::ex::PoolType::kPaged, size, kStringTag, __builtin_return_address(0));
      if (!buffer) return Status{STATUS_INSUFFICIENT_RESOURCES};
      string = {0, size, static_cast<PWCH>(buffer)};
    } else if (size > string.MaximumLength) {
      return Status{STATUS_BUFFER_TOO_SMALL};
    }
    std::memcpy(string.Buffer, data.data(), size);
    string.Length = static_cast<USHORT>(size >= 2 ? size - 2 : size);
    return Status{};
  }

  Key top_, at_;
  void* context_;
};

Status query(ULONG relative_to, PCWSTR path, PRTL_QUERY_REGISTRY_TABLE table, void* context) {
  Result<Key> key = key_of(relative_to, path, false);
  if (!key && !(relative_to & RTL_REGISTRY_OPTIONAL)) return key.status();
  return TableQuery(key ? key.value() : nullptr, context).run(table);
}

Status write(ULONG relative_to, PCWSTR path, PCWSTR name, ULONG type, const void* data, ULONG length) {
  const Key key = TRY(key_of(relative_to, path, true));
  return registry().set_value(key, name ? name : u"", static_cast<ValueType>(type),
                              {static_cast<const uint8_t*>(data), length});
}

Status remove(ULONG relative_to, PCWSTR path, PCWSTR name) {
  const Key key = TRY(key_of(relative_to, path, false));
  return registry().delete_value(key, name);
}

}  // namespace

extern "C" {

NTSTATUS NTAPI RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path, PRTL_QUERY_REGISTRY_TABLE QueryTable,
                                      PVOID Context, PVOID) {
  return query(RelativeTo, Path, QueryTable, Context).value;
}
NTSTATUS NTAPI RtlWriteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName, ULONG ValueType, PVOID ValueData,
                                     ULONG ValueLength) {
  return write(RelativeTo, Path, ValueName, ValueType, ValueData, ValueLength).value;
}
NTSTATUS NTAPI RtlDeleteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName) {
  return remove(RelativeTo, Path, ValueName).value;
}
NTSTATUS NTAPI RtlCheckRegistryKey(ULONG RelativeTo, PWSTR Path) {
  return key_of(RelativeTo, Path, false).status().value;
}
NTSTATUS NTAPI RtlCreateRegistryKey(ULONG RelativeTo, PWSTR Path) {
  return key_of(RelativeTo, Path, true).status().value;
}

}  // extern "C"
