/* Io: share access of links, start-I/O attributes, directories, containers, hard errors, controllers, volumes. */
#pragma once

#include <wdm/io.h>
#include <wdm/zw.h>

OWDF_BEGIN

NTSTATUS NTAPI IoCheckShareAccessEx(_In_ ACCESS_MASK DesiredAccess, _In_ ULONG DesiredShareAccess,
                                    _Inout_ PFILE_OBJECT FileObject, _Inout_ PSHARE_ACCESS ShareAccess,
                                    _In_ BOOLEAN Update, _In_opt_ PBOOLEAN WritePermission);
VOID NTAPI IoSetShareAccessEx(_In_ ACCESS_MASK DesiredAccess, _In_ ULONG DesiredShareAccess,
                              _Inout_ PFILE_OBJECT FileObject, _Out_ PSHARE_ACCESS ShareAccess,
                              _In_opt_ PBOOLEAN WritePermission);
typedef struct _LINK_SHARE_ACCESS {
  ULONG OpenCount;
  ULONG Deleters;
  ULONG SharedDelete;
} LINK_SHARE_ACCESS, *PLINK_SHARE_ACCESS;
OWDF_SIZE(LINK_SHARE_ACCESS, 12);
NTSTATUS NTAPI IoCheckLinkShareAccess(_In_ ACCESS_MASK DesiredAccess, _In_ ULONG DesiredShareAccess,
                                      _Inout_opt_ PFILE_OBJECT FileObject, _Inout_opt_ PSHARE_ACCESS ShareAccess,
                                      _Inout_opt_ PLINK_SHARE_ACCESS LinkShareAccess, _In_ ULONG IoShareAccessFlags);
VOID NTAPI IoSetLinkShareAccess(_In_ ACCESS_MASK DesiredAccess, _In_ ULONG DesiredShareAccess,
                                _Inout_ PFILE_OBJECT FileObject, _Inout_ PSHARE_ACCESS ShareAccess,
                                _Inout_opt_ PLINK_SHARE_ACCESS LinkShareAccess, _In_ ULONG IoShareAccessFlags);
VOID NTAPI IoUpdateLinkShareAccess(_In_ PFILE_OBJECT FileObject, _Inout_ PSHARE_ACCESS ShareAccess,
                                   _Inout_opt_ PLINK_SHARE_ACCESS LinkShareAccess);
VOID NTAPI IoUpdateLinkShareAccessEx(_In_ PFILE_OBJECT FileObject, _Inout_ PSHARE_ACCESS ShareAccess,
                                     _Inout_opt_ PLINK_SHARE_ACCESS LinkShareAccess, _In_ ULONG IoShareAccessFlags);
VOID NTAPI IoRemoveLinkShareAccess(_In_ PFILE_OBJECT FileObject, _Inout_ PSHARE_ACCESS ShareAccess,
                                   _Inout_opt_ PLINK_SHARE_ACCESS LinkShareAccess);
VOID NTAPI IoRemoveLinkShareAccessEx(_In_ PFILE_OBJECT FileObject, _Inout_ PSHARE_ACCESS ShareAccess,
                                     _Inout_opt_ PLINK_SHARE_ACCESS LinkShareAccess, _In_ ULONG IoShareAccessFlags);

VOID NTAPI IoSetStartIoAttributes(_In_ PDEVICE_OBJECT DeviceObject, _In_ BOOLEAN DeferredStartIo,
                                  _In_ BOOLEAN NonCancelable);
BOOLEAN NTAPI IoIsWdmVersionAvailable(_In_ UCHAR MajorVersion, _In_ UCHAR MinorVersion);
NTSTATUS NTAPI IoGetAffinityInterrupt(_In_ PKINTERRUPT InterruptObject, _Out_ PGROUP_AFFINITY GroupAffinity);
NTSTATUS NTAPI IoGetDeviceNumaNode(_In_ PDEVICE_OBJECT Pdo, _Out_ PUSHORT NodeNumber);
NTSTATUS NTAPI IoQueryFullDriverPath(_In_ PDRIVER_OBJECT DriverObject, _Out_ PUNICODE_STRING FullPath);
NTSTATUS NTAPI IoVolumeDeviceToDosName(_In_ PVOID VolumeDeviceObject, _Out_ PUNICODE_STRING DosName);
NTSTATUS NTAPI RtlVolumeDeviceToDosName(_In_ PVOID VolumeDeviceObject, _Out_ PUNICODE_STRING DosName);
VOID NTAPI IoSetMasterIrpStatus(_Inout_ PIRP MasterIrp, _In_ NTSTATUS Status);
BOOLEAN NTAPI IoIsValidIrpStatus(_In_ NTSTATUS Status);
ULONG NTAPI IoWithinStackLimits(_In_ ULONG_PTR RegionStart, _In_ SIZE_T RegionSize);
NTSTATUS NTAPI IoIncrementKeepAliveCount(_Inout_ PFILE_OBJECT FileObject, _Inout_ PEPROCESS Process);
NTSTATUS NTAPI IoDecrementKeepAliveCount(_Inout_ PFILE_OBJECT FileObject, _Inout_ PEPROCESS Process);
NTSTATUS NTAPI IoReportRootDevice(_In_ PDRIVER_OBJECT DriverObject);
NTSTATUS NTAPI IoReportResourceForDetection(_In_ PDRIVER_OBJECT DriverObject, _In_opt_ PCM_RESOURCE_LIST DriverList,
                                            _In_opt_ ULONG DriverListSize, _In_opt_ PDEVICE_OBJECT DeviceObject,
                                            _In_opt_ PCM_RESOURCE_LIST DeviceList, _In_opt_ ULONG DeviceListSize,
                                            _Out_ PBOOLEAN ConflictDetected);
