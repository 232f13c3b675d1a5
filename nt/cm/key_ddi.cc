// ZwCreateKey and its relatives: the registry through handles, as drivers use it.
#include <ntddk.h>

#include <algorithm>
#include <cstring>

#include "nt/cm/key_object.h"
#include "nt/machine.h"
#include "nt/rtl/counted.h"

namespace {

using owdf::Result;
using owdf::Status;
using owdf::cm::Key;
using owdf::cm::KeyInformation;
using owdf::cm::Value;
using owdf::rtl::view;

owdf::nt::Machine& machine() {
  return *owdf::nt::current_machine();
}
owdf::cm::Registry& registry() {
  return machine().cm();
}

Result<Key> by_handle(HANDLE handle, ACCESS_MASK access) {
  return owdf::cm::key_by_handle(machine(), handle, access, owdf::ob::ObjectManager::Mode::kKernel);
}

// The key a name is relative to; null for an absolute name.
Result<Key> root_of(const OBJECT_ATTRIBUTES& attributes) {
  if (!attributes.RootDirectory) return Key();
  return by_handle(attributes.RootDirectory, 0);
}

Status open_key(PHANDLE handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES* attributes) {
  if (!attributes || attributes->Length != sizeof(OBJECT_ATTRIBUTES)) return Status{STATUS_INVALID_PARAMETER};
  const Key root = TRY(root_of(*attributes));
  const Key key = TRY(registry().open(root, view(attributes->ObjectName)));
  *handle = TRY(owdf::cm::open_key_handle(machine(), key, access, attributes->Attributes));
  return Status{};
}

Status create_key(PHANDLE handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES* attributes, PUNICODE_STRING class_name,
                  ULONG options, PULONG disposition) {
  if (!attributes || attributes->Length != sizeof(OBJECT_ATTRIBUTES)) return Status{STATUS_INVALID_PARAMETER};
  const Key root = TRY(root_of(*attributes));
  bool created = false;
  const Key key = TRY(registry().create(
      root, view(attributes->ObjectName),
      {.is_volatile = (options & REG_OPTION_VOLATILE) != 0, .class_name = std::u16string(view(class_name))}, &created));
  *handle = TRY(owdf::cm::open_key_handle(machine(), key, access, attributes->Attributes));
  if (disposition) *disposition = created ? REG_CREATED_NEW_KEY : REG_OPENED_EXISTING_KEY;
  return Status{};
}

// Writes a structure with a fixed part and what follows it. Less room than the fixed part: STATUS_BUFFER_TOO_SMALL, and
// nothing is written; less than all: STATUS_BUFFER_OVERFLOW, and what fits is. The caller learns the whole size either
// way.
class Answer {
 public:
  Answer(void* buffer, ULONG length, PULONG result_length)
      : buffer_(static_cast<char*>(buffer)), length_(length), result_length_(result_length) {}

  template <typename Fixed>
  Status write(const Fixed& fixed, size_t fixed_size, const void* tail, size_t tail_size) {
    return write(fixed, fixed_size, tail, tail_size, nullptr, 0, 0);
  }

  template <typename Fixed>
  Status write(const Fixed& fixed, size_t fixed_size, const void* tail, size_t tail_size, const void* second,
               size_t second_at, size_t second_size) {
    const size_t whole = std::max(fixed_size + tail_size, second_at + second_size);
    *result_length_ = static_cast<ULONG>(whole);
    if (length_ < fixed_size) return Status{STATUS_BUFFER_TOO_SMALL};
    std::memcpy(buffer_, &fixed, fixed_size);
    put(fixed_size, tail, tail_size);
    put(second_at, second, second_size);
    return length_ < whole ? Status{STATUS_BUFFER_OVERFLOW} : Status{};
  }

