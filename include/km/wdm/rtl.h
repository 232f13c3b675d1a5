/* Rtl: strings, integers, registry values, bitmaps, times, versions, security descriptors. Dbg: output. */
#pragma once

#include <wdm/io_types.h>
#include <owdf/debug_filters.h>
#include <owdf/lists.h>

OWDF_BEGIN

/* Strings: PASSIVE_LEVEL where case or allocation is involved. */
VOID NTAPI RtlInitUnicodeString(_Out_ PUNICODE_STRING DestinationString, _In_opt_ PCWSTR SourceString);
NTSTATUS NTAPI RtlInitUnicodeStringEx(_Out_ PUNICODE_STRING DestinationString, _In_opt_ PCWSTR SourceString);
VOID NTAPI RtlInitAnsiString(_Out_ PANSI_STRING DestinationString, _In_opt_ PCSTR SourceString);
NTSTATUS NTAPI RtlInitAnsiStringEx(_Out_ PANSI_STRING DestinationString, _In_opt_ PCSTR SourceString);
VOID NTAPI RtlInitString(_Out_ PSTRING DestinationString, _In_opt_ PCSTR SourceString);
VOID NTAPI RtlInitUTF8String(_Out_ PUTF8_STRING DestinationString, _In_opt_ PCSTR SourceString);
VOID NTAPI RtlCopyUnicodeString(_Inout_ PUNICODE_STRING DestinationString, _In_opt_ PCUNICODE_STRING SourceString);
VOID NTAPI RtlCopyString(_Inout_ PSTRING DestinationString, _In_opt_ const STRING* SourceString);
LONG NTAPI RtlCompareUnicodeString(_In_ PCUNICODE_STRING String1, _In_ PCUNICODE_STRING String2,
    _In_ BOOLEAN CaseInSensitive);
BOOLEAN NTAPI RtlEqualUnicodeString(_In_ PCUNICODE_STRING String1, _In_ PCUNICODE_STRING String2,
    _In_ BOOLEAN CaseInSensitive);
BOOLEAN NTAPI RtlPrefixUnicodeString(_In_ PCUNICODE_STRING String1, _In_ PCUNICODE_STRING String2,
    _In_ BOOLEAN CaseInSensitive);
BOOLEAN NTAPI RtlSuffixUnicodeString(_In_ PCUNICODE_STRING String1, _In_ PCUNICODE_STRING String2,
    _In_ BOOLEAN CaseInSensitive);