NTSTATUS NTAPI IoWMIAllocateInstanceIds(_In_ GUID* Guid, _In_ ULONG InstanceCount, _Out_ ULONG* FirstInstanceId);
NTSTATUS NTAPI IoWMIQueryAllDataMultiple(_In_ PVOID* DataBlockObjectList, _In_ ULONG ObjectCount,
                                         _Inout_ PULONG InOutBufferSize, _Out_opt_ PVOID OutBuffer);
NTSTATUS NTAPI IoWMIQuerySingleInstanceMultiple(_In_ PVOID* DataBlockObjectList, _In_ PUNICODE_STRING InstanceNames,
                                                _In_ ULONG ObjectCount, _Inout_ PULONG InOutBufferSize,
                                                _Out_opt_ PVOID OutBuffer);

/* Where a device or a driver may keep files. */
typedef enum _DEVICE_DIRECTORY_TYPE { DeviceDirectoryData } DEVICE_DIRECTORY_TYPE, *PDEVICE_DIRECTORY_TYPE;
typedef enum _DRIVER_DIRECTORY_TYPE {
  DriverDirectoryImage,
  DriverDirectoryData,
  DriverDirectorySharedData
} DRIVER_DIRECTORY_TYPE, *PDRIVER_DIRECTORY_TYPE;
NTSTATUS NTAPI IoGetDeviceDirectory(_In_ PDEVICE_OBJECT PhysicalDeviceObject, _In_ DEVICE_DIRECTORY_TYPE DirectoryType,
                                    _In_ ULONG Flags, _In_ PVOID Reserved, _Out_ PHANDLE DeviceDirectoryHandle);
NTSTATUS NTAPI IoGetDriverDirectory(_In_ PDRIVER_OBJECT DriverObject, _In_ DRIVER_DIRECTORY_TYPE DirectoryType,
                                    _In_ ULONG Flags, _Out_ PHANDLE DriverDirectoryHandle);

/* Sessions. */
typedef enum _IO_CONTAINER_INFORMATION_CLASS {
  IoSessionStateInformation,
  IoMaxContainerInformationClass
} IO_CONTAINER_INFORMATION_CLASS;
typedef enum _IO_SESSION_STATE {
  IoSessionStateCreated = 1,
  IoSessionStateInitialized,
  IoSessionStateConnected,
  IoSessionStateDisconnected,
  IoSessionStateDisconnectedLoggedOn,
  IoSessionStateLoggedOn,
  IoSessionStateLoggedOff,
  IoSessionStateTerminated,
  IoSessionStateMax
} IO_SESSION_STATE, *PIO_SESSION_STATE;
typedef enum _IO_SESSION_EVENT {
  IoSessionEventIgnore = 0,
  IoSessionEventCreated,
  IoSessionEventTerminated,
  IoSessionEventConnected,
  IoSessionEventDisconnected,
  IoSessionEventLogon,
  IoSessionEventLogoff,
  IoSessionEventMax
} IO_SESSION_EVENT, *PIO_SESSION_EVENT;
#define IO_SESSION_STATE_ALL_EVENTS 0xffffffff
#define IO_SESSION_STATE_CREATION_EVENT 0x00000001
#define IO_SESSION_STATE_TERMINATION_EVENT 0x00000002
#define IO_SESSION_STATE_CONNECT_EVENT 0x00000004
#define IO_SESSION_STATE_DISCONNECT_EVENT 0x00000008
#define IO_SESSION_STATE_LOGON_EVENT 0x00000010
#define IO_SESSION_STATE_LOGOFF_EVENT 0x00000020
#define IO_SESSION_MAX_PAYLOAD_SIZE 256L
typedef struct _IO_SESSION_STATE_INFORMATION {
  ULONG SessionId;
  IO_SESSION_STATE SessionState;
  BOOLEAN LocalSession;
} IO_SESSION_STATE_INFORMATION, *PIO_SESSION_STATE_INFORMATION;
OWDF_SIZE(IO_SESSION_STATE_INFORMATION, 12);
typedef struct _IO_SESSION_STATE_NOTIFICATION {
  ULONG Size;
  ULONG Flags;
  PVOID IoObject;
  ULONG EventMask;
  PVOID Context;
} IO_SESSION_STATE_NOTIFICATION, *PIO_SESSION_STATE_NOTIFICATION;
OWDF_SIZE(IO_SESSION_STATE_NOTIFICATION, 32);
typedef struct _IO_SESSION_CONNECT_INFO {
  ULONG SessionId;
  BOOLEAN LocalSession;
} IO_SESSION_CONNECT_INFO, *PIO_SESSION_CONNECT_INFO;
typedef enum _IO_CONTAINER_NOTIFICATION_CLASS {
  IoSessionStateNotification,
  IoMaxContainerNotificationClass
} IO_CONTAINER_NOTIFICATION_CLASS;
typedef NTSTATUS NTAPI IO_SESSION_NOTIFICATION_FUNCTION(_In_ PVOID SessionObject, _In_ PVOID IoObject, _In_ ULONG Event,
                                                        _In_ PVOID Context, PVOID NotificationPayload,
                                                        _In_ ULONG PayloadLength);
