#include "wdf/registry/key.h"

#include <cstring>

#include "nt/cm/registry.h"
#include "wdf/string/string.h"
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

// A UNICODE_STRING over a literal.
struct Name {
  explicit Name(const char16_t* text) : storage(text) {
    string.Buffer = storage.data();
    string.Length = string.MaximumLength = static_cast<USHORT>(storage.size() * sizeof(char16_t));
  }
  operator PCUNICODE_STRING() const { return &string; }
  std::u16string storage;
  UNICODE_STRING string;
};

class KeyTest : public FrameworkTest {
 protected:
  void with_key(std::function<void(TestDriver&, WDFKEY)> body) {
    as_driver([&](TestDriver& driver) {
      WDFKEY key = nullptr;
      ASSERT_EQ(ddi::WdfDriverOpenParametersRegistryKey(driver.globals, driver.driver, KEY_ALL_ACCESS, nullptr, &key),
                STATUS_SUCCESS);
      body(driver, key);
      ddi::WdfRegistryClose(driver.globals, key);
    });
  }
};
OWDF_IN_BOTH_FORMS(KeyTest);

TEST_P(KeyTest, TheParametersKeyIsCreatedWhereItIsMissing) {
  RecordProperty("rows", "DRV-003 DRV-013 OBJ-066");
  RecordProperty("ddi", "WdfDriverOpenParametersRegistryKey WdfRegistryClose WdfRegistryWdmGetHandle");
  with_key([&](TestDriver& driver, WDFKEY key) {
    EXPECT_NE(ddi::WdfRegistryWdmGetHandle(driver.globals, key), nullptr);
    EXPECT_TRUE(
        machine().cm().open("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\TestDriver\\Parameters").ok());
    EXPECT_EQ(object_of<Object>(driver.client(), key).parent(), driver.client().driver());
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(key);
    WDFKEY child = nullptr;
    ASSERT_EQ(ddi::WdfDriverOpenParametersRegistryKey(driver.globals, driver.driver, KEY_READ, &attributes, &child),
              STATUS_SUCCESS);
    EXPECT_EQ(object_of<Object>(driver.client(), child).parent(), &object_of<Object>(driver.client(), key));
  });
}