LONG NTAPI RtlCompareString(_In_ const STRING* String1, _In_ const STRING* String2, _In_ BOOLEAN CaseInSensitive);
BOOLEAN NTAPI RtlEqualString(_In_ const STRING* String1, _In_ const STRING* String2, _In_ BOOLEAN CaseInSensitive);
NTSTATUS NTAPI RtlAppendUnicodeToString(_Inout_ PUNICODE_STRING Destination, _In_opt_ PCWSTR Source);
NTSTATUS NTAPI RtlAppendUnicodeStringToString(_Inout_ PUNICODE_STRING Destination, _In_ PCUNICODE_STRING Source);
NTSTATUS NTAPI RtlAnsiStringToUnicodeString(_Inout_ PUNICODE_STRING DestinationString, _In_ PCANSI_STRING SourceString,
                                            _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlUnicodeStringToAnsiString(_Inout_ PANSI_STRING DestinationString, _In_ PCUNICODE_STRING SourceString,
                                            _In_ BOOLEAN AllocateDestinationString);
ULONG NTAPI RtlxAnsiStringToUnicodeSize(_In_ PCANSI_STRING AnsiString);
ULONG NTAPI RtlxUnicodeStringToAnsiSize(_In_ PCUNICODE_STRING UnicodeString);
#define RtlAnsiStringToUnicodeSize(String) RtlxAnsiStringToUnicodeSize(String)
#define RtlUnicodeStringToAnsiSize(String) RtlxUnicodeStringToAnsiSize(String)
VOID NTAPI RtlFreeUnicodeString(_Inout_ PUNICODE_STRING UnicodeString);
VOID NTAPI RtlFreeAnsiString(_Inout_ PANSI_STRING AnsiString);
VOID NTAPI RtlFreeUTF8String(_Inout_ PUTF8_STRING Utf8String);
NTSTATUS NTAPI RtlUnicodeToUTF8N(_Out_ PCHAR UTF8StringDestination, _In_ ULONG UTF8StringMaxByteCount,
                                 _Out_opt_ PULONG UTF8StringActualByteCount, _In_ PCWCH UnicodeStringSource,
                                 _In_ ULONG UnicodeStringByteCount);
NTSTATUS NTAPI RtlUTF8ToUnicodeN(_Out_ PWSTR UnicodeStringDestination, _In_ ULONG UnicodeStringMaxByteCount,
                                 _Out_ PULONG UnicodeStringActualByteCount, _In_ PCCH UTF8StringSource,
                                 _In_ ULONG UTF8StringByteCount);
NTSTATUS NTAPI RtlUnicodeToMultiByteN(_Out_ PCHAR MultiByteString, _In_ ULONG MaxBytesInMultiByteString,
                                      _Out_opt_ PULONG BytesInMultiByteString, _In_ PCWCH UnicodeString,
                                      _In_ ULONG BytesInUnicodeString);
NTSTATUS NTAPI RtlMultiByteToUnicodeN(_Out_ PWCH UnicodeString, _In_ ULONG MaxBytesInUnicodeString,
                                      _Out_opt_ PULONG BytesInUnicodeString, _In_ const CHAR* MultiByteString,
                                      _In_ ULONG BytesInMultiByteString);
NTSTATUS NTAPI RtlUnicodeStringToUTF8String(_Inout_ PUTF8_STRING DestinationString, _In_ PCUNICODE_STRING SourceString,
                                            _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlUTF8StringToUnicodeString(_Inout_ PUNICODE_STRING DestinationString, _In_ PUTF8_STRING SourceString,
                                            _In_ BOOLEAN AllocateDestinationString);
WCHAR NTAPI RtlUpcaseUnicodeChar(_In_ WCHAR SourceCharacter);
WCHAR NTAPI RtlDowncaseUnicodeChar(_In_ WCHAR SourceCharacter);
CHAR NTAPI RtlUpperChar(_In_ CHAR Character);
VOID NTAPI RtlUpperString(_Inout_ PSTRING DestinationString, _In_ const STRING* SourceString);
NTSTATUS NTAPI RtlUpcaseUnicodeString(_Inout_ PUNICODE_STRING DestinationString, _In_ PCUNICODE_STRING SourceString,
                                      _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlDowncaseUnicodeString(_Inout_ PUNICODE_STRING DestinationString, _In_ PCUNICODE_STRING SourceString,
                                        _In_ BOOLEAN AllocateDestinationString);
NTSTATUS NTAPI RtlIntegerToUnicodeString(_In_ ULONG Value, _In_opt_ ULONG Base, _Inout_ PUNICODE_STRING String);
NTSTATUS NTAPI RtlInt64ToUnicodeString(_In_ ULONGLONG Value, _In_opt_ ULONG Base, _Inout_ PUNICODE_STRING String);
#define RtlIntPtrToUnicodeString(Value, Base, String) RtlInt64ToUnicodeString(Value, Base, String)
NTSTATUS NTAPI RtlUnicodeStringToInteger(_In_ PCUNICODE_STRING String, _In_opt_ ULONG Base, _Out_ PULONG Value);
NTSTATUS NTAPI RtlCharToInteger(_In_ PCSTR String, _In_opt_ ULONG Base, _Out_ PULONG Value);
NTSTATUS NTAPI RtlHashUnicodeString(_In_ PCUNICODE_STRING String, _In_ BOOLEAN CaseInSensitive,
    _In_ ULONG HashAlgorithm,
                                    _Out_ PULONG HashValue);
#define HASH_STRING_ALGORITHM_DEFAULT 0
#define HASH_STRING_ALGORITHM_X65599 1
NTSTATUS NTAPI RtlStringFromGUID(_In_ REFGUID Guid, _Out_ PUNICODE_STRING GuidString);
NTSTATUS NTAPI RtlGUIDFromString(_In_ PCUNICODE_STRING GuidString, _Out_ GUID* Guid);
OWDF_INLINE VOID RtlInitEmptyUnicodeString(PUNICODE_STRING UnicodeString, PWCHAR Buffer, USHORT BufferSize) {
  UnicodeString->Length = 0;
  UnicodeString->MaximumLength = BufferSize;
  UnicodeString->Buffer = Buffer;
}
OWDF_INLINE VOID RtlInitEmptyAnsiString(PANSI_STRING AnsiString, PCHAR Buffer, USHORT BufferSize) {
  AnsiString->Length = 0;
  AnsiString->MaximumLength = BufferSize;
  AnsiString->Buffer = Buffer;
}
SIZE_T NTAPI RtlCompareMemory(_In_ const VOID* Source1, _In_ const VOID* Source2, _In_ SIZE_T Length);
SIZE_T NTAPI RtlCompareMemoryUlong(_In_ PVOID Source, _In_ SIZE_T Length, _In_ ULONG Pattern);
#define RtlUshortByteSwap(value) __builtin_bswap16((USHORT)(value))
#define RtlUlongByteSwap(value) ((ULONG)__builtin_bswap32((ULONG)(value)))
#define RtlUlonglongByteSwap(value) __builtin_bswap64((ULONGLONG)(value))
#define RtlFailFast(Code) __builtin_trap()
#define FAST_FAIL_CORRUPT_LIST_ENTRY 3
#define FAST_FAIL_FATAL_APP_EXIT 7
#define FAST_FAIL_INVALID_ARG 5

/* Registry values of drivers: PASSIVE_LEVEL. */
typedef NTSTATUS NTAPI RTL_QUERY_REGISTRY_ROUTINE(_In_ PWSTR ValueName, _In_ ULONG ValueType, _In_opt_ PVOID ValueData,
                                                  _In_ ULONG ValueLength, _In_opt_ PVOID Context,
                                                      _In_opt_ PVOID EntryContext);
typedef RTL_QUERY_REGISTRY_ROUTINE* PRTL_QUERY_REGISTRY_ROUTINE;
typedef struct _RTL_QUERY_REGISTRY_TABLE {
  PRTL_QUERY_REGISTRY_ROUTINE QueryRoutine;
  ULONG Flags;
  PWSTR Name;
  PVOID EntryContext;
  ULONG DefaultType;
  PVOID DefaultData;
  ULONG DefaultLength;
} RTL_QUERY_REGISTRY_TABLE, *PRTL_QUERY_REGISTRY_TABLE;
OWDF_SIZE(RTL_QUERY_REGISTRY_TABLE, 56);
#define RTL_QUERY_REGISTRY_SUBKEY 0x00000001
#define RTL_QUERY_REGISTRY_TOPKEY 0x00000002
#define RTL_QUERY_REGISTRY_REQUIRED 0x00000004
#define RTL_QUERY_REGISTRY_NOVALUE 0x00000008
#define RTL_QUERY_REGISTRY_NOEXPAND 0x00000010
#define RTL_QUERY_REGISTRY_DIRECT 0x00000020
#define RTL_QUERY_REGISTRY_DELETE 0x00000040
#define RTL_QUERY_REGISTRY_NOSTRING 0x00000080
#define RTL_QUERY_REGISTRY_TYPECHECK 0x00000100
#define RTL_QUERY_REGISTRY_TYPECHECK_SHIFT 24
#define RTL_REGISTRY_ABSOLUTE 0
#define RTL_REGISTRY_SERVICES 1
#define RTL_REGISTRY_CONTROL 2
#define RTL_REGISTRY_WINDOWS_NT 3
#define RTL_REGISTRY_DEVICEMAP 4
#define RTL_REGISTRY_USER 5
#define RTL_REGISTRY_MAXIMUM 6
#define RTL_REGISTRY_HANDLE 0x40000000
#define RTL_REGISTRY_OPTIONAL 0x80000000
NTSTATUS NTAPI RtlQueryRegistryValues(_In_ ULONG RelativeTo, _In_ PCWSTR Path,
    _Inout_ PRTL_QUERY_REGISTRY_TABLE QueryTable,
                                      _In_opt_ PVOID Context, _In_opt_ PVOID Environment);
NTSTATUS NTAPI RtlWriteRegistryValue(_In_ ULONG RelativeTo, _In_ PCWSTR Path, _In_ PCWSTR ValueName,
    _In_ ULONG ValueType,
                                     _In_opt_ PVOID ValueData, _In_ ULONG ValueLength);
NTSTATUS NTAPI RtlDeleteRegistryValue(_In_ ULONG RelativeTo, _In_ PCWSTR Path, _In_ PCWSTR ValueName);
NTSTATUS NTAPI RtlCheckRegistryKey(_In_ ULONG RelativeTo, _In_ PWSTR Path);
NTSTATUS NTAPI RtlCreateRegistryKey(_In_ ULONG RelativeTo, _In_ PWSTR Path);

/* Bitmaps. */
typedef struct _RTL_BITMAP {
  ULONG SizeOfBitMap;
  PULONG Buffer;
} RTL_BITMAP, *PRTL_BITMAP;
typedef struct _RTL_BITMAP_RUN {
  ULONG StartingIndex;
  ULONG NumberOfBits;
} RTL_BITMAP_RUN, *PRTL_BITMAP_RUN;
VOID NTAPI RtlInitializeBitMap(_Out_ PRTL_BITMAP BitMapHeader, _In_opt_ PULONG BitMapBuffer,
    _In_opt_ ULONG SizeOfBitMap);
VOID NTAPI RtlClearBit(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG BitNumber);
VOID NTAPI RtlSetBit(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG BitNumber);
BOOLEAN NTAPI RtlTestBit(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG BitNumber);
VOID NTAPI RtlClearAllBits(_In_ PRTL_BITMAP BitMapHeader);
VOID NTAPI RtlSetAllBits(_In_ PRTL_BITMAP BitMapHeader);
VOID NTAPI RtlClearBits(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG StartingIndex, _In_ ULONG NumberToClear);
VOID NTAPI RtlSetBits(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG StartingIndex, _In_ ULONG NumberToSet);
ULONG NTAPI RtlFindClearBits(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG NumberToFind, _In_ ULONG HintIndex);
ULONG NTAPI RtlFindSetBits(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG NumberToFind, _In_ ULONG HintIndex);
ULONG NTAPI RtlFindClearBitsAndSet(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG NumberToFind, _In_ ULONG HintIndex);
ULONG NTAPI RtlFindSetBitsAndClear(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG NumberToFind, _In_ ULONG HintIndex);
ULONG NTAPI RtlFindLongestRunClear(_In_ PRTL_BITMAP BitMapHeader, _Out_ PULONG StartingIndex);
ULONG NTAPI RtlFindFirstRunClear(_In_ PRTL_BITMAP BitMapHeader, _Out_ PULONG StartingIndex);
ULONG NTAPI RtlFindNextForwardRunClear(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG FromIndex,
    _Out_ PULONG StartingRunIndex);
ULONG NTAPI RtlNumberOfClearBits(_In_ PRTL_BITMAP BitMapHeader);
ULONG NTAPI RtlNumberOfSetBits(_In_ PRTL_BITMAP BitMapHeader);
ULONG NTAPI RtlNumberOfSetBitsUlongPtr(_In_ ULONG_PTR Target);
ULONG NTAPI RtlFindClearRuns(_In_ PRTL_BITMAP BitMapHeader, _Out_ PRTL_BITMAP_RUN RunArray, _In_ ULONG SizeOfRunArray,
                             _In_ BOOLEAN LocateLongestRuns);
ULONG NTAPI RtlFindLastBackwardRunClear(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG FromIndex,
                                        _Out_ PULONG StartingRunIndex);
BOOLEAN NTAPI RtlAreBitsClear(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG StartingIndex, _In_ ULONG Length);
BOOLEAN NTAPI RtlAreBitsSet(_In_ PRTL_BITMAP BitMapHeader, _In_ ULONG StartingIndex, _In_ ULONG Length);
CCHAR NTAPI RtlFindLeastSignificantBit(_In_ ULONGLONG Set);
CCHAR NTAPI RtlFindMostSignificantBit(_In_ ULONGLONG Set);
#define RtlCheckBit(BMH, BP) (((((PLONG)(BMH)->Buffer)[(BP) / 32]) >> ((BP) % 32)) & 0x1)
#define RtlInterlockedSetBits(Flags, Flag) InterlockedOr((PLONG)(Flags), (LONG)(Flag))
#define RtlInterlockedAndBits(Flags, Flag) InterlockedAnd((PLONG)(Flags), (LONG)(Flag))
#define RtlInterlockedClearBits(Flags, Flag) RtlInterlockedAndBits(Flags, ~(Flag))
#define RtlInterlockedSetBitsDiscardReturn(Flags, Flag) ((VOID)InterlockedOr((PLONG)(Flags), (LONG)(Flag)))
#define RtlInterlockedAndBitsDiscardReturn(Flags, Flag) ((VOID)InterlockedAnd((PLONG)(Flags), (LONG)(Flag)))
#define RtlInterlockedClearBitsDiscardReturn(Flags, Flag) RtlInterlockedAndBitsDiscardReturn(Flags, ~(Flag))

/* Time. */
typedef struct _TIME_FIELDS {
  CSHORT Year;
  CSHORT Month;
  CSHORT Day;
  CSHORT Hour;
  CSHORT Minute;
  CSHORT Second;
  CSHORT Milliseconds;
  CSHORT Weekday;
} TIME_FIELDS, *PTIME_FIELDS;
VOID NTAPI RtlTimeToTimeFields(_In_ PLARGE_INTEGER Time, _Out_ PTIME_FIELDS TimeFields);
BOOLEAN NTAPI RtlTimeFieldsToTime(_In_ PTIME_FIELDS TimeFields, _Out_ PLARGE_INTEGER Time);
BOOLEAN NTAPI RtlTimeToSecondsSince1970(_In_ PLARGE_INTEGER Time, _Out_ PULONG ElapsedSeconds);
VOID NTAPI RtlSecondsSince1970ToTime(_In_ ULONG ElapsedSeconds, _Out_ PLARGE_INTEGER Time);
ULONG NTAPI RtlRandom(_Inout_ PULONG Seed);
ULONG NTAPI RtlRandomEx(_Inout_ PULONG Seed);
ULONG NTAPI RtlUniform(_Inout_ PULONG Seed);
ULONG NTAPI RtlNtStatusToDosError(_In_ NTSTATUS Status);
ULONG NTAPI RtlNtStatusToDosErrorNoTeb(_In_ NTSTATUS Status);

OWDF_INLINE LARGE_INTEGER RtlConvertLongToLargeInteger(LONG SignedInteger) {
  LARGE_INTEGER result;
  result.QuadPart = SignedInteger;
  return result;
}
OWDF_INLINE LARGE_INTEGER RtlConvertUlongToLargeInteger(ULONG UnsignedInteger) {
  LARGE_INTEGER result;
  result.QuadPart = UnsignedInteger;
  return result;
}
OWDF_INLINE LARGE_INTEGER RtlLargeIntegerAdd(LARGE_INTEGER Addend1, LARGE_INTEGER Addend2) {
  Addend1.QuadPart += Addend2.QuadPart;
  return Addend1;
}
OWDF_INLINE LARGE_INTEGER RtlLargeIntegerSubtract(LARGE_INTEGER Minuend, LARGE_INTEGER Subtrahend) {
  Minuend.QuadPart -= Subtrahend.QuadPart;
  return Minuend;
}
#define RtlLargeIntegerEqualTo(X, Y) ((X).QuadPart == (Y).QuadPart)
#define RtlLargeIntegerGreaterThan(X, Y) ((X).QuadPart > (Y).QuadPart)
#define RtlLargeIntegerLessThan(X, Y) ((X).QuadPart < (Y).QuadPart)

/* Version. */
typedef struct _OSVERSIONINFOW {
  ULONG dwOSVersionInfoSize;
  ULONG dwMajorVersion;
  ULONG dwMinorVersion;
  ULONG dwBuildNumber;
  ULONG dwPlatformId;
  WCHAR szCSDVersion[128];
} OSVERSIONINFOW, *POSVERSIONINFOW, *LPOSVERSIONINFOW, RTL_OSVERSIONINFOW, *PRTL_OSVERSIONINFOW;
typedef struct _OSVERSIONINFOEXW {
  ULONG dwOSVersionInfoSize;
  ULONG dwMajorVersion;
  ULONG dwMinorVersion;
  ULONG dwBuildNumber;
  ULONG dwPlatformId;
  WCHAR szCSDVersion[128];
  USHORT wServicePackMajor;
  USHORT wServicePackMinor;
  USHORT wSuiteMask;
  UCHAR wProductType;
  UCHAR wReserved;
} OSVERSIONINFOEXW, *POSVERSIONINFOEXW, *LPOSVERSIONINFOEXW, RTL_OSVERSIONINFOEXW, *PRTL_OSVERSIONINFOEXW;
#define VER_MINORVERSION 0x0000001
#define VER_MAJORVERSION 0x0000002
#define VER_BUILDNUMBER 0x0000004
#define VER_SERVICEPACKMINOR 0x0000010
#define VER_SERVICEPACKMAJOR 0x0000020
#define VER_NT_WORKSTATION 0x0000001
#define VER_NT_SERVER 0x0000003
NTSTATUS NTAPI RtlGetVersion(_Inout_ PRTL_OSVERSIONINFOW lpVersionInformation);
NTSTATUS NTAPI RtlVerifyVersionInfo(_In_ PRTL_OSVERSIONINFOEXW VersionInfo, _In_ ULONG TypeMask,
    _In_ ULONGLONG ConditionMask);
BOOLEAN NTAPI RtlIsNtDdiVersionAvailable(_In_ ULONG Version);
BOOLEAN NTAPI RtlIsServicePackVersionInstalled(_In_ ULONG Version);

/* Security descriptors, ACLs and SIDs. */
NTSTATUS NTAPI RtlCreateSecurityDescriptor(_Out_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_ ULONG Revision);
BOOLEAN NTAPI RtlValidSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor);
BOOLEAN NTAPI RtlValidRelativeSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptorInput,
                                                 _In_ ULONG SecurityDescriptorLength,
                                                 _In_ SECURITY_INFORMATION RequiredInformation);
ULONG NTAPI RtlLengthSecurityDescriptor(_In_ PSECURITY_DESCRIPTOR SecurityDescriptor);
NTSTATUS NTAPI RtlSetDaclSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_ BOOLEAN DaclPresent,
                                            _In_opt_ PACL Dacl, _In_opt_ BOOLEAN DaclDefaulted);
