/* Formatting into memory and onto streams; stdio.h and wchar.h publish it. */
#pragma once

#include <crt_types.h>

typedef struct _iobuf FILE;

OWDF_CRT_BEGIN
int __cdecl printf(const char* format, ...);
int __cdecl printf_s(const char* format, ...);
int __cdecl vprintf(const char* format, va_list arguments);
int __cdecl fprintf(FILE* stream, const char* format, ...);
int __cdecl fprintf_s(FILE* stream, const char* format, ...);
int __cdecl vfprintf(FILE* stream, const char* format, va_list arguments);
int __cdecl sprintf(char* to, const char* format, ...);
int __cdecl vsprintf(char* to, const char* format, va_list arguments);
int __cdecl snprintf(char* to, size_t room, const char* format, ...);
int __cdecl vsnprintf(char* to, size_t room, const char* format, va_list arguments);
int __cdecl _snprintf(char* to, size_t room, const char* format, ...);
int __cdecl _vsnprintf(char* to, size_t room, const char* format, va_list arguments);
int __cdecl sprintf_s(char* to, size_t room, const char* format, ...);
int __cdecl vsprintf_s(char* to, size_t room, const char* format, va_list arguments);
int __cdecl _snprintf_s(char* to, size_t room, size_t count, const char* format, ...);
int __cdecl _vsnprintf_s(char* to, size_t room, size_t count, const char* format, va_list arguments);
int __cdecl _scprintf(const char* format, ...);
int __cdecl _vscprintf(const char* format, va_list arguments);
int __cdecl sscanf(const char* from, const char* format, ...);
int __cdecl sscanf_s(const char* from, const char* format, ...);
int __cdecl scanf(const char* format, ...);
int __cdecl scanf_s(const char* format, ...);
int __cdecl fscanf(FILE* stream, const char* format, ...);
int __cdecl fscanf_s(FILE* stream, const char* format, ...);

int __cdecl wprintf(const wchar_t* format, ...);
int __cdecl wprintf_s(const wchar_t* format, ...);
int __cdecl vwprintf(const wchar_t* format, va_list arguments);
int __cdecl fwprintf(FILE* stream, const wchar_t* format, ...);
int __cdecl fwprintf_s(FILE* stream, const wchar_t* format, ...);
int __cdecl vfwprintf(FILE* stream, const wchar_t* format, va_list arguments);
int __cdecl swprintf(wchar_t* to, size_t room, const wchar_t* format, ...);
int __cdecl vswprintf(wchar_t* to, size_t room, const wchar_t* format, va_list arguments);
int __cdecl swprintf_s(wchar_t* to, size_t room, const wchar_t* format, ...);
int __cdecl vswprintf_s(wchar_t* to, size_t room, const wchar_t* format, va_list arguments);
int __cdecl _snwprintf(wchar_t* to, size_t room, const wchar_t* format, ...);
int __cdecl _vsnwprintf(wchar_t* to, size_t room, const wchar_t* format, va_list arguments);
int __cdecl _snwprintf_s(wchar_t* to, size_t room, size_t count, const wchar_t* format, ...);
int __cdecl _vsnwprintf_s(wchar_t* to, size_t room, size_t count, const wchar_t* format, va_list arguments);
int __cdecl _scwprintf(const wchar_t* format, ...);
int __cdecl _vscwprintf(const wchar_t* format, va_list arguments);
int __cdecl swscanf(const wchar_t* from, const wchar_t* format, ...);
int __cdecl swscanf_s(const wchar_t* from, const wchar_t* format, ...);
int __cdecl wscanf_s(const wchar_t* format, ...);
int __cdecl fwscanf_s(FILE* stream, const wchar_t* format, ...);
OWDF_CRT_END

#ifdef __cplusplus
extern "C++" {
template <size_t N>
inline int vsprintf_s(char (&to)[N], const char* format, va_list arguments) {
  return ::vsprintf_s(to, N, format, arguments);
}
template <size_t N>
inline int sprintf_s(char (&to)[N], const char* format, ...) {
  va_list arguments;
  __builtin_va_start(arguments, format);
  const int written = ::vsprintf_s(to, N, format, arguments);
  __builtin_va_end(arguments);
  return written;
}
template <size_t N>
inline int vswprintf_s(wchar_t (&to)[N], const wchar_t* format, va_list arguments) {
  return ::vswprintf_s(to, N, format, arguments);
}
template <size_t N>
inline int swprintf_s(wchar_t (&to)[N], const wchar_t* format, ...) {
  va_list arguments;
  __builtin_va_start(arguments, format);
  const int written = ::vswprintf_s(to, N, format, arguments);
  __builtin_va_end(arguments);
  return written;
}
}
#endif
