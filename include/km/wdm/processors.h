/* Ke: nodes and relations of processors, notification of their coming, NMIs, crash dumps, extended state. */
#pragma once

#include <wdm/ke.h>
#include <owdf/processors.h>

OWDF_BEGIN

NTSTATUS NTAPI KeQueryLogicalProcessorRelationship(_In_opt_ PPROCESSOR_NUMBER ProcessorNumber,
                                                   _In_ LOGICAL_PROCESSOR_RELATIONSHIP RelationshipType,
                                                   _Out_opt_ PSYSTEM_LOGICAL_PROCESSOR_INFORMATION_EX Information,
                                                   _Inout_ PULONG Length);
USHORT NTAPI KeGetCurrentNodeNumber(VOID);
USHORT NTAPI KeQueryHighestNodeNumber(VOID);
USHORT NTAPI KeQueryNodeActiveProcessorCount(_In_ USHORT NodeNumber);
USHORT NTAPI KeQueryNodeMaximumProcessorCount(_In_ USHORT NodeNumber);
VOID NTAPI KeQueryNodeActiveAffinity(_In_ USHORT NodeNumber, _Out_opt_ PGROUP_AFFINITY Affinity,
                                     _Out_opt_ PUSHORT Count);
NTSTATUS NTAPI KeQueryNodeActiveAffinity2(_In_ USHORT NodeNumber, _Out_ PGROUP_AFFINITY GroupAffinities,
                                          _In_ USHORT GroupAffinitiesCount, _Out_ PUSHORT GroupAffinitiesRequired);
ULONG64 NTAPI KeQueryTotalCycleTimeThread(_Inout_ PKTHREAD Thread, _Out_ PULONG64 CycleTimeStamp);
LOGICAL NTAPI KeIsExecutingDpc(VOID);
BOOLEAN NTAPI KeInvalidateAllCaches(VOID);
VOID NTAPI KeInvalidateRangeAllCaches(_In_ PVOID BaseAddress, _In_ ULONG Length);
BOOLEAN NTAPI KeSetKernelStackSwapEnable(_In_ BOOLEAN Enable);

typedef enum {
  KeProcessorAddStartNotify = 0,
  KeProcessorAddCompleteNotify,
  KeProcessorAddFailureNotify
} KE_PROCESSOR_CHANGE_NOTIFY_STATE;
typedef struct _KE_PROCESSOR_CHANGE_NOTIFY_CONTEXT {
  KE_PROCESSOR_CHANGE_NOTIFY_STATE State;
  ULONG NtNumber;
  NTSTATUS Status;
  PROCESSOR_NUMBER ProcNumber;
} KE_PROCESSOR_CHANGE_NOTIFY_CONTEXT, *PKE_PROCESSOR_CHANGE_NOTIFY_CONTEXT;
OWDF_SIZE(KE_PROCESSOR_CHANGE_NOTIFY_CONTEXT, 16);
typedef VOID NTAPI PROCESSOR_CALLBACK_FUNCTION(_In_ PVOID CallbackContext,
                                               _In_ PKE_PROCESSOR_CHANGE_NOTIFY_CONTEXT ChangeContext,
                                               _Inout_ PNTSTATUS OperationStatus);
typedef PROCESSOR_CALLBACK_FUNCTION* PPROCESSOR_CALLBACK_FUNCTION;
#define KE_PROCESSOR_CHANGE_ADD_EXISTING 1
PVOID NTAPI KeRegisterProcessorChangeCallback(_In_ PPROCESSOR_CALLBACK_FUNCTION CallbackFunction,
                                              _In_opt_ PVOID CallbackContext, _In_ ULONG Flags);
VOID NTAPI KeDeregisterProcessorChangeCallback(_In_ PVOID CallbackHandle);

typedef BOOLEAN NTAPI NMI_CALLBACK(_In_opt_ PVOID Context, _In_ BOOLEAN Handled);
typedef NMI_CALLBACK* PNMI_CALLBACK;
PVOID NTAPI KeRegisterNmiCallback(_In_ PNMI_CALLBACK CallbackRoutine, _In_opt_ PVOID Context);
NTSTATUS NTAPI KeDeregisterNmiCallback(_In_ PVOID Handle);
typedef enum _BOUND_CALLBACK_STATUS {
  BoundExceptionContinueSearch,
  BoundExceptionHandled,
  BoundExceptionError,
  BoundExceptionMaximum
} BOUND_CALLBACK_STATUS, *PBOUND_CALLBACK_STATUS;
typedef BOUND_CALLBACK_STATUS NTAPI BOUND_CALLBACK(VOID);
typedef BOUND_CALLBACK* PBOUND_CALLBACK;
PVOID NTAPI KeRegisterBoundCallback(_In_ PBOUND_CALLBACK CallbackRoutine);
NTSTATUS NTAPI KeDeregisterBoundCallback(_In_ PVOID Handle);

