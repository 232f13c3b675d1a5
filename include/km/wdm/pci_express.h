/* PCI Express: the registers of its capability, and the extended capabilities behind offset 0x100. */
#pragma once

#include <wdm/pci.h>

OWDF_BEGIN

typedef enum {
  PciExpressEndpoint = 0,
  PciExpressLegacyEndpoint,
  PciExpressRootPort = 4,
  PciExpressUpstreamSwitchPort,
  PciExpressDownstreamSwitchPort,
  PciExpressToPciXBridge,
  PciXToExpressBridge,
  PciExpressRootComplexIntegratedEndpoint,
  PciExpressRootComplexEventCollector
} PCI_EXPRESS_DEVICE_TYPE;
typedef enum {
  MaxPayload128Bytes = 0,
  MaxPayload256Bytes,
  MaxPayload512Bytes,
  MaxPayload1024Bytes,
  MaxPayload2048Bytes,
  MaxPayload4096Bytes
} PCI_EXPRESS_MAX_PAYLOAD_SIZE;
typedef enum {
  L0sAndL1EntryDisabled,
  L0sEntryEnabled,
  L1EntryEnabled,
  L0sAndL1EntryEnabled
} PCI_EXPRESS_ASPM_CONTROL;
typedef enum {
  L0sEntrySupport = 1,
  L0sAndL1EntrySupport = 3
} PCI_EXPRESS_ASPM_SUPPORT;

