/* Power settings a driver may ask to hear of, and devices whose power can be limited. */
#include <owdf/basic_types.h>
#include <guiddef.h>

#ifndef OWDF_POCLASS
#define OWDF_POCLASS
DEFINE_GUID(GUID_ACDC_POWER_SOURCE, 0x5d3e9a59, 0xe9d5, 0x4b00, 0xa6, 0xbd, 0xff, 0x34, 0xff, 0x51, 0x65, 0x48);
DEFINE_GUID(GUID_BATTERY_PERCENTAGE_REMAINING, 0xa7ad8041, 0xb45a, 0x4cae, 0x87, 0xa3, 0xee, 0xcb, 0xb4, 0x68, 0xa9,
            0xe1);
DEFINE_GUID(GUID_CONSOLE_DISPLAY_STATE, 0x6fe69556, 0x704a, 0x47a0, 0x8f, 0x24, 0xc2, 0x8d, 0x93, 0x6f, 0xda, 0x47);
DEFINE_GUID(GUID_MONITOR_POWER_ON, 0x02731015, 0x4510, 0x4526, 0x99, 0xe6, 0xe5, 0xa1, 0x7e, 0xbd, 0x1a, 0xea);
DEFINE_GUID(GUID_POWERSCHEME_PERSONALITY, 0x245d8541, 0x3943, 0x4422, 0xb0, 0x25, 0x13, 0xa7, 0x84, 0xf6, 0x79, 0xb7);
DEFINE_GUID(GUID_SYSTEM_AWAYMODE, 0x98a7f580, 0x01f7, 0x48aa, 0x9c, 0x0f, 0x44, 0x35, 0x2c, 0x29, 0xe5, 0xc0);
DEFINE_GUID(GUID_DEVICE_BATTERY, 0x72631e54, 0x78a4, 0x11d0, 0xbc, 0xf7, 0x00, 0xaa, 0x00, 0xb7, 0xb3, 0x2a);

/* A device whose power can be limited, and the policy that limits it. The reference names these two identifiers and gives
   no values; these are ours, and only this system's power manager reads them. */
DEFINE_GUID(GUID_POWER_LIMIT_INTERFACE, 0x2f1b2a3e, 0x7c64, 0x4b0d, 0x8f, 0x6c, 0x51, 0xd0, 0x9e, 0x44, 0x1b, 0x93);
DEFINE_GUID(GUID_DEVINTERFACE_POWER_LIMIT, 0x6a3f0c55, 0x1d92, 0x4e7b, 0xa5, 0x08, 0x2c, 0xe4, 0x7f, 0x90, 0x3d, 0x61);

OWDF_BEGIN
struct _COUNTED_REASON_CONTEXT;
struct _DEVICE_OBJECT;

typedef enum _POWER_LIMIT_TYPES {
  PowerLimitContinuous = 0,
  PowerLimitBurst,
  PowerLimitRapid,
  PowerLimitPreemptive,
  PowerLimitPreemptiveOffset,
  PowerLimitTypeMax
} POWER_LIMIT_TYPES, *PPOWER_LIMIT_TYPES;

/* Milliwatts or milliamperes, and microseconds. */
typedef struct _POWER_LIMIT_ATTRIBUTES {
  POWER_LIMIT_TYPES Type;
  ULONG DomainId;
  ULONG MaxValue;
  ULONG MinValue;
  ULONG MinTimeParameter;
  ULONG MaxTimeParameter;
  ULONG DefaultACValue;
  ULONG DefaultDCValue;
  union {
    __extension__ struct {
      ULONG SupportTimeParameter : 1;
      ULONG Reserved : 31;
    };
    ULONG AsUlong;
  } Flags;
} POWER_LIMIT_ATTRIBUTES, *PPOWER_LIMIT_ATTRIBUTES;
OWDF_SIZE(POWER_LIMIT_ATTRIBUTES, 36);

typedef struct _POWER_LIMIT_VALUE {
  POWER_LIMIT_TYPES Type;
  ULONG DomainId;
  ULONG TargetValue;
  ULONG TimeParameter;
} POWER_LIMIT_VALUE, *PPOWER_LIMIT_VALUE;
OWDF_SIZE(POWER_LIMIT_VALUE, 16);
#define POWER_LIMIT_VALUE_NO_CONTROL ((ULONG)-1)

typedef NTSTATUS NTAPI QUERY_POWER_LIMIT_ATTRIBUTES(_Inout_opt_ PVOID Context, _In_ ULONG BufferCount,
                                                    _Out_ PVOID Buffer, _Out_ PULONG AttributeCount);
typedef QUERY_POWER_LIMIT_ATTRIBUTES* PQUERY_POWER_LIMIT_ATTRIBUTES;
typedef NTSTATUS NTAPI SET_POWER_LIMIT(_Inout_opt_ PVOID Context, _In_ ULONG ValueCount, _In_ PVOID Values);
typedef SET_POWER_LIMIT* PSET_POWER_LIMIT;
typedef NTSTATUS NTAPI QUERY_POWER_LIMIT(_Inout_opt_ PVOID Context, _In_ ULONG ValueCount, _Inout_ PVOID Values);
typedef QUERY_POWER_LIMIT* PQUERY_POWER_LIMIT;

typedef struct _POWER_LIMIT_INTERFACE {
  USHORT Size;
  USHORT Version;
  PVOID Context;
  void(NTAPI* InterfaceReference)(PVOID Context);
  void(NTAPI* InterfaceDereference)(PVOID Context);
  ULONG DomainCount;
  PQUERY_POWER_LIMIT_ATTRIBUTES QueryAttributes;
  PSET_POWER_LIMIT SetPowerLimit;
  PQUERY_POWER_LIMIT QueryPowerLimit;
} POWER_LIMIT_INTERFACE, *PPOWER_LIMIT_INTERFACE;
OWDF_SIZE(POWER_LIMIT_INTERFACE, 64);
OWDF_OFFSET(POWER_LIMIT_INTERFACE, DomainCount, 32);

NTSTATUS NTAPI PoCreatePowerLimitRequest(_Outptr_ PVOID* PowerLimitRequest,
                                         _In_ struct _DEVICE_OBJECT* TargetDeviceObject,
                                         _In_ struct _DEVICE_OBJECT* PolicyDeviceObject,
                                         _In_ struct _COUNTED_REASON_CONTEXT* Context);
void NTAPI PoDeletePowerLimitRequest(_Inout_ PVOID PowerLimitRequest);
NTSTATUS NTAPI PoQueryPowerLimitAttributes(_Inout_ PVOID PowerLimitRequest, _In_ ULONG BufferCount,
                                           _Out_ PPOWER_LIMIT_ATTRIBUTES Buffer, _Out_ PULONG AttributeCount);
NTSTATUS NTAPI PoSetPowerLimitValue(_Inout_ PVOID PowerLimitRequest, _In_ struct _COUNTED_REASON_CONTEXT* Reason,
                                    _In_ ULONG ValueCount, _In_ PPOWER_LIMIT_VALUE Values);
NTSTATUS NTAPI PoQueryPowerLimitValue(_Inout_ PVOID PowerLimitRequest, _In_ ULONG ValueCount,
                                      _Inout_ PPOWER_LIMIT_VALUE Values);
OWDF_END
#endif
