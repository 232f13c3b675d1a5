/* Structured exceptions: what filters return and ask. The statements themselves are the compiler's (__try). */
#pragma once

#include <crt_types.h>
#include <owdf/exception.h>

#define EXCEPTION_EXECUTE_HANDLER 1
#define EXCEPTION_CONTINUE_SEARCH 0
#define EXCEPTION_CONTINUE_EXECUTION (-1)

OWDF_CRT_BEGIN
unsigned long __cdecl _exception_code(void);
void* __cdecl _exception_info(void);
int __cdecl _abnormal_termination(void);
OWDF_CRT_END
#define GetExceptionCode _exception_code
#define exception_code _exception_code
#define GetExceptionInformation() ((struct _EXCEPTION_POINTERS*)_exception_info())
#define exception_info GetExceptionInformation
#define AbnormalTermination _abnormal_termination
#define abnormal_termination _abnormal_termination

/* C drivers write the statements without underscores. */
#if !defined(__cplusplus)
#define try __try
#define except __except
#define finally __finally
#define leave __leave
#endif
