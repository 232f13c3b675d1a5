/* The thread pool of a process: work, timers, waits and I/O whose callbacks run on its threads. */
#pragma once

#include <winbase.h>

OWDF_BEGIN

typedef DWORD TP_VERSION, *PTP_VERSION;
typedef struct _TP_CALLBACK_INSTANCE TP_CALLBACK_INSTANCE, *PTP_CALLBACK_INSTANCE;
typedef struct _TP_POOL TP_POOL, *PTP_POOL;
typedef struct _TP_WORK TP_WORK, *PTP_WORK;
typedef struct _TP_TIMER TP_TIMER, *PTP_TIMER;
typedef struct _TP_WAIT TP_WAIT, *PTP_WAIT;
typedef struct _TP_IO TP_IO, *PTP_IO;
typedef struct _TP_CLEANUP_GROUP TP_CLEANUP_GROUP, *PTP_CLEANUP_GROUP;
typedef DWORD TP_WAIT_RESULT;
typedef enum _TP_CALLBACK_PRIORITY {
  TP_CALLBACK_PRIORITY_HIGH,
  TP_CALLBACK_PRIORITY_NORMAL,
  TP_CALLBACK_PRIORITY_LOW,
  TP_CALLBACK_PRIORITY_INVALID,
  TP_CALLBACK_PRIORITY_COUNT = TP_CALLBACK_PRIORITY_INVALID
} TP_CALLBACK_PRIORITY;

typedef VOID(NTAPI* PTP_SIMPLE_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID);
typedef VOID(NTAPI* PTP_WORK_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PTP_WORK);
typedef VOID(NTAPI* PTP_TIMER_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PTP_TIMER);
typedef VOID(NTAPI* PTP_WAIT_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PTP_WAIT, TP_WAIT_RESULT);
typedef VOID(WINAPI* PTP_WIN32_IO_CALLBACK)(PTP_CALLBACK_INSTANCE, PVOID, PVOID, ULONG, ULONG_PTR, PTP_IO);
typedef VOID(NTAPI* PTP_CLEANUP_GROUP_CANCEL_CALLBACK)(PVOID, PVOID);

typedef struct _TP_CALLBACK_ENVIRON_V3 {
  TP_VERSION Version;
  PTP_POOL Pool;
  PTP_CLEANUP_GROUP CleanupGroup;
  PTP_CLEANUP_GROUP_CANCEL_CALLBACK CleanupGroupCancelCallback;
  PVOID RaceDll;
  struct _ACTIVATION_CONTEXT* ActivationContext;
  PTP_SIMPLE_CALLBACK FinalizationCallback;
  union {
    DWORD Flags;
    struct {
      DWORD LongFunction : 1;
      DWORD Persistent : 1;
      DWORD Private : 30;
    } s;
  } u;
  TP_CALLBACK_PRIORITY CallbackPriority;
  DWORD Size;
} TP_CALLBACK_ENVIRON, *PTP_CALLBACK_ENVIRON;
OWDF_SIZE(TP_CALLBACK_ENVIRON, 72);

PTP_POOL WINAPI CreateThreadpool(PVOID reserved);
VOID WINAPI CloseThreadpool(PTP_POOL pool);
VOID WINAPI SetThreadpoolThreadMaximum(PTP_POOL pool, DWORD most);
BOOL WINAPI SetThreadpoolThreadMinimum(PTP_POOL pool, DWORD least);
PTP_WORK WINAPI CreateThreadpoolWork(PTP_WORK_CALLBACK callback, PVOID context, PTP_CALLBACK_ENVIRON environment);
VOID WINAPI SubmitThreadpoolWork(PTP_WORK work);
VOID WINAPI WaitForThreadpoolWorkCallbacks(PTP_WORK work, BOOL cancel_pending);
VOID WINAPI CloseThreadpoolWork(PTP_WORK work);
PTP_TIMER WINAPI CreateThreadpoolTimer(PTP_TIMER_CALLBACK callback, PVOID context, PTP_CALLBACK_ENVIRON environment);
VOID WINAPI SetThreadpoolTimer(PTP_TIMER timer, PFILETIME due, DWORD period, DWORD window);
VOID WINAPI WaitForThreadpoolTimerCallbacks(PTP_TIMER timer, BOOL cancel_pending);
VOID WINAPI CloseThreadpoolTimer(PTP_TIMER timer);
PTP_WAIT WINAPI CreateThreadpoolWait(PTP_WAIT_CALLBACK callback, PVOID context, PTP_CALLBACK_ENVIRON environment);
VOID WINAPI SetThreadpoolWait(PTP_WAIT wait, HANDLE object, PFILETIME timeout);
VOID WINAPI WaitForThreadpoolWaitCallbacks(PTP_WAIT wait, BOOL cancel_pending);
VOID WINAPI CloseThreadpoolWait(PTP_WAIT wait);
PTP_IO WINAPI CreateThreadpoolIo(HANDLE file, PTP_WIN32_IO_CALLBACK callback, PVOID context,
                                 PTP_CALLBACK_ENVIRON environment);
VOID WINAPI StartThreadpoolIo(PTP_IO io);
VOID WINAPI CancelThreadpoolIo(PTP_IO io);
VOID WINAPI WaitForThreadpoolIoCallbacks(PTP_IO io, BOOL cancel_pending);
VOID WINAPI CloseThreadpoolIo(PTP_IO io);
BOOL WINAPI TrySubmitThreadpoolCallback(PTP_SIMPLE_CALLBACK callback, PVOID context, PTP_CALLBACK_ENVIRON environment);
BOOL WINAPI CallbackMayRunLong(PTP_CALLBACK_INSTANCE instance);

OWDF_END

#if !defined(OWDF_HOST)
OWDF_INLINE VOID InitializeThreadpoolEnvironment(PTP_CALLBACK_ENVIRON environment) {
  __builtin_memset(environment, 0, sizeof(*environment));
  environment->Version = 3;
  environment->CallbackPriority = TP_CALLBACK_PRIORITY_NORMAL;
  environment->Size = sizeof(*environment);
}
OWDF_INLINE VOID SetThreadpoolCallbackPool(PTP_CALLBACK_ENVIRON environment, PTP_POOL pool) { environment->Pool = pool; }
OWDF_INLINE VOID DestroyThreadpoolEnvironment(PTP_CALLBACK_ENVIRON environment) { (void)environment; }
#endif