 private:
  void put(size_t at, const void* data, size_t size) {
    if (size != 0 && at < length_) std::memcpy(buffer_ + at, data, std::min(size, length_ - at));
  }
  char* buffer_;
  size_t length_;
  PULONG result_length_;
};

ULONG bytes_of(const std::u16string& text) {
  return static_cast<ULONG>(text.size() * 2);
}

Status answer_value(const Value& value, KEY_VALUE_INFORMATION_CLASS what, Answer answer) {
  const auto type = static_cast<ULONG>(value.type);
  const auto size = static_cast<ULONG>(value.data.size());
  switch (what) {
    case KeyValueBasicInformation: {
      const KEY_VALUE_BASIC_INFORMATION fixed{0, type, bytes_of(value.name), {}};
      return answer.write(fixed, offsetof(KEY_VALUE_BASIC_INFORMATION, Name), value.name.data(), bytes_of(value.name));
    }
    case KeyValueFullInformation: {
      constexpr size_t kName = offsetof(KEY_VALUE_FULL_INFORMATION, Name);
      const ULONG data_at = static_cast<ULONG>((kName + bytes_of(value.name) + 7) & ~size_t{7});
      const KEY_VALUE_FULL_INFORMATION fixed{0, type, data_at, size, bytes_of(value.name), {}};
      return answer.write(fixed, kName, value.name.data(), bytes_of(value.name), value.data.data(), data_at, size);
    }
    case KeyValuePartialInformation: {
      const KEY_VALUE_PARTIAL_INFORMATION fixed{0, type, size, {}};
      return answer.write(fixed, offsetof(KEY_VALUE_PARTIAL_INFORMATION, Data), value.data.data(), size);
    }
    default:
      return Status{STATUS_INVALID_PARAMETER};
  }
}

Status answer_key(const KeyInformation& key, KEY_INFORMATION_CLASS what, Answer answer) {
  LARGE_INTEGER written;
  written.QuadPart = key.last_write_time;
  const ULONG name_bytes = bytes_of(key.name), class_bytes = bytes_of(key.class_name);
  switch (what) {
    case KeyBasicInformation: {
      const KEY_BASIC_INFORMATION fixed{written, 0, name_bytes, {}};
      return answer.write(fixed, offsetof(KEY_BASIC_INFORMATION, Name), key.name.data(), name_bytes);
    }
    case KeyNodeInformation: {
      constexpr size_t kName = offsetof(KEY_NODE_INFORMATION, Name);
      const ULONG class_at = static_cast<ULONG>((kName + name_bytes + 3) & ~size_t{3});
      const KEY_NODE_INFORMATION fixed{written, 0, class_bytes ? class_at : 0xFFFFFFFF, class_bytes, name_bytes, {}};
      return answer.write(fixed, kName, key.name.data(), name_bytes, key.class_name.data(), class_bytes ? class_at : 0,
                          class_bytes);
    }
    case KeyFullInformation: {
      constexpr size_t kClass = offsetof(KEY_FULL_INFORMATION, Class);
      const KEY_FULL_INFORMATION fixed{written,
                                       0,
                                       class_bytes ? static_cast<ULONG>(kClass) : 0xFFFFFFFF,
                                       class_bytes,
                                       static_cast<ULONG>(key.subkeys),
                                       static_cast<ULONG>(key.longest_subkey),
                                       static_cast<ULONG>(key.longest_class),
                                       static_cast<ULONG>(key.values),
                                       static_cast<ULONG>(key.longest_value_name),
                                       static_cast<ULONG>(key.longest_value_data),
                                       {}};
      return answer.write(fixed, kClass, key.class_name.data(), class_bytes);
    }
    case KeyNameInformation: {
      const KEY_NAME_INFORMATION fixed{bytes_of(key.path), {}};
      return answer.write(fixed, offsetof(KEY_NAME_INFORMATION, Name), key.path.data(), bytes_of(key.path));
    }
    default:
      return Status{STATUS_INVALID_PARAMETER};
  }
}

Status query_value(HANDLE handle, const UNICODE_STRING* name, KEY_VALUE_INFORMATION_CLASS what, Answer answer) {
  const Key key = TRY(by_handle(handle, KEY_QUERY_VALUE));
  return answer_value(TRY(registry().query_value(key, view(name))), what, answer);
}

Status enumerate_value(HANDLE handle, ULONG index, KEY_VALUE_INFORMATION_CLASS what, Answer answer) {
  const Key key = TRY(by_handle(handle, KEY_QUERY_VALUE));
  return answer_value(TRY(registry().enumerate_value(key, index)), what, answer);
}

Status query_key(HANDLE handle, KEY_INFORMATION_CLASS what, Answer answer) {
  // The name alone may be asked for with any access.
  const Key key = TRY(by_handle(handle, what == KeyNameInformation ? 0 : KEY_QUERY_VALUE));
  return answer_key(TRY(registry().query_key(key)), what, answer);
}

Status enumerate_key(HANDLE handle, ULONG index, KEY_INFORMATION_CLASS what, Answer answer) {
  const Key key = TRY(by_handle(handle, KEY_ENUMERATE_SUB_KEYS));
  const Key child = TRY(registry().enumerate_key(key, index));
  return answer_key(TRY(registry().query_key(child)), what, answer);
}

Status set_value(HANDLE handle, const UNICODE_STRING* name, ULONG type, const void* data, ULONG size) {
  const Key key = TRY(by_handle(handle, KEY_SET_VALUE));
  return registry().set_value(key, view(name), static_cast<owdf::cm::ValueType>(type),
                              {static_cast<const uint8_t*>(data), size});
}

Status delete_value(HANDLE handle, const UNICODE_STRING* name) {
  const Key key = TRY(by_handle(handle, KEY_SET_VALUE));
  return registry().delete_value(key, view(name));
}

Status delete_key(HANDLE handle) {
  const Key key = TRY(by_handle(handle, OWDF_DELETE_ACCESS));
  return registry().delete_key(key);
}

}  // namespace

