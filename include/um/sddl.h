/* Security descriptors and account ids as text. */
#pragma once

#include <winbase.h>

#define SDDL_REVISION_1 1
#define SDDL_REVISION SDDL_REVISION_1

OWDF_BEGIN
BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(LPCSTR text, DWORD revision,
                                                                 PSECURITY_DESCRIPTOR* descriptor, PULONG size);
BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorW(LPCWSTR text, DWORD revision,
                                                                 PSECURITY_DESCRIPTOR* descriptor, PULONG size);
BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorW(PSECURITY_DESCRIPTOR descriptor, DWORD revision,
                                                                 SECURITY_INFORMATION which, LPWSTR* text,
                                                                 PULONG length);
BOOL WINAPI ConvertSidToStringSidA(PSID sid, LPSTR* text);
BOOL WINAPI ConvertSidToStringSidW(PSID sid, LPWSTR* text);
BOOL WINAPI ConvertStringSidToSidW(LPCWSTR text, PSID* sid);
OWDF_END

#if !defined(OWDF_HOST)
#define ConvertStringSecurityDescriptorToSecurityDescriptor \
  OWDF_AW(ConvertStringSecurityDescriptorToSecurityDescriptor)
#define ConvertSidToStringSid OWDF_AW(ConvertSidToStringSid)
#endif
