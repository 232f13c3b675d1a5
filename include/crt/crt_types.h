/* What every header of the C runtime stands on. These headers serve drivers and Windows programs only; our own
   Linux code has its own C library. */
#pragma once

#if defined(OWDF_HOST)
#error "include/crt is for drivers and Windows programs; our own code includes the C library of Linux"
#endif

typedef __SIZE_TYPE__ size_t;
typedef size_t rsize_t;
typedef __INTPTR_TYPE__ intptr_t;
typedef __UINTPTR_TYPE__ uintptr_t;
#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif
typedef unsigned short wint_t;
typedef unsigned short wctype_t;
typedef int errno_t;
typedef __builtin_va_list va_list;
typedef long long __time64_t;
typedef long __time32_t;
typedef struct owdf_locale* _locale_t;

#ifndef NULL
#ifdef __cplusplus
#define NULL __null
#else
#define NULL ((void*)0)
#endif
#endif

#ifdef __cplusplus
#define OWDF_CRT_BEGIN extern "C" {
#define OWDF_CRT_END }
#else
#define OWDF_CRT_BEGIN
#define OWDF_CRT_END
#endif
#define OWDF_CRT_INLINE static __inline__ __attribute((unused))
#define _CRTIMP
#define _ACRTIMP
#define _VCRTIMP
#define _CRT_INSECURE_DEPRECATE(text)
#define _TRUNCATE ((size_t)-1)
#define _CRT_SIZE_MAX ((size_t)-1)
#ifndef _countof
#define _countof(array) (sizeof(array) / sizeof((array)[0]))
#endif
#define __CRTDECL __cdecl
