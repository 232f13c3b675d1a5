/* Wide characters. */
#pragma once

#include <crt_types.h>
#include <crt_wide_string.h>
#include <crt_print.h>
#include <wctype.h>

#ifndef WCHAR_MIN
#define WCHAR_MIN 0
#define WCHAR_MAX 0xffff
#endif
#define WEOF ((wint_t)0xFFFF)

OWDF_CRT_BEGIN
typedef struct _Mbstatet {
  unsigned long _Wchar;
  unsigned short _Byte, _State;
} mbstate_t;
wchar_t* __cdecl wmemcpy(wchar_t* to, const wchar_t* from, size_t count);
wchar_t* __cdecl wmemmove(wchar_t* to, const wchar_t* from, size_t count);
wchar_t* __cdecl wmemset(wchar_t* to, wchar_t value, size_t count);
int __cdecl wmemcmp(const wchar_t* left, const wchar_t* right, size_t count);
wchar_t* __cdecl wmemchr(const wchar_t* in, wchar_t value, size_t count);
struct tm;
size_t __cdecl wcsftime(wchar_t* to, size_t room, const wchar_t* format, const struct tm* time);
OWDF_CRT_END
