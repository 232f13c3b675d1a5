/* Wmi and Etw as drivers consume them: data blocks of other drivers, events, trace sessions. PASSIVE_LEVEL. */
#pragma once

#include <wdm/io.h>

OWDF_BEGIN

#define WMIGUID_QUERY 0x0001
#define WMIGUID_SET 0x0002
#define WMIGUID_NOTIFICATION 0x0004
#define WMIGUID_READ_DESCRIPTION 0x0008
#define WMIGUID_EXECUTE 0x0010
typedef VOID NTAPI FWMI_NOTIFICATION_CALLBACK(PVOID Wnode, PVOID Context);
typedef FWMI_NOTIFICATION_CALLBACK* WMI_NOTIFICATION_CALLBACK;
NTSTATUS NTAPI IoWMIOpenBlock(_In_ LPCGUID Guid, _In_ ULONG DesiredAccess, _Out_ PVOID* DataBlockObject);
NTSTATUS NTAPI IoWMISetNotificationCallback(_Inout_ PVOID Object, _In_ WMI_NOTIFICATION_CALLBACK Callback,
                                            _In_opt_ PVOID Context);
NTSTATUS NTAPI IoWMIQueryAllData(_In_ PVOID DataBlockObject, _Inout_ PULONG InOutBufferSize, _Out_opt_ PVOID OutBuffer);
NTSTATUS NTAPI IoWMIQuerySingleInstance(_In_ PVOID DataBlockObject, _In_ PUNICODE_STRING InstanceName,
                                        _Inout_ PULONG InOutBufferSize, _Out_opt_ PVOID OutBuffer);
NTSTATUS NTAPI IoWMISetSingleInstance(_In_ PVOID DataBlockObject, _In_ PUNICODE_STRING InstanceName, _In_ ULONG Version,
                                      _In_ ULONG ValueBufferSize, _In_ PVOID ValueBuffer);
NTSTATUS NTAPI IoWMISetSingleItem(_In_ PVOID DataBlockObject, _In_ PUNICODE_STRING InstanceName, _In_ ULONG DataItemId,
                                  _In_ ULONG Version, _In_ ULONG ValueBufferSize, _In_ PVOID ValueBuffer);
NTSTATUS NTAPI IoWMIExecuteMethod(_In_ PVOID DataBlockObject, _In_ PUNICODE_STRING InstanceName, _In_ ULONG MethodId,
                                  _In_ ULONG InBufferSize, _Inout_ PULONG OutBufferSize,
                                      _Inout_opt_ PUCHAR InOutBuffer);
NTSTATUS NTAPI IoWMIHandleToInstanceName(_In_ PVOID DataBlockObject, _In_ HANDLE FileHandle,
                                         _Out_ PUNICODE_STRING InstanceName);
NTSTATUS NTAPI IoWMIDeviceObjectToInstanceName(_In_ PVOID DataBlockObject, _In_ PDEVICE_OBJECT DeviceObject,
                                               _Out_ PUNICODE_STRING InstanceName);

typedef ULONGLONG REGHANDLE, *PREGHANDLE;
typedef struct _EVENT_DESCRIPTOR {
  USHORT Id;
  UCHAR Version;
  UCHAR Channel;
  UCHAR Level;
  UCHAR Opcode;
  USHORT Task;
  ULONGLONG Keyword;
} EVENT_DESCRIPTOR, *PEVENT_DESCRIPTOR;
typedef const EVENT_DESCRIPTOR* PCEVENT_DESCRIPTOR;
OWDF_SIZE(EVENT_DESCRIPTOR, 16);
typedef struct _EVENT_DATA_DESCRIPTOR {
  ULONGLONG Ptr;
  ULONG Size;
  ULONG Reserved;
} EVENT_DATA_DESCRIPTOR, *PEVENT_DATA_DESCRIPTOR;
typedef struct _EVENT_FILTER_DESCRIPTOR {
  ULONGLONG Ptr;
  ULONG Size;
  ULONG Type;
} EVENT_FILTER_DESCRIPTOR, *PEVENT_FILTER_DESCRIPTOR;
typedef VOID NTAPI ETWENABLECALLBACK(_In_ LPCGUID SourceId, _In_ ULONG ControlCode, _In_ UCHAR Level,
                                     _In_ ULONGLONG MatchAnyKeyword, _In_ ULONGLONG MatchAllKeyword,
                                     _In_opt_ PEVENT_FILTER_DESCRIPTOR FilterData, _Inout_opt_ PVOID CallbackContext);
typedef ETWENABLECALLBACK* PETWENABLECALLBACK;
NTSTATUS NTAPI EtwRegister(_In_ LPCGUID ProviderId, _In_opt_ PETWENABLECALLBACK EnableCallback,
                           _In_opt_ PVOID CallbackContext, _Out_ PREGHANDLE RegHandle);
NTSTATUS NTAPI EtwUnregister(_In_ REGHANDLE RegHandle);
BOOLEAN NTAPI EtwEventEnabled(_In_ REGHANDLE RegHandle, _In_ PCEVENT_DESCRIPTOR EventDescriptor);
BOOLEAN NTAPI EtwProviderEnabled(_In_ REGHANDLE RegHandle, _In_ UCHAR Level, _In_ ULONGLONG Keyword);
NTSTATUS NTAPI EtwWrite(_In_ REGHANDLE RegHandle, _In_ PCEVENT_DESCRIPTOR EventDescriptor, _In_opt_ LPCGUID ActivityId,
                        _In_ ULONG UserDataCount, _In_opt_ PEVENT_DATA_DESCRIPTOR UserData);
NTSTATUS NTAPI EtwWriteTransfer(_In_ REGHANDLE RegHandle, _In_ PCEVENT_DESCRIPTOR EventDescriptor,
                                _In_opt_ LPCGUID ActivityId, _In_opt_ LPCGUID RelatedActivityId,
                                    _In_ ULONG UserDataCount,
                                _In_opt_ PEVENT_DATA_DESCRIPTOR UserData);
NTSTATUS NTAPI EtwActivityIdControl(_In_ ULONG ControlCode, _Inout_ LPGUID ActivityId);

OWDF_END
