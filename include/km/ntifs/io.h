/* Io, Mm and virtual memory of file systems: registration, volumes, top-level requests, sections. */
#pragma once

#include <ntddk.h>

OWDF_BEGIN

typedef VOID NTAPI DRIVER_FS_NOTIFICATION(_In_ struct _DEVICE_OBJECT* DeviceObject, _In_ BOOLEAN FsActive);
typedef DRIVER_FS_NOTIFICATION* PDRIVER_FS_NOTIFICATION;
VOID NTAPI IoRegisterFileSystem(_In_ PDEVICE_OBJECT DeviceObject);
VOID NTAPI IoUnregisterFileSystem(_In_ PDEVICE_OBJECT DeviceObject);
NTSTATUS NTAPI IoRegisterFsRegistrationChange(_In_ PDRIVER_OBJECT DriverObject,
                                              _In_ PDRIVER_FS_NOTIFICATION DriverNotificationRoutine);
VOID NTAPI IoUnregisterFsRegistrationChange(_In_ PDRIVER_OBJECT DriverObject,
                                            _In_ PDRIVER_FS_NOTIFICATION DriverNotificationRoutine);
PDEVICE_OBJECT NTAPI IoGetDeviceAttachmentBaseRef(_In_ PDEVICE_OBJECT DeviceObject);
NTSTATUS NTAPI IoGetDiskDeviceObject(_In_ PDEVICE_OBJECT FileSystemDeviceObject, _Out_ PDEVICE_OBJECT* DiskDeviceObject);
NTSTATUS NTAPI IoEnumerateDeviceObjectList(_In_ PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT* DeviceObjectList,
                                           _In_ ULONG DeviceObjectListSize, _Out_ PULONG ActualNumberDeviceObjects);
PDEVICE_OBJECT NTAPI IoGetDeviceToVerify(_In_ PETHREAD Thread);
VOID NTAPI IoSetDeviceToVerify(_In_ PETHREAD Thread, _In_opt_ PDEVICE_OBJECT DeviceObject);
PIRP NTAPI IoGetTopLevelIrp(VOID);
VOID NTAPI IoSetTopLevelIrp(_In_opt_ PIRP Irp);
NTSTATUS NTAPI IoGetRequestorSessionId(_In_ PIRP Irp, _Out_ PULONG pSessionId);
BOOLEAN NTAPI IoIsSystemThread(_In_ PETHREAD Thread);
NTSTATUS NTAPI IoQueryFileDosDeviceName(_In_ PFILE_OBJECT FileObject,
                                        _Outptr_ POBJECT_NAME_INFORMATION* ObjectNameInformation);
NTSTATUS NTAPI IoCheckEaBufferValidity(_In_ PFILE_FULL_EA_INFORMATION EaBuffer, _In_ ULONG EaLength,
                                       _Out_ PULONG ErrorOffset);
NTSTATUS NTAPI IoReplaceFileObjectName(_In_ PFILE_OBJECT FileObject, _In_ PWSTR NewFileName, _In_ USHORT FileNameLength);
NTSTATUS NTAPI IoVerifyVolume(_In_ PDEVICE_OBJECT DeviceObject, _In_ BOOLEAN AllowRawMount);
VOID NTAPI IoAcquireVpbSpinLock(_Out_ PKIRQL Irql);
VOID NTAPI IoReleaseVpbSpinLock(_In_ KIRQL Irql);
PFILE_OBJECT NTAPI IoCreateStreamFileObject(_In_opt_ PFILE_OBJECT FileObject, _In_opt_ PDEVICE_OBJECT DeviceObject);
PFILE_OBJECT NTAPI IoCreateStreamFileObjectEx(_In_opt_ PFILE_OBJECT FileObject, _In_opt_ PDEVICE_OBJECT DeviceObject,
                                              _Out_opt_ PHANDLE FileHandle);
PFILE_OBJECT NTAPI IoCreateStreamFileObjectLite(_In_opt_ PFILE_OBJECT FileObject,
                                                _In_opt_ PDEVICE_OBJECT DeviceObject);
VOID NTAPI IoCancelFileOpen(_In_ PDEVICE_OBJECT DeviceObject, _In_ PFILE_OBJECT FileObject);

typedef enum _MEMORY_INFORMATION_CLASS { MemoryBasicInformation } MEMORY_INFORMATION_CLASS;
typedef struct _MEMORY_BASIC_INFORMATION {
  PVOID BaseAddress;
  PVOID AllocationBase;
  ULONG AllocationProtect;
  USHORT PartitionId;
  SIZE_T RegionSize;
  ULONG State;
  ULONG Protect;
  ULONG Type;
} MEMORY_BASIC_INFORMATION, *PMEMORY_BASIC_INFORMATION;
OWDF_SIZE(MEMORY_BASIC_INFORMATION, 48);
NTSTATUS NTAPI ZwQueryVirtualMemory(_In_ HANDLE ProcessHandle, _In_opt_ PVOID BaseAddress,
                                    _In_ MEMORY_INFORMATION_CLASS MemoryInformationClass,
                                    _Out_ PVOID MemoryInformation, _In_ SIZE_T MemoryInformationLength,
                                    _Out_opt_ PSIZE_T ReturnLength);
NTSTATUS NTAPI ZwFlushVirtualMemory(_In_ HANDLE ProcessHandle, _Inout_ PVOID* BaseAddress, _Inout_ PSIZE_T RegionSize,
                                    _Out_ PIO_STATUS_BLOCK IoStatus);

typedef enum _MMFLUSH_TYPE { MmFlushForDelete, MmFlushForWrite } MMFLUSH_TYPE;
BOOLEAN NTAPI MmFlushImageSection(_In_ struct _SECTION_OBJECT_POINTERS* SectionObjectPointer, _In_ MMFLUSH_TYPE FlushType);
BOOLEAN NTAPI MmForceSectionClosed(_In_ struct _SECTION_OBJECT_POINTERS* SectionObjectPointer, _In_ BOOLEAN DelayClose);
BOOLEAN NTAPI MmCanFileBeTruncated(_In_ struct _SECTION_OBJECT_POINTERS* SectionPointer,
                                   _In_opt_ PLARGE_INTEGER NewFileSize);
BOOLEAN NTAPI MmSetAddressRangeModified(_In_ PVOID Address, _In_ SIZE_T Length);
BOOLEAN NTAPI MmIsRecursiveIoFault(VOID);

OWDF_END
