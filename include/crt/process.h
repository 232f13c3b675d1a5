/* Threads and the process, as the C runtime has them. */
#pragma once

#include <crt_types.h>

OWDF_CRT_BEGIN
typedef unsigned(__stdcall* _beginthreadex_proc_type)(void* argument);
typedef void(__cdecl* _beginthread_proc_type)(void* argument);
uintptr_t __cdecl _beginthreadex(void* security, unsigned stack_size, _beginthreadex_proc_type start, void* argument,
                                 unsigned flags, unsigned* thread_id);
uintptr_t __cdecl _beginthread(_beginthread_proc_type start, unsigned stack_size, void* argument);
void __cdecl _endthreadex(unsigned code);
void __cdecl _endthread(void);
void __cdecl exit(int code) __attribute((noreturn));
void __cdecl _exit(int code) __attribute((noreturn));
void __cdecl abort(void) __attribute((noreturn));
void __cdecl _cexit(void);
int __cdecl _getpid(void);
int __cdecl system(const char* command);
OWDF_CRT_END
