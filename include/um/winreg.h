/* The registry, as programs and user-mode drivers see it. */
#pragma once

#include <winbase.h>

#define HKEY_CLASSES_ROOT ((HKEY)(ULONG_PTR)((LONG)0x80000000))
#define HKEY_CURRENT_USER ((HKEY)(ULONG_PTR)((LONG)0x80000001))
#define HKEY_LOCAL_MACHINE ((HKEY)(ULONG_PTR)((LONG)0x80000002))
#define HKEY_USERS ((HKEY)(ULONG_PTR)((LONG)0x80000003))
#define RRF_RT_REG_NONE 0x00000001
#define RRF_RT_REG_SZ 0x00000002
#define RRF_RT_REG_EXPAND_SZ 0x00000004
#define RRF_RT_REG_BINARY 0x00000008
#define RRF_RT_REG_DWORD 0x00000010
#define RRF_RT_REG_MULTI_SZ 0x00000020
#define RRF_RT_REG_QWORD 0x00000040
#define RRF_RT_DWORD (RRF_RT_REG_BINARY | RRF_RT_REG_DWORD)
#define RRF_RT_ANY 0x0000ffff

typedef LONG LSTATUS;
typedef ACCESS_MASK REGSAM;

OWDF_BEGIN

LSTATUS WINAPI RegOpenKeyA(HKEY key, LPCSTR name, PHKEY result);
LSTATUS WINAPI RegOpenKeyW(HKEY key, LPCWSTR name, PHKEY result);
LSTATUS WINAPI RegOpenKeyExA(HKEY key, LPCSTR name, DWORD options, REGSAM access, PHKEY result);
LSTATUS WINAPI RegOpenKeyExW(HKEY key, LPCWSTR name, DWORD options, REGSAM access, PHKEY result);
LSTATUS WINAPI RegCreateKeyA(HKEY key, LPCSTR name, PHKEY result);
LSTATUS WINAPI RegCreateKeyW(HKEY key, LPCWSTR name, PHKEY result);
LSTATUS WINAPI RegCreateKeyExA(HKEY key, LPCSTR name, DWORD reserved, LPSTR type, DWORD options, REGSAM access,
                               LPSECURITY_ATTRIBUTES security, PHKEY result, LPDWORD disposition);
LSTATUS WINAPI RegCreateKeyExW(HKEY key, LPCWSTR name, DWORD reserved, LPWSTR type, DWORD options, REGSAM access,
                               LPSECURITY_ATTRIBUTES security, PHKEY result, LPDWORD disposition);
LSTATUS WINAPI RegCloseKey(HKEY key);
LSTATUS WINAPI RegFlushKey(HKEY key);
LSTATUS WINAPI RegQueryValueExA(HKEY key, LPCSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD size);
LSTATUS WINAPI RegQueryValueExW(HKEY key, LPCWSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD size);
LSTATUS WINAPI RegGetValueA(HKEY key, LPCSTR name, LPCSTR value, DWORD flags, LPDWORD type, PVOID data, LPDWORD size);
LSTATUS WINAPI RegGetValueW(HKEY key, LPCWSTR name, LPCWSTR value, DWORD flags, LPDWORD type, PVOID data, LPDWORD size);
LSTATUS WINAPI RegSetValueExA(HKEY key, LPCSTR name, DWORD reserved, DWORD type, const BYTE* data, DWORD size);
LSTATUS WINAPI RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, const BYTE* data, DWORD size);
LSTATUS WINAPI RegDeleteKeyA(HKEY key, LPCSTR name);
LSTATUS WINAPI RegDeleteKeyW(HKEY key, LPCWSTR name);
LSTATUS WINAPI RegDeleteTreeA(HKEY key, LPCSTR name);
LSTATUS WINAPI RegDeleteTreeW(HKEY key, LPCWSTR name);
LSTATUS WINAPI RegDeleteValueA(HKEY key, LPCSTR name);
LSTATUS WINAPI RegDeleteValueW(HKEY key, LPCWSTR name);
LSTATUS WINAPI RegEnumKeyExA(HKEY key, DWORD index, LPSTR name, LPDWORD length, LPDWORD reserved, LPSTR type,
                             LPDWORD type_length, PFILETIME written);
LSTATUS WINAPI RegEnumKeyExW(HKEY key, DWORD index, LPWSTR name, LPDWORD length, LPDWORD reserved, LPWSTR type,
                             LPDWORD type_length, PFILETIME written);
LSTATUS WINAPI RegEnumValueA(HKEY key, DWORD index, LPSTR name, LPDWORD length, LPDWORD reserved, LPDWORD type,
                             LPBYTE data, LPDWORD size);
LSTATUS WINAPI RegEnumValueW(HKEY key, DWORD index, LPWSTR name, LPDWORD length, LPDWORD reserved, LPDWORD type,
                             LPBYTE data, LPDWORD size);
LSTATUS WINAPI RegNotifyChangeKeyValue(HKEY key, BOOL subtree, DWORD filter, HANDLE event, BOOL asynchronous);

OWDF_END

#if !defined(OWDF_HOST)
#define RegOpenKey OWDF_AW(RegOpenKey)
#define RegOpenKeyEx OWDF_AW(RegOpenKeyEx)
#define RegCreateKey OWDF_AW(RegCreateKey)
#define RegCreateKeyEx OWDF_AW(RegCreateKeyEx)
#define RegQueryValueEx OWDF_AW(RegQueryValueEx)
#define RegGetValue OWDF_AW(RegGetValue)
#define RegSetValueEx OWDF_AW(RegSetValueEx)
#define RegDeleteKey OWDF_AW(RegDeleteKey)
#define RegDeleteTree OWDF_AW(RegDeleteTree)
#define RegDeleteValue OWDF_AW(RegDeleteValue)
#define RegEnumKeyEx OWDF_AW(RegEnumKeyEx)
#define RegEnumValue OWDF_AW(RegEnumValue)
#endif