NTSTATUS NTAPI RtlSetOwnerSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_opt_ PSID Owner,
                                             _In_opt_ BOOLEAN OwnerDefaulted);
NTSTATUS NTAPI RtlSetGroupSecurityDescriptor(_Inout_ PSECURITY_DESCRIPTOR SecurityDescriptor, _In_opt_ PSID Group,
                                             _In_opt_ BOOLEAN GroupDefaulted);
NTSTATUS NTAPI RtlAbsoluteToSelfRelativeSD(_In_ PSECURITY_DESCRIPTOR AbsoluteSecurityDescriptor,
                                           _Out_ PSECURITY_DESCRIPTOR SelfRelativeSecurityDescriptor,
                                           _Inout_ PULONG BufferLength);
NTSTATUS NTAPI RtlCreateAcl(_Out_ PACL Acl, _In_ ULONG AclLength, ULONG AclRevision);
NTSTATUS NTAPI RtlAddAccessAllowedAce(_Inout_ PACL Acl, _In_ ULONG AceRevision, _In_ ACCESS_MASK AccessMask,
    _In_ PSID Sid);
ULONG NTAPI RtlLengthSid(_In_ PSID Sid);
ULONG NTAPI RtlLengthRequiredSid(_In_ ULONG SubAuthorityCount);
NTSTATUS NTAPI RtlInitializeSid(_Out_ PSID Sid, _In_ PSID_IDENTIFIER_AUTHORITY IdentifierAuthority,
                                _In_ UCHAR SubAuthorityCount);
