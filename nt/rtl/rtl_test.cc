#include <ntddk.h>

#include <gtest/gtest.h>

#include <cstring>

#include "nt/ke/testing.h"
#include "nt/rtl/counted.h"

namespace owdf::rtl {
namespace {

class RtlTest : public ke::KernelTest {};
OWDF_IN_BOTH_FORMS(RtlTest);

UNICODE_STRING text(const char16_t* characters) {
  UNICODE_STRING string;
  RtlInitUnicodeString(&string, characters);
  return string;
}

TEST_P(RtlTest, InitializingCountsWithoutTheTerminator) {
  RecordProperty("ddi", "RtlInitUnicodeString RtlInitUnicodeStringEx RtlInitAnsiString");
  const UNICODE_STRING string = text(u"abc");
  EXPECT_EQ(string.Length, 6);
  EXPECT_EQ(string.MaximumLength, 8);
  const UNICODE_STRING none = text(nullptr);
  EXPECT_EQ(none.Length + none.MaximumLength, 0);
  const std::u16string longest(40000, u'x');
  UNICODE_STRING cut;
  RtlInitUnicodeString(&cut, longest.c_str());
  EXPECT_EQ(cut.Length, 65532);
  EXPECT_EQ(RtlInitUnicodeStringEx(&cut, longest.c_str()), STATUS_NAME_TOO_LONG);
  ANSI_STRING ansi;
  RtlInitAnsiString(&ansi, "ab");
  EXPECT_EQ(ansi.Length, 2);
  EXPECT_EQ(ansi.MaximumLength, 3);
}

TEST_P(RtlTest, CopyingAndAppendingKeepWithinTheBuffer) {
  RecordProperty("ddi", "RtlCopyUnicodeString RtlAppendUnicodeToString RtlAppendUnicodeStringToString");
  char16_t buffer[6];
  UNICODE_STRING string;
  RtlInitEmptyUnicodeString(&string, buffer, sizeof buffer);
  const UNICODE_STRING abc = text(u"abc");
  RtlCopyUnicodeString(&string, &abc);
  EXPECT_EQ(buffer[3], 0);
  EXPECT_EQ(RtlAppendUnicodeToString(&string, u"de"), STATUS_SUCCESS);
  EXPECT_EQ(view(&string), u"abcde");
  EXPECT_EQ(RtlAppendUnicodeStringToString(&string, &abc), STATUS_BUFFER_TOO_SMALL);
  EXPECT_EQ(view(&string), u"abcde");
  const UNICODE_STRING longer = text(u"0123456789");
  RtlCopyUnicodeString(&string, &longer);
  EXPECT_EQ(view(&string), u"012345");
}

TEST_P(RtlTest, ComparingHonoursCase) {
  RecordProperty("ddi", "RtlCompareUnicodeString RtlEqualUnicodeString RtlPrefixUnicodeString RtlCompareMemory");
  const UNICODE_STRING a = text(u"Device"), b = text(u"DEVICE"), c = text(u"Dev");
  EXPECT_GT(RtlCompareUnicodeString(&a, &b, FALSE), 0);
  EXPECT_EQ(RtlCompareUnicodeString(&a, &b, TRUE), 0);
  EXPECT_FALSE(RtlEqualUnicodeString(&a, &b, FALSE));
  EXPECT_TRUE(RtlPrefixUnicodeString(&c, &b, TRUE));
  EXPECT_FALSE(RtlPrefixUnicodeString(&b, &c, TRUE));
  EXPECT_GT(RtlCompareUnicodeString(&a, &c, FALSE), 0);
  EXPECT_EQ(RtlCompareMemory("abcd", "abxd", 4), 2u);
}

TEST_P(RtlTest, ConversionsAllocateFromThePoolAndAreFreed) {
  RecordProperty("ddi", "RtlAnsiStringToUnicodeString RtlUnicodeStringToAnsiString RtlFreeUnicodeString");
  run([] {
    ANSI_STRING ansi;
    RtlInitAnsiString(&ansi, "caf\xE9");
    UNICODE_STRING wide;
    ASSERT_EQ(RtlAnsiStringToUnicodeString(&wide, &ansi, TRUE), STATUS_SUCCESS);
    EXPECT_EQ(view(&wide), u"caf\u00e9");
    EXPECT_EQ(wide.MaximumLength, 10);
    ANSI_STRING back;
    ASSERT_EQ(RtlUnicodeStringToAnsiString(&back, &wide, TRUE), STATUS_SUCCESS);
    EXPECT_EQ(view(&back), "caf\xE9");
    RtlFreeAnsiString(&back);
    RtlFreeUnicodeString(&wide);
    EXPECT_EQ(wide.Buffer, nullptr);
    char16_t small[4];
    RtlInitEmptyUnicodeString(&wide, small, sizeof small);
    EXPECT_EQ(RtlAnsiStringToUnicodeString(&wide, &ansi, FALSE), STATUS_BUFFER_OVERFLOW);
  });
}

TEST_P(RtlTest, Utf8ReportsWhatItCouldNotMap) {
  RecordProperty("ddi", "RtlUTF8ToUnicodeN RtlUnicodeToUTF8N");
  char16_t wide[4];
  ULONG bytes = 0;
  EXPECT_EQ(RtlUTF8ToUnicodeN(wide, sizeof wide, &bytes, "\xF0\x9F\x98\x80", 4), STATUS_SUCCESS);
  EXPECT_EQ(bytes, 4u);
  char narrow[4];
  EXPECT_EQ(RtlUnicodeToUTF8N(narrow, 4, &bytes, wide, 4), STATUS_SUCCESS);
  EXPECT_EQ(std::string_view(narrow, bytes), "\xF0\x9F\x98\x80");
  EXPECT_EQ(RtlUTF8ToUnicodeN(wide, sizeof wide, &bytes, "\xFFz", 2), STATUS_SOME_NOT_MAPPED);
  EXPECT_EQ(RtlUTF8ToUnicodeN(nullptr, 0, &bytes, "hello", 5), STATUS_SUCCESS);
  EXPECT_EQ(bytes, 10u);
  EXPECT_EQ(RtlUTF8ToUnicodeN(wide, 4, &bytes, "abc", 3), STATUS_BUFFER_TOO_SMALL);
}

TEST_P(RtlTest, NumbersAreReadAndWrittenInTheirBase) {
  RecordProperty("ddi", "RtlIntegerToUnicodeString RtlUnicodeStringToInteger");
  char16_t buffer[16];
  UNICODE_STRING string;
  RtlInitEmptyUnicodeString(&string, buffer, sizeof buffer);
  EXPECT_EQ(RtlIntegerToUnicodeString(0xBEEF, 16, &string), STATUS_SUCCESS);
  EXPECT_EQ(view(&string), u"BEEF");
  EXPECT_EQ(RtlIntegerToUnicodeString(1, 7, &string), STATUS_INVALID_PARAMETER);
  ULONG value = 0;
  for (const auto& [input, base, expected] : {std::tuple{u"42", 0, 42},
                                              {u" 0x2A", 0, 42},
                                              {u"0b101", 0, 5},
                                              {u"-1x", 10, -1},
                                              {u"ff", 16, 255},
                                              {u"", 0, 0}}) {
    const UNICODE_STRING from = text(input);
    EXPECT_EQ(RtlUnicodeStringToInteger(&from, static_cast<ULONG>(base), &value), STATUS_SUCCESS);
    EXPECT_EQ(value, static_cast<ULONG>(expected));
  }
}

TEST_P(RtlTest, GuidsMakeTheRoundTrip) {
  RecordProperty("ddi", "RtlGUIDFromString RtlStringFromGUID");
  run([] {
    GUID guid;
    const UNICODE_STRING from = text(u"{78a1c341-4539-11D3-B88D-00C04FAD5171}");
    ASSERT_EQ(RtlGUIDFromString(&from, &guid), STATUS_SUCCESS);
    EXPECT_EQ(guid.Data1, 0x78A1C341u);
    EXPECT_EQ(guid.Data4[7], 0x71);
    UNICODE_STRING to;
    ASSERT_EQ(RtlStringFromGUID(guid, &to), STATUS_SUCCESS);
    EXPECT_EQ(view(&to), u"{78A1C341-4539-11D3-B88D-00C04FAD5171}");
    RtlFreeUnicodeString(&to);
    const UNICODE_STRING wrong = text(u"78a1c341-4539-11D3-B88D-00C04FAD5171");
    EXPECT_EQ(RtlGUIDFromString(&wrong, &guid), STATUS_INVALID_PARAMETER);
  });
}

TEST_P(RtlTest, TheCalendarGoesBothWays) {
  RecordProperty("ddi", "RtlTimeToTimeFields RtlTimeFieldsToTime");
  TIME_FIELDS fields;
  LARGE_INTEGER time;
  time.QuadPart = 0;
  RtlTimeToTimeFields(&time, &fields);
  EXPECT_EQ(fields.Year, 1601);
  EXPECT_EQ(fields.Month, 1);
  EXPECT_EQ(fields.Day, 1);
  EXPECT_EQ(fields.Weekday, 1);
  RtlSecondsSince1970ToTime(951'782'399 + 86'400, &time);  // 2000-02-29 23:59:59
  RtlTimeToTimeFields(&time, &fields);
  EXPECT_EQ(fields.Year, 2000);
  EXPECT_EQ(fields.Month, 2);
  EXPECT_EQ(fields.Day, 29);
  EXPECT_EQ(fields.Second, 59);
  EXPECT_EQ(fields.Weekday, 2);
  fields.Milliseconds = 7;
  LARGE_INTEGER back;
  EXPECT_TRUE(RtlTimeFieldsToTime(&fields, &back));
  EXPECT_EQ(back.QuadPart, time.QuadPart + 70'000);
  fields.Year = 2001;
  EXPECT_FALSE(RtlTimeFieldsToTime(&fields, &back));
}

TEST_P(RtlTest, BitmapsFindRunsFromTheHintAndThenFromTheBeginning) {
  RecordProperty("ddi", "RtlInitializeBitMap RtlFindClearBitsAndSet RtlSetBits RtlNumberOfSetBits");
  ULONG words[2] = {};
  RTL_BITMAP map;
  RtlInitializeBitMap(&map, words, 40);
  RtlSetBits(&map, 0, 10);
  EXPECT_EQ(RtlNumberOfSetBits(&map), 10u);
  EXPECT_EQ(RtlFindClearBitsAndSet(&map, 20, 30), 10u);
  EXPECT_EQ(RtlFindClearBitsAndSet(&map, 11, 0), 0xFFFFFFFFu);
  EXPECT_EQ(RtlFindClearBitsAndSet(&map, 10, 0), 30u);
  EXPECT_TRUE(RtlAreBitsSet(&map, 0, 40));
  RtlClearBit(&map, 33);
  EXPECT_FALSE(RtlTestBit(&map, 33));
  ULONG start = 0;
  EXPECT_EQ(RtlFindLongestRunClear(&map, &start), 1u);
  EXPECT_EQ(start, 33u);
}

TEST_P(RtlTest, TheVersionIsThatOfTheMachine) {
  RecordProperty("ddi", "RtlGetVersion RtlVerifyVersionInfo");
  RTL_OSVERSIONINFOW version{};
  EXPECT_EQ(RtlGetVersion(&version), STATUS_INVALID_PARAMETER);
  version.dwOSVersionInfoSize = sizeof version;
  EXPECT_EQ(RtlGetVersion(&version), STATUS_SUCCESS);
  EXPECT_EQ(version.dwMajorVersion, 10u);
  RTL_OSVERSIONINFOEXW wanted{};
  wanted.dwMajorVersion = 6;
  wanted.dwMinorVersion = 3;
  constexpr ULONGLONG kAtLeast = 3ull << 3 | 3ull;  // VER_GREATER_EQUAL for major and minor
  EXPECT_EQ(RtlVerifyVersionInfo(&wanted, VER_MAJORVERSION | VER_MINORVERSION, kAtLeast), STATUS_SUCCESS);
  wanted.dwMajorVersion = 11;
  EXPECT_EQ(RtlVerifyVersionInfo(&wanted, VER_MAJORVERSION | VER_MINORVERSION, kAtLeast), STATUS_REVISION_MISMATCH);
}

}  // namespace
}  // namespace owdf::rtl
