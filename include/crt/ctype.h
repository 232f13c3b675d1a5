/* Kinds of characters. */
#pragma once

#include <crt_types.h>
#include <wctype.h>

OWDF_CRT_BEGIN
int __cdecl isalnum(int letter);
int __cdecl isalpha(int letter);
int __cdecl isblank(int letter);
int __cdecl iscntrl(int letter);
int __cdecl isdigit(int letter);
int __cdecl isgraph(int letter);
int __cdecl islower(int letter);
int __cdecl isprint(int letter);
int __cdecl ispunct(int letter);
int __cdecl isspace(int letter);
int __cdecl isupper(int letter);
int __cdecl isxdigit(int letter);
int __cdecl tolower(int letter);
int __cdecl toupper(int letter);
OWDF_CRT_END
#define __isascii(letter) ((unsigned)(letter) < 0x80)
#define isascii(letter) __isascii(letter)
