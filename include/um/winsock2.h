/* Sockets: types, constants and calls. There is no network here: every call is loud. */
#pragma once

#include <winbase.h>
#include <in6addr.h>

typedef UINT_PTR SOCKET;
typedef unsigned char u_char;
typedef unsigned short u_short;
typedef unsigned int u_int;
typedef ULONG u_long;
typedef USHORT ADDRESS_FAMILY;
typedef int socklen_t;

#define INVALID_SOCKET ((SOCKET) ~(SOCKET)0)
#define SOCKET_ERROR (-1)
#define FD_SETSIZE 64
#define SOMAXCONN 0x7fffffff
#define MSG_OOB 0x1
#define MSG_PEEK 0x2
#define MSG_WAITALL 0x8
#define AF_UNSPEC 0
#define AF_INET 2
#define AF_INET6 23
#define AF_BTH 32
#define AF_HYPERV 34
#define PF_INET AF_INET
#define PF_INET6 AF_INET6
#define SOCK_STREAM 1
#define SOCK_DGRAM 2
#define SOCK_RAW 3
#define IPPROTO_IP 0
#define IPPROTO_ICMP 1
#define IPPROTO_TCP 6
#define IPPROTO_UDP 17
#define IPPROTO_IPV6 41
#define IPV6_V6ONLY 27
#define TCP_NODELAY 1
#define SOL_SOCKET 0xffff
#define SO_DEBUG 0x0001
#define SO_REUSEADDR 0x0004
#define SO_KEEPALIVE 0x0008
#define SO_BROADCAST 0x0020
#define SO_LINGER 0x0080
#define SO_SNDBUF 0x1001
#define SO_RCVBUF 0x1002
#define SO_SNDTIMEO 0x1005
#define SO_RCVTIMEO 0x1006
#define SO_ERROR 0x1007
#define SO_EXCLUSIVEADDRUSE ((int)(~SO_REUSEADDR))
#define SO_UPDATE_ACCEPT_CONTEXT 0x700B
#define SO_UPDATE_CONNECT_CONTEXT 0x7010
#define SD_RECEIVE 0
#define SD_SEND 1
#define SD_BOTH 2
#define WSA_FLAG_OVERLAPPED 0x01
#define WSADESCRIPTION_LEN 256
#define WSASYS_STATUS_LEN 128
#define IOCPARM_MASK 0x7f
#define IOC_VOID 0x20000000
#define IOC_OUT 0x40000000
#define IOC_IN 0x80000000
#define IOC_INOUT (IOC_IN | IOC_OUT)
#define IOC_WS2 0x08000000
#define _IO(x, y) (IOC_VOID | ((x) << 8) | (y))
#define _IOR(x, y, t) (IOC_OUT | (((long)sizeof(t) & IOCPARM_MASK) << 16) | ((x) << 8) | (y))
#define _IOW(x, y, t) (IOC_IN | (((long)sizeof(t) & IOCPARM_MASK) << 16) | ((x) << 8) | (y))
#define _WSAIORW(x, y) (IOC_INOUT | (x) | (y))
#define FIONREAD _IOR('f', 127, u_long)
#define FIONBIO _IOW('f', 126, u_long)
#define SIO_GET_EXTENSION_FUNCTION_POINTER _WSAIORW(IOC_WS2, 6)

#define WSAEINTR 10004
#define WSAEACCES 10013
#define WSAEFAULT 10014
#define WSAEINVAL 10022
#define WSAEWOULDBLOCK 10035
#define WSAEINPROGRESS 10036
#define WSAEALREADY 10037
#define WSAENOTSOCK 10038
#define WSAEMSGSIZE 10040
#define WSAEAFNOSUPPORT 10047
#define WSAEADDRINUSE 10048
#define WSAENETDOWN 10050
#define WSAECONNABORTED 10053
#define WSAECONNRESET 10054
#define WSAENOBUFS 10055
#define WSAEISCONN 10056
#define WSAENOTCONN 10057
#define WSAESHUTDOWN 10058
#define WSAETIMEDOUT 10060
#define WSAECONNREFUSED 10061
#define WSASYSNOTREADY 10091
#define WSAVERNOTSUPPORTED 10092
#define WSANOTINITIALISED 10093
#define WSA_IO_PENDING 997
#define WSA_INVALID_EVENT ((HANDLE)NULL)
#define WSA_WAIT_EVENT_0 0
#define WSA_WAIT_TIMEOUT 258
#define WSA_INFINITE 0xFFFFFFFF

