/* Rtl of file systems: access control lists and descriptors in full, OEM strings, name prefixes, heaps. */
#pragma once

#include <ntddk.h>

OWDF_BEGIN

/* Access control lists, descriptors, SIDs. */
NTSTATUS NTAPI RtlAddAccessAllowedAceEx(_Inout_ PACL Acl, _In_ ULONG AceRevision, _In_ ULONG AceFlags,
                                        _In_ ACCESS_MASK AccessMask, _In_ PSID Sid);
NTSTATUS NTAPI RtlAddAce(_Inout_ PACL Acl, _In_ ULONG AceRevision, _In_ ULONG StartingAceIndex, _In_ PVOID AceList,
                         _In_ ULONG AceListLength);
NTSTATUS NTAPI RtlDeleteAce(_Inout_ PACL Acl, _In_ ULONG AceIndex);
NTSTATUS NTAPI RtlGetAce(_In_ PACL Acl, _In_ ULONG AceIndex, _Outptr_ PVOID* Ace);
typedef struct _SECURITY_DESCRIPTOR_RELATIVE {
  UCHAR Revision;
  UCHAR Sbz1;
  SECURITY_DESCRIPTOR_CONTROL Control;
  ULONG Owner;
  ULONG Group;
  ULONG Sacl;
  ULONG Dacl;
} SECURITY_DESCRIPTOR_RELATIVE, *PISECURITY_DESCRIPTOR_RELATIVE;
OWDF_SIZE(SECURITY_DESCRIPTOR_RELATIVE, 20);
NTSTATUS NTAPI RtlCreateSecurityDescriptorRelative(_Out_ PISECURITY_DESCRIPTOR_RELATIVE SecurityDescriptor,
                                                   _In_ ULONG Revision);
NTSTATUS NTAPI RtlGetDaclSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _Out_ PBOOLEAN DaclPresent,
                                            _Out_ PACL* Dacl, _Out_ PBOOLEAN DaclDefaulted);
NTSTATUS NTAPI RtlGetSaclSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _Out_ PBOOLEAN SaclPresent,
                                            _Out_ PACL* Sacl, _Out_ PBOOLEAN SaclDefaulted);
NTSTATUS NTAPI RtlGetGroupSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _Out_ PSID* Group,
                                             _Out_ PBOOLEAN GroupDefaulted);
NTSTATUS NTAPI RtlGetOwnerSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor, _Out_ PSID* Owner,
                                             _Out_ PBOOLEAN OwnerDefaulted);
BOOLEAN NTAPI RtlEqualPrefixSid(_In_ PSID Sid1, _In_ PSID Sid2);
NTSTATUS RtlInitializeSidEx(_Out_ PSID Sid, _In_ PSID_IDENTIFIER_AUTHORITY IdentifierAuthority,
                            _In_ UCHAR SubAuthorityCount, ...);

