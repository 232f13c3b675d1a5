/* Modules and the resources in them. */
#pragma once

#include <winbase.h>

DECLARE_HANDLE(HRSRC);
#define LOAD_LIBRARY_AS_DATAFILE 0x00000002
#define LOAD_LIBRARY_SEARCH_SYSTEM32 0x00000800
#define GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT 0x00000002
#define GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS 0x00000004
#define MAKEINTRESOURCEA(i) ((LPSTR)((ULONG_PTR)((WORD)(i))))
#define MAKEINTRESOURCEW(i) ((LPWSTR)((ULONG_PTR)((WORD)(i))))

OWDF_BEGIN

BOOL WINAPI DisableThreadLibraryCalls(HMODULE module);
HMODULE WINAPI LoadLibraryExA(LPCSTR name, HANDLE reserved, DWORD flags);
HMODULE WINAPI LoadLibraryExW(LPCWSTR name, HANDLE reserved, DWORD flags);
BOOL WINAPI GetModuleHandleExA(DWORD flags, LPCSTR name, HMODULE* module);
BOOL WINAPI GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE* module);
HRSRC WINAPI FindResourceA(HMODULE module, LPCSTR name, LPCSTR type);
HRSRC WINAPI FindResourceW(HMODULE module, LPCWSTR name, LPCWSTR type);
HGLOBAL WINAPI LoadResource(HMODULE module, HRSRC resource);
LPVOID WINAPI LockResource(HGLOBAL resource);
DWORD WINAPI SizeofResource(HMODULE module, HRSRC resource);

OWDF_END

#if !defined(OWDF_HOST)
#define MAKEINTRESOURCE OWDF_AW(MAKEINTRESOURCE)
#define RT_RCDATA MAKEINTRESOURCE(10)
#define LoadLibraryEx OWDF_AW(LoadLibraryEx)
#define GetModuleHandleEx OWDF_AW(GetModuleHandleEx)
#define FindResource OWDF_AW(FindResource)
#endif