typedef struct in_addr {
  union {
    struct {
      u_char s_b1, s_b2, s_b3, s_b4;
    } S_un_b;
    struct {
      u_short s_w1, s_w2;
    } S_un_w;
    u_long S_addr;
  } S_un;
} IN_ADDR, *PIN_ADDR;
#define s_addr S_un.S_addr
#define INADDR_ANY ((u_long)0x00000000)
#define INADDR_LOOPBACK 0x7f000001
#define INADDR_BROADCAST ((u_long)0xffffffff)
#define INADDR_NONE 0xffffffff

typedef struct sockaddr {
  ADDRESS_FAMILY sa_family;
  CHAR sa_data[14];
} SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
typedef struct sockaddr_in {
  ADDRESS_FAMILY sin_family;
  USHORT sin_port;
  IN_ADDR sin_addr;
  CHAR sin_zero[8];
} SOCKADDR_IN, *PSOCKADDR_IN;
typedef struct sockaddr_in6 {
  ADDRESS_FAMILY sin6_family;
  USHORT sin6_port;
  ULONG sin6_flowinfo;
  IN6_ADDR sin6_addr;
  ULONG sin6_scope_id;
} SOCKADDR_IN6, *PSOCKADDR_IN6;
OWDF_SIZE(SOCKADDR_IN6, 28);
typedef struct sockaddr_storage {
  ADDRESS_FAMILY ss_family;
  CHAR __ss_pad1[6];
  long long __ss_align;
  CHAR __ss_pad2[112];
} SOCKADDR_STORAGE, *PSOCKADDR_STORAGE;
OWDF_SIZE(SOCKADDR_STORAGE, 128);

typedef struct fd_set {
  u_int fd_count;
  SOCKET fd_array[FD_SETSIZE];
} fd_set;
typedef struct timeval {
  LONG tv_sec;
  LONG tv_usec;
} timeval;
typedef struct linger {
  u_short l_onoff;
  u_short l_linger;
} LINGER;
typedef struct WSAData {
  WORD wVersion;
  WORD wHighVersion;
  unsigned short iMaxSockets;
  unsigned short iMaxUdpDg;
  char* lpVendorInfo;
  char szDescription[WSADESCRIPTION_LEN + 1];
  char szSystemStatus[WSASYS_STATUS_LEN + 1];
} WSADATA, *LPWSADATA;
typedef struct _WSABUF {
  ULONG len;
  CHAR* buf;
} WSABUF, *LPWSABUF;
typedef OVERLAPPED WSAOVERLAPPED, *LPWSAOVERLAPPED;
typedef HANDLE WSAEVENT;
typedef struct _WSAPROTOCOL_INFOW *LPWSAPROTOCOL_INFOW;
typedef struct _WSAPROTOCOL_INFOA *LPWSAPROTOCOL_INFOA;
typedef unsigned int GROUP;
typedef VOID(CALLBACK* LPWSAOVERLAPPED_COMPLETION_ROUTINE)(DWORD, DWORD, LPWSAOVERLAPPED, DWORD);

#if !defined(OWDF_HOST)
OWDF_BEGIN

