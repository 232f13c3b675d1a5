/* Views of sections, and pages of a process. */
#pragma once

#include <winbase.h>

#define FILE_MAP_COPY 0x00000001
#define FILE_MAP_WRITE 0x00000002
#define FILE_MAP_READ 0x00000004
#define FILE_MAP_ALL_ACCESS 0x000F001F
#define FILE_MAP_EXECUTE 0x00000020

typedef struct _MEMORY_BASIC_INFORMATION {
  PVOID BaseAddress;
  PVOID AllocationBase;
  DWORD AllocationProtect;
  WORD PartitionId;
  SIZE_T RegionSize;
  DWORD State;
  DWORD Protect;
  DWORD Type;
} MEMORY_BASIC_INFORMATION, *PMEMORY_BASIC_INFORMATION;
OWDF_SIZE(MEMORY_BASIC_INFORMATION, 48);

OWDF_BEGIN

HANDLE WINAPI CreateFileMappingA(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect, DWORD high, DWORD low,
                                 LPCSTR name);
HANDLE WINAPI CreateFileMappingW(HANDLE file, LPSECURITY_ATTRIBUTES security, DWORD protect, DWORD high, DWORD low,
                                 LPCWSTR name);
HANDLE WINAPI OpenFileMappingA(DWORD access, BOOL inherit, LPCSTR name);
HANDLE WINAPI OpenFileMappingW(DWORD access, BOOL inherit, LPCWSTR name);
LPVOID WINAPI MapViewOfFile(HANDLE section, DWORD access, DWORD high, DWORD low, SIZE_T size);
LPVOID WINAPI MapViewOfFileEx(HANDLE section, DWORD access, DWORD high, DWORD low, SIZE_T size, LPVOID at);
BOOL WINAPI UnmapViewOfFile(LPCVOID view);
BOOL WINAPI FlushViewOfFile(LPCVOID view, SIZE_T size);
BOOL WINAPI VirtualProtect(LPVOID address, SIZE_T size, DWORD protect, PDWORD old);
SIZE_T WINAPI VirtualQuery(LPCVOID address, PMEMORY_BASIC_INFORMATION information, SIZE_T size);
LPVOID WINAPI VirtualAllocEx(HANDLE process, LPVOID address, SIZE_T size, DWORD type, DWORD protect);
BOOL WINAPI VirtualFreeEx(HANDLE process, LPVOID address, SIZE_T size, DWORD type);

OWDF_END

#if !defined(OWDF_HOST)
#define CreateFileMapping OWDF_AW(CreateFileMapping)
#define OpenFileMapping OWDF_AW(OpenFileMapping)
#endif
