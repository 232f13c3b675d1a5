// The wide string functions of the C runtime: 16-bit units, never glibc's.
#include "client/crt/crt.h"
#include "client/crt/text.h"

using namespace owdf::client;

CRT_API size_t crt_wcslen(const WideChar* s) {
  return text::length(s);
}
CRT_API WideChar* crt_wcscpy(WideChar* to, const WideChar* from) {
  return text::copy(to, from);
}
CRT_API WideChar* crt_wcscat(WideChar* to, const WideChar* from) {
  return text::append(to, from, SIZE_MAX);
}
CRT_API WideChar* crt_wcsncpy(WideChar* to, const WideChar* from, size_t size) {
  return text::copy_field(to, from, size);
}
CRT_API int crt_wcscmp(const WideChar* a, const WideChar* b) {
  return text::compare(a, b, SIZE_MAX, false);
}
CRT_API int crt_wcsncmp(const WideChar* a, const WideChar* b, size_t most) {
  return text::compare(a, b, most, false);
}
CRT_API WideChar* crt_wcsstr(const WideChar* s, const WideChar* wanted) {
  return text::find_text(s, wanted);
}

CRT_API int crt_wmemcmp(const WideChar* a, const WideChar* b, size_t size) {
  for (size_t i = 0; i < size; i++)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

CRT_API WideChar* crt_wmemset(WideChar* to, WideChar value, size_t size) {
  return std::fill_n(to, size, value), to;
}
CRT_API WideChar* crt_wmemchr(const WideChar* s, WideChar value, size_t size) {
  const WideChar* found = std::find(s, s + size, value);
  return found == s + size ? nullptr : const_cast<WideChar*>(found);
}
CRT_API WideChar* crt_wmemcpy(WideChar* to, const WideChar* from, size_t size) {
  return static_cast<WideChar*>(memcpy(to, from, size * sizeof(WideChar)));
}
CRT_API WideChar* crt_wmemmove(WideChar* to, const WideChar* from, size_t size) {
  return static_cast<WideChar*>(memmove(to, from, size * sizeof(WideChar)));
}

CRT_API size_t crt_wcsnlen(const WideChar* s, size_t most) {
  return text::bounded_length(s, most);
}
CRT_API size_t crt_wcsnlen_s(const WideChar* s, size_t most) {
  return s ? text::bounded_length(s, most) : 0;
}
CRT_API WideChar* crt_wcsncat(WideChar* to, const WideChar* from, size_t most) {
  return text::append(to, from, most);
}
CRT_API WideChar* crt_wcschr(const WideChar* s, WideChar c) {
  return text::find(s, static_cast<WideChar>(c));
}
CRT_API WideChar* crt_wcsrchr(const WideChar* s, WideChar c) {
  return text::find_last(s, static_cast<WideChar>(c));
}
CRT_API size_t crt_wcsspn(const WideChar* s, const WideChar* set) {
  return text::span(s, set, true);
}
CRT_API size_t crt_wcscspn(const WideChar* s, const WideChar* set) {
  return text::span(s, set, false);
}

CRT_API WideChar* crt_wcspbrk(const WideChar* s, const WideChar* set) {
  s += text::span(s, set, false);
  return *s ? const_cast<WideChar*>(s) : nullptr;
}

CRT_API int crt__wcsicmp(const WideChar* a, const WideChar* b) {
  return text::compare(a, b, SIZE_MAX, true);
}
CRT_API int crt__wcsnicmp(const WideChar* a, const WideChar* b, size_t most) {
  return text::compare(a, b, most, true);
}

CRT_API WideChar* crt__wcsrev(WideChar* s) {
  const size_t size = text::length(s);
  for (size_t i = 0; i < size / 2; i++) std::swap(s[i], s[size - 1 - i]);
  return s;
}

CRT_API WideChar* crt__wcslwr(WideChar* s) {
  for (WideChar* at = s; *at; at++) *at = text::lower(*at);
  return s;
}

CRT_API WideChar* crt__wcsupr(WideChar* s) {
  for (WideChar* at = s; *at; at++) *at = text::upper(*at);
  return s;
}

CRT_API Errno crt__wcslwr_s(WideChar* s, size_t room) {
  return text::change_case_checked("_wcslwr_s", s, room, text::lower<WideChar>);
}
CRT_API Errno crt__wcsupr_s(WideChar* s, size_t room) {
  return text::change_case_checked("_wcsupr_s", s, room, text::upper<WideChar>);
}

CRT_API WideChar* crt_wcstok_s(WideChar* s, const WideChar* delimiters, WideChar** context) {
  return text::next_token(s, delimiters, context);
}

CRT_API Errno crt_wcscpy_s(WideChar* to, size_t room, const WideChar* from) {
  return text::copy_checked("wcscpy_s", to, 0, room, from, 0, false);
}

CRT_API Errno crt_wcsncpy_s(WideChar* to, size_t room, const WideChar* from, size_t count) {
  if (!to && room == 0 && count == 0) return kNoError;
  return text::copy_checked("wcsncpy_s", to, 0, room, from, count, true);
}

CRT_API Errno crt_wcscat_s(WideChar* to, size_t room, const WideChar* from) {
  return text::copy_checked("wcscat_s", to, to ? text::bounded_length(to, room) : 0, room, from, 0, false);
}

CRT_API Errno crt_wcsncat_s(WideChar* to, size_t room, const WideChar* from, size_t count) {
  return text::copy_checked("wcsncat_s", to, to ? text::bounded_length(to, room) : 0, room, from, count, true);
}