typedef IO_SESSION_NOTIFICATION_FUNCTION* PIO_SESSION_NOTIFICATION_FUNCTION;
typedef NTSTATUS NTAPI IO_CONTAINER_NOTIFICATION_FUNCTION(VOID);
typedef IO_CONTAINER_NOTIFICATION_FUNCTION* PIO_CONTAINER_NOTIFICATION_FUNCTION;
NTSTATUS NTAPI IoGetContainerInformation(_In_ IO_CONTAINER_INFORMATION_CLASS InformationClass,
                                         _In_opt_ PVOID ContainerObject, PVOID Buffer, _In_ ULONG BufferLength);
NTSTATUS NTAPI IoRegisterContainerNotification(_In_ IO_CONTAINER_NOTIFICATION_CLASS NotificationClass,
                                               _In_ PIO_CONTAINER_NOTIFICATION_FUNCTION CallbackFunction,
                                               PVOID NotificationInformation, _In_ ULONG NotificationInformationLength,
                                               _Out_ PVOID CallbackRegistration);
VOID NTAPI IoUnregisterContainerNotification(_In_ PVOID CallbackRegistration);

/* Activity identifiers of threads. */
LPCGUID NTAPI IoGetActivityIdThread(VOID);
LPCGUID NTAPI IoSetActivityIdThread(_In_ LPCGUID ActivityId);
VOID NTAPI IoClearActivityIdThread(_In_ LPCGUID OriginalId);
NTSTATUS NTAPI IoPropagateActivityIdToThread(_In_ PIRP Irp, _Out_ LPGUID PropagatedId, _Outptr_ LPCGUID* OriginalId);
VOID NTAPI IoTransferActivityId(_In_ LPCGUID ActivityId, _In_ LPCGUID RelatedActivityId);

/* Hard errors, shown to whoever waits for the request. */
VOID NTAPI IoRaiseHardError(_In_ PIRP Irp, _In_opt_ PVPB Vpb, _In_ PDEVICE_OBJECT RealDeviceObject);
BOOLEAN NTAPI IoRaiseInformationalHardError(_In_ NTSTATUS ErrorStatus, _In_opt_ PUNICODE_STRING String,
                                            _In_opt_ PKTHREAD Thread);
BOOLEAN NTAPI IoSetThreadHardErrorMode(_In_ BOOLEAN EnableHardErrors);
VOID NTAPI IoSetHardErrorOrVerifyDevice(_In_ PIRP Irp, _In_ PDEVICE_OBJECT DeviceObject);

/* Controllers, adapters and buses of before plug and play. */
typedef struct _CONTROLLER_OBJECT {
  CSHORT Type;
  CSHORT Size;
  PVOID ControllerExtension;
  KDEVICE_QUEUE DeviceWaitQueue;
  ULONG Spare1;
  LARGE_INTEGER Spare2;
} CONTROLLER_OBJECT, *PCONTROLLER_OBJECT;
OWDF_SIZE(CONTROLLER_OBJECT, 72);
PCONTROLLER_OBJECT NTAPI IoCreateController(_In_ ULONG Size);
VOID NTAPI IoDeleteController(_In_ PCONTROLLER_OBJECT ControllerObject);
VOID NTAPI IoAllocateController(_In_ PCONTROLLER_OBJECT ControllerObject, _In_ PDEVICE_OBJECT DeviceObject,
                                _In_ PDRIVER_CONTROL ExecutionRoutine, _In_opt_ PVOID Context);
