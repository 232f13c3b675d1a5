/* Comparing text. */
#pragma once

#include <winbase.h>

#define CSTR_LESS_THAN 1
#define CSTR_EQUAL 2
#define CSTR_GREATER_THAN 3

OWDF_BEGIN

int WINAPI CompareStringOrdinal(LPCWCH left, int left_length, LPCWCH right, int right_length, BOOL ignore_case);
int WINAPI CompareStringA(LCID locale, DWORD flags, PCSTR left, int left_length, PCSTR right, int right_length);
int WINAPI CompareStringW(LCID locale, DWORD flags, PCWSTR left, int left_length, PCWSTR right, int right_length);

OWDF_END

#if !defined(OWDF_HOST)
#define CompareString OWDF_AW(CompareString)
#endif
