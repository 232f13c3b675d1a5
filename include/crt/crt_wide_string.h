/* Wide strings; string.h and wchar.h both publish them. */
#pragma once

#include <crt_types.h>

OWDF_CRT_BEGIN
size_t __cdecl wcslen(const wchar_t* text);
size_t __cdecl wcsnlen(const wchar_t* text, size_t room);
size_t __cdecl wcsnlen_s(const wchar_t* text, size_t room);
wchar_t* __cdecl wcscpy(wchar_t* to, const wchar_t* from);
wchar_t* __cdecl wcsncpy(wchar_t* to, const wchar_t* from, size_t count);
wchar_t* __cdecl wcscat(wchar_t* to, const wchar_t* from);
wchar_t* __cdecl wcsncat(wchar_t* to, const wchar_t* from, size_t count);
int __cdecl wcscmp(const wchar_t* left, const wchar_t* right);
int __cdecl wcsncmp(const wchar_t* left, const wchar_t* right, size_t count);
int __cdecl wcscoll(const wchar_t* left, const wchar_t* right);
wchar_t* __cdecl wcschr(const wchar_t* text, wchar_t letter);
wchar_t* __cdecl wcsrchr(const wchar_t* text, wchar_t letter);
wchar_t* __cdecl wcsstr(const wchar_t* text, const wchar_t* part);
wchar_t* __cdecl wcspbrk(const wchar_t* text, const wchar_t* letters);
size_t __cdecl wcsspn(const wchar_t* text, const wchar_t* letters);
size_t __cdecl wcscspn(const wchar_t* text, const wchar_t* letters);
wchar_t* __cdecl wcstok(wchar_t* text, const wchar_t* delimiters, wchar_t** context);
wchar_t* __cdecl wcstok_s(wchar_t* text, const wchar_t* delimiters, wchar_t** context);
errno_t __cdecl wcscpy_s(wchar_t* to, rsize_t room, const wchar_t* from);
errno_t __cdecl wcsncpy_s(wchar_t* to, rsize_t room, const wchar_t* from, rsize_t count);
errno_t __cdecl wcscat_s(wchar_t* to, rsize_t room, const wchar_t* from);
errno_t __cdecl wcsncat_s(wchar_t* to, rsize_t room, const wchar_t* from, rsize_t count);
wchar_t* __cdecl _wcsdup(const wchar_t* text);
int __cdecl _wcsicmp(const wchar_t* left, const wchar_t* right);
int __cdecl wcsicmp(const wchar_t* left, const wchar_t* right);
int __cdecl _wcsnicmp(const wchar_t* left, const wchar_t* right, size_t count);
wchar_t* __cdecl _wcslwr(wchar_t* text);
wchar_t* __cdecl _wcsupr(wchar_t* text);
wchar_t* __cdecl _wcsrev(wchar_t* text);
wchar_t* __cdecl _wcsset(wchar_t* text, wchar_t value);
wchar_t* __cdecl _wcsnset(wchar_t* text, wchar_t value, size_t count);
OWDF_CRT_END

#ifdef __cplusplus
extern "C++" {
template <size_t N>
inline errno_t wcscpy_s(wchar_t (&to)[N], const wchar_t* from) { return ::wcscpy_s(to, N, from); }
template <size_t N>
inline errno_t wcscat_s(wchar_t (&to)[N], const wchar_t* from) { return ::wcscat_s(to, N, from); }
template <size_t N>
inline errno_t wcsncpy_s(wchar_t (&to)[N], const wchar_t* from, size_t count) {
  return ::wcsncpy_s(to, N, from, count);
}
}
#endif
