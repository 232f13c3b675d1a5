/* PoFx: what drivers tell the power framework of a device, and ask of it. */
#pragma once

#include <wdm/pnp_types.h>
#include <owdf/power_framework.h>

OWDF_BEGIN

NTSTATUS NTAPI PoFxRegisterDevice(_In_ PDEVICE_OBJECT Pdo, _In_ PPO_FX_DEVICE Device, _Out_ POHANDLE* Handle);
VOID NTAPI PoFxUnregisterDevice(_In_ POHANDLE Handle);
VOID NTAPI PoFxStartDevicePowerManagement(_In_ POHANDLE Handle);
VOID NTAPI PoFxActivateComponent(_In_ POHANDLE Handle, _In_ ULONG Component, _In_ ULONG Flags);
VOID NTAPI PoFxIdleComponent(_In_ POHANDLE Handle, _In_ ULONG Component, _In_ ULONG Flags);
VOID NTAPI PoFxCompleteIdleCondition(_In_ POHANDLE Handle, _In_ ULONG Component);
VOID NTAPI PoFxCompleteIdleState(_In_ POHANDLE Handle, _In_ ULONG Component);
VOID NTAPI PoFxCompleteDevicePowerNotRequired(_In_ POHANDLE Handle);
VOID NTAPI PoFxCompleteDirectedPowerDown(_In_ POHANDLE Handle);
VOID NTAPI PoFxReportDevicePoweredOn(_In_ POHANDLE Handle);
VOID NTAPI PoFxNotifySurprisePowerOn(_In_ PDEVICE_OBJECT Pdo);
VOID NTAPI PoFxSetComponentLatency(_In_ POHANDLE Handle, _In_ ULONG Component, _In_ ULONGLONG Latency);
VOID NTAPI PoFxSetComponentResidency(_In_ POHANDLE Handle, _In_ ULONG Component, _In_ ULONGLONG Residency);
VOID NTAPI PoFxSetComponentWake(_In_ POHANDLE Handle, _In_ ULONG Component, _In_ BOOLEAN WakeHint);
VOID NTAPI PoFxSetDeviceIdleTimeout(_In_ POHANDLE Handle, _In_ ULONGLONG IdleTimeout);
VOID NTAPI PoFxSetTargetDripsDevicePowerState(_In_ POHANDLE Handle, _In_ DEVICE_POWER_STATE TargetState);
NTSTATUS NTAPI PoFxPowerControl(_In_ POHANDLE Handle, _In_ LPCGUID PowerControlCode, PVOID InBuffer,
                                _In_ SIZE_T InBufferSize, PVOID OutBuffer, _In_ SIZE_T OutBufferSize,
                                _Out_opt_ PSIZE_T BytesReturned);
NTSTATUS NTAPI PoFxRegisterComponentPerfStates(_In_ POHANDLE Handle, _In_ ULONG Component, _In_ ULONGLONG Flags,
                                               _In_ PPO_FX_COMPONENT_PERF_STATE_CALLBACK ComponentPerfStateCallback,
                                               _In_ PPO_FX_COMPONENT_PERF_INFO InputStateInfo,
                                               _Out_ PPO_FX_COMPONENT_PERF_INFO* OutputStateInfo);
VOID NTAPI PoFxIssueComponentPerfStateChange(_In_ POHANDLE Handle, _In_ ULONG Flags, _In_ ULONG Component,
                                             _In_ PPO_FX_PERF_STATE_CHANGE PerfChange, _In_ PVOID Context);
VOID NTAPI PoFxIssueComponentPerfStateChangeMultiple(_In_ POHANDLE Handle, _In_ ULONG Flags, _In_ ULONG Component,
                                                     _In_ ULONG PerfChangesCount,
                                                     _In_ PO_FX_PERF_STATE_CHANGE PerfChanges[], _In_ PVOID Context);
NTSTATUS NTAPI PoFxQueryCurrentComponentPerfState(_In_ POHANDLE Handle, _In_ ULONG Flags, _In_ ULONG Component,
                                                  _In_ ULONG SetIndex, _Out_ PULONGLONG CurrentPerf);
NTSTATUS NTAPI PoFxRegisterCrashdumpDevice(_In_ POHANDLE Handle);
NTSTATUS NTAPI PoFxPowerOnCrashdumpDevice(_In_ POHANDLE Handle, _In_opt_ PVOID Context);
VOID NTAPI PoSetSystemWakeDevice(_In_ PDEVICE_OBJECT DeviceObject);

OWDF_END
