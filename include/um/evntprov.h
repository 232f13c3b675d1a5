/* Event providers of programs and user-mode drivers. */
#pragma once

#include <winbase.h>

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
  __extension__ union {
    ULONG Reserved;
    __extension__ struct {
      UCHAR Type;
      UCHAR Reserved1;
      USHORT Reserved2;
    };
  };
} EVENT_DATA_DESCRIPTOR, *PEVENT_DATA_DESCRIPTOR;
OWDF_SIZE(EVENT_DATA_DESCRIPTOR, 16);

typedef struct _EVENT_FILTER_DESCRIPTOR {
  ULONGLONG Ptr;
  ULONG Size;
  ULONG Type;
} EVENT_FILTER_DESCRIPTOR, *PEVENT_FILTER_DESCRIPTOR;

#define EVENT_CONTROL_CODE_DISABLE_PROVIDER 0
#define EVENT_CONTROL_CODE_ENABLE_PROVIDER 1
#define EVENT_CONTROL_CODE_CAPTURE_STATE 2

OWDF_BEGIN

typedef VOID(NTAPI* PENABLECALLBACK)(LPCGUID source, ULONG enabled, UCHAR level, ULONGLONG any_keyword,
                                     ULONGLONG all_keyword, PEVENT_FILTER_DESCRIPTOR filter, PVOID context);

ULONG WINAPI EventRegister(LPCGUID provider, PENABLECALLBACK callback, PVOID context, PREGHANDLE handle);
ULONG WINAPI EventUnregister(REGHANDLE handle);
BOOLEAN WINAPI EventEnabled(REGHANDLE handle, PCEVENT_DESCRIPTOR event);
BOOLEAN WINAPI EventProviderEnabled(REGHANDLE handle, UCHAR level, ULONGLONG keyword);
ULONG WINAPI EventWrite(REGHANDLE handle, PCEVENT_DESCRIPTOR event, ULONG count, PEVENT_DATA_DESCRIPTOR data);
ULONG WINAPI EventWriteTransfer(REGHANDLE handle, PCEVENT_DESCRIPTOR event, LPCGUID activity, LPCGUID related,
                                ULONG count, PEVENT_DATA_DESCRIPTOR data);
ULONG WINAPI EventWriteString(REGHANDLE handle, UCHAR level, ULONGLONG keyword, PCWSTR text);
ULONG WINAPI EventActivityIdControl(ULONG code, LPGUID activity);

OWDF_END

#if !defined(OWDF_HOST)
OWDF_INLINE VOID EventDataDescCreate(PEVENT_DATA_DESCRIPTOR descriptor, const VOID* data, ULONG size) {
  descriptor->Ptr = (ULONGLONG)(ULONG_PTR)data;
  descriptor->Size = size;
  descriptor->Reserved = 0;
}
#endif