int WINAPI WSAStartup(WORD version, LPWSADATA data);
int WINAPI WSACleanup(void);
int WINAPI WSAGetLastError(void);
void WINAPI WSASetLastError(int error);
SOCKET WINAPI socket(int family, int type, int protocol);
int WINAPI closesocket(SOCKET socket);
int WINAPI bind(SOCKET socket, const struct sockaddr* address, int length);
int WINAPI listen(SOCKET socket, int backlog);
SOCKET WINAPI accept(SOCKET socket, struct sockaddr* address, int* length);
int WINAPI connect(SOCKET socket, const struct sockaddr* address, int length);
int WINAPI shutdown(SOCKET socket, int how);
int WINAPI send(SOCKET socket, const char* data, int length, int flags);
int WINAPI sendto(SOCKET socket, const char* data, int length, int flags, const struct sockaddr* to, int to_length);
int WINAPI recv(SOCKET socket, char* data, int length, int flags);
int WINAPI recvfrom(SOCKET socket, char* data, int length, int flags, struct sockaddr* from, int* from_length);
int WINAPI select(int count, fd_set* readable, fd_set* writable, fd_set* failed, const struct timeval* timeout);
int WINAPI setsockopt(SOCKET socket, int level, int option, const char* value, int length);
int WINAPI getsockopt(SOCKET socket, int level, int option, char* value, int* length);
int WINAPI getsockname(SOCKET socket, struct sockaddr* address, int* length);
int WINAPI getpeername(SOCKET socket, struct sockaddr* address, int* length);
int WINAPI ioctlsocket(SOCKET socket, long command, u_long* argument);
OWDF_INLINE u_short htons(u_short value) { return __builtin_bswap16(value); }
OWDF_INLINE u_long htonl(u_long value) { return __builtin_bswap32(value); }
OWDF_INLINE u_short ntohs(u_short value) { return __builtin_bswap16(value); }
OWDF_INLINE u_long ntohl(u_long value) { return __builtin_bswap32(value); }
unsigned long WINAPI inet_addr(const char* text);
SOCKET WINAPI WSASocketA(int family, int type, int protocol, LPWSAPROTOCOL_INFOA info, GROUP group, DWORD flags);
SOCKET WINAPI WSASocketW(int family, int type, int protocol, LPWSAPROTOCOL_INFOW info, GROUP group, DWORD flags);
int WINAPI WSASend(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD sent, DWORD flags, LPWSAOVERLAPPED overlapped,
                   LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);
int WINAPI WSARecv(SOCKET socket, LPWSABUF buffers, DWORD count, LPDWORD received, LPDWORD flags,
                   LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);
int WINAPI WSAIoctl(SOCKET socket, DWORD code, LPVOID input, DWORD input_size, LPVOID output, DWORD output_size,
                    LPDWORD returned, LPWSAOVERLAPPED overlapped, LPWSAOVERLAPPED_COMPLETION_ROUTINE routine);
BOOL WINAPI WSAGetOverlappedResult(SOCKET socket, LPWSAOVERLAPPED overlapped, LPDWORD transferred, BOOL wait,
                                   LPDWORD flags);
BOOL WINAPI WSAConnectByNameA(SOCKET socket, LPCSTR node, LPCSTR service, LPDWORD local_size, LPSOCKADDR local,
                              LPDWORD remote_size, LPSOCKADDR remote, const struct timeval* timeout,
                              LPWSAOVERLAPPED reserved);
BOOL WINAPI WSAConnectByNameW(SOCKET socket, LPWSTR node, LPWSTR service, LPDWORD local_size, LPSOCKADDR local,
                              LPDWORD remote_size, LPSOCKADDR remote, const struct timeval* timeout,
                              LPWSAOVERLAPPED reserved);
WSAEVENT WINAPI WSACreateEvent(void);
BOOL WINAPI WSACloseEvent(WSAEVENT event);
int WINAPI __WSAFDIsSet(SOCKET socket, fd_set* set);

OWDF_END

#define WSASocket OWDF_AW(WSASocket)
#define WSAConnectByName OWDF_AW(WSAConnectByName)
#define FD_ZERO(set) ((set)->fd_count = 0)
#define FD_ISSET(fd, set) __WSAFDIsSet((SOCKET)(fd), (set))
#define FD_SET(fd, set) owdf_fd_set((SOCKET)(fd), (set))
#define FD_CLR(fd, set) owdf_fd_clear((SOCKET)(fd), (set))
OWDF_INLINE void owdf_fd_set(SOCKET socket, fd_set* set) {
  for (u_int i = 0; i < set->fd_count; i++)
    if (set->fd_array[i] == socket) return;
  if (set->fd_count < FD_SETSIZE) set->fd_array[set->fd_count++] = socket;
}
OWDF_INLINE void owdf_fd_clear(SOCKET socket, fd_set* set) {
  for (u_int i = 0; i < set->fd_count; i++)
    if (set->fd_array[i] == socket) set->fd_array[i] = set->fd_array[--set->fd_count];
}
#endif
