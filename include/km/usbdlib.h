/* The library of USB client drivers: finding one's way in descriptors, and building requests. */
#pragma once

#include <wdm.h>
#include <usb.h>
#include <usbioctl.h>
#include <owdf/usb_versions.h>

OWDF_BEGIN

DECLARE_HANDLE(USBD_HANDLE);


/* One per interface of a configuration to be selected; an entry without a descriptor ends the list. */
typedef struct _USBD_INTERFACE_LIST_ENTRY {
  PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor;
  PUSBD_INTERFACE_INFORMATION Interface;
} USBD_INTERFACE_LIST_ENTRY, *PUSBD_INTERFACE_LIST_ENTRY;
OWDF_SIZE(USBD_INTERFACE_LIST_ENTRY, 16);

typedef union _COMPOSITE_DEVICE_CAPABILITIES {
  ULONG AsUlong;
  __extension__ struct {
    ULONG CapabilityFunctionSuspend : 1;
    ULONG Reserved : 31;
  };
} COMPOSITE_DEVICE_CAPABILITIES, *PCOMPOSITE_DEVICE_CAPABILITIES;
OWDF_SIZE(COMPOSITE_DEVICE_CAPABILITIES, 4);

typedef struct _REGISTER_COMPOSITE_DEVICE {
  USHORT Version;
  USHORT Size;
  ULONG Reserved;
  COMPOSITE_DEVICE_CAPABILITIES CapabilityFlags;
  ULONG FunctionCount;
} REGISTER_COMPOSITE_DEVICE, *PREGISTER_COMPOSITE_DEVICE;
OWDF_SIZE(REGISTER_COMPOSITE_DEVICE, 16);

typedef PVOID USBD_FUNCTION_HANDLE;
typedef struct _REQUEST_REMOTE_WAKE_NOTIFICATION {
  USHORT Version;
  USHORT Size;
  USBD_FUNCTION_HANDLE UsbdFunctionHandle;
  ULONG Interface;
} REQUEST_REMOTE_WAKE_NOTIFICATION, *PREQUEST_REMOTE_WAKE_NOTIFICATION;
OWDF_SIZE(REQUEST_REMOTE_WAKE_NOTIFICATION, 24);

FORCEINLINE void COMPOSITE_DEVICE_CAPABILITIES_INIT(_Out_ PCOMPOSITE_DEVICE_CAPABILITIES CapabilityFlags) {
  CapabilityFlags->AsUlong = 0;
}

/* Bytes that requests of variable length need. The blocks already hold one pipe, interface or packet. */
#define URB_STATUS(urb) ((urb)->UrbHeader.Status)
#define GET_SELECT_CONFIGURATION_REQUEST_SIZE(totalInterfaces, totalPipes)    \
  (sizeof(struct _URB_SELECT_CONFIGURATION) +                                 \
   ((totalInterfaces) - 1) * sizeof(USBD_INTERFACE_INFORMATION) +             \
   ((totalPipes) - (totalInterfaces)) * sizeof(USBD_PIPE_INFORMATION))
#define GET_SELECT_INTERFACE_REQUEST_SIZE(totalPipes) \
  (sizeof(struct _URB_SELECT_INTERFACE) + ((totalPipes) - 1) * sizeof(USBD_PIPE_INFORMATION))
#define GET_USBD_INTERFACE_SIZE(numEndpoints) \
  (sizeof(USBD_INTERFACE_INFORMATION) + sizeof(USBD_PIPE_INFORMATION) * (numEndpoints) - sizeof(USBD_PIPE_INFORMATION))
#define GET_ISO_URB_SIZE(n) (sizeof(struct _URB_ISOCH_TRANSFER) + sizeof(USBD_ISO_PACKET_DESCRIPTOR) * (n))

/* Each fills in a request that the caller has allocated. They set what their arguments name and leave the rest. */
#define UsbBuildInterruptOrBulkTransferRequest(urb, length, pipeHandle, transferBuffer, transferBufferMDL, \
                                               transferBufferLength, transferFlags, link)                  \
  {                                                                                                        \
    (urb)->UrbHeader.Function = URB_FUNCTION_BULK_OR_INTERRUPT_TRANSFER;                                   \
    (urb)->UrbHeader.Length = (length);                                                                    \
    (urb)->UrbBulkOrInterruptTransfer.PipeHandle = (pipeHandle);                                           \
    (urb)->UrbBulkOrInterruptTransfer.TransferBufferLength = (transferBufferLength);                       \
    (urb)->UrbBulkOrInterruptTransfer.TransferBufferMDL = (transferBufferMDL);                             \
    (urb)->UrbBulkOrInterruptTransfer.TransferBuffer = (transferBuffer);                                   \
    (urb)->UrbBulkOrInterruptTransfer.TransferFlags = (transferFlags);                                     \
    (urb)->UrbBulkOrInterruptTransfer.UrbLink = (link);                                                    \
  }
