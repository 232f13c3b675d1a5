/* Paths as text. */
#pragma once

#include <winbase.h>

OWDF_BEGIN
BOOL WINAPI PathFileExistsA(LPCSTR path);
BOOL WINAPI PathFileExistsW(LPCWSTR path);
BOOL WINAPI PathAppendW(LPWSTR path, LPCWSTR more);
LPWSTR WINAPI PathCombineW(LPWSTR path, LPCWSTR folder, LPCWSTR file);
LPWSTR WINAPI PathFindExtensionW(LPCWSTR path);
LPWSTR WINAPI PathFindFileNameW(LPCWSTR path);
BOOL WINAPI PathRemoveFileSpecW(LPWSTR path);
OWDF_END

#if !defined(OWDF_HOST)
#define PathFileExists OWDF_AW(PathFileExists)
#ifdef UNICODE
#define PathAppend PathAppendW
#define PathCombine PathCombineW
#define PathFindExtension PathFindExtensionW
#define PathFindFileName PathFindFileNameW
#define PathRemoveFileSpec PathRemoveFileSpecW
#endif
#endif