/* Strings in the OEM code page, and sizes of converted strings. */
NTSTATUS NTAPI RtlOemStringToUnicodeString(_Inout_ PUNICODE_STRING DestinationString, _In_ PCOEM_STRING SourceString,
                                           _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlOemStringToCountedUnicodeString(_Inout_ PUNICODE_STRING DestinationString,
                                                  _In_ PCOEM_STRING SourceString,
                                                  _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlUnicodeStringToOemString(_Inout_ POEM_STRING DestinationString, _In_ PCUNICODE_STRING SourceString,
                                           _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlUnicodeStringToCountedOemString(_Inout_ POEM_STRING DestinationString,
                                                  _In_ PCUNICODE_STRING SourceString,
                                                  _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlUpcaseUnicodeStringToOemString(_Inout_ POEM_STRING DestinationString,
                                                 _In_ PCUNICODE_STRING SourceString,
                                                 _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlUpcaseUnicodeStringToCountedOemString(_Inout_ POEM_STRING DestinationString,
                                                        _In_ PCUNICODE_STRING SourceString,
                                                        _In_ BOOLEAN AllocateDestinationString);
VOID NTAPI RtlFreeOemString(_Inout_ POEM_STRING OemString);
NTSTATUS NTAPI RtlOemToUnicodeN(_Out_ PWCH UnicodeString, _In_ ULONG MaxBytesInUnicodeString,
                                _Out_opt_ PULONG BytesInUnicodeString, _In_ PCCH OemString,
                                _In_ ULONG BytesInOemString);
NTSTATUS NTAPI RtlUnicodeToOemN(_Out_ PCHAR OemString, _In_ ULONG MaxBytesInOemString,
                                _Out_opt_ PULONG BytesInOemString, _In_ PCWCH UnicodeString,
                                _In_ ULONG BytesInUnicodeString);
NTSTATUS NTAPI RtlUpcaseUnicodeToOemN(_Out_ PCHAR OemString, _In_ ULONG MaxBytesInOemString,
                                      _Out_opt_ PULONG BytesInOemString, _In_ PCWCH UnicodeString,
                                      _In_ ULONG BytesInUnicodeString);
NTSTATUS NTAPI RtlUpcaseUnicodeToMultiByteN(_Out_ PCHAR MultiByteString, _In_ ULONG MaxBytesInMultiByteString,
                                            _Out_opt_ PULONG BytesInMultiByteString, _In_ PCWCH UnicodeString,
                                            _In_ ULONG BytesInUnicodeString);
NTSTATUS NTAPI RtlMultiByteToUnicodeSize(_Out_ PULONG BytesInUnicodeString, _In_ const CHAR* MultiByteString,
                                         _In_ ULONG BytesInMultiByteString);
NTSTATUS NTAPI RtlUnicodeToMultiByteSize(_Out_ PULONG BytesInMultiByteString, _In_ PCWCH UnicodeString,
                                         _In_ ULONG BytesInUnicodeString);
BOOLEAN NTAPI RtlIsValidOemCharacter(_Inout_ PWCHAR Char);
BOOLEAN NTAPI RtlCreateUnicodeString(_Out_ PUNICODE_STRING DestinationString, _In_ PCWSTR SourceString);

/* Prefixes of path names. */
typedef struct _UNICODE_PREFIX_TABLE_ENTRY {
  CSHORT NodeTypeCode;
  CSHORT NameLength;
  struct _UNICODE_PREFIX_TABLE_ENTRY* NextPrefixTree;
  struct _UNICODE_PREFIX_TABLE_ENTRY* CaseMatch;
  RTL_SPLAY_LINKS Links;
  PUNICODE_STRING Prefix;
} UNICODE_PREFIX_TABLE_ENTRY, *PUNICODE_PREFIX_TABLE_ENTRY;
OWDF_SIZE(UNICODE_PREFIX_TABLE_ENTRY, 56);
typedef struct _UNICODE_PREFIX_TABLE {
  CSHORT NodeTypeCode;
  CSHORT NameLength;
  PUNICODE_PREFIX_TABLE_ENTRY NextPrefixTree;
  PUNICODE_PREFIX_TABLE_ENTRY LastNextEntry;
} UNICODE_PREFIX_TABLE, *PUNICODE_PREFIX_TABLE;
OWDF_SIZE(UNICODE_PREFIX_TABLE, 24);
VOID NTAPI RtlInitializeUnicodePrefix(_Out_ PUNICODE_PREFIX_TABLE PrefixTable);
BOOLEAN NTAPI RtlInsertUnicodePrefix(_In_ PUNICODE_PREFIX_TABLE PrefixTable, _In_ PUNICODE_STRING Prefix,
                                     _Out_ PUNICODE_PREFIX_TABLE_ENTRY PrefixTableEntry);
VOID NTAPI RtlRemoveUnicodePrefix(_In_ PUNICODE_PREFIX_TABLE PrefixTable,
                                  _In_ PUNICODE_PREFIX_TABLE_ENTRY PrefixTableEntry);
PUNICODE_PREFIX_TABLE_ENTRY NTAPI RtlFindUnicodePrefix(_In_ PUNICODE_PREFIX_TABLE PrefixTable,
                                                       _In_ PUNICODE_STRING FullName, _In_ ULONG CaseInsensitiveIndex);
PUNICODE_PREFIX_TABLE_ENTRY NTAPI RtlNextUnicodePrefix(_In_ PUNICODE_PREFIX_TABLE PrefixTable, _In_ BOOLEAN Restart);

/* Heaps of the driver's own. */
struct _RTL_HEAP_PARAMETERS;
PVOID NTAPI RtlCreateHeap(_In_ ULONG Flags, _In_opt_ PVOID HeapBase, _In_opt_ SIZE_T ReserveSize,
                          _In_opt_ SIZE_T CommitSize, _In_opt_ PVOID Lock,
                          struct _RTL_HEAP_PARAMETERS* Parameters);
PVOID NTAPI RtlDestroyHeap(_In_ PVOID HeapHandle);
PVOID NTAPI RtlAllocateHeap(_In_ PVOID HeapHandle, _In_opt_ ULONG Flags, _In_ SIZE_T Size);
LOGICAL NTAPI RtlFreeHeap(_In_ PVOID HeapHandle, _In_opt_ ULONG Flags, _In_opt_ PVOID BaseAddress);

BOOLEAN NTAPI RtlTimeToSecondsSince1980(_In_ PLARGE_INTEGER Time, _Out_ PULONG ElapsedSeconds);
VOID NTAPI RtlSecondsSince1980ToTime(_In_ ULONG ElapsedSeconds, _Out_ PLARGE_INTEGER Time);

OWDF_END
