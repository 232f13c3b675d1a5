/* Ex: rundown protection spread over caches, secured pool, firmware, and what remains of pool and locks. */
#pragma once

#include <wdm/ex.h>
#include <owdf/run_once.h>

OWDF_BEGIN

PEX_RUNDOWN_REF_CACHE_AWARE NTAPI ExAllocateCacheAwareRundownProtection(_In_ POOL_TYPE PoolType, _In_ ULONG PoolTag);
SIZE_T NTAPI ExSizeOfRundownProtectionCacheAware(VOID);
VOID NTAPI ExInitializeRundownProtectionCacheAware(_Out_ PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware,
                                                   _In_ SIZE_T RunRefSize);
VOID NTAPI ExReInitializeRundownProtectionCacheAware(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware);
BOOLEAN NTAPI ExAcquireRundownProtectionCacheAware(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware);
BOOLEAN NTAPI ExAcquireRundownProtectionCacheAwareEx(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware,
                                                     _In_ ULONG Count);
VOID NTAPI ExReleaseRundownProtectionCacheAware(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware);
VOID NTAPI ExReleaseRundownProtectionCacheAwareEx(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRef, _In_ ULONG Count);
VOID NTAPI ExWaitForRundownProtectionReleaseCacheAware(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRef);
VOID NTAPI ExRundownCompletedCacheAware(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware);
VOID NTAPI ExFreeCacheAwareRundownProtection(_Inout_ PEX_RUNDOWN_REF_CACHE_AWARE RunRefCacheAware);

/* Extended parameters of ExAllocatePool3, and pool that only the secure kernel may change. */
typedef enum POOL_EXTENDED_PARAMETER_TYPE {
  PoolExtendedParameterInvalidType = 0,
  PoolExtendedParameterPriority,
  PoolExtendedParameterSecurePool,
  PoolExtendedParameterNumaNode,
  PoolExtendedParameterMax
} POOL_EXTENDED_PARAMETER_TYPE, *PPOOL_EXTENDED_PARAMETER_TYPE;
typedef struct _POOL_EXTENDED_PARAMS_SECURE_POOL {
  HANDLE SecurePoolHandle;
  PVOID Buffer;
  ULONG_PTR Cookie;
  ULONG SecurePoolFlags;
} POOL_EXTENDED_PARAMS_SECURE_POOL;
OWDF_SIZE(POOL_EXTENDED_PARAMS_SECURE_POOL, 32);
#define SECURE_POOL_FLAGS_NONE 0x0
#define SECURE_POOL_FLAGS_FREEABLE 0x1
#define SECURE_POOL_FLAGS_MODIFIABLE 0x2
typedef struct _POOL_EXTENDED_PARAMETER {
  __extension__ struct {
    ULONG64 Type : 8;
    ULONG64 Optional : 1;
    ULONG64 Reserved : 55;
  };
  __extension__ union {
    ULONG64 Reserved2;
    PVOID Reserved3;
    EX_POOL_PRIORITY Priority;
    POOL_EXTENDED_PARAMS_SECURE_POOL* SecurePoolParams;
    ULONG PreferredNode;
  };
} POOL_EXTENDED_PARAMETER;
OWDF_SIZE(POOL_EXTENDED_PARAMETER, 16);
NTSTATUS NTAPI ExSecurePoolUpdate(_In_ HANDLE SecurePoolHandle, _In_ ULONG Tag, _In_ PVOID Allocation,
                                  _In_ ULONG_PTR Cookie, _In_ SIZE_T Offset, _In_ SIZE_T Size, _In_ PVOID Buffer);
ULONG NTAPI ExSecurePoolValidate(_In_ HANDLE SecurePoolHandle, _In_ ULONG Tag, _In_ PVOID Allocation,
                                 _In_ ULONG_PTR Cookie);
PVOID NTAPI ExAllocatePoolWithQuota(_In_ POOL_TYPE PoolType, _In_ SIZE_T NumberOfBytes);

typedef enum _FIRMWARE_TYPE {
  FirmwareTypeUnknown,
  FirmwareTypeBios,
  FirmwareTypeUefi,
  FirmwareTypeMax
} FIRMWARE_TYPE, *PFIRMWARE_TYPE;
FIRMWARE_TYPE NTAPI ExGetFirmwareType(VOID);
BOOLEAN NTAPI ExIsSoftBoot(VOID);
VOID NTAPI ExSetResourceOwnerPointer(_Inout_ PERESOURCE Resource, _In_ PVOID OwnerPointer);
VOID NTAPI ExSetResourceOwnerPointerEx(_Inout_ PERESOURCE Resource, _In_ PVOID OwnerPointer, _In_ ULONG Flags);
#define FLAG_OWNER_POINTER_IS_THREAD 0x1
VOID NTAPI ExEnterCriticalRegionAndAcquireFastMutexUnsafe(_Inout_ PFAST_MUTEX FastMutex);
VOID NTAPI ExReleaseFastMutexUnsafeAndLeaveCriticalRegion(_Inout_ PFAST_MUTEX FastMutex);
#define ExInterlockedAddLargeStatistic(Addend, Increment) \
  ((VOID)InterlockedExchangeAdd64((LONG64 volatile*)&(Addend)->QuadPart, (LONG64)(Increment)))
#define ExInterlockedCompareExchange64(Destination, Exchange, Comperand, Lock) \
  InterlockedCompareExchange64(Destination, *(Exchange), *(Comperand))

/* Run-once initialisation. */
typedef ULONG NTAPI RTL_RUN_ONCE_INIT_FN(_Inout_ PRTL_RUN_ONCE RunOnce, _Inout_opt_ PVOID Parameter,
                                         _Inout_opt_ PVOID* Context);
typedef RTL_RUN_ONCE_INIT_FN* PRTL_RUN_ONCE_INIT_FN;
VOID NTAPI RtlRunOnceInitialize(_Out_ PRTL_RUN_ONCE RunOnce);
NTSTATUS NTAPI RtlRunOnceExecuteOnce(_Inout_ PRTL_RUN_ONCE RunOnce, _In_ PRTL_RUN_ONCE_INIT_FN InitFn,
                                     _Inout_opt_ PVOID Parameter, _Outptr_opt_ PVOID* Context);
NTSTATUS NTAPI RtlRunOnceBeginInitialize(_Inout_ PRTL_RUN_ONCE RunOnce, _In_ ULONG Flags, _Outptr_opt_ PVOID* Context);
NTSTATUS NTAPI RtlRunOnceComplete(_Inout_ PRTL_RUN_ONCE RunOnce, _In_ ULONG Flags, _In_opt_ PVOID Context);

OWDF_END