TEST_P(KeyTest, ValuesComeBackAsTheyWereAssigned) {
  RecordProperty("ddi",
                 "WdfRegistryAssignULong WdfRegistryQueryULong WdfRegistryAssignValue WdfRegistryQueryValue "
                 "WdfRegistryAssignUnicodeString WdfRegistryQueryUnicodeString WdfRegistryQueryString "
                 "WdfRegistryAssignString WdfRegistryAssignMemory WdfRegistryQueryMemory WdfRegistryRemoveValue");
  with_key([&](TestDriver& driver, WDFKEY key) {
    const Name number(u"Number"), text(u"Text"), bytes(u"Bytes"), echo(u"echo");
    ULONG value = 0;
    EXPECT_EQ(ddi::WdfRegistryQueryULong(driver.globals, key, number, &value), STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT_EQ(ddi::WdfRegistryAssignULong(driver.globals, key, number, 42), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfRegistryQueryULong(driver.globals, key, number, &value), STATUS_SUCCESS);
    EXPECT_EQ(value, 42u);

    EXPECT_EQ(ddi::WdfRegistryAssignUnicodeString(driver.globals, key, text, echo), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfRegistryQueryULong(driver.globals, key, text, &value), STATUS_OBJECT_TYPE_MISMATCH);
    char16_t buffer[8] = {};
    UNICODE_STRING read{0, sizeof(buffer), buffer};
    USHORT length = 0;
    EXPECT_EQ(ddi::WdfRegistryQueryUnicodeString(driver.globals, key, text, &length, &read), STATUS_SUCCESS);
    EXPECT_EQ(length, 10u);
    EXPECT_EQ(std::u16string_view(buffer), u"echo");
    read.MaximumLength = 4;
    EXPECT_EQ(ddi::WdfRegistryQueryUnicodeString(driver.globals, key, text, &length, &read), STATUS_BUFFER_OVERFLOW);

    WDFSTRING string = nullptr;
    ASSERT_EQ(ddi::WdfStringCreate(driver.globals, nullptr, nullptr, &string), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfRegistryQueryString(driver.globals, key, text, string), STATUS_SUCCESS);
    EXPECT_EQ(object_of<String>(driver.client(), string).text(), u"echo");
    EXPECT_EQ(ddi::WdfRegistryAssignString(driver.globals, key, bytes, string), STATUS_SUCCESS);

    char raw[] = {1, 2, 3, 4, 5};
    EXPECT_EQ(ddi::WdfRegistryAssignValue(driver.globals, key, bytes, REG_BINARY, sizeof(raw), raw), STATUS_SUCCESS);
    char back[8] = {};
    ULONG size = 0, type = 0;
    EXPECT_EQ(ddi::WdfRegistryQueryValue(driver.globals, key, bytes, sizeof(back), back, &size, &type), STATUS_SUCCESS);
    EXPECT_EQ(size, 5u);
    EXPECT_EQ(type, static_cast<ULONG>(REG_BINARY));
    EXPECT_EQ(std::memcmp(back, raw, 5), 0);
    EXPECT_EQ(ddi::WdfRegistryQueryValue(driver.globals, key, bytes, 2, back, &size, nullptr), STATUS_BUFFER_OVERFLOW);
    EXPECT_EQ(ddi::WdfRegistryQueryValue(driver.globals, key, bytes, 0, nullptr, &size, nullptr), STATUS_SUCCESS);

    WDFMEMORY memory = nullptr;
    EXPECT_EQ(ddi::WdfRegistryQueryMemory(driver.globals, key, bytes, NonPagedPoolNx, nullptr, &memory, &type),
              STATUS_SUCCESS);
    WDFMEMORY_OFFSET offset{1, 3};
    EXPECT_EQ(ddi::WdfRegistryAssignMemory(driver.globals, key, number, REG_BINARY, memory, &offset), STATUS_SUCCESS);
    offset = {4, 2};
    EXPECT_EQ(ddi::WdfRegistryAssignMemory(driver.globals, key, number, REG_BINARY, memory, &offset),
              STATUS_INTEGER_OVERFLOW);
    EXPECT_EQ(ddi::WdfRegistryQueryValue(driver.globals, key, number, sizeof(back), back, &size, nullptr),
              STATUS_SUCCESS);
    EXPECT_EQ(size, 3u);
    EXPECT_EQ(ddi::WdfRegistryRemoveValue(driver.globals, key, number), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfRegistryQueryULong(driver.globals, key, number, &value), STATUS_OBJECT_NAME_NOT_FOUND);
  });
}

TEST_P(KeyTest, AMultiStringFillsACollectionAndComesFromOne) {
  RecordProperty("ddi", "WdfRegistryAssignMultiString WdfRegistryQueryMultiString");
  with_key([&](TestDriver& driver, WDFKEY key) {
    const Name value(u"Strings"), one(u"one"), two(u"two");
    WDFCOLLECTION collection = nullptr, read = nullptr;
    ASSERT_EQ(ddi::WdfCollectionCreate(driver.globals, nullptr, &collection), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfCollectionCreate(driver.globals, nullptr, &read), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfRegistryAssignMultiString(driver.globals, key, value, collection), STATUS_INVALID_PARAMETER);
    for (const Name* text : {&one, &two}) {
      WDFSTRING string = nullptr;
      ASSERT_EQ(ddi::WdfStringCreate(driver.globals, *text, nullptr, &string), STATUS_SUCCESS);
      ddi::WdfCollectionAdd(driver.globals, collection, static_cast<void*>(string));
    }
    EXPECT_EQ(ddi::WdfRegistryAssignMultiString(driver.globals, key, value, collection), STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfRegistryQueryMultiString(driver.globals, key, value, nullptr, read), STATUS_SUCCESS);
    ASSERT_EQ(ddi::WdfCollectionGetCount(driver.globals, read), 2u);
    EXPECT_EQ(object_of<String>(driver.client(), ddi::WdfCollectionGetItem(driver.globals, read, 1)).text(), u"two");
  });
}

TEST_P(KeyTest, KeysAreCreatedOpenedAndRemoved) {
  RecordProperty("ddi", "WdfRegistryCreateKey WdfRegistryOpenKey WdfRegistryRemoveKey");
  with_key([&](TestDriver& driver, WDFKEY key) {
    const Name name(u"Sub");
    WDFKEY sub = nullptr;
    EXPECT_EQ(ddi::WdfRegistryOpenKey(driver.globals, key, name, KEY_READ, nullptr, &sub),
              STATUS_OBJECT_NAME_NOT_FOUND);
    EXPECT_EQ(sub, nullptr);
    ULONG disposition = 0;
    ASSERT_EQ(ddi::WdfRegistryCreateKey(driver.globals, key, name, KEY_ALL_ACCESS, REG_OPTION_NON_VOLATILE,
                                        &disposition, nullptr, &sub),
              STATUS_SUCCESS);
    EXPECT_EQ(disposition, static_cast<ULONG>(REG_CREATED_NEW_KEY));
    EXPECT_EQ(ddi::WdfRegistryRemoveKey(driver.globals, sub), STATUS_SUCCESS);
    EXPECT_EQ(HandleCheck::look(driver.client(), sub, Type::kKey), nullptr);
    EXPECT_EQ(ddi::WdfRegistryOpenKey(driver.globals, key, name, KEY_READ, nullptr, &sub),
              STATUS_OBJECT_NAME_NOT_FOUND);
  });
}

TEST_P(KeyTest, AUserModeDriverMayReadItsParametersOnly) {
  RecordProperty("ddi", "WdfDriverOpenParametersRegistryKey");
  as_driver({.major = 2}, [&](TestDriver& driver) {
    WDFKEY key = nullptr;
    for (ACCESS_MASK access : {ACCESS_MASK{GENERIC_WRITE}, ACCESS_MASK{GENERIC_ALL}, ACCESS_MASK{KEY_CREATE_SUB_KEY}}) {
      EXPECT_EQ(ddi::WdfDriverOpenParametersRegistryKey(driver.globals, driver.driver, access, nullptr, &key),
                STATUS_ACCESS_DENIED);
    }
    EXPECT_EQ(
        ddi::WdfDriverOpenParametersRegistryKey(driver.globals, driver.driver, KEY_READ | KEY_SET_VALUE, nullptr, &key),
        STATUS_SUCCESS);
    EXPECT_EQ(ddi::WdfRegistryRemoveKey(driver.globals, key), STATUS_NOT_IMPLEMENTED);
  });
}

TEST_P(KeyTest, TheVerifiersSwitchesAreReadWhenTheDriverIsBound) {
  RecordProperty("rows", "BHV-031");
  auto key =
      machine().cm().make("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\TestDriver\\Parameters\\Wdf");
  ASSERT_TRUE(key.ok());
  ASSERT_TRUE(machine().cm().set_dword(*key, "VerifierOn", 1).ok());
  ASSERT_TRUE(machine().cm().set_dword(*key, "VerifierAllocateFailCount", 7).ok());
  as_driver([&](TestDriver& driver) {
    EXPECT_TRUE(driver.client().verifier().on);
    EXPECT_NE(driver.globals->DriverFlags & WdfVerifierOn, 0u);
    EXPECT_LT(driver.client().verifier().allocations_until_failure, 7u);
  });
}

}  // namespace
}  // namespace owdf::wdf
