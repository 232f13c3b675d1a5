/* The console, key by key. */
#pragma once

#include <crt_types.h>

OWDF_CRT_BEGIN
int __cdecl _getch(void);
int __cdecl _getche(void);
int __cdecl _kbhit(void);
int __cdecl _putch(int letter);
int __cdecl _cputs(const char* text);
int __cdecl _cprintf(const char* format, ...);
wint_t __cdecl _getwch(void);
OWDF_CRT_END
#define getch _getch
#define kbhit _kbhit
