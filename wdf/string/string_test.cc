#include "wdf/string/string.h"

#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

class StringTest : public FrameworkTest {};
OWDF_IN_BOTH_FORMS(StringTest);

UNICODE_STRING unicode(std::u16string& text) {
  UNICODE_STRING string;
  string.Buffer = text.data();
  string.Length = string.MaximumLength = static_cast<USHORT>(text.size() * sizeof(char16_t));
  return string;
}

TEST_P(StringTest, AStringObjectOwnsACopy) {
  RecordProperty("rows", "STR-001 STR-003 STR-005 STR-006 OBJ-072");
  RecordProperty("ddi", "WdfStringCreate WdfStringGetUnicodeString");
  as_driver([&](TestDriver& driver) {
    std::u16string text = u"echo";
    UNICODE_STRING given = unicode(text), got{};
    WDFSTRING string = nullptr;
    ASSERT_EQ(ddi::WdfStringCreate(driver.globals, &given, nullptr, &string), STATUS_SUCCESS);
    text[0] = u'X';
    ddi::WdfStringGetUnicodeString(driver.globals, string, &got);
    EXPECT_EQ(std::u16string_view(got.Buffer, got.Length / 2), u"echo");
    EXPECT_EQ(got.Buffer[4], 0);
  });
}

TEST_P(StringTest, AStringMadeWithoutTextIsEmpty) {
  RecordProperty("rows", "STR-003");
  RecordProperty("ddi", "WdfStringCreate");
  as_driver([&](TestDriver& driver) {
    UNICODE_STRING got{8, 8, nullptr};
    WDFSTRING string = nullptr;
    ASSERT_EQ(ddi::WdfStringCreate(driver.globals, nullptr, nullptr, &string), STATUS_SUCCESS);
    ddi::WdfStringGetUnicodeString(driver.globals, string, &got);
    EXPECT_EQ(got.Length, 0u);
  });
}

TEST_P(StringTest, AStringIsMadeAtPassiveLevelFromASoundString) {
  RecordProperty("ddi", "WdfStringCreate");
  as_driver([&](TestDriver& driver) {
    WDFSTRING string = nullptr;
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    EXPECT_EQ(ddi::WdfStringCreate(driver.globals, nullptr, nullptr, &string), STATUS_INVALID_DEVICE_REQUEST);
    KeLowerIrql(old);
    std::u16string text = u"echo";
    UNICODE_STRING odd = unicode(text);
    odd.Length = 3;
    EXPECT_EQ(ddi::WdfStringCreate(driver.globals, &odd, nullptr, &string), STATUS_INVALID_PARAMETER);
    odd.Length = 10;
    EXPECT_EQ(ddi::WdfStringCreate(driver.globals, &odd, nullptr, &string), STATUS_INVALID_PARAMETER);
    EXPECT_EQ(string, nullptr);
  });
}

}  // namespace
}  // namespace owdf::wdf