extern "C" {

NTSTATUS NTAPI ZwCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, ULONG,
                           PUNICODE_STRING Class, ULONG CreateOptions, PULONG Disposition) {
  return create_key(KeyHandle, DesiredAccess, ObjectAttributes, Class, CreateOptions, Disposition).value;
}
NTSTATUS NTAPI ZwOpenKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes) {
  return open_key(KeyHandle, DesiredAccess, ObjectAttributes).value;
}
NTSTATUS NTAPI ZwOpenKeyEx(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes, ULONG) {
  return open_key(KeyHandle, DesiredAccess, ObjectAttributes).value;
}
NTSTATUS NTAPI ZwDeleteKey(HANDLE KeyHandle) {
  return delete_key(KeyHandle).value;
}
NTSTATUS NTAPI ZwDeleteValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName) {
  return delete_value(KeyHandle, ValueName).value;
}
NTSTATUS NTAPI ZwEnumerateKey(HANDLE KeyHandle, ULONG Index, KEY_INFORMATION_CLASS KeyInformationClass,
                              PVOID KeyInformation, ULONG Length, PULONG ResultLength) {
  return enumerate_key(KeyHandle, Index, KeyInformationClass, Answer(KeyInformation, Length, ResultLength)).value;
}
NTSTATUS NTAPI ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index, KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
                                   PVOID KeyValueInformation, ULONG Length, PULONG ResultLength) {
  return enumerate_value(KeyHandle, Index, KeyValueInformationClass, Answer(KeyValueInformation, Length, ResultLength))
      .value;
}
NTSTATUS NTAPI ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass, PVOID KeyInformation,
                          ULONG Length, PULONG ResultLength) {
  return query_key(KeyHandle, KeyInformationClass, Answer(KeyInformation, Length, ResultLength)).value;
}
NTSTATUS NTAPI ZwQueryValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName,
                               KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass, PVOID KeyValueInformation,
                               ULONG Length, PULONG ResultLength) {
  return query_value(KeyHandle, ValueName, KeyValueInformationClass, Answer(KeyValueInformation, Length, ResultLength))
      .value;
}
NTSTATUS NTAPI ZwSetValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName, ULONG, ULONG Type, PVOID Data,
                             ULONG DataSize) {
  return set_value(KeyHandle, ValueName, Type, Data, DataSize).value;
}
// The tree in memory is the authority; there is nothing behind it that could be older.
NTSTATUS NTAPI ZwFlushKey(HANDLE KeyHandle) {
  return by_handle(KeyHandle, 0).status().value;
}

}  // extern "C"
