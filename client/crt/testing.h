// Declarations of the C runtime functions that tests call. Images get theirs from include/crt, which a host file
// cannot.
#pragma once

#include "client/crt/crt.h"

CRT_API int crt_printf(const char* format, ...);
CRT_API int crt_wprintf(const char16_t* format, ...);
CRT_API int crt_fprintf(void* stream, const char* format, ...);
CRT_API void* crt___acrt_iob_func(unsigned index);
CRT_API int crt_puts(const char* text);
CRT_API int crt_sprintf(char* out, const char* format, ...);
CRT_API int crt_snprintf(char* out, size_t count, const char* format, ...);
CRT_API int crt__snprintf(char* out, size_t count, const char* format, ...);
CRT_API int crt_sprintf_s(char* out, size_t room, const char* format, ...);
CRT_API int crt__snprintf_s(char* out, size_t room, size_t count, const char* format, ...);
CRT_API int crt_swprintf_s(char16_t* out, size_t room, const char16_t* format, ...);
CRT_API int crt_sscanf(const char* text, const char* format, ...);
CRT_API int crt_sscanf_s(const char* text, const char* format, ...);
CRT_API int crt_swscanf(const char16_t* text, const char16_t* format, ...);
CRT_API char* crt_fgets(char* out, int room, void* stream);
CRT_API int crt_getchar();
CRT_API char* crt_gets_s(char* out, size_t room);
CRT_API owdf::client::Errno crt_strcpy_s(char* to, size_t room, const char* from);
CRT_API owdf::client::Errno crt_strncpy_s(char* to, size_t room, const char* from, size_t count);
CRT_API owdf::client::Errno crt_strcat_s(char* to, size_t room, const char* from);
CRT_API owdf::client::Errno crt_wcscpy_s(char16_t* to, size_t room, const char16_t* from);
CRT_API char* crt_strtok_s(char* s, const char* delimiters, char** context);
CRT_API char* crt_strncpy(char* to, const char* from, size_t size);
CRT_API int crt__stricmp(const char* a, const char* b);
CRT_API size_t crt_wcslen(const char16_t* s);
CRT_API int crt_wcsncmp(const char16_t* a, const char16_t* b, size_t most);
CRT_API int crt__wcsicmp(const char16_t* a, const char16_t* b);
CRT_API char16_t* crt_wcsstr(const char16_t* s, const char16_t* wanted);
CRT_API char16_t* crt_wcsrchr(const char16_t* s, char16_t c);
CRT_API owdf::client::Long crt_strtol(const char* s, char** end, int base);
CRT_API owdf::client::UnsignedLong crt_strtoul(const char* s, char** end, int base);
CRT_API uint64_t crt_strtoull(const char* s, char** end, int base);
CRT_API owdf::client::Long crt_wcstol(const char16_t* s, char16_t** end, int base);
CRT_API int crt_atoi(const char* s);
CRT_API char* crt__itoa(int value, char* out, int base);
CRT_API void* crt_malloc(size_t size);
CRT_API void* crt_realloc(void* block, size_t size);
CRT_API void crt_free(void* block);
CRT_API void crt_exit(int code);
CRT_API void crt_abort();
CRT_API int crt_atexit(void(__attribute__((ms_abi)) * routine)());
CRT_API void crt_srand(unsigned seed);
CRT_API int crt_rand();
CRT_API char* crt_getenv(const char* name);
CRT_API int* crt__errno();
CRT_API void crt_qsort(void* base, size_t count, size_t size,
                       int(__attribute__((ms_abi)) * compare)(const void*, const void*));
CRT_API int64_t crt_time(int64_t* out);
CRT_API char* crt_ctime(const int64_t* seconds);
CRT_API void* crt_fopen(const char* name, const char* mode);
CRT_API uintptr_t crt__beginthreadex(void* security, unsigned stack, unsigned(__attribute__((ms_abi)) * start)(void*),
                                     void* argument, unsigned flags, unsigned* id);
