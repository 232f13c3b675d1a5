/* Pcw: performance counters that a driver provides. */
#pragma once

#include <wdm/base.h>

OWDF_BEGIN

typedef struct _PCW_INSTANCE* PPCW_INSTANCE;
typedef struct _PCW_REGISTRATION* PPCW_REGISTRATION;
typedef struct _PCW_BUFFER* PPCW_BUFFER;

typedef struct _PCW_DATA {
  const VOID* Data;
  ULONG Size;
} PCW_DATA, *PPCW_DATA;
OWDF_SIZE(PCW_DATA, 16);
typedef struct _PCW_COUNTER_INFORMATION {
  ULONG64 CounterMask;
  PCUNICODE_STRING InstanceMask;
} PCW_COUNTER_INFORMATION, *PPCW_COUNTER_INFORMATION;
typedef struct _PCW_MASK_INFORMATION {
  ULONG64 CounterMask;
  PCUNICODE_STRING InstanceMask;
  ULONG InstanceId;
  BOOLEAN CollectMultiple;
  PPCW_BUFFER Buffer;
  PKEVENT CancelEvent;
} PCW_MASK_INFORMATION, *PPCW_MASK_INFORMATION;
OWDF_SIZE(PCW_MASK_INFORMATION, 40);
typedef union _PCW_CALLBACK_INFORMATION {
  PCW_COUNTER_INFORMATION AddCounter;
  PCW_COUNTER_INFORMATION RemoveCounter;
  PCW_MASK_INFORMATION EnumerateInstances;
  PCW_MASK_INFORMATION CollectData;
} PCW_CALLBACK_INFORMATION, *PPCW_CALLBACK_INFORMATION;
typedef enum _PCW_CALLBACK_TYPE {
  PcwCallbackAddCounter = 0,
  PcwCallbackRemoveCounter,
  PcwCallbackEnumerateInstances,
  PcwCallbackCollectData
} PCW_CALLBACK_TYPE, *PPCW_CALLBACK_TYPE;
typedef NTSTATUS NTAPI PCW_CALLBACK(_In_ PCW_CALLBACK_TYPE Type, _In_ PPCW_CALLBACK_INFORMATION Info,
                                    _In_opt_ PVOID Context);
typedef PCW_CALLBACK* PPCW_CALLBACK;
typedef struct _PCW_COUNTER_DESCRIPTOR {
  USHORT Id;
  USHORT StructIndex;
  USHORT Offset;
  USHORT Size;
} PCW_COUNTER_DESCRIPTOR, *PPCW_COUNTER_DESCRIPTOR;
OWDF_SIZE(PCW_COUNTER_DESCRIPTOR, 8);
#define PCW_VERSION_1 0x0100
#define PCW_VERSION_2 0x0200
#define PCW_CURRENT_VERSION PCW_VERSION_1
typedef struct _PCW_REGISTRATION_INFORMATION {
  ULONG Version;
  PCUNICODE_STRING Name;
  ULONG CounterCount;
  PPCW_COUNTER_DESCRIPTOR Counters;
  PPCW_CALLBACK Callback;
  PVOID CallbackContext;
} PCW_REGISTRATION_INFORMATION, *PPCW_REGISTRATION_INFORMATION;
OWDF_SIZE(PCW_REGISTRATION_INFORMATION, 48);

NTSTATUS NTAPI PcwRegister(_Outptr_ PPCW_REGISTRATION* Registration, _In_ PPCW_REGISTRATION_INFORMATION Info);
VOID NTAPI PcwUnregister(_In_ PPCW_REGISTRATION Registration);
NTSTATUS NTAPI PcwCreateInstance(_Outptr_ PPCW_INSTANCE* Instance, _In_ PPCW_REGISTRATION Registration,
                                 _In_ PCUNICODE_STRING Name, _In_ ULONG Count, _In_ PPCW_DATA Data);
VOID NTAPI PcwCloseInstance(_In_ PPCW_INSTANCE Instance);
NTSTATUS NTAPI PcwAddInstance(_In_ PPCW_BUFFER Buffer, _In_ PCUNICODE_STRING Name, _In_ ULONG Id, _In_ ULONG Count,
                              _In_ PPCW_DATA Data);

OWDF_END
