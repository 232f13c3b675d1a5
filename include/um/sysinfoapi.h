/* Times, processors and memory of the system. */
#pragma once

#include <winbase.h>

typedef struct _MEMORYSTATUSEX {
  DWORD dwLength;
  DWORD dwMemoryLoad;
  DWORDLONG ullTotalPhys;
  DWORDLONG ullAvailPhys;
  DWORDLONG ullTotalPageFile;
  DWORDLONG ullAvailPageFile;
  DWORDLONG ullTotalVirtual;
  DWORDLONG ullAvailVirtual;
  DWORDLONG ullAvailExtendedVirtual;
} MEMORYSTATUSEX, *LPMEMORYSTATUSEX;
OWDF_SIZE(MEMORYSTATUSEX, 64);

OWDF_BEGIN

VOID WINAPI GetSystemTimePreciseAsFileTime(LPFILETIME time);
BOOL WINAPI GlobalMemoryStatusEx(LPMEMORYSTATUSEX status);
BOOL WINAPI GetThreadGroupAffinity(HANDLE thread, PGROUP_AFFINITY affinity);
BOOL WINAPI SetThreadGroupAffinity(HANDLE thread, const GROUP_AFFINITY* affinity, PGROUP_AFFINITY previous);
DWORD WINAPI GetActiveProcessorCount(WORD group);
WORD WINAPI GetActiveProcessorGroupCount(VOID);
DWORD WINAPI GetCurrentProcessorNumber(VOID);
DWORD_PTR WINAPI SetThreadAffinityMask(HANDLE thread, DWORD_PTR mask);
BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME* time, LPFILETIME file_time);
BOOL WINAPI LocalFileTimeToFileTime(const FILETIME* local, LPFILETIME file_time);
LONG WINAPI CompareFileTime(const FILETIME* left, const FILETIME* right);
BOOL WINAPI GetComputerNameA(LPSTR buffer, LPDWORD size);
BOOL WINAPI GetComputerNameW(LPWSTR buffer, LPDWORD size);

OWDF_END

#if !defined(OWDF_HOST)
#define GetComputerName OWDF_AW(GetComputerName)
#endif
