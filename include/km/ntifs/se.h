/* Se: tokens, impersonation and audits as file systems and filters use them. */
#pragma once

#include <ntddk.h>

OWDF_BEGIN

typedef enum _TOKEN_TYPE { TokenPrimary = 1, TokenImpersonation } TOKEN_TYPE, *PTOKEN_TYPE;
typedef struct _TOKEN_SOURCE {
  CHAR SourceName[8];
  LUID SourceIdentifier;
} TOKEN_SOURCE, *PTOKEN_SOURCE;
OWDF_SIZE(TOKEN_SOURCE, 16);
typedef struct _TOKEN_CONTROL {
  LUID TokenId;
  LUID AuthenticationId;
  LUID ModifiedId;
  TOKEN_SOURCE TokenSource;
} TOKEN_CONTROL, *PTOKEN_CONTROL;
OWDF_SIZE(TOKEN_CONTROL, 40);
typedef struct _SID_AND_ATTRIBUTES {
  PSID Sid;
  ULONG Attributes;
} SID_AND_ATTRIBUTES, *PSID_AND_ATTRIBUTES;
OWDF_SIZE(SID_AND_ATTRIBUTES, 16);
typedef struct _TOKEN_USER {
  SID_AND_ATTRIBUTES User;
} TOKEN_USER, *PTOKEN_USER;
typedef struct _TOKEN_GROUPS {
  ULONG GroupCount;
  SID_AND_ATTRIBUTES Groups[ANYSIZE_ARRAY];
} TOKEN_GROUPS, *PTOKEN_GROUPS;
typedef struct _TOKEN_PRIVILEGES {
  ULONG PrivilegeCount;
  LUID_AND_ATTRIBUTES Privileges[ANYSIZE_ARRAY];
} TOKEN_PRIVILEGES, *PTOKEN_PRIVILEGES;
OWDF_SIZE(TOKEN_PRIVILEGES, 16);
typedef struct _TOKEN_OWNER {
  PSID Owner;
} TOKEN_OWNER, *PTOKEN_OWNER;
typedef struct _TOKEN_STATISTICS {
  LUID TokenId;
  LUID AuthenticationId;
  LARGE_INTEGER ExpirationTime;
  TOKEN_TYPE TokenType;
  SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
  ULONG DynamicCharged;
  ULONG DynamicAvailable;
  ULONG GroupCount;
  ULONG PrivilegeCount;
  LUID ModifiedId;
} TOKEN_STATISTICS, *PTOKEN_STATISTICS;
OWDF_SIZE(TOKEN_STATISTICS, 56);
#define TOKEN_ASSIGN_PRIMARY (0x0001)
#define TOKEN_DUPLICATE (0x0002)
#define TOKEN_IMPERSONATE (0x0004)
#define TOKEN_QUERY (0x0008)
#define TOKEN_QUERY_SOURCE (0x0010)
#define TOKEN_ADJUST_PRIVILEGES (0x0020)
#define TOKEN_ADJUST_GROUPS (0x0040)
#define TOKEN_ADJUST_DEFAULT (0x0080)
#define TOKEN_ADJUST_SESSIONID (0x0100)
#define TOKEN_ALL_ACCESS (STANDARD_RIGHTS_REQUIRED | 0x01FF)

typedef struct _SECURITY_CLIENT_CONTEXT {
  SECURITY_QUALITY_OF_SERVICE SecurityQos;
  PACCESS_TOKEN ClientToken;
  BOOLEAN DirectlyAccessClientToken;
  BOOLEAN DirectAccessEffectiveOnly;
  BOOLEAN ServerIsRemote;
  TOKEN_CONTROL ClientTokenControl;
} SECURITY_CLIENT_CONTEXT, *PSECURITY_CLIENT_CONTEXT;
OWDF_SIZE(SECURITY_CLIENT_CONTEXT, 72);
typedef struct _SE_IMPERSONATION_STATE {
  PACCESS_TOKEN Token;
  BOOLEAN CopyOnOpen;
  BOOLEAN EffectiveOnly;
  SECURITY_IMPERSONATION_LEVEL Level;
} SE_IMPERSONATION_STATE, *PSE_IMPERSONATION_STATE;
OWDF_SIZE(SE_IMPERSONATION_STATE, 16);
NTSTATUS NTAPI SeCreateClientSecurity(_In_ PETHREAD ClientThread, _In_ PSECURITY_QUALITY_OF_SERVICE ClientSecurityQos,
                                      _In_ BOOLEAN RemoteSession, _Out_ PSECURITY_CLIENT_CONTEXT ClientContext);
NTSTATUS NTAPI SeCreateClientSecurityFromSubjectContext(_In_ PSECURITY_SUBJECT_CONTEXT SubjectContext,
                                                        _In_ PSECURITY_QUALITY_OF_SERVICE ClientSecurityQos,
                                                        _In_ BOOLEAN ServerIsRemote,
                                                        _Out_ PSECURITY_CLIENT_CONTEXT ClientContext);
NTSTATUS NTAPI SeImpersonateClientEx(_In_ PSECURITY_CLIENT_CONTEXT ClientContext, _In_opt_ PETHREAD ServerThread);
NTSTATUS NTAPI SeLocateProcessImageName(_Inout_ PEPROCESS Process, _Outptr_ PUNICODE_STRING* pImageFileName);
BOOLEAN NTAPI SePrivilegeCheck(_Inout_ PPRIVILEGE_SET RequiredPrivileges,
                               _In_ PSECURITY_SUBJECT_CONTEXT SubjectSecurityContext, _In_ KPROCESSOR_MODE AccessMode);
