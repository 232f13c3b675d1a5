/* What Win32 programs see of NT: access rights and structures live in shared/, this adds the rest. */
#pragma once

#include <windef.h>
#include <ntdef.h>
#include <owdf/access.h>
#include <owdf/intrinsics.h>
#include <owdf/run_once.h>
#include <guiddef.h>
#if !defined(OWDF_HOST)
#include <ctype.h>
#include <excpt.h>
#include <string.h>
#endif

#if defined(OWDF_HOST)
typedef CHAR TCHAR, *PTCHAR;
#elif defined(UNICODE)
typedef WCHAR TCHAR, *PTCHAR;
typedef LPWSTR LPTSTR, PTSTR;
typedef LPCWSTR LPCTSTR, PCTSTR;
#define __TEXT(quote) L##quote
#else
typedef char TCHAR, *PTCHAR;
typedef LPSTR LPTSTR, PTSTR;
typedef LPCSTR LPCTSTR, PCTSTR;
#define __TEXT(quote) quote
#endif
#ifndef OWDF_HOST
#define TEXT(quote) __TEXT(quote)
#endif

#define STATUS_WAIT_0_WIN32 0x00000000L
#define MAXIMUM_WAIT_OBJECTS 64
#define MAXIMUM_SUSPEND_COUNT 127

typedef struct _RTL_CRITICAL_SECTION {
  PVOID DebugInfo;
  LONG LockCount;
  LONG RecursionCount;
  HANDLE OwningThread;
  HANDLE LockSemaphore;
  ULONG_PTR SpinCount;
} RTL_CRITICAL_SECTION, *PRTL_CRITICAL_SECTION;
OWDF_SIZE(RTL_CRITICAL_SECTION, 40);

typedef struct _RTL_SRWLOCK {
  PVOID Ptr;
} RTL_SRWLOCK, *PRTL_SRWLOCK;
typedef struct _RTL_CONDITION_VARIABLE {
  PVOID Ptr;
} RTL_CONDITION_VARIABLE, *PRTL_CONDITION_VARIABLE;
#define RTL_SRWLOCK_INIT {0}
#define RTL_CONDITION_VARIABLE_INIT {0}

#define LANG_USER_DEFAULT MAKELANGID(LANG_NEUTRAL, SUBLANG_DEFAULT)

#if !defined(OWDF_HOST)
#define PrefetchForWrite(p) ((void)(p))
#define ReadTimeStampCounter() __builtin_ia32_rdtsc()
#endif
