// Classes of characters in the "C" locale.
#include "client/crt/crt.h"
#include "client/crt/text.h"

using namespace owdf::client;

namespace {

constexpr bool digit(int c) {
  return c >= '0' && c <= '9';
}
constexpr bool lower_case(int c) {
  return c >= 'a' && c <= 'z';
}
constexpr bool upper_case(int c) {
  return c >= 'A' && c <= 'Z';
}
constexpr bool hexadecimal(int c) {
  return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool space(int c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
constexpr bool graphic(int c) {
  return c > ' ' && c < 0x7f;
}
constexpr bool alphabetic(int c) {
  return lower_case(c) || upper_case(c);
}

}  // namespace

CRT_API int crt_isdigit(int c) {
  return digit(c);
}
CRT_API int crt_isxdigit(int c) {
  return hexadecimal(c);
}
CRT_API int crt_isalpha(int c) {
  return alphabetic(c);
}
CRT_API int crt_isalnum(int c) {
  return alphabetic(c) || digit(c);
}
CRT_API int crt_isspace(int c) {
  return space(c);
}
CRT_API int crt_isupper(int c) {
  return upper_case(c);
}
CRT_API int crt_islower(int c) {
  return lower_case(c);
}
CRT_API int crt_isprint(int c) {
  return graphic(c) || c == ' ';
}
CRT_API int crt_isgraph(int c) {
  return graphic(c);
}
CRT_API int crt_iscntrl(int c) {
  return (c >= 0 && c < ' ') || c == 0x7f;
}
CRT_API int crt_ispunct(int c) {
  return graphic(c) && !alphabetic(c) && !digit(c);
}
CRT_API int crt_tolower(int c) {
  return text::lower(c);
}
CRT_API int crt_toupper(int c) {
  return text::upper(c);
}
CRT_API int crt___isascii(int c) {
  return c >= 0 && c < 0x80;
}
CRT_API int crt_iswdigit(WideChar c) {
  return digit(c);
}
CRT_API int crt_iswxdigit(WideChar c) {
  return hexadecimal(c);
}
CRT_API int crt_iswalpha(WideChar c) {
  return alphabetic(c);
}
CRT_API int crt_iswalnum(WideChar c) {
  return alphabetic(c) || digit(c);
}
CRT_API int crt_iswspace(WideChar c) {
  return space(c);
}
CRT_API int crt_iswupper(WideChar c) {
  return upper_case(c);
}
CRT_API int crt_iswlower(WideChar c) {
  return lower_case(c);
}
CRT_API int crt_iswprint(WideChar c) {
  return graphic(c) || c == ' ';
}
CRT_API int crt_iswpunct(WideChar c) {
  return graphic(c) && !alphabetic(c) && !digit(c);
}
CRT_API WideChar crt_towlower(WideChar c) {
  return text::lower(c);
}
CRT_API WideChar crt_towupper(WideChar c) {
  return text::upper(c);
}