VOID NTAPI SeFreePrivileges(_In_ PPRIVILEGE_SET Privileges);
NTSTATUS NTAPI SeAppendPrivileges(_Inout_ PACCESS_STATE AccessState, _In_ PPRIVILEGE_SET Privileges);
VOID NTAPI SeCaptureSubjectContextEx(_In_opt_ PETHREAD Thread, _In_ PEPROCESS Process,
                                     _Out_ PSECURITY_SUBJECT_CONTEXT SubjectContext);
VOID NTAPI SeSetAccessStateGenericMapping(_Inout_ PACCESS_STATE AccessState, _In_ PGENERIC_MAPPING GenericMapping);
BOOLEAN NTAPI SeTokenIsRestricted(_In_ PACCESS_TOKEN Token);
NTSTATUS NTAPI SeFilterToken(_In_ PACCESS_TOKEN ExistingToken, _In_ ULONG Flags, _In_opt_ PTOKEN_GROUPS SidsToDisable,
                             _In_opt_ PTOKEN_PRIVILEGES PrivilegesToDelete, _In_opt_ PTOKEN_GROUPS RestrictedSids,
                             _Out_ PACCESS_TOKEN* FilteredToken);
NTSTATUS NTAPI SeQuerySecurityDescriptorInfo(_In_ PSECURITY_INFORMATION SecurityInformation,
                                             _Out_ PSECURITY_DESCRIPTOR SecurityDescriptor, _Inout_ PULONG Length,
                                             _Inout_ PSECURITY_DESCRIPTOR* ObjectsSecurityDescriptor);
NTSTATUS NTAPI SeSetSecurityDescriptorInfo(_In_opt_ PVOID Object, _In_ PSECURITY_INFORMATION SecurityInformation,
                                           _In_ PSECURITY_DESCRIPTOR ModificationDescriptor,
                                           _Inout_ PSECURITY_DESCRIPTOR* ObjectsSecurityDescriptor,
                                           _In_ POOL_TYPE PoolType, _In_ PGENERIC_MAPPING GenericMapping);
NTSTATUS NTAPI SeSetSecurityDescriptorInfoEx(_In_opt_ PVOID Object, _In_ PSECURITY_INFORMATION SecurityInformation,
                                             _In_ PSECURITY_DESCRIPTOR ModificationDescriptor,
                                             _Inout_ PSECURITY_DESCRIPTOR* ObjectsSecurityDescriptor,
                                             _In_ ULONG AutoInheritFlags, _In_ POOL_TYPE PoolType,
                                             _In_ PGENERIC_MAPPING GenericMapping);
NTSTATUS NTAPI SeAssignSecurity(_In_opt_ PSECURITY_DESCRIPTOR ParentDescriptor,
                                _In_opt_ PSECURITY_DESCRIPTOR ExplicitDescriptor,
                                _Out_ PSECURITY_DESCRIPTOR* NewDescriptor, _In_ BOOLEAN IsDirectoryObject,
                                _In_ PSECURITY_SUBJECT_CONTEXT SubjectContext, _In_ PGENERIC_MAPPING GenericMapping,
                                _In_ POOL_TYPE PoolType);
NTSTATUS NTAPI SeDeassignSecurity(_Inout_ PSECURITY_DESCRIPTOR* SecurityDescriptor);

/* Tokens of processes and threads. */
PACCESS_TOKEN NTAPI PsReferenceImpersonationToken(_Inout_ PETHREAD Thread, _Out_ PBOOLEAN CopyOnOpen,
                                                  _Out_ PBOOLEAN EffectiveOnly,
                                                  _Out_ PSECURITY_IMPERSONATION_LEVEL ImpersonationLevel);
VOID NTAPI PsDereferenceImpersonationToken(_In_ PACCESS_TOKEN ImpersonationToken);
NTSTATUS NTAPI PsImpersonateClient(_Inout_ PETHREAD Thread, _In_opt_ PACCESS_TOKEN Token, _In_ BOOLEAN CopyOnOpen,
                                   _In_ BOOLEAN EffectiveOnly, _In_ SECURITY_IMPERSONATION_LEVEL ImpersonationLevel);
VOID NTAPI PsRevertToSelf(VOID);
VOID NTAPI PsChargePoolQuota(_In_ PEPROCESS Process, _In_ POOL_TYPE PoolType, _In_ ULONG_PTR Amount);
VOID NTAPI PsReturnPoolQuota(_In_ PEPROCESS Process, _In_ POOL_TYPE PoolType, _In_ ULONG_PTR Amount);
LARGE_INTEGER NTAPI PsGetProcessExitTime(VOID);
NTSTATUS NTAPI PsGetProcessExitStatus(_In_ PEPROCESS Process);
NTSTATUS NTAPI ZwDuplicateToken(_In_ HANDLE ExistingTokenHandle, _In_ ACCESS_MASK DesiredAccess,
                                _In_ POBJECT_ATTRIBUTES ObjectAttributes, _In_ BOOLEAN EffectiveOnly,
                                _In_ TOKEN_TYPE TokenType, _Out_ PHANDLE NewTokenHandle);
NTSTATUS NTAPI ZwOpenProcessTokenEx(_In_ HANDLE ProcessHandle, _In_ ACCESS_MASK DesiredAccess,
                                    _In_ ULONG HandleAttributes, _Out_ PHANDLE TokenHandle);
NTSTATUS NTAPI ZwOpenThreadTokenEx(_In_ HANDLE ThreadHandle, _In_ ACCESS_MASK DesiredAccess, _In_ BOOLEAN OpenAsSelf,
                                   _In_ ULONG HandleAttributes, _Out_ PHANDLE TokenHandle);

OWDF_END
