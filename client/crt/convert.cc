// Numbers from text and text from numbers. `long` has 32 bits here: that is why none of these may be glibc's.
#include <bit>
#include <cstdlib>
#include <limits>
#include <string>

#include "client/crt/crt.h"
#include "client/crt/text.h"

using namespace owdf::client;

namespace {

template <typename C>
int digit_value(C c) {
  if (c >= '0' && c <= '9') return c - '0';
  const C folded = text::lower(c);
  return folded >= 'a' && folded <= 'z' ? folded - 'a' + 10 : 99;
}

template <typename C>
const C* skip_space(const C* s) {
  while (*s == ' ' || (*s >= '\t' && *s <= '\r')) s++;
  return s;
}

// The whole rule of strtol and its family, for any integer type: sign, base prefix, range, end pointer, errno.
template <typename N, typename C>
N parse(const C* s, C** end, int base) {
  using Limits = std::numeric_limits<N>;
  const C* const begin = s;
  if (end) *end = const_cast<C*>(begin);
  if (base < 0 || base == 1 || base > 36) {
    invalid_parameter("strtol", kInvalid);
    return 0;
  }
  s = skip_space(s);
  const bool negative = *s == '-';
  if (*s == '-' || *s == '+') s++;
  const bool prefixed = s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && digit_value(s[2]) < 16;
  if (base == 0) base = prefixed ? 16 : s[0] == '0' ? 8 : 10;
  if (base == 16 && prefixed) s += 2;

  uint64_t magnitude = 0;
  bool overflow = false;
  const C* const digits = s;
  for (int value; (value = digit_value(*s)) < base; s++) {
    overflow |= __builtin_mul_overflow(magnitude, static_cast<uint64_t>(base), &magnitude);
    overflow |= __builtin_add_overflow(magnitude, static_cast<uint64_t>(value), &magnitude);
  }
  if (s == digits) return 0;
  if (end) *end = const_cast<C*>(s);

  const uint64_t most = static_cast<uint64_t>(Limits::max()) + (Limits::is_signed && negative ? 1 : 0);
  if (overflow || magnitude > most) {
    thread_errno() = kRange;
    return Limits::is_signed && negative ? Limits::min() : Limits::max();
  }
  return static_cast<N>(negative ? 0 - magnitude : magnitude);
}

// atoi and kin: out of range saturates likewise, and errno is touched likewise.
template <typename N, typename C>
N number(const C* s) {
  return parse<N, C>(s, nullptr, 10);
}

template <typename C>
double parse_double(const C* s, C** end) {
  std::string narrow;
  for (const C* at = s; *at && text::unit(*at) < 0x80; at++) narrow += static_cast<char>(*at);
  char* stop = nullptr;
  const double value = strtod(narrow.c_str(), &stop);
  if (end) *end = const_cast<C*>(s) + (stop - narrow.c_str());
  return value;
}

// Digits of `value` in `base`, most significant first; room for 64 binary digits and a sign.
template <typename C>
size_t write_digits(uint64_t value, bool negative, unsigned base, C* out) {
  C reversed[65];
  size_t count = 0;
  do {
    const unsigned digit = static_cast<unsigned>(value % base);
    reversed[count++] = static_cast<C>(digit < 10 ? '0' + digit : 'a' + digit - 10);
  } while (value /= base);
  if (negative) reversed[count++] = '-';
  for (size_t i = 0; i < count; i++) out[i] = reversed[count - 1 - i];
  out[count] = 0;
  return count;
}

// Only base 10 shows a sign; in others a negative number is its bit pattern.
template <typename N, typename C>
C* to_text(N value, C* out, int base) {
  const bool negative = base == 10 && value < 0;
  const uint64_t bits = negative ? 0 - static_cast<uint64_t>(value) : static_cast<std::make_unsigned_t<N>>(value);
  write_digits(bits, negative, static_cast<unsigned>(base), out);
  return out;
}

template <typename N, typename C>
Errno to_text_checked(std::string_view function, N value, C* out, size_t room, int base) {
  if (!out || room == 0 || base < 2 || base > 36) return invalid_parameter(function, kInvalid);
  C digits[66];
  to_text(value, digits, base);
  return text::copy_checked(function, out, 0, room, digits, 0, false);
}

}  // namespace

