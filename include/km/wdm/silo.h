/* Silos: the containers that threads and processes may live in. */
#pragma once

#include <wdm/ex.h>

OWDF_BEGIN

typedef struct _EJOB* PEJOB;
typedef PEJOB PESILO;
typedef struct _SILO_MONITOR* PSILO_MONITOR;
#define INVALID_SILO_CONTEXT_SLOT ((ULONG)-1)

typedef VOID NTAPI SILO_CONTEXT_CLEANUP_CALLBACK(_In_ PVOID SiloContext);
typedef SILO_CONTEXT_CLEANUP_CALLBACK* PSILO_CONTEXT_CLEANUP_CALLBACK;
typedef NTSTATUS NTAPI SILO_MONITOR_CREATE_CALLBACK(_In_ PESILO Silo);
typedef SILO_MONITOR_CREATE_CALLBACK* PSILO_MONITOR_CREATE_CALLBACK;
typedef VOID NTAPI SILO_MONITOR_TERMINATE_CALLBACK(_In_ PESILO Silo);
typedef SILO_MONITOR_TERMINATE_CALLBACK* PSILO_MONITOR_TERMINATE_CALLBACK;

#define SERVER_SILO_MONITOR_REGISTRATION_VERSION 1
typedef struct _SILO_MONITOR_REGISTRATION {
  UCHAR Version;
  BOOLEAN MonitorHost;
  BOOLEAN MonitorExistingSilos;
  UCHAR Reserved[5];
  __extension__ union {
    PUNICODE_STRING DriverObjectName;
    PUNICODE_STRING ComponentName;
  };
  PSILO_MONITOR_CREATE_CALLBACK CreateCallback;
  PSILO_MONITOR_TERMINATE_CALLBACK TerminateCallback;
} SILO_MONITOR_REGISTRATION, *PSILO_MONITOR_REGISTRATION;
OWDF_SIZE(SILO_MONITOR_REGISTRATION, 32);

PESILO NTAPI PsAttachSiloToCurrentThread(_In_opt_ PESILO Silo);
VOID NTAPI PsDetachSiloFromCurrentThread(_In_opt_ PESILO PreviousSilo);
PESILO NTAPI PsGetHostSilo(VOID);
PESILO NTAPI PsGetCurrentSilo(VOID);
PESILO NTAPI PsGetCurrentServerSilo(VOID);
PESILO NTAPI PsGetEffectiveServerSilo(_In_opt_ PESILO Silo);
BOOLEAN NTAPI PsIsHostSilo(_In_opt_ PESILO Silo);
BOOLEAN NTAPI PsIsCurrentThreadInServerSilo(VOID);
PESILO NTAPI PsGetParentSilo(_In_opt_ PEJOB Job);
PESILO NTAPI PsGetThreadServerSilo(_In_ PETHREAD Thread);
NTSTATUS NTAPI PsGetJobSilo(_In_ PEJOB Job, _Out_ PESILO* Silo);
NTSTATUS NTAPI PsGetJobServerSilo(_In_opt_ PEJOB Job, _Out_ PESILO* ServerSilo);
GUID* NTAPI PsGetSiloContainerId(_In_opt_ PESILO Silo);
ULONG NTAPI PsGetServerSiloActiveConsoleId(_In_ PESILO Silo);
VOID NTAPI PsTerminateServerSilo(_In_ PESILO ServerSilo, _In_ NTSTATUS ExitStatus);

NTSTATUS NTAPI PsAllocSiloContextSlot(_In_ ULONG_PTR Reserved, _Out_ ULONG* ReturnedContextSlot);
NTSTATUS NTAPI PsFreeSiloContextSlot(_In_ ULONG ContextSlot);
NTSTATUS NTAPI PsCreateSiloContext(_In_opt_ PESILO Silo, _In_ ULONG Size, _In_ POOL_TYPE PoolType,
                                   _In_opt_ SILO_CONTEXT_CLEANUP_CALLBACK ContextCleanupCallback,
                                   _Outptr_ PVOID* ReturnedSiloContext);
NTSTATUS NTAPI PsInsertSiloContext(_In_opt_ PESILO Silo, _In_ ULONG ContextSlot, _In_ PVOID SiloContext);
NTSTATUS NTAPI PsInsertPermanentSiloContext(_In_opt_ PESILO Silo, _In_ ULONG ContextSlot, _In_ PVOID SiloContext);
NTSTATUS NTAPI PsMakeSiloContextPermanent(_In_opt_ PESILO Silo, _In_ ULONG ContextSlot);
NTSTATUS NTAPI PsReplaceSiloContext(_In_opt_ PESILO Silo, _In_ ULONG ContextSlot, _In_ PVOID NewSiloContext,
                                    _Outptr_opt_ PVOID* OldSiloContext);
NTSTATUS NTAPI PsGetSiloContext(_In_opt_ PESILO Silo, _In_ ULONG ContextSlot, _Outptr_ PVOID* ReturnedSiloContext);
NTSTATUS NTAPI PsGetPermanentSiloContext(_In_opt_ PESILO Silo, _In_ ULONG ContextSlot,
                                         _Outptr_ PVOID* ReturnedSiloContext);
NTSTATUS NTAPI PsRemoveSiloContext(_In_opt_ PESILO Silo, _In_ ULONG ContextSlot, _Outptr_opt_ PVOID* RemovedSiloContext);
VOID NTAPI PsReferenceSiloContext(_In_ PVOID SiloContext);
VOID NTAPI PsDereferenceSiloContext(_In_ PVOID SiloContext);
NTSTATUS NTAPI PsRegisterSiloMonitor(_In_ SILO_MONITOR_REGISTRATION* Registration, _Outptr_ PSILO_MONITOR* ReturnedMonitor);
NTSTATUS NTAPI PsStartSiloMonitor(_In_ PSILO_MONITOR Monitor);
ULONG NTAPI PsGetSiloMonitorContextSlot(_In_ PSILO_MONITOR Monitor);
VOID NTAPI PsUnregisterSiloMonitor(_In_ PSILO_MONITOR Monitor);

OWDF_END
