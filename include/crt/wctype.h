/* Kinds of wide characters. */
#pragma once

#include <crt_types.h>

OWDF_CRT_BEGIN
int __cdecl iswalnum(wint_t letter);
int __cdecl iswalpha(wint_t letter);
int __cdecl iswblank(wint_t letter);
int __cdecl iswcntrl(wint_t letter);
int __cdecl iswdigit(wint_t letter);
int __cdecl iswgraph(wint_t letter);
int __cdecl iswlower(wint_t letter);
int __cdecl iswprint(wint_t letter);
int __cdecl iswpunct(wint_t letter);
int __cdecl iswspace(wint_t letter);
int __cdecl iswupper(wint_t letter);
int __cdecl iswxdigit(wint_t letter);
int __cdecl iswctype(wint_t letter, wctype_t kind);
wint_t __cdecl towlower(wint_t letter);
wint_t __cdecl towupper(wint_t letter);
OWDF_CRT_END