VOID NTAPI IoFreeController(_In_ PCONTROLLER_OBJECT ControllerObject);
typedef struct _DMA_ADAPTER* PADAPTER_OBJECT;
NTSTATUS NTAPI IoAllocateAdapterChannel(_In_ PADAPTER_OBJECT AdapterObject, _In_ PDEVICE_OBJECT DeviceObject,
                                        _In_ ULONG NumberOfMapRegisters, _In_ PDRIVER_CONTROL ExecutionRoutine,
                                        _In_ PVOID Context);
typedef struct _IO_DRIVER_CREATE_CONTEXT {
  CSHORT Size;
  struct _ECP_LIST* ExtraCreateParameter;
  PVOID DeviceObjectHint;
  struct _TXN_PARAMETER_BLOCK* TxnParameters;
  struct _EJOB* SiloContext;
} IO_DRIVER_CREATE_CONTEXT, *PIO_DRIVER_CREATE_CONTEXT;
OWDF_SIZE(IO_DRIVER_CREATE_CONTEXT, 40);
OWDF_INLINE VOID IoInitializeDriverCreateContext(PIO_DRIVER_CREATE_CONTEXT DriverContext) {
  RtlZeroMemory(DriverContext, sizeof(IO_DRIVER_CREATE_CONTEXT));
  DriverContext->Size = sizeof(IO_DRIVER_CREATE_CONTEXT);
}
NTSTATUS NTAPI IoCreateFileEx(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                              _In_ POBJECT_ATTRIBUTES ObjectAttributes, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                              _In_opt_ PLARGE_INTEGER AllocationSize, _In_ ULONG FileAttributes,
                              _In_ ULONG ShareAccess, _In_ ULONG Disposition, _In_ ULONG CreateOptions,
                              _In_opt_ PVOID EaBuffer, _In_ ULONG EaLength, _In_ CREATE_FILE_TYPE CreateFileType,
                              _In_opt_ PVOID InternalParameters, _In_ ULONG Options,
                              _In_opt_ PIO_DRIVER_CREATE_CONTEXT DriverContext);
NTSTATUS NTAPI IoCreateFileSpecifyDeviceObjectHint(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                                                   _In_ POBJECT_ATTRIBUTES ObjectAttributes,
                                                   _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                                                   _In_opt_ PLARGE_INTEGER AllocationSize, _In_ ULONG FileAttributes,
                                                   _In_ ULONG ShareAccess, _In_ ULONG Disposition,
                                                   _In_ ULONG CreateOptions, _In_opt_ PVOID EaBuffer,
                                                   _In_ ULONG EaLength, _In_ CREATE_FILE_TYPE CreateFileType,
                                                   _In_opt_ PVOID InternalParameters, _In_ ULONG Options,
                                                   _In_opt_ PVOID DeviceObject);
ULONG NTAPI HalGetBusDataByOffset(_In_ BUS_DATA_TYPE BusDataType, _In_ ULONG BusNumber, _In_ ULONG SlotNumber,
                                  PVOID Buffer, _In_ ULONG Offset, _In_ ULONG Length);
ULONG NTAPI HalSetBusDataByOffset(_In_ BUS_DATA_TYPE BusDataType, _In_ ULONG BusNumber, _In_ ULONG SlotNumber,
                                  _In_ PVOID Buffer, _In_ ULONG Offset, _In_ ULONG Length);
#define HalGetBusData(BusDataType, BusNumber, SlotNumber, Buffer, Length) \
  HalGetBusDataByOffset(BusDataType, BusNumber, SlotNumber, Buffer, 0, Length)
#define HalSetBusData(BusDataType, BusNumber, SlotNumber, Buffer, Length) \
  HalSetBusDataByOffset(BusDataType, BusNumber, SlotNumber, Buffer, 0, Length)
BOOLEAN NTAPI HalTranslateBusAddress(_In_ INTERFACE_TYPE InterfaceType, _In_ ULONG BusNumber,
                                     _In_ PHYSICAL_ADDRESS BusAddress, _Inout_ PULONG AddressSpace,
                                     _Out_ PPHYSICAL_ADDRESS TranslatedAddress);
ULONG NTAPI HalGetInterruptVector(_In_ INTERFACE_TYPE InterfaceType, _In_ ULONG BusNumber,
                                  _In_ ULONG BusInterruptLevel, _In_ ULONG BusInterruptVector, _Out_ PKIRQL Irql,
                                  _Out_ PKAFFINITY Affinity);

OWDF_END
