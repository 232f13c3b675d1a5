/* Scheduling of threads that play or record. */
#pragma once

#include <winbase.h>

typedef enum _AVRT_PRIORITY {
  AVRT_PRIORITY_VERYLOW = -2,
  AVRT_PRIORITY_LOW,
  AVRT_PRIORITY_NORMAL = 0,
  AVRT_PRIORITY_HIGH,
  AVRT_PRIORITY_CRITICAL
} AVRT_PRIORITY, *PAVRT_PRIORITY;

OWDF_BEGIN
HANDLE WINAPI AvSetMmThreadCharacteristicsA(LPCSTR task, LPDWORD index);
HANDLE WINAPI AvSetMmThreadCharacteristicsW(LPCWSTR task, LPDWORD index);
BOOL WINAPI AvRevertMmThreadCharacteristics(HANDLE handle);
BOOL WINAPI AvSetMmThreadPriority(HANDLE handle, AVRT_PRIORITY priority);
OWDF_END

#if !defined(OWDF_HOST)
#define AvSetMmThreadCharacteristics OWDF_AW(AvSetMmThreadCharacteristics)
#endif
