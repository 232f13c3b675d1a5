/* Environment, initialization files, moving files. */
#pragma once

#include <winbase.h>

OWDF_BEGIN
BOOL WINAPI MoveFileA(LPCSTR from, LPCSTR to);
BOOL WINAPI MoveFileW(LPCWSTR from, LPCWSTR to);
BOOL WINAPI CopyFileA(LPCSTR from, LPCSTR to, BOOL fail_if_exists);
BOOL WINAPI CopyFileW(LPCWSTR from, LPCWSTR to, BOOL fail_if_exists);
UINT WINAPI GetPrivateProfileIntA(LPCSTR section, LPCSTR key, INT fallback, LPCSTR file);
UINT WINAPI GetPrivateProfileIntW(LPCWSTR section, LPCWSTR key, INT fallback, LPCWSTR file);
DWORD WINAPI GetPrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR fallback, LPSTR to, DWORD size, LPCSTR file);
DWORD WINAPI GetPrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR fallback, LPWSTR to, DWORD size,
                                      LPCWSTR file);
BOOL WINAPI WritePrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR text, LPCSTR file);
BOOL WINAPI WritePrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR text, LPCWSTR file);
DWORD WINAPI ExpandEnvironmentStringsA(LPCSTR from, LPSTR to, DWORD size);
DWORD WINAPI ExpandEnvironmentStringsW(LPCWSTR from, LPWSTR to, DWORD size);
BOOL WINAPI SetEnvironmentVariableA(LPCSTR name, LPCSTR value);
BOOL WINAPI SetEnvironmentVariableW(LPCWSTR name, LPCWSTR value);
OWDF_END

#if !defined(OWDF_HOST)
#define MoveFile OWDF_AW(MoveFile)
#define CopyFile OWDF_AW(CopyFile)
#define GetPrivateProfileInt OWDF_AW(GetPrivateProfileInt)
#define GetPrivateProfileString OWDF_AW(GetPrivateProfileString)
#define WritePrivateProfileString OWDF_AW(WritePrivateProfileString)
#define ExpandEnvironmentStrings OWDF_AW(ExpandEnvironmentStrings)
#define SetEnvironmentVariable OWDF_AW(SetEnvironmentVariable)
#endif