#define UsbBuildGetDescriptorRequest(urb, length, descriptorType, descriptorIndex, languageId, transferBuffer, \
                                     transferBufferMDL, transferBufferLength, link)                            \
  {                                                                                                            \
    (urb)->UrbHeader.Function = URB_FUNCTION_GET_DESCRIPTOR_FROM_DEVICE;                                       \
    (urb)->UrbHeader.Length = (length);                                                                        \
    (urb)->UrbControlDescriptorRequest.TransferBufferLength = (transferBufferLength);                          \
    (urb)->UrbControlDescriptorRequest.TransferBufferMDL = (transferBufferMDL);                                \
    (urb)->UrbControlDescriptorRequest.TransferBuffer = (transferBuffer);                                      \
    (urb)->UrbControlDescriptorRequest.DescriptorType = (descriptorType);                                      \
    (urb)->UrbControlDescriptorRequest.Index = (descriptorIndex);                                              \
    (urb)->UrbControlDescriptorRequest.LanguageId = (languageId);                                              \
    (urb)->UrbControlDescriptorRequest.UrbLink = (link);                                                       \
  }
#define UsbBuildGetStatusRequest(urb, op, index, transferBuffer, transferBufferMDL, link)      \
  {                                                                                            \
    (urb)->UrbHeader.Function = (op);                                                          \
    (urb)->UrbHeader.Length = sizeof(struct _URB_CONTROL_GET_STATUS_REQUEST);                  \
    (urb)->UrbControlGetStatusRequest.TransferBufferLength = sizeof(USHORT);                   \
    (urb)->UrbControlGetStatusRequest.TransferBufferMDL = (transferBufferMDL);                 \
    (urb)->UrbControlGetStatusRequest.TransferBuffer = (transferBuffer);                       \
    (urb)->UrbControlGetStatusRequest.Index = (index);                                         \
    (urb)->UrbControlGetStatusRequest.UrbLink = (link);                                        \
  }
#define UsbBuildFeatureRequest(urb, op, featureSelector, index, link)             \
  {                                                                               \
    (urb)->UrbHeader.Function = (op);                                             \
    (urb)->UrbHeader.Length = sizeof(struct _URB_CONTROL_FEATURE_REQUEST);        \
    (urb)->UrbControlFeatureRequest.FeatureSelector = (featureSelector);          \
    (urb)->UrbControlFeatureRequest.Index = (index);                              \
    (urb)->UrbControlFeatureRequest.UrbLink = (link);                             \
  }
#define UsbBuildSelectConfigurationRequest(urb, length, configurationDescriptor)                  \
  {                                                                                               \
    (urb)->UrbHeader.Function = URB_FUNCTION_SELECT_CONFIGURATION;                                \
    (urb)->UrbHeader.Length = (length);                                                           \
    (urb)->UrbSelectConfiguration.ConfigurationDescriptor = (configurationDescriptor);            \
  }
#define UsbBuildSelectInterfaceRequest(urb, length, configurationHandle, interfaceNumber, alternateSetting) \
  {                                                                                                         \
    (urb)->UrbHeader.Function = URB_FUNCTION_SELECT_INTERFACE;                                              \
    (urb)->UrbHeader.Length = (length);                                                                     \
    (urb)->UrbSelectInterface.Interface.AlternateSetting = (alternateSetting);                              \
    (urb)->UrbSelectInterface.Interface.InterfaceNumber = (interfaceNumber);                                \
    (urb)->UrbSelectInterface.ConfigurationHandle = (configurationHandle);                                  \
  }