typedef struct _KDPC_WATCHDOG_INFORMATION {
  ULONG DpcTimeLimit;
  ULONG DpcTimeCount;
  ULONG DpcWatchdogLimit;
  ULONG DpcWatchdogCount;
  ULONG Reserved;
} KDPC_WATCHDOG_INFORMATION, *PKDPC_WATCHDOG_INFORMATION;
OWDF_SIZE(KDPC_WATCHDOG_INFORMATION, 20);
NTSTATUS NTAPI KeQueryDpcWatchdogInformation(_Out_ PKDPC_WATCHDOG_INFORMATION WatchdogInformation);
NTSTATUS NTAPI KeQueryAuxiliaryCounterFrequency(_Out_opt_ PULONG64 AuxiliaryCounterFrequency);
NTSTATUS NTAPI KeConvertAuxiliaryCounterToPerformanceCounter(_In_ ULONG64 AuxiliaryCounterValue,
                                                             _Out_ PULONG64 PerformanceCounterValue,
                                                             _Out_opt_ PULONG64 ConversionError);
NTSTATUS NTAPI KeConvertPerformanceCounterToAuxiliaryCounter(_In_ ULONG64 PerformanceCounterValue,
                                                             _Out_ PULONG64 AuxiliaryCounterValue,
                                                             _Out_opt_ PULONG64 ConversionError);

/* Data for the small dump, added from within a bug check callback. */
typedef struct _KADDRESS_RANGE {
  PVOID Address;
  SIZE_T Size;
} KADDRESS_RANGE, *PKADDRESS_RANGE;
typedef struct _KTRIAGE_DUMP_DATA_ARRAY {
  LIST_ENTRY List;
  ULONG NumBlocksUsed;
  ULONG NumBlocksTotal;
  SIZE_T DataSize;
  SIZE_T MaxDataSize;
  ULONG ComponentNameBufferLength;
  PUCHAR ComponentName;
  KADDRESS_RANGE Blocks[ANYSIZE_ARRAY];
} KTRIAGE_DUMP_DATA_ARRAY, *PKTRIAGE_DUMP_DATA_ARRAY;
OWDF_SIZE(KTRIAGE_DUMP_DATA_ARRAY, 72);
typedef struct _KBUGCHECK_TRIAGE_DUMP_DATA {
  PKTRIAGE_DUMP_DATA_ARRAY DataArray;
  ULONG Flags;
  ULONG MaxVirtMemSize;
  ULONG BugCheckCode;
  ULONG_PTR BugCheckParameter1;
  ULONG_PTR BugCheckParameter2;
  ULONG_PTR BugCheckParameter3;
  ULONG_PTR BugCheckParameter4;
} KBUGCHECK_TRIAGE_DUMP_DATA, *PKBUGCHECK_TRIAGE_DUMP_DATA;
OWDF_SIZE(KBUGCHECK_TRIAGE_DUMP_DATA, 56);
typedef struct _KBUGCHECK_ADD_PAGES {
  PVOID Context;
  ULONG Flags;
  ULONG BugCheckCode;
  ULONG_PTR Address;
  ULONG_PTR Count;
} KBUGCHECK_ADD_PAGES, *PKBUGCHECK_ADD_PAGES;
OWDF_SIZE(KBUGCHECK_ADD_PAGES, 32);
typedef enum _KBUGCHECK_DUMP_IO_TYPE {
  KbDumpIoInvalid,
  KbDumpIoHeader,
  KbDumpIoBody,
  KbDumpIoSecondaryData,
  KbDumpIoComplete
} KBUGCHECK_DUMP_IO_TYPE;
typedef struct _KBUGCHECK_DUMP_IO {
  ULONG64 Offset;
  PVOID Buffer;
  ULONG BufferLength;
  KBUGCHECK_DUMP_IO_TYPE Type;
} KBUGCHECK_DUMP_IO, *PKBUGCHECK_DUMP_IO;
OWDF_SIZE(KBUGCHECK_DUMP_IO, 24);
NTSTATUS NTAPI KeInitializeTriageDumpDataArray(_Inout_ PKTRIAGE_DUMP_DATA_ARRAY KtriageDumpDataArray, _In_ ULONG Size);
NTSTATUS NTAPI KeAddTriageDumpDataBlock(_Inout_ PKTRIAGE_DUMP_DATA_ARRAY KtriageDumpDataArray, _In_ PVOID Address,
                                        _In_ SIZE_T Size);
