// What of the C runtime needs no program: drivers use it too.
#include <gtest/gtest.h>

#include <string>

#include "client/crt/testing.h"

namespace owdf::client {
namespace {

using namespace std::string_literals;

TEST(CrtText, WideStringsHaveSixteenBitUnits) {
  EXPECT_EQ(crt_wcslen(u"driver"), 6u);
  EXPECT_LT(crt_wcsncmp(u"abc", u"abd", 3), 0);
  EXPECT_EQ(crt_wcsncmp(u"abc", u"abd", 2), 0);
  EXPECT_GT(crt_wcsncmp(u"\xffff", u"a", 1), 0);
  EXPECT_EQ(crt__wcsicmp(u"Echo.SYS", u"eCHO.sys"), 0);
  const char16_t path[] = u"a\\b\\c";
  EXPECT_EQ(crt_wcsrchr(path, u'\\'), path + 3);
  EXPECT_EQ(crt_wcsstr(path, u"b\\"), path + 2);
  EXPECT_EQ(crt_wcsstr(path, u"x"), nullptr);
}

TEST(CrtText, CaseFoldsByAsciiOnly) {
  EXPECT_EQ(crt__stricmp("ABC", "abc"), 0);
  EXPECT_NE(crt__stricmp("[", "{"), 0);
}

TEST(CrtText, StrncpyPadsAndMayLeaveNoTerminator) {
  char field[6] = "xxxxx";
  crt_strncpy(field, "ab", 4);
  EXPECT_EQ(std::string(field, 6), "ab\0\0x\0"s);
  crt_strncpy(field, "abcdef", 3);
  EXPECT_EQ(std::string(field, 4), "abc\0"s);
}

TEST(CrtText, CheckedCopiesReportWhatDoesNotFit) {
  char to[4] = "xyz";
  EXPECT_EQ(crt_strcpy_s(to, 4, "abc"), kNoError);
  EXPECT_STREQ(to, "abc");
  EXPECT_EQ(crt_strcpy_s(to, 4, "abcd"), kRange);
  EXPECT_STREQ(to, "");
  EXPECT_EQ(crt_strncpy_s(to, 4, "abcdef", kTruncate), kTruncated);
  EXPECT_STREQ(to, "abc");
  EXPECT_EQ(crt_strncpy_s(to, 4, "abcdef", 2), kNoError);
  EXPECT_STREQ(to, "ab");
  EXPECT_EQ(crt_strcat_s(to, 4, "c"), kNoError);
  EXPECT_STREQ(to, "abc");
  EXPECT_EQ(crt_strcpy_s(nullptr, 4, "a"), kInvalid);
  char16_t wide[3];
  EXPECT_EQ(crt_wcscpy_s(wide, 3, u"ab"), kNoError);
  EXPECT_EQ(crt_wcscpy_s(wide, 3, u"abc"), kRange);
}

TEST(CrtText, TokensSkipRunsOfDelimiters) {
  char text[] = ",,one, two,";
  char* context = nullptr;
  EXPECT_STREQ(crt_strtok_s(text, ", ", &context), "one");
  EXPECT_STREQ(crt_strtok_s(nullptr, ", ", &context), "two");
  EXPECT_EQ(crt_strtok_s(nullptr, ", ", &context), nullptr);
}

TEST(CrtText, LongHasThirtyTwoBits) {
  char* end = nullptr;
  EXPECT_EQ(crt_strtol("  -12x", &end, 10), -12);
  EXPECT_STREQ(end, "x");
  EXPECT_EQ(crt_strtol("3000000000", nullptr, 10), INT32_MAX);
  EXPECT_EQ(crt_strtol("-3000000000", nullptr, 10), INT32_MIN);
  EXPECT_EQ(crt_strtoul("4294967295", nullptr, 10), UINT32_MAX);
  EXPECT_EQ(crt_strtoul("4294967296", nullptr, 10), UINT32_MAX);
  EXPECT_EQ(crt_strtoul("-1", nullptr, 10), UINT32_MAX);
  EXPECT_EQ(crt_strtoull("0xffffffffffffffff", nullptr, 0), UINT64_MAX);
  EXPECT_EQ(crt_strtol("0x1F", nullptr, 16), 31);
  EXPECT_EQ(crt_strtol("017", nullptr, 0), 15);
  EXPECT_EQ(crt_strtol("0x", &end, 16), 0);
  EXPECT_STREQ(end, "x");
  EXPECT_EQ(crt_wcstol(u"-7f", nullptr, 16), -127);
  EXPECT_EQ(crt_atoi("42 apples"), 42);
}

TEST(CrtText, NumbersBecomeText) {
  char out[40];
  EXPECT_STREQ(crt__itoa(-255, out, 10), "-255");
  EXPECT_STREQ(crt__itoa(-1, out, 16), "ffffffff");
  EXPECT_STREQ(crt__itoa(INT32_MIN, out, 10), "-2147483648");
  EXPECT_STREQ(crt__itoa(5, out, 2), "101");
}

TEST(CrtFormat, EachContractForWhatDoesNotFit) {
  char out[8];
  EXPECT_EQ(crt_sprintf(out, "%d-%s", 12, "ab"), 5);
  EXPECT_STREQ(out, "12-ab");
  EXPECT_EQ(crt_snprintf(out, 4, "abcdef"), 6);
  EXPECT_STREQ(out, "abc");
  out[3] = '!';
  EXPECT_EQ(crt__snprintf(out, 3, "abcdef"), -1);
  EXPECT_EQ(std::string(out, 4), "abc!");
  EXPECT_EQ(crt__snprintf(out, 3, "abc"), 3);
  EXPECT_EQ(out[3], '!');
  EXPECT_EQ(crt_sprintf_s(out, 4, "%s", "abcd"), -1);
  EXPECT_STREQ(out, "");
  EXPECT_EQ(crt__snprintf_s(out, 4, kTruncate, "%s", "abcd"), -1);
  EXPECT_STREQ(out, "abc");
  char16_t wide[8];
  EXPECT_EQ(crt_swprintf_s(wide, 8, u"%s|%S", u"w", "n"), 3);
  EXPECT_EQ(std::u16string(wide), u"w|n");
}

TEST(CrtScan, ReadsNumbersTextsAndSets) {
  int number = 0;
  unsigned hex = 0;
  char word[8] = {}, set[8] = {};
  EXPECT_EQ(crt_sscanf(" 12, 0xFf end:xyz9", "%d, %x %3s:%[x-y]", &number, &hex, word, set), 4);
  EXPECT_EQ(number, 12);
  EXPECT_EQ(hex, 255u);
  EXPECT_STREQ(word, "end");
  EXPECT_STREQ(set, "xy");
}

TEST(CrtScan, StopsAtTheFirstMismatchAndTellsTheEnd) {
  int one = 0, two = 0;
  EXPECT_EQ(crt_sscanf("5 x", "%d %d", &one, &two), 1);
  EXPECT_EQ(crt_sscanf("", "%d", &one), -1);
  EXPECT_EQ(crt_sscanf("x", "%d", &one), 0);
  short small = 0;
  int64_t big = 0;
  int taken = 0;
  EXPECT_EQ(crt_sscanf("7 8000000000", "%hd %I64d%n", &small, &big, &taken), 2);
  EXPECT_EQ(small, 7);
  EXPECT_EQ(big, 8000000000);
  EXPECT_EQ(taken, 12);
  double real = 0;
  EXPECT_EQ(crt_sscanf("2.5e1", "%lf", &real), 1);
  EXPECT_EQ(real, 25.0);
}

TEST(CrtScan, TheSecureFormKeepsToTheRoom) {
  char word[4] = {};
  EXPECT_EQ(crt_sscanf_s("abc", "%s", word, 4u), 1);
  EXPECT_STREQ(word, "abc");
  EXPECT_EQ(crt_sscanf_s("abcd", "%s", word, 4u), 0);
  EXPECT_STREQ(word, "");
  char16_t wide[4] = {};
  EXPECT_EQ(crt_swscanf(u"xy 3", u"%s", wide), 1);
  EXPECT_EQ(std::u16string(wide), u"xy");
}

}  // namespace
}  // namespace owdf::client
