// The narrow string and memory functions of the C runtime. Those that a sanitizer intercepts go to glibc's, so that an
// overflow inside them is found; the others are ours.
#include <cstring>

#include "client/crt/crt.h"
#include "client/crt/text.h"

using namespace owdf::client;

CRT_API void* crt_memcpy(void* to, const void* from, size_t size) {
  return memcpy(to, from, size);
}
CRT_API void* crt_memmove(void* to, const void* from, size_t size) {
  return memmove(to, from, size);
}
CRT_API void* crt_memset(void* to, int value, size_t size) {
  return memset(to, value, size);
}
CRT_API int crt_memcmp(const void* a, const void* b, size_t size) {
  return memcmp(a, b, size);
}
CRT_API void* crt_memchr(const void* s, int value, size_t size) {
  return const_cast<void*>(memchr(s, value, size));
}

CRT_API int crt__memicmp(const void* a, const void* b, size_t size) {
  const char* x = static_cast<const char*>(a);
  const char* y = static_cast<const char*>(b);
  for (size_t i = 0; i < size; i++) {
    const int difference =
        static_cast<int>(text::unit(text::lower(x[i]))) - static_cast<int>(text::unit(text::lower(y[i])));
    if (difference) return difference;
  }
  return 0;
}

CRT_API Errno crt_memcpy_s(void* to, size_t room, const void* from, size_t size) {
  if (size == 0) return kNoError;
  if (!to) return invalid_parameter("memcpy_s", kInvalid);
  if (!from || size > room) {
    memset(to, 0, room);
    return invalid_parameter("memcpy_s", from ? kRange : kInvalid);
  }
  memcpy(to, from, size);
  return kNoError;
}

CRT_API Errno crt_memmove_s(void* to, size_t room, const void* from, size_t size) {
  if (size == 0) return kNoError;
  if (!to || !from) return invalid_parameter("memmove_s", kInvalid);
  if (size > room) return invalid_parameter("memmove_s", kRange);
  memmove(to, from, size);
  return kNoError;
}

CRT_API size_t crt_strlen(const char* s) {
  return strlen(s);
}
CRT_API char* crt_strcpy(char* to, const char* from) {
  return strcpy(to, from);
}
CRT_API char* crt_strcat(char* to, const char* from) {
  return strcat(to, from);
}
CRT_API char* crt_strncpy(char* to, const char* from, size_t size) {
  return text::copy_field(to, from, size);
}
CRT_API int crt_strcmp(const char* a, const char* b) {
  return strcmp(a, b);
}
CRT_API int crt_strncmp(const char* a, const char* b, size_t size) {
  return strncmp(a, b, size);
}
CRT_API char* crt_strstr(const char* s, const char* wanted) {
  return text::find_text(s, wanted);
}

CRT_API size_t crt_strnlen(const char* s, size_t most) {
  return text::bounded_length(s, most);
}
CRT_API size_t crt_strnlen_s(const char* s, size_t most) {
  return s ? text::bounded_length(s, most) : 0;
}
CRT_API char* crt_strncat(char* to, const char* from, size_t most) {
  return text::append(to, from, most);
}
CRT_API char* crt_strchr(const char* s, int c) {
  return text::find(s, static_cast<char>(c));
}
CRT_API char* crt_strrchr(const char* s, int c) {
  return text::find_last(s, static_cast<char>(c));
}
CRT_API size_t crt_strspn(const char* s, const char* set) {
  return text::span(s, set, true);
}
CRT_API size_t crt_strcspn(const char* s, const char* set) {
  return text::span(s, set, false);
}

CRT_API char* crt_strpbrk(const char* s, const char* set) {
  s += text::span(s, set, false);
  return *s ? const_cast<char*>(s) : nullptr;
}

CRT_API int crt__stricmp(const char* a, const char* b) {
  return text::compare(a, b, SIZE_MAX, true);
}
CRT_API int crt__strnicmp(const char* a, const char* b, size_t most) {
  return text::compare(a, b, most, true);
}

CRT_API char* crt__strrev(char* s) {
  const size_t size = text::length(s);
  for (size_t i = 0; i < size / 2; i++) std::swap(s[i], s[size - 1 - i]);
  return s;
}

CRT_API char* crt__strlwr(char* s) {
  for (char* at = s; *at; at++) *at = text::lower(*at);
  return s;
}

CRT_API char* crt__strupr(char* s) {
  for (char* at = s; *at; at++) *at = text::upper(*at);
  return s;
}

CRT_API Errno crt__strlwr_s(char* s, size_t room) {
  return text::change_case_checked("_strlwr_s", s, room, text::lower<char>);
}
CRT_API Errno crt__strupr_s(char* s, size_t room) {
  return text::change_case_checked("_strupr_s", s, room, text::upper<char>);
}

CRT_API char* crt_strtok_s(char* s, const char* delimiters, char** context) {
  return text::next_token(s, delimiters, context);
}

CRT_API Errno crt_strcpy_s(char* to, size_t room, const char* from) {
  return text::copy_checked("strcpy_s", to, 0, room, from, 0, false);
}

CRT_API Errno crt_strncpy_s(char* to, size_t room, const char* from, size_t count) {
  if (!to && room == 0 && count == 0) return kNoError;
  return text::copy_checked("strncpy_s", to, 0, room, from, count, true);
}

CRT_API Errno crt_strcat_s(char* to, size_t room, const char* from) {
  return text::copy_checked("strcat_s", to, to ? text::bounded_length(to, room) : 0, room, from, 0, false);
}

CRT_API Errno crt_strncat_s(char* to, size_t room, const char* from, size_t count) {
  return text::copy_checked("strncat_s", to, to ? text::bounded_length(to, room) : 0, room, from, count, true);
}

// An old name that drivers still use.
CRT_API int crt__strcmpi(const char* a, const char* b) {
  return text::compare(a, b, SIZE_MAX, true);
}
