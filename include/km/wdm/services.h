/* Zw and Nt: the system services that zw.h leaves out. Both spellings have one signature. PASSIVE_LEVEL. */
#pragma once

#include <wdm/zw.h>
#include <wdm/notify.h>

OWDF_BEGIN

#define OWDF_SERVICE(name, ...)          \
  NTSTATUS NTAPI Zw##name(__VA_ARGS__);  \
  NTSTATUS NTAPI Nt##name(__VA_ARGS__)

/* Files. */
OWDF_SERVICE(QueryVolumeInformationFile, _In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
             _Out_ PVOID FsInformation, _In_ ULONG Length, _In_ FS_INFORMATION_CLASS FsInformationClass);
NTSTATUS NTAPI ZwSetVolumeInformationFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                                          _In_ PVOID FsInformation, _In_ ULONG Length,
                                          _In_ FS_INFORMATION_CLASS FsInformationClass);
OWDF_SERVICE(LockFile, _In_ HANDLE FileHandle, _In_opt_ HANDLE Event, _In_opt_ PIO_APC_ROUTINE ApcRoutine,
             _In_opt_ PVOID ApcContext, _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ PLARGE_INTEGER ByteOffset,
             _In_ PLARGE_INTEGER Length, _In_ ULONG Key, _In_ BOOLEAN FailImmediately, _In_ BOOLEAN ExclusiveLock);
OWDF_SERVICE(UnlockFile, _In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ PLARGE_INTEGER ByteOffset,
             _In_ PLARGE_INTEGER Length, _In_ ULONG Key);
OWDF_SERVICE(QueryDirectoryFileEx, _In_ HANDLE FileHandle, _In_opt_ HANDLE Event, _In_opt_ PIO_APC_ROUTINE ApcRoutine,
             _In_opt_ PVOID ApcContext, _Out_ PIO_STATUS_BLOCK IoStatusBlock, _Out_ PVOID FileInformation,
             _In_ ULONG Length, _In_ FILE_INFORMATION_CLASS FileInformationClass, _In_ ULONG QueryFlags,
             _In_opt_ PUNICODE_STRING FileName);
OWDF_SERVICE(QueryInformationByName, _In_ POBJECT_ATTRIBUTES ObjectAttributes, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
             _Out_ PVOID FileInformation, _In_ ULONG Length, _In_ FILE_INFORMATION_CLASS FileInformationClass);
OWDF_SERVICE(FlushBuffersFileEx, _In_ HANDLE FileHandle, _In_ ULONG Flags, _In_ PVOID Parameters,
             _In_ ULONG ParametersSize, _Out_ PIO_STATUS_BLOCK IoStatusBlock);
NTSTATUS NTAPI ZwQueryEaFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock, _Out_ PVOID Buffer,
                             _In_ ULONG Length, _In_ BOOLEAN ReturnSingleEntry, _In_opt_ PVOID EaList,
                             _In_ ULONG EaListLength, _In_opt_ PULONG EaIndex, _In_ BOOLEAN RestartScan);
NTSTATUS NTAPI ZwSetEaFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ PVOID Buffer,
                           _In_ ULONG Length);
OWDF_SERVICE(QueryQuotaInformationFile, _In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
             _Out_ PVOID Buffer, _In_ ULONG Length, _In_ BOOLEAN ReturnSingleEntry, _In_opt_ PVOID SidList,
             _In_ ULONG SidListLength, _In_opt_ PSID StartSid, _In_ BOOLEAN RestartScan);
OWDF_SERVICE(SetQuotaInformationFile, _In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock, _In_ PVOID Buffer,
             _In_ ULONG Length);
NTSTATUS NTAPI NtOpenFile(_Out_ PHANDLE FileHandle, _In_ ACCESS_MASK DesiredAccess,
                          _In_ POBJECT_ATTRIBUTES ObjectAttributes, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                          _In_ ULONG ShareAccess, _In_ ULONG OpenOptions);
NTSTATUS NTAPI NtFsControlFile(_In_ HANDLE FileHandle, _In_opt_ HANDLE Event, _In_opt_ PIO_APC_ROUTINE ApcRoutine,
                               _In_opt_ PVOID ApcContext, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                               _In_ ULONG FsControlCode, _In_opt_ PVOID InputBuffer, _In_ ULONG InputBufferLength,
                               _Out_opt_ PVOID OutputBuffer, _In_ ULONG OutputBufferLength);
NTSTATUS NTAPI NtQueryInformationFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                                      _Out_ PVOID FileInformation, _In_ ULONG Length,
                                      _In_ FILE_INFORMATION_CLASS FileInformationClass);
NTSTATUS NTAPI NtSetInformationFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock,
                                    _In_ PVOID FileInformation, _In_ ULONG Length,
                                    _In_ FILE_INFORMATION_CLASS FileInformationClass);
