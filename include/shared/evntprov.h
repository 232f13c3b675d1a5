/* Events that a provider writes: the descriptor of one, its data, and the calls of user mode. Drivers have the same
   types from wdm.h, and the Etw functions instead. */
#pragma once

#if __has_include(<wdm.h>)
#include <wdm.h>
#else
#include <owdf/basic_types.h>
#include <guiddef.h>

OWDF_BEGIN

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
OWDF_SIZE(EVENT_DATA_DESCRIPTOR, 16);

typedef struct _EVENT_FILTER_DESCRIPTOR {
  ULONGLONG Ptr;
  ULONG Size;
  ULONG Type;
} EVENT_FILTER_DESCRIPTOR, *PEVENT_FILTER_DESCRIPTOR;
OWDF_SIZE(EVENT_FILTER_DESCRIPTOR, 16);

typedef void(NTAPI* PENABLECALLBACK)(_In_ LPCGUID SourceId, _In_ ULONG IsEnabled, _In_ UCHAR Level,
                                     _In_ ULONGLONG MatchAnyKeyword, _In_ ULONGLONG MatchAllKeyword,
                                     _In_opt_ PEVENT_FILTER_DESCRIPTOR FilterData, _Inout_opt_ PVOID CallbackContext);

ULONG NTAPI EventRegister(_In_ LPCGUID ProviderId, _In_opt_ PENABLECALLBACK EnableCallback,
                          _In_opt_ PVOID CallbackContext, _Out_ PREGHANDLE RegHandle);
ULONG NTAPI EventUnregister(_In_ REGHANDLE RegHandle);
BOOLEAN NTAPI EventEnabled(_In_ REGHANDLE RegHandle, _In_ PCEVENT_DESCRIPTOR EventDescriptor);
BOOLEAN NTAPI EventProviderEnabled(_In_ REGHANDLE RegHandle, _In_ UCHAR Level, _In_ ULONGLONG Keyword);
ULONG NTAPI EventWrite(_In_ REGHANDLE RegHandle, _In_ PCEVENT_DESCRIPTOR EventDescriptor, _In_ ULONG UserDataCount,
                       _In_opt_ PEVENT_DATA_DESCRIPTOR UserData);
ULONG NTAPI EventWriteTransfer(_In_ REGHANDLE RegHandle, _In_ PCEVENT_DESCRIPTOR EventDescriptor,
                               _In_opt_ LPCGUID ActivityId, _In_opt_ LPCGUID RelatedActivityId,
                               _In_ ULONG UserDataCount, _In_opt_ PEVENT_DATA_DESCRIPTOR UserData);
ULONG NTAPI EventWriteString(_In_ REGHANDLE RegHandle, _In_ UCHAR Level, _In_ ULONGLONG Keyword, _In_ PCWSTR String);
ULONG NTAPI EventActivityIdControl(_In_ ULONG ControlCode, _Inout_ LPGUID ActivityId);

OWDF_END
#endif

OWDF_BEGIN

#define MAX_EVENT_DATA_DESCRIPTORS 128
#define EVENT_MIN_LEVEL (0)
#define EVENT_MAX_LEVEL (0xff)
#define EVENT_ACTIVITY_CTRL_GET_ID (1)
#define EVENT_ACTIVITY_CTRL_SET_ID (2)
#define EVENT_ACTIVITY_CTRL_CREATE_ID (3)
#define EVENT_ACTIVITY_CTRL_GET_SET_ID (4)
#define EVENT_ACTIVITY_CTRL_CREATE_SET_ID (5)

/* The data stays the caller's until the event is written. */
OWDF_INLINE void EventDataDescCreate(_Out_ PEVENT_DATA_DESCRIPTOR EventDataDescriptor, _In_ const void* DataPtr,
                                     _In_ ULONG DataSize) {
  EventDataDescriptor->Ptr = (ULONGLONG)(ULONG_PTR)DataPtr;
  EventDataDescriptor->Size = DataSize;
  EventDataDescriptor->Reserved = 0;
}

OWDF_INLINE void EventDescCreate(_Out_ PEVENT_DESCRIPTOR EventDescriptor, _In_ USHORT Id, _In_ UCHAR Version,
                                 _In_ UCHAR Channel, _In_ UCHAR Level, _In_ USHORT Task, _In_ UCHAR Opcode,
                                 _In_ ULONGLONG Keyword) {
  EventDescriptor->Id = Id;
  EventDescriptor->Version = Version;
  EventDescriptor->Channel = Channel;
  EventDescriptor->Level = Level;
  EventDescriptor->Task = Task;
  EventDescriptor->Opcode = Opcode;
  EventDescriptor->Keyword = Keyword;
}

OWDF_END