ULONG NTAPI KeInitializeCrashDumpHeader(_In_ ULONG DumpType, _In_ ULONG Flags, _Out_ PVOID Buffer,
                                        _In_ ULONG BufferSize, _Out_opt_ PULONG BufferNeeded);

/* AVX and later state, saved around its use in the kernel. */
typedef struct _XSTATE_CONTEXT {
  ULONG64 Mask;
  ULONG Length;
  UCHAR Flags;
  UCHAR Reserved0[3];
  PVOID Area;
  PVOID Buffer;
} XSTATE_CONTEXT, *PXSTATE_CONTEXT;
OWDF_SIZE(XSTATE_CONTEXT, 32);
typedef struct _XSTATE_SAVE {
  struct _XSTATE_SAVE* Prev;
  struct _KTHREAD* Thread;
  UCHAR Level;
  XSTATE_CONTEXT XStateContext;
} XSTATE_SAVE, *PXSTATE_SAVE;
OWDF_SIZE(XSTATE_SAVE, 56);
#define XSTATE_LEGACY_FLOATING_POINT 0
#define XSTATE_LEGACY_SSE 1
#define XSTATE_AVX 2
#define XSTATE_MASK_LEGACY_FLOATING_POINT (1ULL << XSTATE_LEGACY_FLOATING_POINT)
#define XSTATE_MASK_LEGACY_SSE (1ULL << XSTATE_LEGACY_SSE)
#define XSTATE_MASK_LEGACY (XSTATE_MASK_LEGACY_FLOATING_POINT | XSTATE_MASK_LEGACY_SSE)
#define XSTATE_MASK_AVX (1ULL << XSTATE_AVX)
NTSTATUS NTAPI KeSaveExtendedProcessorState(_In_ ULONG64 Mask, _Out_ PXSTATE_SAVE XStateSave);
VOID NTAPI KeRestoreExtendedProcessorState(_In_ PXSTATE_SAVE XStateSave);
ULONG64 NTAPI RtlGetEnabledExtendedFeatures(_In_ ULONG64 FeatureMask);

/* Queues of entries that threads wait on. */
typedef struct _KQUEUE {
  DISPATCHER_HEADER Header;
  LIST_ENTRY EntryListHead;
  volatile ULONG CurrentCount;
  ULONG MaximumCount;
  LIST_ENTRY ThreadListHead;
} KQUEUE, *PKQUEUE, *PRKQUEUE;
OWDF_SIZE(KQUEUE, 64);
VOID NTAPI KeInitializeQueue(_Out_ PRKQUEUE Queue, _In_ ULONG Count);
LONG NTAPI KeInsertQueue(_Inout_ PRKQUEUE Queue, _Inout_ PLIST_ENTRY Entry);
LONG NTAPI KeInsertHeadQueue(_Inout_ PRKQUEUE Queue, _Inout_ PLIST_ENTRY Entry);
PLIST_ENTRY NTAPI KeRemoveQueue(_Inout_ PRKQUEUE Queue, _In_ KPROCESSOR_MODE WaitMode, _In_opt_ PLARGE_INTEGER Timeout);
PLIST_ENTRY NTAPI KeRundownQueue(_Inout_ PRKQUEUE Queue);
LONG NTAPI KeReadStateQueue(_In_ PRKQUEUE Queue);
VOID NTAPI KeInitializeMutant(_Out_ PRKMUTANT Mutant, _In_ BOOLEAN InitialOwner);
LONG NTAPI KeReleaseMutant(_Inout_ PRKMUTANT Mutant, _In_ KPRIORITY Increment, _In_ BOOLEAN Abandoned,
                           _In_ BOOLEAN Wait);
LONG NTAPI KeReadStateMutant(_In_ PRKMUTANT Mutant);
VOID NTAPI KeAttachProcess(_Inout_ PRKPROCESS Process);
VOID NTAPI KeDetachProcess(VOID);

OWDF_END