#define UsbBuildVendorRequest(urb, cmd, length, transferFlags, reservedbits, request, value, index, transferBuffer, \
                              transferBufferMDL, transferBufferLength, link)                                        \
  {                                                                                                                 \
    (urb)->UrbHeader.Function = (cmd);                                                                              \
    (urb)->UrbHeader.Length = (length);                                                                             \
    (urb)->UrbControlVendorClassRequest.TransferBufferLength = (transferBufferLength);                              \
    (urb)->UrbControlVendorClassRequest.TransferBufferMDL = (transferBufferMDL);                                    \
    (urb)->UrbControlVendorClassRequest.TransferBuffer = (transferBuffer);                                          \
    (urb)->UrbControlVendorClassRequest.RequestTypeReservedBits = (reservedbits);                                   \
    (urb)->UrbControlVendorClassRequest.Request = (request);                                                        \
    (urb)->UrbControlVendorClassRequest.Value = (value);                                                            \
    (urb)->UrbControlVendorClassRequest.Index = (index);                                                            \
    (urb)->UrbControlVendorClassRequest.TransferFlags = (transferFlags);                                            \
    (urb)->UrbControlVendorClassRequest.UrbLink = (link);                                                           \
  }
#define UsbBuildOsFeatureDescriptorRequest(urb, length, interface, index, transferBuffer, transferBufferMDL, \
                                           transferBufferLength, link)                                       \
  {                                                                                                          \
    (urb)->UrbHeader.Function = URB_FUNCTION_GET_MS_FEATURE_DESCRIPTOR;                                      \
    (urb)->UrbHeader.Length = (length);                                                                      \
    (urb)->UrbOSFeatureDescriptorRequest.TransferBufferLength = (transferBufferLength);                      \
    (urb)->UrbOSFeatureDescriptorRequest.TransferBufferMDL = (transferBufferMDL);                            \
    (urb)->UrbOSFeatureDescriptorRequest.TransferBuffer = (transferBuffer);                                  \
    (urb)->UrbOSFeatureDescriptorRequest.InterfaceNumber = (interface);                                      \
    (urb)->UrbOSFeatureDescriptorRequest.MS_FeatureDescriptorIndex = (index);                                \
    (urb)->UrbOSFeatureDescriptorRequest.UrbLink = (link);                                                   \
  }
FORCEINLINE void UsbBuildOpenStaticStreamsRequest(_Inout_ PURB Urb, _In_ USBD_PIPE_HANDLE PipeHandle,
                                                  _In_ USHORT NumberOfStreams,
                                                  _In_ PUSBD_STREAM_INFORMATION StreamInfoArray) {
  Urb->UrbHeader.Function = URB_FUNCTION_OPEN_STATIC_STREAMS;
  Urb->UrbHeader.Length = sizeof(struct _URB_OPEN_STATIC_STREAMS);
  Urb->UrbOpenStaticStreams.PipeHandle = PipeHandle;
  Urb->UrbOpenStaticStreams.NumberOfStreams = NumberOfStreams;
  Urb->UrbOpenStaticStreams.StreamInfoVersion = URB_OPEN_STATIC_STREAMS_VERSION_100;
  Urb->UrbOpenStaticStreams.StreamInfoSize = sizeof(USBD_STREAM_INFORMATION);
  Urb->UrbOpenStaticStreams.Streams = StreamInfoArray;
}

/* Descriptors: computation on the caller's buffer, at any level at which that is resident. */
PUSB_COMMON_DESCRIPTOR NTAPI USBD_ParseDescriptors(_In_ PVOID DescriptorBuffer, _In_ ULONG TotalLength,
                                                   _In_ PVOID StartPosition, _In_ LONG DescriptorType);
PUSB_INTERFACE_DESCRIPTOR NTAPI USBD_ParseConfigurationDescriptorEx(
    _In_ PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, _In_ PVOID StartPosition, _In_ LONG InterfaceNumber,
    _In_ LONG AlternateSetting, _In_ LONG InterfaceClass, _In_ LONG InterfaceSubClass, _In_ LONG InterfaceProtocol);
PUSB_INTERFACE_DESCRIPTOR NTAPI USBD_ParseConfigurationDescriptor(
    _In_ PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor, _In_ UCHAR InterfaceNumber,
    _In_ UCHAR AlternateSetting);
USBD_STATUS NTAPI USBD_ValidateConfigurationDescriptor(_In_ PUSB_CONFIGURATION_DESCRIPTOR ConfigDesc,
                                                       _In_ ULONG BufferLength, _In_ USHORT Level,
                                                       _Out_ PUCHAR* Offset, _In_opt_ ULONG Tag);
