/* Named pipes. */
#pragma once

#include <winbase.h>

#define PIPE_ACCESS_INBOUND 0x00000001
#define PIPE_ACCESS_OUTBOUND 0x00000002
#define PIPE_ACCESS_DUPLEX 0x00000003
#define FILE_FLAG_FIRST_PIPE_INSTANCE 0x00080000
#define PIPE_TYPE_BYTE 0x00000000
#define PIPE_TYPE_MESSAGE 0x00000004
#define PIPE_READMODE_BYTE 0x00000000
#define PIPE_READMODE_MESSAGE 0x00000002
#define PIPE_WAIT 0x00000000
#define PIPE_NOWAIT 0x00000001
#define PIPE_REJECT_REMOTE_CLIENTS 0x00000008
#define PIPE_UNLIMITED_INSTANCES 255
#define NMPWAIT_WAIT_FOREVER 0xffffffff
#define NMPWAIT_NOWAIT 0x00000001
#define NMPWAIT_USE_DEFAULT_WAIT 0x00000000

OWDF_BEGIN

HANDLE WINAPI CreateNamedPipeA(LPCSTR name, DWORD open_mode, DWORD pipe_mode, DWORD instances, DWORD out_size,
                               DWORD in_size, DWORD timeout, LPSECURITY_ATTRIBUTES security);
HANDLE WINAPI CreateNamedPipeW(LPCWSTR name, DWORD open_mode, DWORD pipe_mode, DWORD instances, DWORD out_size,
                               DWORD in_size, DWORD timeout, LPSECURITY_ATTRIBUTES security);
BOOL WINAPI ConnectNamedPipe(HANDLE pipe, LPOVERLAPPED overlapped);
BOOL WINAPI DisconnectNamedPipe(HANDLE pipe);
BOOL WINAPI SetNamedPipeHandleState(HANDLE pipe, LPDWORD mode, LPDWORD count, LPDWORD timeout);
BOOL WINAPI PeekNamedPipe(HANDLE pipe, LPVOID buffer, DWORD size, LPDWORD read, LPDWORD available, LPDWORD left);
BOOL WINAPI TransactNamedPipe(HANDLE pipe, LPVOID input, DWORD input_size, LPVOID output, DWORD output_size,
                              LPDWORD read, LPOVERLAPPED overlapped);
BOOL WINAPI WaitNamedPipeA(LPCSTR name, DWORD timeout);
BOOL WINAPI WaitNamedPipeW(LPCWSTR name, DWORD timeout);
BOOL WINAPI CallNamedPipeA(LPCSTR name, LPVOID input, DWORD input_size, LPVOID output, DWORD output_size, LPDWORD read,
                           DWORD timeout);
BOOL WINAPI CreatePipe(PHANDLE read, PHANDLE write, LPSECURITY_ATTRIBUTES security, DWORD size);
BOOL WINAPI ImpersonateNamedPipeClient(HANDLE pipe);
BOOL WINAPI GetNamedPipeClientProcessId(HANDLE pipe, PULONG process);

OWDF_END

#if !defined(OWDF_HOST)
#define CreateNamedPipe OWDF_AW(CreateNamedPipe)
#define WaitNamedPipe OWDF_AW(WaitNamedPipe)
#endif
