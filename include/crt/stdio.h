/* Streams and formatted text. */
#pragma once

#include <crt_types.h>
#include <crt_print.h>

typedef long long fpos_t;
#define EOF (-1)
#define BUFSIZ 512
#define FILENAME_MAX 260
#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2
#define _IOFBF 0x0000
#define _IOLBF 0x0040
#define _IONBF 0x0004
#define _SH_DENYRW 0x10
#define _SH_DENYWR 0x20
#define _SH_DENYRD 0x30
#define _SH_DENYNO 0x40

OWDF_CRT_BEGIN
FILE* __cdecl __acrt_iob_func(unsigned index);
#define stdin (__acrt_iob_func(0))
#define stdout (__acrt_iob_func(1))
#define stderr (__acrt_iob_func(2))

FILE* __cdecl fopen(const char* name, const char* mode);
errno_t __cdecl fopen_s(FILE** stream, const char* name, const char* mode);
FILE* __cdecl _fsopen(const char* name, const char* mode, int share);
FILE* __cdecl _wfopen(const wchar_t* name, const wchar_t* mode);
errno_t __cdecl _wfopen_s(FILE** stream, const wchar_t* name, const wchar_t* mode);
FILE* __cdecl _wfsopen(const wchar_t* name, const wchar_t* mode, int share);
FILE* __cdecl tmpfile(void);
int __cdecl fclose(FILE* stream);
int __cdecl _fcloseall(void);
int __cdecl fflush(FILE* stream);
int __cdecl _flushall(void);
size_t __cdecl fread(void* to, size_t size, size_t count, FILE* stream);
size_t __cdecl fwrite(const void* from, size_t size, size_t count, FILE* stream);
int __cdecl fseek(FILE* stream, long offset, int origin);
int __cdecl _fseeki64(FILE* stream, long long offset, int origin);
long __cdecl ftell(FILE* stream);
long long __cdecl _ftelli64(FILE* stream);
int __cdecl fgetpos(FILE* stream, fpos_t* position);
int __cdecl fsetpos(FILE* stream, const fpos_t* position);
void __cdecl rewind(FILE* stream);
int __cdecl feof(FILE* stream);
int __cdecl ferror(FILE* stream);
void __cdecl clearerr(FILE* stream);
int __cdecl setvbuf(FILE* stream, char* buffer, int mode, size_t size);
void __cdecl setbuf(FILE* stream, char* buffer);
int __cdecl _fileno(FILE* stream);
int __cdecl fileno(FILE* stream);
int __cdecl fgetc(FILE* stream);
int __cdecl getc(FILE* stream);
int __cdecl getchar(void);
int __cdecl ungetc(int letter, FILE* stream);
char* __cdecl fgets(char* to, int room, FILE* stream);
char* __cdecl gets_s(char* to, rsize_t room);
int __cdecl fputc(int letter, FILE* stream);
int __cdecl putc(int letter, FILE* stream);
int __cdecl putchar(int letter);
int __cdecl fputs(const char* text, FILE* stream);
int __cdecl puts(const char* text);
wint_t __cdecl fgetwc(FILE* stream);
wint_t __cdecl getwchar(void);
wchar_t* __cdecl fgetws(wchar_t* to, int room, FILE* stream);
wchar_t* __cdecl _getws_s(wchar_t* to, size_t room);
wint_t __cdecl fputwc(wchar_t letter, FILE* stream);
wint_t __cdecl putwchar(wchar_t letter);
int __cdecl fputws(const wchar_t* text, FILE* stream);
int __cdecl _putws(const wchar_t* text);
void __cdecl perror(const char* text);
int __cdecl remove(const char* name);
int __cdecl rename(const char* from, const char* to);
int __cdecl _wremove(const wchar_t* name);
int __cdecl _unlink(const char* name);
OWDF_CRT_END