NTSTATUS NTAPI NtCancelIoFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock);
NTSTATUS NTAPI NtCancelIoFileEx(_In_ HANDLE FileHandle, _In_opt_ PIO_STATUS_BLOCK IoRequestToCancel,
                                _Out_ PIO_STATUS_BLOCK IoStatusBlock);
NTSTATUS NTAPI NtFlushBuffersFile(_In_ HANDLE FileHandle, _Out_ PIO_STATUS_BLOCK IoStatusBlock);

/* Objects and handles. */
typedef enum _OBJECT_INFORMATION_CLASS {
  ObjectBasicInformation = 0,
  ObjectTypeInformation = 2
} OBJECT_INFORMATION_CLASS;
OWDF_SERVICE(QueryObject, _In_opt_ HANDLE Handle, _In_ OBJECT_INFORMATION_CLASS ObjectInformationClass,
             _Out_opt_ PVOID ObjectInformation, _In_ ULONG ObjectInformationLength, _Out_opt_ PULONG ReturnLength);
NTSTATUS NTAPI ZwOpenDirectoryObject(_Out_ PHANDLE DirectoryHandle, _In_ ACCESS_MASK DesiredAccess,
                                     _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI ZwAllocateLocallyUniqueId(_Out_ PLUID Luid);
NTSTATUS NTAPI NtDuplicateObject(_In_ HANDLE SourceProcessHandle, _In_ HANDLE SourceHandle,
                                 _In_opt_ HANDLE TargetProcessHandle, _Out_opt_ PHANDLE TargetHandle,
                                 _In_ ACCESS_MASK DesiredAccess, _In_ ULONG HandleAttributes, _In_ ULONG Options);
NTSTATUS NTAPI NtCreateEvent(_Out_ PHANDLE EventHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_opt_ POBJECT_ATTRIBUTES ObjectAttributes, _In_ EVENT_TYPE EventType,
                             _In_ BOOLEAN InitialState);
NTSTATUS NTAPI NtSetEvent(_In_ HANDLE EventHandle, _Out_opt_ PLONG PreviousState);
NTSTATUS NTAPI NtOpenEvent(_Out_ PHANDLE EventHandle, _In_ ACCESS_MASK DesiredAccess,
                           _In_ POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS NTAPI NtOpenProcess(_Out_ PHANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                             _In_ POBJECT_ATTRIBUTES ObjectAttributes, _In_opt_ PCLIENT_ID ClientId);
NTSTATUS NTAPI NtPowerInformation(_In_ POWER_INFORMATION_LEVEL InformationLevel, _In_opt_ PVOID InputBuffer,
                                  _In_ ULONG InputBufferLength, _Out_opt_ PVOID OutputBuffer,
                                  _In_ ULONG OutputBufferLength);
NTSTATUS NTAPI NtQuerySecurityObject(_In_ HANDLE Handle, _In_ SECURITY_INFORMATION SecurityInformation,
                                     _Out_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_ ULONG Length,
                                     _Out_ PULONG LengthNeeded);
NTSTATUS NTAPI NtSetSecurityObject(_In_ HANDLE Handle, _In_ SECURITY_INFORMATION SecurityInformation,
                                   _In_ PSECURITY_DESCRIPTOR SecurityDescriptor);
NTSTATUS NTAPI NtSetInformationThread(_In_ HANDLE ThreadHandle, _In_ THREADINFOCLASS ThreadInformationClass,
                                      _In_ PVOID ThreadInformation, _In_ ULONG ThreadInformationLength);

/* Transactions of the registry. */
NTSTATUS NTAPI ZwCreateKeyTransacted(_Out_ PHANDLE KeyHandle, _In_ ACCESS_MASK DesiredAccess,
                                     _In_ POBJECT_ATTRIBUTES ObjectAttributes, _Reserved_ ULONG TitleIndex,
                                     _In_opt_ PUNICODE_STRING Class, _In_ ULONG CreateOptions,
                                     _In_ HANDLE TransactionHandle, _Out_opt_ PULONG Disposition);
NTSTATUS NTAPI ZwOpenKeyTransacted(_Out_ PHANDLE KeyHandle, _In_ ACCESS_MASK DesiredAccess,
                                   _In_ POBJECT_ATTRIBUTES ObjectAttributes, _In_ HANDLE TransactionHandle);
NTSTATUS NTAPI ZwOpenKeyTransactedEx(_Out_ PHANDLE KeyHandle, _In_ ACCESS_MASK DesiredAccess,
                                     _In_ POBJECT_ATTRIBUTES ObjectAttributes, _In_ ULONG OpenOptions,
                                     _In_ HANDLE TransactionHandle);

OWDF_END