PULONG NTAPI RtlSubAuthoritySid(_In_ PSID Sid, _In_ ULONG SubAuthority);
NTSTATUS NTAPI RtlCopySid(_In_ ULONG DestinationSidLength, _Out_ PSID DestinationSid, _In_ PSID SourceSid);
BOOLEAN NTAPI RtlEqualSid(_In_ PSID Sid1, _In_ PSID Sid2);
BOOLEAN NTAPI RtlValidSid(_In_ PSID Sid);
VOID NTAPI RtlMapGenericMask(_Inout_ PACCESS_MASK AccessMask, _In_ const GENERIC_MAPPING* GenericMapping);

/* Debug output: any IRQL up to HIGH_LEVEL for narrow formats; %S and %wZ only at PASSIVE_LEVEL. */
ULONG NTAPI DbgPrint(_In_ PCSTR Format, ...);
ULONG NTAPI DbgPrintEx(_In_ ULONG ComponentId, _In_ ULONG Level, _In_ PCSTR Format, ...);
ULONG NTAPI DbgPrintReturnControlC(_In_ PCSTR Format, ...);
ULONG NTAPI vDbgPrintEx(_In_ ULONG ComponentId, _In_ ULONG Level, _In_ PCSTR Format, _In_ OWDF_VA_LIST ArgList);
ULONG NTAPI vDbgPrintExWithPrefix(_In_ PCSTR Prefix, _In_ ULONG ComponentId, _In_ ULONG Level, _In_ PCSTR Format,
                                  _In_ OWDF_VA_LIST ArgList);
ULONG NTAPI DbgPrompt(_In_ PCSTR Prompt, _Out_ PCH Response, _In_ ULONG Length);
VOID NTAPI DbgBreakPoint(VOID);
VOID NTAPI DbgBreakPointWithStatus(_In_ ULONG Status);
VOID NTAPI DbgRaiseAssertionFailure(VOID);
VOID NTAPI RtlAssert(_In_ PVOID VoidFailedAssertion, _In_ PVOID VoidFileName, _In_ ULONG LineNumber,
                     _In_opt_ PSTR MutableMessage);
NTSTATUS NTAPI DbgQueryDebugFilterState(_In_ ULONG ComponentId, _In_ ULONG Level);
NTSTATUS NTAPI DbgSetDebugFilterState(_In_ ULONG ComponentId, _In_ ULONG Level, _In_ BOOLEAN State);
BOOLEAN NTAPI KdRefreshDebuggerNotPresent(VOID);
#define KD_DEBUGGER_NOT_PRESENT KdRefreshDebuggerNotPresent()

OWDF_END
