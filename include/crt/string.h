/* Strings and memory. */
#pragma once

#include <crt_types.h>
#include <errno.h>
#include <crt_wide_string.h>

OWDF_CRT_BEGIN
void* __cdecl memcpy(void* to, const void* from, size_t size);
void* __cdecl memmove(void* to, const void* from, size_t size);
void* __cdecl memset(void* to, int value, size_t size);
int __cdecl memcmp(const void* left, const void* right, size_t size);
void* __cdecl memchr(const void* in, int value, size_t size);
void* __cdecl memccpy(void* to, const void* from, int value, size_t size);
errno_t __cdecl memcpy_s(void* to, rsize_t room, const void* from, rsize_t size);
errno_t __cdecl memmove_s(void* to, rsize_t room, const void* from, rsize_t size);
int __cdecl _memicmp(const void* left, const void* right, size_t size);
size_t __cdecl strlen(const char* text);
size_t __cdecl strnlen(const char* text, size_t room);
size_t __cdecl strnlen_s(const char* text, size_t room);
char* __cdecl strcpy(char* to, const char* from);
char* __cdecl strncpy(char* to, const char* from, size_t count);
char* __cdecl strcat(char* to, const char* from);
char* __cdecl strncat(char* to, const char* from, size_t count);
int __cdecl strcmp(const char* left, const char* right);
int __cdecl strncmp(const char* left, const char* right, size_t count);
int __cdecl strcoll(const char* left, const char* right);
char* __cdecl strchr(const char* text, int letter);
char* __cdecl strrchr(const char* text, int letter);
char* __cdecl strstr(const char* text, const char* part);
char* __cdecl strpbrk(const char* text, const char* letters);
size_t __cdecl strspn(const char* text, const char* letters);
size_t __cdecl strcspn(const char* text, const char* letters);
char* __cdecl strtok(char* text, const char* delimiters);
char* __cdecl strtok_s(char* text, const char* delimiters, char** context);
char* __cdecl strerror(int number);
errno_t __cdecl strerror_s(char* to, size_t room, int number);
errno_t __cdecl strcpy_s(char* to, rsize_t room, const char* from);
errno_t __cdecl strncpy_s(char* to, rsize_t room, const char* from, rsize_t count);
errno_t __cdecl strcat_s(char* to, rsize_t room, const char* from);
errno_t __cdecl strncat_s(char* to, rsize_t room, const char* from, rsize_t count);
char* __cdecl _strdup(const char* text);
char* __cdecl strdup(const char* text);
int __cdecl _stricmp(const char* left, const char* right);
int __cdecl _strcmpi(const char* left, const char* right);
int __cdecl stricmp(const char* left, const char* right);
int __cdecl _strnicmp(const char* left, const char* right, size_t count);
int __cdecl strnicmp(const char* left, const char* right, size_t count);
char* __cdecl _strlwr(char* text);
char* __cdecl _strupr(char* text);
char* __cdecl _strrev(char* text);
char* __cdecl _strset(char* text, int value);
char* __cdecl _strnset(char* text, int value, size_t count);
OWDF_CRT_END

#ifdef __cplusplus
extern "C++" {
template <size_t N>
inline errno_t strcpy_s(char (&to)[N], const char* from) { return ::strcpy_s(to, N, from); }
template <size_t N>
inline errno_t strcat_s(char (&to)[N], const char* from) { return ::strcat_s(to, N, from); }
template <size_t N>
inline errno_t strncpy_s(char (&to)[N], const char* from, size_t count) { return ::strncpy_s(to, N, from, count); }
}
#endif
