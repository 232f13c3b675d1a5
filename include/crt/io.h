/* Files by number. */
#pragma once

#include <crt_types.h>

OWDF_CRT_BEGIN
int __cdecl _open(const char* name, int flags, ...);
int __cdecl _close(int file);
int __cdecl _read(int file, void* buffer, unsigned count);
int __cdecl _write(int file, const void* buffer, unsigned count);
int __cdecl _isatty(int file);
int __cdecl _setmode(int file, int mode);
int __cdecl _access(const char* name, int mode);
intptr_t __cdecl _get_osfhandle(int file);
int __cdecl _open_osfhandle(intptr_t handle, int flags);
OWDF_CRT_END
