#include <ntddk.h>

#include <gtest/gtest.h>

#include <cstring>

#include "nt/cm/registry.h"
#include "nt/rtl/counted.h"
#include "nt/testing.h"

namespace owdf::cm {
namespace {

class KeyTest : public nt::MachineTest {
 protected:
  static UNICODE_STRING text(std::u16string_view characters) { return rtl::counted(characters); }

  static NTSTATUS open(PHANDLE handle, HANDLE root, std::u16string_view path) {
    UNICODE_STRING name = text(path);
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, root, nullptr);
    return ZwOpenKey(handle, KEY_READ, &attributes);
  }
  static NTSTATUS create(PHANDLE handle, HANDLE root, std::u16string_view path, PULONG disposition = nullptr) {
    UNICODE_STRING name = text(path);
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, root, nullptr);
    return ZwCreateKey(handle, KEY_ALL_ACCESS, &attributes, 0, nullptr, REG_OPTION_NON_VOLATILE, disposition);
  }
};
OWDF_IN_BOTH_FORMS(KeyTest);

TEST_P(KeyTest, ValuesAreWrittenAndReadThroughHandles) {
  RecordProperty("ddi", "ZwCreateKey ZwOpenKey ZwSetValueKey ZwQueryValueKey ZwDeleteValueKey ZwDeleteKey ZwClose");
  on_machine([] {
    HANDLE key = nullptr;
    ULONG disposition = 0;
    ASSERT_EQ(create(&key, nullptr, u"\\Registry\\Machine\\SOFTWARE\\Test", &disposition), STATUS_SUCCESS);
    EXPECT_EQ(disposition, static_cast<ULONG>(REG_CREATED_NEW_KEY));
    UNICODE_STRING name = text(u"Number");
    ULONG number = 42;
    EXPECT_EQ(ZwSetValueKey(key, &name, 0, REG_DWORD, &number, sizeof number), STATUS_SUCCESS);

    alignas(8) char buffer[64];
    ULONG size = 0;
    EXPECT_EQ(ZwQueryValueKey(key, &name, KeyValuePartialInformation, buffer, 4, &size), STATUS_BUFFER_TOO_SMALL);
    EXPECT_EQ(size, 16u);
    EXPECT_EQ(ZwQueryValueKey(key, &name, KeyValuePartialInformation, buffer, 14, &size), STATUS_BUFFER_OVERFLOW);
    ASSERT_EQ(ZwQueryValueKey(key, &name, KeyValuePartialInformation, buffer, sizeof buffer, &size), STATUS_SUCCESS);
    const auto* partial = reinterpret_cast<KEY_VALUE_PARTIAL_INFORMATION*>(buffer);
    EXPECT_EQ(partial->Type, static_cast<ULONG>(REG_DWORD));
    EXPECT_EQ(std::memcmp(partial->Data, &number, 4), 0);
    ASSERT_EQ(ZwQueryValueKey(key, &name, KeyValueFullInformation, buffer, sizeof buffer, &size), STATUS_SUCCESS);
    const auto* full = reinterpret_cast<KEY_VALUE_FULL_INFORMATION*>(buffer);
    EXPECT_EQ(std::memcmp(buffer + full->DataOffset, &number, 4), 0);
    EXPECT_EQ(std::u16string_view(full->Name, full->NameLength / 2), u"Number");

    HANDLE again = nullptr;
    EXPECT_EQ(open(&again, nullptr, u"\\registry\\machine\\software\\TEST"), STATUS_SUCCESS);
    EXPECT_EQ(ZwSetValueKey(again, &name, 0, REG_DWORD, &number, sizeof number), STATUS_SUCCESS);
    EXPECT_EQ(ZwDeleteValueKey(key, &name), STATUS_SUCCESS);
    EXPECT_EQ(ZwQueryValueKey(again, &name, KeyValuePartialInformation, buffer, 64, &size),
              STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT_EQ(ZwDeleteKey(key), STATUS_SUCCESS);
    EXPECT_EQ(ZwQueryValueKey(again, &name, KeyValuePartialInformation, buffer, 64, &size), STATUS_KEY_DELETED);
    EXPECT_EQ(ZwClose(again), STATUS_SUCCESS);
    EXPECT_EQ(ZwClose(key), STATUS_SUCCESS);
    EXPECT_EQ(open(&again, nullptr, u"\\Registry\\Machine\\SOFTWARE\\Test"), STATUS_OBJECT_NAME_NOT_FOUND);
  });
}

TEST_P(KeyTest, KeysAreEnumeratedAndDescribed) {
  RecordProperty("ddi", "ZwEnumerateKey ZwEnumerateValueKey ZwQueryKey");
  on_machine([] {
    HANDLE key = nullptr, child = nullptr;
    ASSERT_EQ(create(&key, nullptr, u"\\Registry\\Machine\\SOFTWARE\\Test"), STATUS_SUCCESS);
    ASSERT_EQ(create(&child, key, u"Second"), STATUS_SUCCESS);
    ZwClose(child);
    ASSERT_EQ(create(&child, key, u"First"), STATUS_SUCCESS);
    ZwClose(child);
    alignas(8) char buffer[256];
    ULONG size = 0;
    ASSERT_EQ(ZwEnumerateKey(key, 0, KeyBasicInformation, buffer, sizeof buffer, &size), STATUS_SUCCESS);
    const auto* basic = reinterpret_cast<KEY_BASIC_INFORMATION*>(buffer);
    EXPECT_EQ(std::u16string_view(basic->Name, basic->NameLength / 2), u"First");
    EXPECT_EQ(ZwEnumerateKey(key, 2, KeyBasicInformation, buffer, sizeof buffer, &size), STATUS_NO_MORE_ENTRIES);
    EXPECT_EQ(ZwEnumerateValueKey(key, 0, KeyValueBasicInformation, buffer, sizeof buffer, &size),
              STATUS_NO_MORE_ENTRIES);
    ASSERT_EQ(ZwQueryKey(key, KeyFullInformation, buffer, sizeof buffer, &size), STATUS_SUCCESS);
    EXPECT_EQ(reinterpret_cast<KEY_FULL_INFORMATION*>(buffer)->SubKeys, 2u);
    EXPECT_EQ(reinterpret_cast<KEY_FULL_INFORMATION*>(buffer)->MaxNameLen, 12u);
    ASSERT_EQ(ZwQueryKey(key, KeyNameInformation, buffer, sizeof buffer, &size), STATUS_SUCCESS);
    const auto* name = reinterpret_cast<KEY_NAME_INFORMATION*>(buffer);
    EXPECT_EQ(std::u16string_view(name->Name, name->NameLength / 2), u"\\REGISTRY\\MACHINE\\SOFTWARE\\Test");
    EXPECT_EQ(ZwDeleteKey(key), STATUS_CANNOT_DELETE);
    ZwClose(key);
    EXPECT_EQ(ZwQueryKey(key, KeyNameInformation, buffer, sizeof buffer, &size), STATUS_INVALID_HANDLE);
  });
}

std::u16string g_seen;  // what the query routine was given

NTSTATUS NTAPI note(PWSTR name, ULONG type, PVOID data, ULONG, PVOID, PVOID) {
  g_seen += name;
  g_seen += static_cast<char16_t>(u'0' + type);
  if (type == REG_SZ) g_seen += static_cast<PCWSTR>(data);
  g_seen += u';';
  return STATUS_SUCCESS;
}

TEST_P(KeyTest, ATableQueryStoresCallsAndDefaults) {
  RecordProperty("ddi", "RtlQueryRegistryValues RtlWriteRegistryValue RtlDeleteRegistryValue RtlCheckRegistryKey");
  g_seen.clear();
  on_machine([this] {
    char16_t service[] = u"Test\\Parameters";
    ULONG number = 5;
    EXPECT_EQ(RtlCheckRegistryKey(RTL_REGISTRY_SERVICES, service), STATUS_OBJECT_NAME_NOT_FOUND);
    ASSERT_EQ(RtlWriteRegistryValue(RTL_REGISTRY_SERVICES, service, u"Number", REG_DWORD, &number, 4), STATUS_SUCCESS);
    const Key key =
        machine().cm().open("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Test\\Parameters").value();
    ASSERT_TRUE(machine().cm().set_multi_string(key, "List", {"a", "b"}).ok());
    ASSERT_TRUE(machine().cm().set_string(key, "Path", "%systemroot%\\x", ValueType::kExpandString).ok());

    ULONG stored = 0, fallback = 9, defaulted = 0;
    UNICODE_STRING path{};
    char16_t number_name[] = u"Number", missing_name[] = u"Missing", list_name[] = u"List", path_name[] = u"Path";
    RTL_QUERY_REGISTRY_TABLE table[] = {
        {nullptr, RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK, number_name, &stored,
         REG_DWORD << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT, nullptr, 0},
        {nullptr, RTL_QUERY_REGISTRY_DIRECT, missing_name, &defaulted, REG_DWORD, &fallback, 4},
        {nullptr, RTL_QUERY_REGISTRY_DIRECT, path_name, &path, REG_NONE, nullptr, 0},
        {note, 0, list_name, nullptr, REG_NONE, nullptr, 0},
        {note, RTL_QUERY_REGISTRY_NOEXPAND, list_name, nullptr, REG_NONE, nullptr, 0},
        {}};
    ASSERT_EQ(RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, service, table, nullptr, nullptr), STATUS_SUCCESS);
    EXPECT_EQ(stored, 5u);
    EXPECT_EQ(defaulted, 9u);
    EXPECT_EQ(rtl::view(&path), u"C:\\Windows\\x");
    RtlFreeUnicodeString(&path);

    RTL_QUERY_REGISTRY_TABLE required[] = {{note, RTL_QUERY_REGISTRY_REQUIRED, missing_name, nullptr, 0, nullptr, 0},
                                           {}};
    EXPECT_EQ(RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, service, required, nullptr, nullptr),
              STATUS_OBJECT_NAME_NOT_FOUND);
    RTL_QUERY_REGISTRY_TABLE mistyped[] = {
        {nullptr, RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK, number_name, &path,
         REG_SZ << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT, nullptr, 0},
        {}};
    EXPECT_EQ(RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, service, mistyped, nullptr, nullptr),
              STATUS_OBJECT_TYPE_MISMATCH);
    EXPECT_EQ(RtlDeleteRegistryValue(RTL_REGISTRY_SERVICES, service, u"Number"), STATUS_SUCCESS);
    EXPECT_EQ(RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, u"None", table, nullptr, nullptr),
              STATUS_OBJECT_NAME_NOT_FOUND);
  });
  EXPECT_EQ(g_seen, u"List1a;List1b;List7;");
}

}  // namespace
}  // namespace owdf::cm
