#include "cli/build/source_text.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <sstream>

namespace owdf::cli {
namespace {

// Code page 1252 from 0x80 to 0x9F; 0 where it has no character. Everywhere else it is Latin-1.
constexpr std::array<uint16_t, 32> kWindows1252 = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                                   0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | point >> 6);
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | point >> 12);
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | point >> 18);
    out += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

std::string from_utf16(const std::string& bytes, bool big_endian) {
  std::string out;
  const auto unit = [&](size_t at) {
    const auto low = static_cast<uint8_t>(bytes[at + (big_endian ? 1 : 0)]);
    const auto high = static_cast<uint8_t>(bytes[at + (big_endian ? 0 : 1)]);
    return static_cast<uint32_t>(high << 8 | low);
  };
  for (size_t at = 2; at + 1 < bytes.size(); at += 2) {
    uint32_t point = unit(at);
    if (point >= 0xD800 && point < 0xDC00 && at + 3 < bytes.size()) {
      point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 2) - 0xDC00);
      at += 2;
    }
    append_utf8(out, point);
  }
  return out;
}

bool is_utf8(const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<uint8_t>(text[at++]);
    int follow = byte < 0x80                   ? 0
                 : byte >= 0xC2 && byte < 0xE0 ? 1
                 : byte >= 0xE0 && byte < 0xF0 ? 2
                 : byte >= 0xF0 && byte < 0xF5 ? 3
                                               : -1;
    if (follow < 0) return false;
    for (; follow > 0; follow--)
      if (at >= text.size() || (static_cast<uint8_t>(text[at++]) & 0xC0) != 0x80) return false;
  }
  return true;
}

std::string from_windows_1252(const std::string& bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    const bool special = byte >= 0x80 && byte < 0xA0 && kWindows1252[byte - 0x80u] != 0;
    append_utf8(out, special ? kWindows1252[byte - 0x80u] : byte);
  }
  return out;
}

// Characters of two bytes above 127 each, several in a row: no western text looks like that.
bool looks_chinese(const std::string& bytes) {
  size_t run = 0, runs = 0, even = 0, longest = 0;
  for (size_t at = 0; at <= bytes.size(); at++) {
    if (at < bytes.size() && static_cast<uint8_t>(bytes[at]) >= 0x80) {
      run++;
    } else if (run > 0) {
      runs++;
      even += run % 2 == 0 ? 1 : 0;
      longest = std::max(longest, run);
      run = 0;
    }
  }
  return longest >= 4 && even * 10 >= runs * 9;
}

// Empty where the C library has no such table, or the bytes are not of it.
std::string from_gbk(const std::string& bytes) {
  const iconv_t converter = iconv_open("UTF-8", "GBK");
  if (converter == reinterpret_cast<iconv_t>(-1)) return {};
  std::string out(bytes.size() * 2 + 4, '\0');
  char* from = const_cast<char*>(bytes.data());
  char* to = out.data();
  size_t from_left = bytes.size(), to_left = out.size();
  const bool good = iconv(converter, &from, &from_left, &to, &to_left) != static_cast<size_t>(-1);
  iconv_close(converter);
  out.resize(good ? out.size() - to_left : 0);
  return out;
}

}  // namespace

std::string utf8_of(const std::string& bytes, bool& converted) {
  converted = true;
  if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes, false);
  if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes, true);
  converted = !is_utf8(bytes);
  if (!converted) return bytes;
  const std::string chinese = looks_chinese(bytes) ? from_gbk(bytes) : std::string();
  return chinese.empty() ? from_windows_1252(bytes) : chinese;
}

std::string read_as_utf8(const std::string& path, bool& converted) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return utf8_of(text.str(), converted);
}

}  // namespace owdf::cli
