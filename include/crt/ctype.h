/* Kinds of characters. */
#pragma once

#include <crt_types.h>
#include <wctype.h>

#define _UPPER 0x01
#define _LOWER 0x02
#define _DIGIT 0x04
#define _SPACE 0x08
#define _PUNCT 0x10
#define _CONTROL 0x20
#define _BLANK 0x40
#define _HEX 0x80
#define _LEADBYTE 0x8000
#define _ALPHA (0x0100 | _UPPER | _LOWER)

OWDF_CRT_BEGIN
int __cdecl _isupper_l(int letter, _locale_t locale);
int __cdecl _islower_l(int letter, _locale_t locale);
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
