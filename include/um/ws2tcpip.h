/* Names of hosts, and addresses of version 6. */
#pragma once

#include <winsock2.h>

#define AI_PASSIVE 0x00000001
#define AI_CANONNAME 0x00000002
#define AI_NUMERICHOST 0x00000004
#define NI_MAXHOST 1025
#define NI_MAXSERV 32
#define NI_NUMERICHOST 0x02
#define NI_NUMERICSERV 0x08

typedef struct addrinfo {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  size_t ai_addrlen;
  char* ai_canonname;
  struct sockaddr* ai_addr;
  struct addrinfo* ai_next;
} ADDRINFOA, *PADDRINFOA;
typedef struct addrinfoW {
  int ai_flags;
  int ai_family;
  int ai_socktype;
  int ai_protocol;
  size_t ai_addrlen;
  PWSTR ai_canonname;
  struct sockaddr* ai_addr;
  struct addrinfoW* ai_next;
} ADDRINFOW, *PADDRINFOW;
OWDF_SIZE(ADDRINFOW, 48);

#if !defined(OWDF_HOST)
OWDF_BEGIN
int WINAPI getaddrinfo(PCSTR node, PCSTR service, const ADDRINFOA* hints, PADDRINFOA* result);
void WINAPI freeaddrinfo(PADDRINFOA info);
int WINAPI GetAddrInfoW(PCWSTR node, PCWSTR service, const ADDRINFOW* hints, PADDRINFOW* result);
void WINAPI FreeAddrInfoW(PADDRINFOW info);
PCSTR WINAPI inet_ntop(int family, const VOID* address, PSTR text, size_t size);
int WINAPI inet_pton(int family, PCSTR text, PVOID address);
OWDF_INLINE BOOLEAN IN6_IS_ADDR_V4MAPPED(const IN6_ADDR* address) {
  for (int i = 0; i < 5; i++)
    if (address->u.Word[i] != 0) return FALSE;
  return (BOOLEAN)(address->u.Word[5] == 0xffff);
}
OWDF_END
#ifdef UNICODE
typedef ADDRINFOW ADDRINFOT, *PADDRINFOT;
#define GetAddrInfo GetAddrInfoW
#define FreeAddrInfo FreeAddrInfoW
#else
typedef ADDRINFOA ADDRINFOT, *PADDRINFOT;
#define GetAddrInfo getaddrinfo
#define FreeAddrInfo freeaddrinfo
#endif
#endif