typedef union _PCI_EXPRESS_CAPABILITIES_REGISTER {
  __extension__ struct {
    USHORT CapabilityVersion : 4;
    USHORT DeviceType : 4;
    USHORT SlotImplemented : 1;
    USHORT InterruptMessageNumber : 5;
    USHORT Rsvd : 2;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_CAPABILITIES_REGISTER, *PPCI_EXPRESS_CAPABILITIES_REGISTER;

typedef union _PCI_EXPRESS_DEVICE_CAPABILITIES_REGISTER {
  __extension__ struct {
    ULONG MaxPayloadSizeSupported : 3;
    ULONG PhantomFunctionsSupported : 2;
    ULONG ExtendedTagSupported : 1;
    ULONG L0sAcceptableLatency : 3;
    ULONG L1AcceptableLatency : 3;
    ULONG Undefined : 3;
    ULONG RoleBasedErrorReporting : 1;
    ULONG Rsvd1 : 2;
    ULONG CapturedSlotPowerLimit : 8;
    ULONG CapturedSlotPowerLimitScale : 2;
    ULONG FunctionLevelResetCapability : 1;
    ULONG Rsvd2 : 3;
  };
  ULONG AsULONG;
} PCI_EXPRESS_DEVICE_CAPABILITIES_REGISTER, *PPCI_EXPRESS_DEVICE_CAPABILITIES_REGISTER;

typedef union _PCI_EXPRESS_DEVICE_CONTROL_REGISTER {
  __extension__ struct {
    USHORT CorrectableErrorEnable : 1;
    USHORT NonFatalErrorEnable : 1;
    USHORT FatalErrorEnable : 1;
    USHORT UnsupportedRequestErrorEnable : 1;
    USHORT EnableRelaxedOrder : 1;
    USHORT MaxPayloadSize : 3;
    USHORT ExtendedTagEnable : 1;
    USHORT PhantomFunctionsEnable : 1;
    USHORT AuxPowerEnable : 1;
    USHORT NoSnoopEnable : 1;
    USHORT MaxReadRequestSize : 3;
    USHORT BridgeConfigRetryEnable : 1;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_DEVICE_CONTROL_REGISTER, *PPCI_EXPRESS_DEVICE_CONTROL_REGISTER;

typedef union _PCI_EXPRESS_DEVICE_STATUS_REGISTER {
  __extension__ struct {
    USHORT CorrectableErrorDetected : 1;
    USHORT NonFatalErrorDetected : 1;
    USHORT FatalErrorDetected : 1;
    USHORT UnsupportedRequestDetected : 1;
    USHORT AuxPowerDetected : 1;
    USHORT TransactionsPending : 1;
    USHORT Rsvd : 10;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_DEVICE_STATUS_REGISTER, *PPCI_EXPRESS_DEVICE_STATUS_REGISTER;

typedef union _PCI_EXPRESS_LINK_CAPABILITIES_REGISTER {
  __extension__ struct {
    ULONG MaximumLinkSpeed : 4;
    ULONG MaximumLinkWidth : 6;
    ULONG ActiveStatePMSupport : 2;
    ULONG L0sExitLatency : 3;
    ULONG L1ExitLatency : 3;
    ULONG ClockPowerManagement : 1;
    ULONG SurpriseDownErrorReportingCapable : 1;
    ULONG DataLinkLayerActiveReportingCapable : 1;
    ULONG LinkBandwidthNotificationCapability : 1;
    ULONG AspmOptionalityCompliance : 1;
    ULONG Rsvd : 1;
    ULONG PortNumber : 8;
  };
  ULONG AsULONG;
} PCI_EXPRESS_LINK_CAPABILITIES_REGISTER, *PPCI_EXPRESS_LINK_CAPABILITIES_REGISTER;

typedef union _PCI_EXPRESS_LINK_CONTROL_REGISTER {
  __extension__ struct {
    USHORT ActiveStatePMControl : 2;
    USHORT Rsvd1 : 1;
    USHORT ReadCompletionBoundary : 1;
    USHORT LinkDisable : 1;
    USHORT RetrainLink : 1;
    USHORT CommonClockConfig : 1;
    USHORT ExtendedSynch : 1;
    USHORT EnableClockPowerManagement : 1;
    USHORT Rsvd2 : 7;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_LINK_CONTROL_REGISTER, *PPCI_EXPRESS_LINK_CONTROL_REGISTER;

typedef union _PCI_EXPRESS_LINK_STATUS_REGISTER {
  __extension__ struct {
    USHORT LinkSpeed : 4;
    USHORT LinkWidth : 6;
    USHORT Undefined : 1;
    USHORT LinkTraining : 1;
    USHORT SlotClockConfig : 1;
    USHORT DataLinkLayerActive : 1;
    USHORT Rsvd : 2;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_LINK_STATUS_REGISTER, *PPCI_EXPRESS_LINK_STATUS_REGISTER;

typedef union _PCI_EXPRESS_SLOT_CAPABILITIES_REGISTER {
  __extension__ struct {
    ULONG AttentionButtonPresent : 1;
    ULONG PowerControllerPresent : 1;
    ULONG MRLSensorPresent : 1;
    ULONG AttentionIndicatorPresent : 1;
    ULONG PowerIndicatorPresent : 1;
    ULONG HotPlugSurprise : 1;
    ULONG HotPlugCapable : 1;
    ULONG SlotPowerLimit : 8;
    ULONG SlotPowerLimitScale : 2;
    ULONG ElectromechanicalLockPresent : 1;
    ULONG NoCommandCompletedSupport : 1;
    ULONG PhysicalSlotNumber : 13;
  };
  ULONG AsULONG;
} PCI_EXPRESS_SLOT_CAPABILITIES_REGISTER, *PPCI_EXPRESS_SLOT_CAPABILITIES_REGISTER;

typedef union _PCI_EXPRESS_SLOT_CONTROL_REGISTER {
  __extension__ struct {
    USHORT AttentionButtonEnable : 1;
    USHORT PowerFaultDetectEnable : 1;
    USHORT MRLSensorEnable : 1;
    USHORT PresenceDetectEnable : 1;
    USHORT CommandCompletedEnable : 1;
    USHORT HotPlugInterruptEnable : 1;
    USHORT AttentionIndicatorControl : 2;
    USHORT PowerIndicatorControl : 2;
    USHORT PowerControllerControl : 1;
    USHORT ElectromechanicalLockControl : 1;
    USHORT DataLinkStateChangeEnable : 1;
    USHORT Rsvd : 3;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_SLOT_CONTROL_REGISTER, *PPCI_EXPRESS_SLOT_CONTROL_REGISTER;

typedef union _PCI_EXPRESS_SLOT_STATUS_REGISTER {
  __extension__ struct {
    USHORT AttentionButtonPressed : 1;
    USHORT PowerFaultDetected : 1;
    USHORT MRLSensorChanged : 1;
    USHORT PresenceDetectChanged : 1;
    USHORT CommandCompleted : 1;
    USHORT MRLSensorState : 1;
    USHORT PresenceDetectState : 1;
    USHORT ElectromechanicalLockEngaged : 1;
    USHORT DataLinkStateChanged : 1;
    USHORT Rsvd : 7;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_SLOT_STATUS_REGISTER, *PPCI_EXPRESS_SLOT_STATUS_REGISTER;

typedef union _PCI_EXPRESS_ROOT_CONTROL_REGISTER {
  __extension__ struct {
    USHORT CorrectableSerrEnable : 1;
    USHORT NonFatalSerrEnable : 1;
    USHORT FatalSerrEnable : 1;
    USHORT PMEInterruptEnable : 1;
    USHORT CRSSoftwareVisibilityEnable : 1;
    USHORT Rsvd : 11;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_ROOT_CONTROL_REGISTER, *PPCI_EXPRESS_ROOT_CONTROL_REGISTER;

typedef union _PCI_EXPRESS_ROOT_CAPABILITIES_REGISTER {
  __extension__ struct {
    USHORT CRSSoftwareVisibility : 1;
    USHORT Rsvd : 15;
  };
  USHORT AsUSHORT;
} PCI_EXPRESS_ROOT_CAPABILITIES_REGISTER, *PPCI_EXPRESS_ROOT_CAPABILITIES_REGISTER;

typedef union _PCI_EXPRESS_ROOT_STATUS_REGISTER {
  __extension__ struct {
    ULONG PMERequestorId : 16;
    ULONG PMEStatus : 1;
    ULONG PMEPending : 1;
    ULONG Rsvd : 14;
  };
  ULONG AsULONG;
} PCI_EXPRESS_ROOT_STATUS_REGISTER, *PPCI_EXPRESS_ROOT_STATUS_REGISTER;

typedef struct _PCI_EXPRESS_CAPABILITY {
  PCI_CAPABILITIES_HEADER Header;
  PCI_EXPRESS_CAPABILITIES_REGISTER ExpressCapabilities;
  PCI_EXPRESS_DEVICE_CAPABILITIES_REGISTER DeviceCapabilities;
  PCI_EXPRESS_DEVICE_CONTROL_REGISTER DeviceControl;
  PCI_EXPRESS_DEVICE_STATUS_REGISTER DeviceStatus;
  PCI_EXPRESS_LINK_CAPABILITIES_REGISTER LinkCapabilities;
  PCI_EXPRESS_LINK_CONTROL_REGISTER LinkControl;
  PCI_EXPRESS_LINK_STATUS_REGISTER LinkStatus;
  PCI_EXPRESS_SLOT_CAPABILITIES_REGISTER SlotCapabilities;
  PCI_EXPRESS_SLOT_CONTROL_REGISTER SlotControl;
  PCI_EXPRESS_SLOT_STATUS_REGISTER SlotStatus;
  PCI_EXPRESS_ROOT_CONTROL_REGISTER RootControl;
  PCI_EXPRESS_ROOT_CAPABILITIES_REGISTER RootCapabilities;
  PCI_EXPRESS_ROOT_STATUS_REGISTER RootStatus;
  ULONG DeviceCapabilities2;
  USHORT DeviceControl2;
  USHORT DeviceStatus2;
  ULONG LinkCapabilities2;
  USHORT LinkControl2;
  USHORT LinkStatus2;
} PCI_EXPRESS_CAPABILITY, *PPCI_EXPRESS_CAPABILITY;
OWDF_SIZE(PCI_EXPRESS_CAPABILITY, 0x34);
OWDF_OFFSET(PCI_EXPRESS_CAPABILITY, LinkCapabilities, 0x0c);
OWDF_OFFSET(PCI_EXPRESS_CAPABILITY, RootStatus, 0x20);

typedef struct _PCI_EXPRESS_ENHANCED_CAPABILITY_HEADER {
  USHORT CapabilityID;
  USHORT Version : 4;
  USHORT Next : 12;
} PCI_EXPRESS_ENHANCED_CAPABILITY_HEADER, *PPCI_EXPRESS_ENHANCED_CAPABILITY_HEADER;
OWDF_SIZE(PCI_EXPRESS_ENHANCED_CAPABILITY_HEADER, 4);

typedef struct _PCI_EXPRESS_SERIAL_NUMBER_CAPABILITY {
  PCI_EXPRESS_ENHANCED_CAPABILITY_HEADER Header;
  ULONG LowSerialNumber;
  ULONG HighSerialNumber;
} PCI_EXPRESS_SERIAL_NUMBER_CAPABILITY, *PPCI_EXPRESS_SERIAL_NUMBER_CAPABILITY;
OWDF_SIZE(PCI_EXPRESS_SERIAL_NUMBER_CAPABILITY, 12);

#define PCI_EXPRESS_ADVANCED_ERROR_REPORTING_CAP_ID 0x0001
#define PCI_EXPRESS_VIRTUAL_CHANNEL_CAP_ID 0x0002
#define PCI_EXPRESS_DEVICE_SERIAL_NUMBER_CAP_ID 0x0003
#define PCI_EXPRESS_POWER_BUDGETING_CAP_ID 0x0004
#define PCI_EXPRESS_RC_LINK_DECLARATION_CAP_ID 0x0005
#define PCI_EXPRESS_RC_INTERNAL_LINK_CONTROL_CAP_ID 0x0006
#define PCI_EXPRESS_RC_EVENT_COLLECTOR_ENDPOINT_ASSOCIATION_CAP_ID 0x0007
#define PCI_EXPRESS_MFVC_CAP_ID 0x0008
#define PCI_EXPRESS_VC_AND_MFVC_CAP_ID 0x0009
#define PCI_EXPRESS_RCRB_HEADER_CAP_ID 0x000A
#define PCI_EXPRESS_VENDOR_SPECIFIC_CAP_ID 0x000B
#define PCI_EXPRESS_CONFIGURATION_ACCESS_CORRELATION_CAP_ID 0x000C
#define PCI_EXPRESS_ACCESS_CONTROL_SERVICES_CAP_ID 0x000D
#define PCI_EXPRESS_ARI_CAP_ID 0x000E
#define PCI_EXPRESS_ATS_CAP_ID 0x000F
#define PCI_EXPRESS_SINGLE_ROOT_IO_VIRTUALIZATION_CAP_ID 0x0010
#define PCI_EXPRESS_MULTI_ROOT_IO_VIRTUALIZATION_CAP_ID 0x0011
#define PCI_EXPRESS_MULTICAST_CAP_ID 0x0012
#define PCI_EXPRESS_PAGE_REQUEST_CAP_ID 0x0013
#define PCI_EXPRESS_RESERVED_FOR_AMD_CAP_ID 0x0014
#define PCI_EXPRESS_RESIZABLE_BAR_CAP_ID 0x0015
#define PCI_EXPRESS_DPA_CAP_ID 0x0016
#define PCI_EXPRESS_TPH_REQUESTER_CAP_ID 0x0017
#define PCI_EXPRESS_LTR_CAP_ID 0x0018
#define PCI_EXPRESS_SECONDARY_PCI_EXPRESS_CAP_ID 0x0019
#define PCI_EXPRESS_PASID_CAP_ID 0x001B
#define PCI_EXPRESS_DPC_CAP_ID 0x001D
#define PCI_EXPRESS_L1_PM_SS_CAP_ID 0x001E
#define PCI_EXPRESS_PTM_CAP_ID 0x001F
#define PCI_EXPRESS_DESIGNATED_VENDOR_SPECIFIC_CAP_ID 0x0023

/* Interfaces of the PCI bus driver, asked for by IRP_MN_QUERY_INTERFACE. */
#define OWDF_INTERFACE_MEMBERS               \
  USHORT Size;                               \
  USHORT Version;                            \
  PVOID Context;                             \
  PINTERFACE_REFERENCE InterfaceReference;   \
  PINTERFACE_DEREFERENCE InterfaceDereference;

typedef NTSTATUS NTAPI PCI_MSIX_SET_ENTRY(_In_ PVOID Context, _In_ ULONG TableEntry, _In_ ULONG MessageNumber);
typedef PCI_MSIX_SET_ENTRY* PPCI_MSIX_SET_ENTRY;
typedef NTSTATUS NTAPI PCI_MSIX_MASKUNMASK_ENTRY(_In_ PVOID Context, _In_ ULONG TableEntry);
typedef PCI_MSIX_MASKUNMASK_ENTRY* PPCI_MSIX_MASKUNMASK_ENTRY;
typedef NTSTATUS NTAPI PCI_MSIX_GET_ENTRY(_In_ PVOID Context, _In_ ULONG TableEntry, _Out_ PULONG MessageNumber,
                                          _Out_ PBOOLEAN Masked);
typedef PCI_MSIX_GET_ENTRY* PPCI_MSIX_GET_ENTRY;
typedef NTSTATUS NTAPI PCI_MSIX_GET_TABLE_SIZE(_In_ PVOID Context, _Out_ PULONG TableSize);
typedef PCI_MSIX_GET_TABLE_SIZE* PPCI_MSIX_GET_TABLE_SIZE;
typedef struct _PCI_MSIX_TABLE_CONFIG_INTERFACE {
  OWDF_INTERFACE_MEMBERS
  PPCI_MSIX_SET_ENTRY SetTableEntry;
  PPCI_MSIX_MASKUNMASK_ENTRY MaskTableEntry;
  PPCI_MSIX_MASKUNMASK_ENTRY UnmaskTableEntry;
  PPCI_MSIX_GET_ENTRY GetTableEntry;
  PPCI_MSIX_GET_TABLE_SIZE GetTableSize;
} PCI_MSIX_TABLE_CONFIG_INTERFACE, *PPCI_MSIX_TABLE_CONFIG_INTERFACE;
OWDF_SIZE(PCI_MSIX_TABLE_CONFIG_INTERFACE, 72);
#define PCI_MSIX_TABLE_CONFIG_INTERFACE_VERSION 1
#define PCI_MSIX_TABLE_CONFIG_MINIMUM_SIZE RTL_SIZEOF_THROUGH_FIELD(PCI_MSIX_TABLE_CONFIG_INTERFACE, UnmaskTableEntry)

typedef enum _DEVICE_WAKE_DEPTH {
  DeviceWakeDepthNotWakeable = 0,
  DeviceWakeDepthD0,
  DeviceWakeDepthD1,
  DeviceWakeDepthD2,
  DeviceWakeDepthD3hot,
  DeviceWakeDepthD3cold,
  DeviceWakeDepthMaximum
} DEVICE_WAKE_DEPTH, *PDEVICE_WAKE_DEPTH;
typedef enum _D3COLD_LAST_TRANSITION_STATUS {
  LastDStateTransitionStatusUnknown = 0,
  LastDStateTransitionD3hot,
  LastDStateTransitionD3cold
} D3COLD_LAST_TRANSITION_STATUS, *PD3COLD_LAST_TRANSITION_STATUS;
typedef VOID NTAPI SET_D3COLD_SUPPORT(_In_opt_ PVOID Context,
                                      _In_ BOOLEAN D3ColdSupport);
typedef SET_D3COLD_SUPPORT* PSET_D3COLD_SUPPORT;
typedef NTSTATUS NTAPI GET_IDLE_WAKE_INFO(_In_opt_ PVOID Context, _In_ SYSTEM_POWER_STATE SystemPowerState,
                                          _Out_ PDEVICE_WAKE_DEPTH DeepestWakeableDstate);
typedef GET_IDLE_WAKE_INFO* PGET_IDLE_WAKE_INFO;
typedef NTSTATUS NTAPI GET_D3COLD_CAPABILITY(_In_opt_ PVOID Context, _Out_ PBOOLEAN D3ColdSupported);
typedef GET_D3COLD_CAPABILITY* PGET_D3COLD_CAPABILITY;
typedef VOID NTAPI GET_D3COLD_LAST_TRANSITION_STATUS(_In_opt_ PVOID Context,
                                                     _Out_ PD3COLD_LAST_TRANSITION_STATUS LastTransitionStatus);
typedef GET_D3COLD_LAST_TRANSITION_STATUS* PGET_D3COLD_LAST_TRANSITION_STATUS;
typedef struct _D3COLD_SUPPORT_INTERFACE {
  OWDF_INTERFACE_MEMBERS
  PSET_D3COLD_SUPPORT SetD3ColdSupport;
  PGET_IDLE_WAKE_INFO GetIdleWakeInfo;
  PGET_D3COLD_CAPABILITY GetD3ColdCapability;
  PGET_D3COLD_CAPABILITY GetBusDriverD3ColdSupport;
  PGET_D3COLD_LAST_TRANSITION_STATUS GetLastTransitionStatus;
} D3COLD_SUPPORT_INTERFACE, *PD3COLD_SUPPORT_INTERFACE;
OWDF_SIZE(D3COLD_SUPPORT_INTERFACE, 72);
#define D3COLD_SUPPORT_INTERFACE_VERSION 1

typedef NTSTATUS NTAPI DEVICE_RESET_HANDLER(_In_ PVOID InterfaceContext, _In_ DEVICE_RESET_TYPE ResetType,
                                            _In_ ULONG Flags, _In_opt_ PVOID ResetParameters);
typedef DEVICE_RESET_HANDLER* PDEVICE_RESET_HANDLER;
typedef VOID NTAPI DEVICE_RESET_COMPLETION(_In_ NTSTATUS Status, _Inout_opt_ PVOID Context);
typedef DEVICE_RESET_COMPLETION* PDEVICE_RESET_COMPLETION;
typedef struct _FUNCTION_LEVEL_DEVICE_RESET_PARAMETERS {
  ULONG Size;
  PDEVICE_RESET_COMPLETION DeviceResetCompletion;
  PVOID CompletionContext;
} FUNCTION_LEVEL_DEVICE_RESET_PARAMETERS, *PFUNCTION_LEVEL_DEVICE_RESET_PARAMETERS;
OWDF_SIZE(FUNCTION_LEVEL_DEVICE_RESET_PARAMETERS, 24);
typedef union _DEVICE_BUS_SPECIFIC_RESET_TYPE {
  struct {
    ULONGLONG FunctionLevelDeviceReset : 1;
    ULONGLONG PlatformLevelDeviceReset : 1;
    ULONGLONG SecondaryBusReset : 1;
    ULONGLONG Reserved : 61;
  } Pci;
  struct {
    ULONGLONG FunctionLevelDeviceReset : 1;
    ULONGLONG PlatformLevelDeviceReset : 1;
    ULONGLONG Reserved : 62;
  } Acpi;
  ULONGLONG AsULONGLONG;
} DEVICE_BUS_SPECIFIC_RESET_TYPE, *PDEVICE_BUS_SPECIFIC_RESET_TYPE;
typedef struct _DEVICE_BUS_SPECIFIC_RESET_INFO {
  GUID BusTypeGuid;
  DEVICE_BUS_SPECIFIC_RESET_TYPE ResetTypeSupported;
} DEVICE_BUS_SPECIFIC_RESET_INFO, *PDEVICE_BUS_SPECIFIC_RESET_INFO;
OWDF_SIZE(DEVICE_BUS_SPECIFIC_RESET_INFO, 24);
typedef union _DEVICE_RESET_STATUS_FLAGS {
  struct {
    ULONGLONG KeepStackReset : 1;
    ULONGLONG RecoveringFromBusError : 1;
    ULONGLONG Reserved : 62;
  } u;
  ULONGLONG AsUlonglong;
} DEVICE_RESET_STATUS_FLAGS, *PDEVICE_RESET_STATUS_FLAGS;
typedef NTSTATUS NTAPI DEVICE_QUERY_BUS_SPECIFIC_RESET_HANDLER(_In_ PVOID InterfaceContext,
                                                               _Out_ PULONG ResetInfoCount,
                                                               _Out_ PDEVICE_BUS_SPECIFIC_RESET_INFO ResetInfoSupported);
typedef DEVICE_QUERY_BUS_SPECIFIC_RESET_HANDLER* PDEVICE_QUERY_BUS_SPECIFIC_RESET_HANDLER;
typedef NTSTATUS NTAPI DEVICE_BUS_SPECIFIC_RESET_HANDLER(_In_ PVOID InterfaceContext, _In_ const GUID* BusType,
                                                         _In_ DEVICE_BUS_SPECIFIC_RESET_TYPE ResetTypeSelected,
                                                         _In_ PULONG Flags, _In_opt_ PVOID ResetParameters);
typedef DEVICE_BUS_SPECIFIC_RESET_HANDLER* PDEVICE_BUS_SPECIFIC_RESET_HANDLER;
typedef NTSTATUS NTAPI GET_DEVICE_RESET_STATUS(_In_ PVOID InterfaceContext, _Out_ PBOOLEAN IsResetting,
                                               _Out_ DEVICE_BUS_SPECIFIC_RESET_TYPE* ResetTypeSelected,
                                               _Out_ PDEVICE_RESET_STATUS_FLAGS Flags);
typedef GET_DEVICE_RESET_STATUS* PGET_DEVICE_RESET_STATUS;
typedef struct _DEVICE_RESET_INTERFACE_STANDARD {
  OWDF_INTERFACE_MEMBERS
  PDEVICE_RESET_HANDLER DeviceReset;
  ULONG SupportedResetTypes;
  PVOID Reserved;
  PDEVICE_QUERY_BUS_SPECIFIC_RESET_HANDLER QueryBusSpecificResetInfo;
  PDEVICE_BUS_SPECIFIC_RESET_HANDLER DeviceBusSpecificReset;
  PGET_DEVICE_RESET_STATUS GetDeviceResetStatus;
} DEVICE_RESET_INTERFACE_STANDARD, *PDEVICE_RESET_INTERFACE_STANDARD;
OWDF_SIZE(DEVICE_RESET_INTERFACE_STANDARD, 80);
#define DEVICE_RESET_INTERFACE_VERSION 1

OWDF_END
