/* Numbers from text, memory, sorting, the end of the program. */
#pragma once

#include <crt_types.h>
#include <errno.h>
#include <limits.h>

#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 0x7fff
#define MB_CUR_MAX 1
#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256

typedef struct _div_t {
  int quot;
  int rem;
} div_t;
typedef struct _ldiv_t {
  long quot;
  long rem;
} ldiv_t;

typedef struct _lldiv_t {
  long long quot;
  long long rem;
} lldiv_t;

OWDF_CRT_BEGIN
void* __cdecl malloc(size_t size);
void* __cdecl calloc(size_t count, size_t size);
void* __cdecl realloc(void* block, size_t size);
void __cdecl free(void* block);
size_t __cdecl _msize(void* block);
void* __cdecl _recalloc(void* block, size_t count, size_t size);
void* __cdecl _aligned_malloc(size_t size, size_t alignment);
void __cdecl _aligned_free(void* block);
/* clang's vector headers ask for these on this target. */
#define __mingw_aligned_malloc _aligned_malloc
#define __mingw_aligned_free _aligned_free
void __cdecl exit(int code) __attribute((noreturn));
void __cdecl _exit(int code) __attribute((noreturn));
void __cdecl _Exit(int code) __attribute((noreturn));
void __cdecl quick_exit(int code) __attribute((noreturn));
void __cdecl abort(void) __attribute((noreturn));
int __cdecl atexit(void(__cdecl* routine)(void));
typedef int(__cdecl* _onexit_t)(void);
_onexit_t __cdecl _onexit(_onexit_t routine);
int __cdecl system(const char* command);
char* __cdecl getenv(const char* name);
wchar_t* __cdecl _wgetenv(const wchar_t* name);
errno_t __cdecl getenv_s(size_t* required, char* to, rsize_t room, const char* name);
errno_t __cdecl _dupenv_s(char** to, size_t* size, const char* name);
errno_t __cdecl _putenv_s(const char* name, const char* value);
int __cdecl abs(int value);
long __cdecl labs(long value);
long long __cdecl llabs(long long value);
long long __cdecl _abs64(long long value);
div_t __cdecl div(int left, int right);
ldiv_t __cdecl ldiv(long left, long right);
OWDF_CRT_INLINE lldiv_t lldiv(long long left, long long right) {
  lldiv_t result = {left / right, left % right};
  return result;
}
int __cdecl atoi(const char* text);
long __cdecl atol(const char* text);
long long __cdecl atoll(const char* text);
long long __cdecl _atoi64(const char* text);
double __cdecl atof(const char* text);
int __cdecl _wtoi(const wchar_t* text);
long __cdecl _wtol(const wchar_t* text);
long long __cdecl _wtoi64(const wchar_t* text);
double __cdecl _wtof(const wchar_t* text);
long __cdecl strtol(const char* text, char** end, int radix);
unsigned long __cdecl strtoul(const char* text, char** end, int radix);
long long __cdecl strtoll(const char* text, char** end, int radix);
unsigned long long __cdecl strtoull(const char* text, char** end, int radix);
long long __cdecl _strtoi64(const char* text, char** end, int radix);
unsigned long long __cdecl _strtoui64(const char* text, char** end, int radix);
double __cdecl strtod(const char* text, char** end);
double __cdecl _strtod_l(const char* text, char** end, _locale_t locale);
float __cdecl _strtof_l(const char* text, char** end, _locale_t locale);
long double __cdecl _strtold_l(const char* text, char** end, _locale_t locale);
float __cdecl strtof(const char* text, char** end);
long __cdecl wcstol(const wchar_t* text, wchar_t** end, int radix);
unsigned long __cdecl wcstoul(const wchar_t* text, wchar_t** end, int radix);
long long __cdecl wcstoll(const wchar_t* text, wchar_t** end, int radix);
unsigned long long __cdecl wcstoull(const wchar_t* text, wchar_t** end, int radix);
long long __cdecl _wcstoi64(const wchar_t* text, wchar_t** end, int radix);
unsigned long long __cdecl _wcstoui64(const wchar_t* text, wchar_t** end, int radix);
double __cdecl wcstod(const wchar_t* text, wchar_t** end);
char* __cdecl _itoa(int value, char* to, int radix);
errno_t __cdecl _itoa_s(int value, char* to, size_t room, int radix);
wchar_t* __cdecl _itow(int value, wchar_t* to, int radix);
errno_t __cdecl _itow_s(int value, wchar_t* to, size_t room, int radix);
errno_t __cdecl _ltoa_s(long value, char* to, size_t room, int radix);
errno_t __cdecl _ltow_s(long value, wchar_t* to, size_t room, int radix);
errno_t __cdecl _ultoa_s(unsigned long value, char* to, size_t room, int radix);
errno_t __cdecl _ultow_s(unsigned long value, wchar_t* to, size_t room, int radix);
errno_t __cdecl _i64toa_s(long long value, char* to, size_t room, int radix);
errno_t __cdecl _i64tow_s(long long value, wchar_t* to, size_t room, int radix);
errno_t __cdecl _ui64toa_s(unsigned long long value, char* to, size_t room, int radix);
errno_t __cdecl _ui64tow_s(unsigned long long value, wchar_t* to, size_t room, int radix);
int __cdecl rand(void);
void __cdecl srand(unsigned seed);
errno_t __cdecl rand_s(unsigned* value);
void __cdecl qsort(void* base, size_t count, size_t size, int(__cdecl* compare)(const void*, const void*));
void __cdecl qsort_s(void* base, rsize_t count, rsize_t size, int(__cdecl* compare)(void*, const void*, const void*),
                     void* context);
void* __cdecl bsearch(const void* key, const void* base, size_t count, size_t size,
                      int(__cdecl* compare)(const void*, const void*));
void* __cdecl bsearch_s(const void* key, const void* base, rsize_t count, rsize_t size,
                        int(__cdecl* compare)(void*, const void*, const void*), void* context);
size_t __cdecl mbstowcs(wchar_t* to, const char* from, size_t room);
size_t __cdecl wcstombs(char* to, const wchar_t* from, size_t room);
errno_t __cdecl mbstowcs_s(size_t* converted, wchar_t* to, size_t room, const char* from, size_t count);
errno_t __cdecl wcstombs_s(size_t* converted, char* to, size_t room, const wchar_t* from, size_t count);
int __cdecl mbtowc(wchar_t* to, const char* from, size_t size);
int __cdecl wctomb(char* to, wchar_t letter);
char* __cdecl _fullpath(char* to, const char* name, size_t room);
void __cdecl _splitpath(const char* path, char* drive, char* folder, char* name, char* extension);
errno_t __cdecl _splitpath_s(const char* path, char* drive, size_t drive_room, char* folder, size_t folder_room,
    char* name,
                             size_t name_room, char* extension, size_t extension_room);
errno_t __cdecl _makepath_s(char* to, size_t room, const char* drive, const char* folder, const char* name,
                            const char* extension);
OWDF_CRT_INLINE unsigned short _byteswap_ushort(unsigned short value) { return __builtin_bswap16(value); }
OWDF_CRT_INLINE unsigned long _byteswap_ulong(unsigned long value) { return __builtin_bswap32(value); }
OWDF_CRT_INLINE unsigned long long _byteswap_uint64(unsigned long long value) { return __builtin_bswap64(value); }
OWDF_CRT_END

#ifndef max
#if !defined(__cplusplus)
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#endif
