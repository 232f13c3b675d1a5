/* HID devices for programs: each call is one or more control codes of hidclass.h on an open collection. */
#pragma once

#include <owdf/basic_types.h>
#include <guiddef.h>
#include <hidusage.h>
#include <hidpi.h>

OWDF_BEGIN

typedef struct _HIDD_CONFIGURATION {
  PVOID cookie;
  ULONG size;
  ULONG RingBufferSize;
} HIDD_CONFIGURATION, *PHIDD_CONFIGURATION;
OWDF_SIZE(HIDD_CONFIGURATION, 16);

typedef struct _HIDD_ATTRIBUTES {
  ULONG Size;
  USHORT VendorID;
  USHORT ProductID;
  USHORT VersionNumber;
} HIDD_ATTRIBUTES, *PHIDD_ATTRIBUTES;
OWDF_SIZE(HIDD_ATTRIBUTES, 12);

void NTAPI HidD_GetHidGuid(_Out_ LPGUID HidGuid);
BOOLEAN NTAPI HidD_GetAttributes(_In_ HANDLE HidDeviceObject, _Out_ PHIDD_ATTRIBUTES Attributes);
BOOLEAN NTAPI HidD_GetPreparsedData(_In_ HANDLE HidDeviceObject, _Out_ PHIDP_PREPARSED_DATA* PreparsedData);
BOOLEAN NTAPI HidD_FreePreparsedData(_In_ PHIDP_PREPARSED_DATA PreparsedData);
BOOLEAN NTAPI HidD_FlushQueue(_In_ HANDLE HidDeviceObject);
BOOLEAN NTAPI HidD_GetConfiguration(_In_ HANDLE HidDeviceObject, _Out_ PHIDD_CONFIGURATION Configuration,
                                    _In_ ULONG ConfigurationLength);
BOOLEAN NTAPI HidD_SetConfiguration(_In_ HANDLE HidDeviceObject, _In_ PHIDD_CONFIGURATION Configuration,
                                    _In_ ULONG ConfigurationLength);
BOOLEAN NTAPI HidD_GetFeature(_In_ HANDLE HidDeviceObject, _Inout_ PVOID ReportBuffer, _In_ ULONG ReportBufferLength);
BOOLEAN NTAPI HidD_SetFeature(_In_ HANDLE HidDeviceObject, _In_ PVOID ReportBuffer, _In_ ULONG ReportBufferLength);
BOOLEAN NTAPI HidD_GetInputReport(_In_ HANDLE HidDeviceObject, _Inout_ PVOID ReportBuffer,
                                  _In_ ULONG ReportBufferLength);
BOOLEAN NTAPI HidD_SetOutputReport(_In_ HANDLE HidDeviceObject, _In_ PVOID ReportBuffer, _In_ ULONG ReportBufferLength);
BOOLEAN NTAPI HidD_GetNumInputBuffers(_In_ HANDLE HidDeviceObject, _Out_ PULONG NumberBuffers);
BOOLEAN NTAPI HidD_SetNumInputBuffers(_In_ HANDLE HidDeviceObject, _In_ ULONG NumberBuffers);
BOOLEAN NTAPI HidD_GetPhysicalDescriptor(_In_ HANDLE HidDeviceObject, _Out_ PVOID Buffer, _In_ ULONG BufferLength);
BOOLEAN NTAPI HidD_GetManufacturerString(_In_ HANDLE HidDeviceObject, _Out_ PVOID Buffer, _In_ ULONG BufferLength);
BOOLEAN NTAPI HidD_GetProductString(_In_ HANDLE HidDeviceObject, _Out_ PVOID Buffer, _In_ ULONG BufferLength);
BOOLEAN NTAPI HidD_GetIndexedString(_In_ HANDLE HidDeviceObject, _In_ ULONG StringIndex, _Out_ PVOID Buffer,
                                    _In_ ULONG BufferLength);
BOOLEAN NTAPI HidD_GetSerialNumberString(_In_ HANDLE HidDeviceObject, _Out_ PVOID Buffer, _In_ ULONG BufferLength);
BOOLEAN NTAPI HidD_GetMsGenreDescriptor(_In_ HANDLE HidDeviceObject, _Out_ PVOID Buffer, _In_ ULONG BufferLength);

OWDF_END
