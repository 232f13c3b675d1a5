/* Po: power IRPs, settings, idle. */
#pragma once

#include <wdm/io.h>

OWDF_BEGIN

/* Power: PoRequestPowerIrp and PoCallDriver at <= DISPATCH_LEVEL. */
NTSTATUS NTAPI PoRequestPowerIrp(_In_ PDEVICE_OBJECT DeviceObject, _In_ UCHAR MinorFunction,
    _In_ POWER_STATE PowerState,
                                 _In_opt_ PREQUEST_POWER_COMPLETE CompletionFunction, _In_opt_ PVOID Context,
                                 _Outptr_opt_ PIRP* Irp);
NTSTATUS NTAPI PoCallDriver(_In_ PDEVICE_OBJECT DeviceObject, _Inout_ PIRP Irp);
VOID NTAPI PoStartNextPowerIrp(_Inout_ PIRP Irp);
POWER_STATE NTAPI PoSetPowerState(_In_ PDEVICE_OBJECT DeviceObject, _In_ POWER_STATE_TYPE Type, _In_ POWER_STATE State);
VOID NTAPI PoSetSystemState(_In_ EXECUTION_STATE Flags);
PVOID NTAPI PoRegisterSystemState(_Inout_opt_ PVOID StateHandle, _In_ EXECUTION_STATE Flags);
VOID NTAPI PoUnregisterSystemState(_Inout_ PVOID StateHandle);
PULONG NTAPI PoRegisterDeviceForIdleDetection(_In_ PDEVICE_OBJECT DeviceObject, _In_ ULONG ConservationIdleTime,
                                              _In_ ULONG PerformanceIdleTime, _In_ DEVICE_POWER_STATE State);
#define PoSetDeviceBusy(IdlePointer) *(IdlePointer) = 0
VOID NTAPI PoSetDeviceBusyEx(_Inout_ PULONG IdlePointer);
VOID NTAPI PoStartDeviceBusy(_Inout_ PULONG IdlePointer);
VOID NTAPI PoEndDeviceBusy(_Inout_ PULONG IdlePointer);
NTSTATUS NTAPI PoRegisterPowerSettingCallback(_In_opt_ PDEVICE_OBJECT DeviceObject, _In_ LPCGUID SettingGuid,
                                              _In_ PPOWER_SETTING_CALLBACK Callback, _In_opt_ PVOID Context,
                                              _Outptr_opt_ PVOID* Handle);
NTSTATUS NTAPI PoUnregisterPowerSettingCallback(_Inout_ PVOID Handle);
BOOLEAN NTAPI PoGetSystemWake(_In_ PIRP Irp);
VOID NTAPI PoSetSystemWake(_Inout_ PIRP Irp);
BOOLEAN NTAPI PoQueryWatchdogTime(_In_ PDEVICE_OBJECT Pdo, _Out_ PULONG SecondsRemaining);
typedef enum _POWER_REQUEST_TYPE_INTERNAL_ { PowerRequestDisplayRequired, PowerRequestSystemRequired,
  PowerRequestAwayModeRequired, PowerRequestExecutionRequired } POWER_REQUEST_TYPE, *PPOWER_REQUEST_TYPE;
#define DIAGNOSTIC_REASON_VERSION 0
#define DIAGNOSTIC_REASON_SIMPLE_STRING 0x00000001
#define DIAGNOSTIC_REASON_DETAILED_STRING 0x00000002
#define DIAGNOSTIC_REASON_NOT_SPECIFIED 0x80000000
#define DIAGNOSTIC_REASON_INVALID_FLAGS (~0x80000003)
typedef struct _COUNTED_REASON_CONTEXT {
  ULONG Version;
  ULONG Flags;
  __extension__ union {
    __extension__ struct {
      UNICODE_STRING ResourceFileName;
      USHORT ResourceReasonId;
      ULONG StringCount;
      PUNICODE_STRING ReasonStrings;
    };
    UNICODE_STRING SimpleString;
  };
} COUNTED_REASON_CONTEXT, *PCOUNTED_REASON_CONTEXT;
OWDF_SIZE(COUNTED_REASON_CONTEXT, 40);
NTSTATUS NTAPI PoCreatePowerRequest(_Outptr_ PVOID* PowerRequest, _In_ PDEVICE_OBJECT DeviceObject,
                                    _In_ PCOUNTED_REASON_CONTEXT Context);
NTSTATUS NTAPI PoSetPowerRequest(_Inout_ PVOID PowerRequest, _In_ POWER_REQUEST_TYPE Type);
NTSTATUS NTAPI PoClearPowerRequest(_Inout_ PVOID PowerRequest, _In_ POWER_REQUEST_TYPE Type);
VOID NTAPI PoDeletePowerRequest(_Inout_ PVOID PowerRequest);

OWDF_END