CRT_API Long crt_strtol(const char* s, char** end, int base) {
  return parse<Long>(s, end, base);
}
CRT_API UnsignedLong crt_strtoul(const char* s, char** end, int base) {
  return parse<UnsignedLong>(s, end, base);
}
CRT_API int64_t crt_strtoll(const char* s, char** end, int base) {
  return parse<int64_t>(s, end, base);
}
CRT_API uint64_t crt_strtoull(const char* s, char** end, int base) {
  return parse<uint64_t>(s, end, base);
}
CRT_API int64_t crt__strtoi64(const char* s, char** end, int base) {
  return parse<int64_t>(s, end, base);
}
CRT_API uint64_t crt__strtoui64(const char* s, char** end, int base) {
  return parse<uint64_t>(s, end, base);
}
CRT_API Long crt_wcstol(const WideChar* s, WideChar** end, int base) {
  return parse<Long>(s, end, base);
}
CRT_API UnsignedLong crt_wcstoul(const WideChar* s, WideChar** end, int base) {
  return parse<UnsignedLong>(s, end, base);
}
CRT_API int64_t crt_wcstoll(const WideChar* s, WideChar** end, int base) {
  return parse<int64_t>(s, end, base);
}
CRT_API uint64_t crt_wcstoull(const WideChar* s, WideChar** end, int base) {
  return parse<uint64_t>(s, end, base);
}
CRT_API int64_t crt__wcstoi64(const WideChar* s, WideChar** end, int base) {
  return parse<int64_t>(s, end, base);
}
CRT_API uint64_t crt__wcstoui64(const WideChar* s, WideChar** end, int base) {
  return parse<uint64_t>(s, end, base);
}

CRT_API int crt_atoi(const char* s) {
  return number<int>(s);
}
CRT_API Long crt_atol(const char* s) {
  return number<Long>(s);
}
CRT_API int64_t crt_atoll(const char* s) {
  return number<int64_t>(s);
}
CRT_API int64_t crt__atoi64(const char* s) {
  return number<int64_t>(s);
}
CRT_API int crt__wtoi(const WideChar* s) {
  return number<int>(s);
}
CRT_API Long crt__wtol(const WideChar* s) {
  return number<Long>(s);
}
CRT_API int64_t crt__wtoi64(const WideChar* s) {
  return number<int64_t>(s);
}

CRT_API double crt_strtod(const char* s, char** end) {
  return parse_double(s, end);
}
CRT_API double crt_wcstod(const WideChar* s, WideChar** end) {
  return parse_double(s, end);
}
CRT_API double crt_atof(const char* s) {
  return parse_double<char>(s, nullptr);
}
CRT_API double crt__wtof(const WideChar* s) {
  return parse_double<WideChar>(s, nullptr);
}

CRT_API char* crt__itoa(int value, char* out, int base) {
  return to_text(value, out, base);
}
CRT_API char* crt__ltoa(Long value, char* out, int base) {
  return to_text(value, out, base);
}
CRT_API char* crt__i64toa(int64_t value, char* out, int base) {
  return to_text(value, out, base);
}
CRT_API char* crt__ultoa(UnsignedLong value, char* out, int base) {
  return to_text(value, out, base);
}
CRT_API char* crt__ui64toa(uint64_t value, char* out, int base) {
  return to_text(value, out, base);
}
CRT_API WideChar* crt__itow(int value, WideChar* out, int base) {
  return to_text(value, out, base);
}
CRT_API WideChar* crt__ltow(Long value, WideChar* out, int base) {
  return to_text(value, out, base);
}
CRT_API WideChar* crt__ultow(UnsignedLong value, WideChar* out, int base) {
  return to_text(value, out, base);
}

CRT_API Errno crt__itoa_s(int value, char* out, size_t room, int base) {
  return to_text_checked("_itoa_s", value, out, room, base);
}
CRT_API Errno crt__ltoa_s(Long value, char* out, size_t room, int base) {
  return to_text_checked("_ltoa_s", value, out, room, base);
}
CRT_API Errno crt__ultoa_s(UnsignedLong value, char* out, size_t room, int base) {
  return to_text_checked("_ultoa_s", value, out, room, base);
}
CRT_API Errno crt__itow_s(int value, WideChar* out, size_t room, int base) {
  return to_text_checked("_itow_s", value, out, room, base);
}

CRT_API int crt_abs(int value) {
  return value < 0 ? static_cast<int>(0u - static_cast<unsigned>(value)) : value;
}
CRT_API Long crt_labs(Long value) {
  return crt_abs(value);
}
CRT_API int64_t crt_llabs(int64_t value) {
  return value < 0 ? static_cast<int64_t>(0 - static_cast<uint64_t>(value)) : value;
}
CRT_API uint16_t crt__byteswap_ushort(uint16_t value) {
  return __builtin_bswap16(value);
}
CRT_API UnsignedLong crt__byteswap_ulong(UnsignedLong value) {
  return __builtin_bswap32(value);
}
CRT_API uint64_t crt__byteswap_uint64(uint64_t value) {
  return __builtin_bswap64(value);
}
CRT_API unsigned crt__rotl(unsigned value, int shift) {
  return std::rotl(value, shift);
}
CRT_API unsigned crt__rotr(unsigned value, int shift) {
  return std::rotr(value, shift);
}
