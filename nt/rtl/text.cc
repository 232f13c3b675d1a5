#include "nt/rtl/text.h"

#include <algorithm>
#include <array>

namespace owdf::rtl {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// Code page 1252, 0x80 to 0x9F; the five unassigned bytes keep their value, as Windows does it.
constexpr std::array<char16_t, 32> kHighControls = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                    0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

bool is_high_surrogate(char16_t c) {
  return c >= 0xD800 && c < 0xDC00;
}
bool is_low_surrogate(char16_t c) {
  return c >= 0xDC00 && c < 0xE000;
}

// Ranges whose capitals and small letters are a fixed distance apart.
struct CaseRange {
  char16_t first_small, last_small;
  int16_t distance;  // small - capital
};
constexpr std::array<CaseRange, 10> kCaseRanges = {{{u'a', u'z', 32},
                                                    {0x00E0, 0x00F6, 32},
                                                    {0x00F8, 0x00FE, 32},
                                                    {0x03B1, 0x03C1, 32},
                                                    {0x03C3, 0x03CB, 32},
                                                    {0x0430, 0x044F, 32},
                                                    {0x0450, 0x045F, 80},
                                                    {0x0561, 0x0586, 48},
                                                    {0x24D0, 0x24E9, 26},
                                                    {0xFF41, 0xFF5A, 32}}};

// Blocks in which capital and small letter alternate; the capital is even in the first kind, odd in the second.
constexpr bool alternates_even(char16_t c) {
  return (c >= 0x0100 && c <= 0x012F) || (c >= 0x0132 && c <= 0x0137) || (c >= 0x014A && c <= 0x0177) ||
         (c >= 0x0460 && c <= 0x0481) || (c >= 0x048A && c <= 0x04BF) || (c >= 0x04D0 && c <= 0x052F) ||
         (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF);
}
constexpr bool alternates_odd(char16_t c) {
  return (c >= 0x0139 && c <= 0x0148) || (c >= 0x0179 && c <= 0x017E) || (c >= 0x04C1 && c <= 0x04CE);
}

}  // namespace

char32_t next_code_point(std::string_view& text) {
  const auto first = static_cast<uint8_t>(text.front());
  text.remove_prefix(1);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4) return kReplacement;
  char32_t value = first & (0x3Fu >> more);
  for (int i = 0; i < more; i++) {
    if (text.empty() || (static_cast<uint8_t>(text.front()) & 0xC0) != 0x80) return kReplacement;
    value = value << 6 | (static_cast<uint8_t>(text.front()) & 0x3F);
    text.remove_prefix(1);
  }
  constexpr char32_t kLeast[] = {0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value < 0xE000;
  return value < kLeast[more - 1] || value > 0x10FFFF || surrogate ? kReplacement : value;
}

char32_t next_code_point(std::u16string_view& text) {
  const char16_t first = text.front();
  text.remove_prefix(1);
  if (is_high_surrogate(first) && !text.empty() && is_low_surrogate(text.front())) {
    const char32_t value = 0x10000 + ((first - 0xD800u) << 10) + (text.front() - 0xDC00u);
    text.remove_prefix(1);
    return value;
  }
  return is_high_surrogate(first) || is_low_surrogate(first) ? kReplacement : first;
}

size_t encode_utf8(char32_t c, char* out) {
  if (c < 0x80) {
    out[0] = static_cast<char>(c);
    return 1;
  }
  const size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  for (size_t i = length - 1; i > 0; i--, c >>= 6) out[i] = static_cast<char>(0x80 | (c & 0x3F));
  constexpr uint8_t kLead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  out[0] = static_cast<char>(kLead[length] | c);
  return length;
}

std::u16string utf16(std::string_view text) {
  std::u16string result;
  result.reserve(text.size());
  while (!text.empty()) {
    char32_t c = next_code_point(text);
    if (c >= 0x10000) {
      c -= 0x10000;
      result += static_cast<char16_t>(0xD800 + (c >> 10));
      result += static_cast<char16_t>(0xDC00 + (c & 0x3FF));
    } else {
      result += static_cast<char16_t>(c);
    }
  }
  return result;
}

std::string utf8(std::u16string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    char bytes[4];
    const size_t length = encode_utf8(next_code_point(text), bytes);
    result.append(bytes, length);
  }
  return result;
}

std::string utf8(const char16_t* characters, size_t count) {
  return utf8(std::u16string_view(characters, count));
}

char16_t ansi_to_utf16(uint8_t byte) {
  return byte >= 0x80 && byte < 0xA0 ? kHighControls[byte - 0x80] : byte;
}

uint8_t utf16_to_ansi(char16_t c) {
  if (c < 0x80 || (c >= 0xA0 && c < 0x100)) return static_cast<uint8_t>(c);
  const auto* found = std::find(kHighControls.begin(), kHighControls.end(), c);
  return found == kHighControls.end() ? '?' : static_cast<uint8_t>(0x80 + (found - kHighControls.begin()));
}

char16_t upcase(char16_t c) {
  if (c < 0x80) return c >= u'a' && c <= u'z' ? static_cast<char16_t>(c - 32) : c;
  if (c == 0x00FF) return 0x0178;
  for (const CaseRange& range : kCaseRanges) {
    if (c >= range.first_small && c <= range.last_small) return static_cast<char16_t>(c - range.distance);
  }
  if (alternates_even(c)) return static_cast<char16_t>(c & ~1);
  if (alternates_odd(c)) return static_cast<char16_t>((c & 1) ? c : c - 1);
  return c;
}

char16_t downcase(char16_t c) {
  if (c < 0x80) return c >= u'A' && c <= u'Z' ? static_cast<char16_t>(c + 32) : c;
  if (c == 0x0178) return 0x00FF;
  for (const CaseRange& range : kCaseRanges) {
    const int small = c + range.distance;
    if (small >= range.first_small && small <= range.last_small) return static_cast<char16_t>(small);
  }
  if (alternates_even(c)) return static_cast<char16_t>(c | 1);
  if (alternates_odd(c)) return static_cast<char16_t>((c & 1) ? c + 1 : c);
  return c;
}

int compare_ignoring_case(std::u16string_view a, std::u16string_view b) {
  const size_t common = std::min(a.size(), b.size());
  for (size_t i = 0; i < common; i++) {
    const int difference = upcase(a[i]) - upcase(b[i]);
    if (difference != 0) return difference;
  }
  return static_cast<int>(a.size()) - static_cast<int>(b.size());
}

bool equal_ignoring_case(std::u16string_view a, std::u16string_view b) {
  return a.size() == b.size() && compare_ignoring_case(a, b) == 0;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [&](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace owdf::rtl
