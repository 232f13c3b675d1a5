/* Handlers that firmware left behind to be called at run time (UEFI's Platform Runtime Mechanism), by their identifiers. */
#pragma once

#include <wdm.h>

OWDF_BEGIN

typedef NTSTATUS NTAPI PRM_LOCK_MODULE(_In_ LPGUID HandlerGuid);
typedef PRM_LOCK_MODULE* PPRM_LOCK_MODULE;
typedef NTSTATUS NTAPI PRM_UNLOCK_MODULE(_In_ LPGUID HandlerGuid);
typedef PRM_UNLOCK_MODULE* PPRM_UNLOCK_MODULE;
typedef NTSTATUS NTAPI PRM_INVOKE_HANDLER(_In_ LPGUID HandlerGuid, _In_ PVOID ParameterBuffer, _In_ ULONG Reserved,
                                          _Out_ PULONG64 EfiStatus);
typedef PRM_INVOKE_HANDLER* PPRM_INVOKE_HANDLER;
typedef NTSTATUS NTAPI PRM_QUERY_HANDLER(_In_ LPGUID HandlerGuid, _Out_ PBOOLEAN Found);
typedef PRM_QUERY_HANDLER* PPRM_QUERY_HANDLER;

typedef struct _PRM_INTERFACE {
  ULONG Version;
  PPRM_UNLOCK_MODULE UnlockModule;
  PPRM_LOCK_MODULE LockModule;
  PPRM_INVOKE_HANDLER InvokeHandler;
  PPRM_QUERY_HANDLER QueryHandler;
} PRM_INTERFACE, *PPRM_INTERFACE;
OWDF_SIZE(PRM_INTERFACE, 40);

NTSTATUS NTAPI ExGetPrmInterface(_In_ ULONG Version, _Out_ PPRM_INTERFACE InterfaceOut);

OWDF_END
