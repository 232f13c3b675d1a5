/* The checking heap of debug builds: asked for it, our runtime reports through its own means. */
#pragma once

#include <crt_types.h>
#include <stdlib.h>

#define _CRT_WARN 0
#define _CRT_ERROR 1
#define _CRT_ASSERT 2
#define _CRTDBG_ALLOC_MEM_DF 0x01
#define _CRTDBG_LEAK_CHECK_DF 0x20
#define _CRTDBG_MODE_FILE 0x1
#define _CRTDBG_MODE_DEBUG 0x2
#define _CRTDBG_REPORT_FLAG (-1)

OWDF_CRT_BEGIN
int __cdecl _CrtCheckMemory(void);
int __cdecl _CrtDumpMemoryLeaks(void);
int __cdecl _CrtSetDbgFlag(int flag);
int __cdecl _CrtSetReportMode(int kind, int mode);
int __cdecl _CrtDbgReport(int kind, const char* file, int line, const char* module, const char* format, ...);
OWDF_CRT_END
#ifdef _DEBUG
#define _ASSERTE(condition) \
  ((condition) ? (void)0 : (void)_CrtDbgReport(_CRT_ASSERT, __FILE__, __LINE__, NULL, "%s", #condition))
#define _ASSERT(condition) _ASSERTE(condition)
#else
#define _ASSERTE(condition) ((void)0)
#define _ASSERT(condition) ((void)0)
#endif
