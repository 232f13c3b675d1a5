#include "nt/rtl/format.h"

#include <gtest/gtest.h>

#include "nt/rtl/text.h"

namespace owdf::rtl {
namespace {

// A Windows program passes its arguments in the Microsoft convention, so the test does too.
__attribute__((ms_abi)) std::string* narrow(std::string* out, const char* text, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, text);
  *out = format_string(text, arguments, {.narrow = Narrow::kUtf8});
  __builtin_ms_va_end(arguments);
  return out;
}

__attribute__((ms_abi)) std::u16string* wide(std::u16string* out, const char16_t* text, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, text);
  char16_t buffer[256];
  const int64_t length = format(buffer, 256, text, arguments);
  __builtin_ms_va_end(arguments);
  *out = length < 0 ? u"<error>" : std::u16string(buffer, static_cast<size_t>(length));
  return out;
}

__attribute__((ms_abi)) int64_t counted(char* out, size_t capacity, const char* text, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, text);
  const int64_t length = format(out, capacity, text, arguments);
  __builtin_ms_va_end(arguments);
  return length;
}

#define NARROW(...) (*narrow(&text, __VA_ARGS__))
#define WIDE(...) (*wide(&text, __VA_ARGS__))

struct Counted {
  uint16_t length, maximum_length;
  const void* buffer;
};

TEST(Format, IntegersFollowFlagsWidthAndPrecision) {
  std::string text;
  EXPECT_EQ(NARROW("%d|%5d|%-5d|%05d|%+d|% d", -7, 42, 42, 42, 42, 42), "-7|   42|42   |00042|+42| 42");
  EXPECT_EQ(NARROW("%.4d|%6.3d|%#x|%#X|%08lX|%o|%#o", 42, 7, 255, 255, 0xC0000001u, 8, 8),
            "0042|   007|0xff|0XFF|C0000001|10|010");
  EXPECT_EQ(NARROW("%*d|%-*d|%.*d", 4, 1, 4, 1, 3, 1), "   1|1   |001");
  EXPECT_EQ(NARROW("%hu %hhu %hd", 0x12345, 0x1FF, 0xFFFF), "9029 255 -1");
  EXPECT_EQ(NARROW("%d", INT32_MIN), "-2147483648");
}

TEST(Format, SixtyFourBitSizesHaveTheirWindowsSpellings) {
  std::string text;
  const uint64_t big = 0x123456789ABCDEF0;
  EXPECT_EQ(NARROW("%I64x %llx %zx %Ix %I32x", big, big, big, big, 0xFFFFFFFFu),
            "123456789abcdef0 123456789abcdef0 123456789abcdef0 123456789abcdef0 ffffffff");
  EXPECT_EQ(NARROW("%I64d %lld %ld", int64_t{-5}, int64_t{-6}, -7), "-5 -6 -7");
}

TEST(Format, PointersAreSixteenCapitalDigits) {
  std::string text;
  EXPECT_EQ(NARROW("%p", reinterpret_cast<void*>(0xabc)), "0000000000000ABC");
}

TEST(Format, StringsTakeTheWidthThatTheirPrefixSays) {
  std::string text;
  EXPECT_EQ(NARROW("%s %ws %ls %S %hs", "a", u"b", u"c", u"d", "e"), "a b c d e");
  EXPECT_EQ(NARROW("[%5s][%-5s][%.2s][%s]", "abc", "abc", "abc", nullptr), "[  abc][abc  ][ab][(null)]");
  EXPECT_EQ(NARROW("%c%C%wc%hc", 'a', u'b', u'c', 'd'), "abcd");
  EXPECT_EQ(NARROW("%ws", u"\u00e4\u20ac"), "\xC3\xA4\xE2\x82\xAC");
}

TEST(Format, CountedStringsStopAtTheirLength) {
  std::string text;
  const Counted unicode{6, 6, u"abcdef"};
  const Counted ansi{2, 2, "xyz"};
  const Counted empty{0, 0, nullptr};
  EXPECT_EQ(NARROW("%wZ %Z %5wZ %wZ", &unicode, &ansi, &unicode, &empty), "abc xy   abc (null)");
}

TEST(Format, WideOutputReversesTheMeaningOfPlainStrings) {
  std::u16string text;
  EXPECT_EQ(WIDE(u"%s %S %hs %ls %d", u"a", "b", "c", u"d", 5), u"a b c d 5");
  EXPECT_EQ(WIDE(u"%c%C", u'a', 'b'), u"ab");
}

TEST(Format, TruncationWritesNoMoreThanTheCapacityAndReturnsTheWholeLength) {
  char buffer[4] = {'?', '?', '?', '?'};
  EXPECT_EQ(counted(buffer, 3, "%d", 12345), 5);
  EXPECT_EQ(std::string(buffer, 4), "123?");
}

TEST(Format, StoringTheCountIsRefused) {
  int count = 0;
  char buffer[8];
  EXPECT_EQ(counted(buffer, 8, "ab%n", &count), kFormatError);
  EXPECT_EQ(count, 0);
}

TEST(Format, FloatingPointIsForProgramsOnly) {
  std::string text;
  EXPECT_EQ(NARROW("%.2f %5.1f|%-8.3e|%g", 1.5, 2.25, 12345.678, 0.0001), "1.50   2.2|1.235e+04|0.0001");
}

TEST(Text, ConversionsSurviveMalformedInput) {
  EXPECT_EQ(utf8(utf16("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80")), "gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80");
  EXPECT_EQ(utf16("\xFF\xC3"), u"\uFFFD\uFFFD");
  const char16_t lone[] = {0xD800, u'a'};
  EXPECT_EQ(utf8(std::u16string_view(lone, 2)),
            "\xEF\xBF\xBD"
            "a");
  EXPECT_EQ(ansi_to_utf16(0x80), u'\u20AC');
  EXPECT_EQ(utf16_to_ansi(u'\u20AC'), 0x80);
  EXPECT_EQ(utf16_to_ansi(u'\u4E00'), '?');
}

TEST(Text, CaseFoldsByUnit) {
  EXPECT_TRUE(equal_ignoring_case(u"\\Registry\\Machine", u"\\REGISTRY\\MACHINE"));
  EXPECT_TRUE(equal_ignoring_case(u"\u00e4\u0107\u0444", u"\u00c4\u0106\u0424"));
  EXPECT_LT(compare_ignoring_case(u"abc", u"ABD"), 0);
  for (unsigned c = 0; c < 0x10000; c++) {
    const auto unit = static_cast<char16_t>(c);
    ASSERT_EQ(upcase(upcase(unit)), upcase(unit)) << c;
    if (upcase(unit) != unit) {
      ASSERT_EQ(downcase(upcase(unit)), unit) << c;
    }
  }
}

}  // namespace
}  // namespace owdf::rtl
