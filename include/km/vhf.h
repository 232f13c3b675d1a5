/* A virtual HID device, made by a driver that has reports and no transport. */
#pragma once

#include <wdm.h>
#include <hidclass.h>

OWDF_BEGIN

typedef PVOID VHFHANDLE;
typedef PVOID VHFOPERATIONHANDLE;

typedef void NTAPI EVT_VHF_READY_FOR_NEXT_READ_REPORT(_In_ PVOID VhfClientContext);
typedef EVT_VHF_READY_FOR_NEXT_READ_REPORT* PEVT_VHF_READY_FOR_NEXT_READ_REPORT;
typedef void NTAPI EVT_VHF_ASYNC_OPERATION(_In_ PVOID VhfClientContext, _In_ VHFOPERATIONHANDLE VhfOperationHandle,
                                           _In_opt_ PVOID VhfOperationContext, _In_ PHID_XFER_PACKET HidTransferPacket);
typedef EVT_VHF_ASYNC_OPERATION* PEVT_VHF_ASYNC_OPERATION;
typedef void NTAPI EVT_VHF_CLEANUP(_In_ PVOID VhfClientContext);
typedef EVT_VHF_CLEANUP* PEVT_VHF_CLEANUP;

typedef struct _VHF_CONFIG {
  ULONG Size;
  PVOID VhfClientContext;
  ULONG OperationContextSize;
  PDEVICE_OBJECT DeviceObject;
  USHORT VendorID;
  USHORT ProductID;
  USHORT VersionNumber;
  GUID ContainerID;
  USHORT InstanceIDLength;
  PWSTR InstanceID;
  USHORT ReportDescriptorLength;
  PUCHAR ReportDescriptor;
  PEVT_VHF_READY_FOR_NEXT_READ_REPORT EvtVhfReadyForNextReadReport;
  PEVT_VHF_ASYNC_OPERATION EvtVhfAsyncOperationGetFeature;
  PEVT_VHF_ASYNC_OPERATION EvtVhfAsyncOperationSetFeature;
  PEVT_VHF_ASYNC_OPERATION EvtVhfAsyncOperationWriteReport;
  PEVT_VHF_ASYNC_OPERATION EvtVhfAsyncOperationGetInputReport;
  PEVT_VHF_CLEANUP EvtVhfCleanup;
  USHORT HardwareIDsLength;
  PWSTR HardwareIDs;
} VHF_CONFIG, *PVHF_CONFIG;
OWDF_SIZE(VHF_CONFIG, 152);
OWDF_OFFSET(VHF_CONFIG, ContainerID, 40);
OWDF_OFFSET(VHF_CONFIG, InstanceID, 64);
OWDF_OFFSET(VHF_CONFIG, EvtVhfReadyForNextReadReport, 88);

FORCEINLINE void VHF_CONFIG_INIT(_Out_ PVHF_CONFIG Config, _In_ PDEVICE_OBJECT DeviceObject,
                                 _In_ USHORT ReportDescriptorLength, _In_ PUCHAR ReportDescriptor) {
  RtlZeroMemory(Config, sizeof(VHF_CONFIG));
  Config->Size = sizeof(VHF_CONFIG);
  Config->DeviceObject = DeviceObject;
  Config->ReportDescriptorLength = ReportDescriptorLength;
  Config->ReportDescriptor = ReportDescriptor;
}

NTSTATUS NTAPI VhfCreate(_In_ PVHF_CONFIG VhfConfig, _Out_ VHFHANDLE* VhfHandle);
NTSTATUS NTAPI VhfStart(_In_ VHFHANDLE VhfHandle);
void NTAPI VhfDelete(_In_ VHFHANDLE VhfHandle, _In_ BOOLEAN Wait);
NTSTATUS NTAPI VhfReadReportSubmit(_In_ VHFHANDLE VhfHandle, _In_ PHID_XFER_PACKET HidTransferPacket);
NTSTATUS NTAPI VhfAsyncOperationComplete(_In_ VHFOPERATIONHANDLE VhfOperationHandle, _In_ NTSTATUS CompletionStatus);

OWDF_END