ULONG NTAPI USBD_GetInterfaceLength(_In_ PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor, _In_ PUCHAR BufferEnd);
PURB NTAPI USBD_CreateConfigurationRequestEx(_In_ PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
                                             _Inout_ PUSBD_INTERFACE_LIST_ENTRY InterfaceList);
PURB NTAPI USBD_CreateConfigurationRequest(_In_ PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
                                           _Out_ PUSHORT Siz);

/* Requests that the USB stack allocates, for a driver that has told it which contract it keeps. */
NTSTATUS NTAPI USBD_CreateHandle(_In_ PDEVICE_OBJECT DeviceObject, _In_ PDEVICE_OBJECT TargetDeviceObject,
                                 _In_ ULONG USBDClientContractVersion, _In_ ULONG PoolTag,
                                 _Out_ USBD_HANDLE* USBDHandle);
void NTAPI USBD_CloseHandle(_In_ USBD_HANDLE USBDHandle);
NTSTATUS NTAPI USBD_UrbAllocate(_In_ USBD_HANDLE USBDHandle, _Outptr_ PURB* Urb);
NTSTATUS NTAPI USBD_IsochUrbAllocate(_In_ USBD_HANDLE USBDHandle, _In_ ULONG NumberOfIsochPackets, _Outptr_ PURB* Urb);
NTSTATUS NTAPI USBD_SelectConfigUrbAllocateAndBuild(_In_ USBD_HANDLE USBDHandle,
                                                    _In_ PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor,
                                                    _In_ PUSBD_INTERFACE_LIST_ENTRY InterfaceList, _Outptr_ PURB* Urb);
NTSTATUS NTAPI USBD_SelectInterfaceUrbAllocateAndBuild(_In_ USBD_HANDLE USBDHandle,
                                                       _In_ USBD_CONFIGURATION_HANDLE ConfigurationHandle,
                                                       _In_ PUSBD_INTERFACE_LIST_ENTRY InterfaceListEntry,
                                                       _Outptr_ PURB* Urb);
void NTAPI USBD_UrbFree(_In_ USBD_HANDLE USBDHandle, _In_ PURB Urb);
void NTAPI USBD_AssignUrbToIoStackLocation(_In_ USBD_HANDLE USBDHandle, _In_ PIO_STACK_LOCATION IoStackLocation,
                                           _In_ PURB Urb);
NTSTATUS NTAPI USBD_QueryUsbCapability(_In_ USBD_HANDLE USBDHandle, _In_ const GUID* CapabilityType,
                                       _In_ ULONG OutputBufferLength, _Inout_opt_ PUCHAR OutputBuffer,
                                       _Out_opt_ PULONG ResultLength);
BOOLEAN NTAPI USBD_IsInterfaceVersionSupported(_In_ USBD_HANDLE USBDHandle, _In_ ULONG USBDInterfaceVersion);
void NTAPI USBD_BuildRegisterCompositeDevice(_In_ USBD_HANDLE USBDHandle,
                                             _In_ COMPOSITE_DEVICE_CAPABILITIES CapabilityFlags,
                                             _In_ ULONG FunctionCount,
                                             _Out_ PREGISTER_COMPOSITE_DEVICE RegisterCompositeDevice);

/* Of the stack itself, for drivers from before it had versions. */
void NTAPI USBD_GetUSBDIVersion(_Out_ PUSBD_VERSION_INFORMATION VersionInformation);
NTSTATUS NTAPI USBD_QueryBusTime(_In_ PDEVICE_OBJECT RootHubPdo, _Out_ PULONG CurrentFrame);
ULONG NTAPI USBD_CalculateUsbBandwidth(_In_ ULONG MaxPacketSize, _In_ UCHAR EndpointType, _In_ BOOLEAN LowSpeed);
NTSTATUS NTAPI USBD_GetPdoRegistryParameter(_In_ PDEVICE_OBJECT PhysicalDeviceObject, _Inout_ PVOID Parameter,
                                            _In_ ULONG ParameterLength, _In_ PCWSTR KeyName, _In_ ULONG KeyNameLength);
void NTAPI USBD_RegisterHcFilter(_In_ PDEVICE_OBJECT DeviceObject, _In_ PDEVICE_OBJECT FilterDeviceObject);

OWDF_END
