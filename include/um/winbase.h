/* kernel32 for console programs: files, devices, events, threads, waits, memory, errors, modules.
   Functions come in A and W forms; the plain name is a macro, except in our own code (OWDF_HOST),
       where it would rewrite
   the names of C++ members. */
#pragma once

#include <winnt.h>
#include <winerror.h>
#include <owdf/exception.h>

OWDF_BEGIN

#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#define INVALID_FILE_SIZE ((DWORD)0xFFFFFFFF)
#define INVALID_SET_FILE_POINTER ((DWORD)-1)
#define INVALID_FILE_ATTRIBUTES ((DWORD)-1)
#define INFINITE 0xFFFFFFFF

#define WAIT_FAILED ((DWORD)0xFFFFFFFF)
#define WAIT_OBJECT_0 0
#define WAIT_ABANDONED 0x80
#define WAIT_ABANDONED_0 0x80
#define WAIT_IO_COMPLETION 0xC0
#define STILL_ACTIVE 0x103

#define CREATE_NEW 1
#define CREATE_ALWAYS 2
#define OPEN_EXISTING 3
#define OPEN_ALWAYS 4
#define TRUNCATE_EXISTING 5

#define FILE_FLAG_WRITE_THROUGH 0x80000000
#define FILE_FLAG_OVERLAPPED 0x40000000
#define FILE_FLAG_NO_BUFFERING 0x20000000
#define FILE_FLAG_RANDOM_ACCESS 0x10000000
#define FILE_FLAG_SEQUENTIAL_SCAN 0x08000000
#define FILE_FLAG_DELETE_ON_CLOSE 0x04000000
#define FILE_FLAG_BACKUP_SEMANTICS 0x02000000
#define FILE_FLAG_OPEN_REPARSE_POINT 0x00200000
#define FILE_SKIP_COMPLETION_PORT_ON_SUCCESS 0x1
#define FILE_SKIP_SET_EVENT_ON_HANDLE 0x2
#define SECURITY_ANONYMOUS 0x00000000
#define SECURITY_IDENTIFICATION 0x00010000
#define SECURITY_IMPERSONATION 0x00020000
#define SECURITY_DELEGATION 0x00030000
#define SECURITY_SQOS_PRESENT 0x00100000

#define FILE_BEGIN 0
#define FILE_CURRENT 1
#define FILE_END 2

#define STD_INPUT_HANDLE ((DWORD)-10)
#define STD_OUTPUT_HANDLE ((DWORD)-11)
#define STD_ERROR_HANDLE ((DWORD)-12)

#define FORMAT_MESSAGE_ALLOCATE_BUFFER 0x00000100
#define FORMAT_MESSAGE_IGNORE_INSERTS 0x00000200
#define FORMAT_MESSAGE_FROM_STRING 0x00000400
#define FORMAT_MESSAGE_FROM_HMODULE 0x00000800
#define FORMAT_MESSAGE_FROM_SYSTEM 0x00001000
#define FORMAT_MESSAGE_ARGUMENT_ARRAY 0x00002000
#define FORMAT_MESSAGE_MAX_WIDTH_MASK 0x000000FF

#define LMEM_FIXED 0x0000
#define LMEM_MOVEABLE 0x0002
#define LMEM_ZEROINIT 0x0040
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)
#define GMEM_FIXED 0x0000
#define GMEM_MOVEABLE 0x0002
#define GMEM_ZEROINIT 0x0040
#define GPTR (GMEM_FIXED | GMEM_ZEROINIT)
#define HEAP_NO_SERIALIZE 0x00000001
#define HEAP_GENERATE_EXCEPTIONS 0x00000004
#define HEAP_ZERO_MEMORY 0x00000008

#define CREATE_SUSPENDED 0x00000004
#define THREAD_PRIORITY_LOWEST (-2)
#define THREAD_PRIORITY_BELOW_NORMAL (-1)
#define THREAD_PRIORITY_NORMAL 0
#define THREAD_PRIORITY_ABOVE_NORMAL 1
#define THREAD_PRIORITY_HIGHEST 2
#define THREAD_PRIORITY_TIME_CRITICAL 15
#define THREAD_PRIORITY_IDLE (-15)
#define THREAD_PRIORITY_ERROR_RETURN 0x7FFFFFFF
#define STACK_SIZE_PARAM_IS_A_RESERVATION 0x00010000
#define CREATE_EVENT_MANUAL_RESET 0x1
#define CREATE_EVENT_INITIAL_SET 0x2

#define CP_ACP 0
#define CP_OEMCP 1
#define CP_UTF8 65001
#define MB_PRECOMPOSED 0x1
#define MB_ERR_INVALID_CHARS 0x8
#define WC_NO_BEST_FIT_CHARS 0x400

#define CTRL_C_EVENT 0
#define CTRL_BREAK_EVENT 1
#define CTRL_CLOSE_EVENT 2

typedef struct _SECURITY_ATTRIBUTES {
  DWORD nLength;
  LPVOID lpSecurityDescriptor;
  BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;
OWDF_SIZE(SECURITY_ATTRIBUTES, 24);

typedef struct _OVERLAPPED {
  ULONG_PTR Internal;
  ULONG_PTR InternalHigh;
  __extension__ union {
    __extension__ struct {
      DWORD Offset;
      DWORD OffsetHigh;
    };
    PVOID Pointer;
  };
  HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;
OWDF_SIZE(OVERLAPPED, 32);

typedef struct _OVERLAPPED_ENTRY {
  ULONG_PTR lpCompletionKey;
  LPOVERLAPPED lpOverlapped;
  ULONG_PTR Internal;
  DWORD dwNumberOfBytesTransferred;
} OVERLAPPED_ENTRY, *LPOVERLAPPED_ENTRY;
OWDF_SIZE(OVERLAPPED_ENTRY, 32);
/* Polled while the end of the request may be writing it. */
#define HasOverlappedIoCompleted(overlapped) \
  ((DWORD)__atomic_load_n(&(overlapped)->Internal, __ATOMIC_ACQUIRE) != 0x103)

typedef struct _SYSTEMTIME {
  WORD wYear;
  WORD wMonth;
  WORD wDayOfWeek;
  WORD wDay;
  WORD wHour;
  WORD wMinute;
  WORD wSecond;
  WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;

typedef struct _SYSTEM_INFO {
  __extension__ union {
    DWORD dwOemId;
    __extension__ struct {
      WORD wProcessorArchitecture;
      WORD wReserved;
    };
  };
  DWORD dwPageSize;
  LPVOID lpMinimumApplicationAddress;
  LPVOID lpMaximumApplicationAddress;
  DWORD_PTR dwActiveProcessorMask;
  DWORD dwNumberOfProcessors;
  DWORD dwProcessorType;
  DWORD dwAllocationGranularity;
  WORD wProcessorLevel;
  WORD wProcessorRevision;
} SYSTEM_INFO, *LPSYSTEM_INFO;
OWDF_SIZE(SYSTEM_INFO, 48);

typedef RTL_CRITICAL_SECTION CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION;
typedef RTL_SRWLOCK SRWLOCK, *PSRWLOCK;
typedef RTL_CONDITION_VARIABLE CONDITION_VARIABLE, *PCONDITION_VARIABLE;
typedef RTL_RUN_ONCE INIT_ONCE, *PINIT_ONCE, *LPINIT_ONCE;
#define SRWLOCK_INIT RTL_SRWLOCK_INIT
#define CONDITION_VARIABLE_INIT RTL_CONDITION_VARIABLE_INIT
#define INIT_ONCE_STATIC_INIT RTL_RUN_ONCE_INIT

typedef DWORD(WINAPI* PTHREAD_START_ROUTINE)(LPVOID);
typedef PTHREAD_START_ROUTINE LPTHREAD_START_ROUTINE;
typedef VOID(WINAPI* LPOVERLAPPED_COMPLETION_ROUTINE)(DWORD, DWORD, LPOVERLAPPED);
typedef BOOL(WINAPI* PHANDLER_ROUTINE)(DWORD);
typedef BOOL(WINAPI* PINIT_ONCE_FN)(PINIT_ONCE, PVOID, PVOID*);

/* Files and devices */
HANDLE WINAPI CreateFileA(LPCSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition,
                          DWORD flags, HANDLE template_file);
HANDLE WINAPI CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES security, DWORD disposition,
                          DWORD flags, HANDLE template_file);
BOOL WINAPI CloseHandle(HANDLE object);
BOOL WINAPI DuplicateHandle(HANDLE source_process, HANDLE source, HANDLE target_process, LPHANDLE target, DWORD access,
                            BOOL inherit, DWORD options);
BOOL WINAPI ReadFile(HANDLE file, LPVOID buffer, DWORD length, LPDWORD read, LPOVERLAPPED overlapped);
BOOL WINAPI WriteFile(HANDLE file, LPCVOID buffer, DWORD length, LPDWORD written, LPOVERLAPPED overlapped);
BOOL WINAPI ReadFileEx(HANDLE file, LPVOID buffer, DWORD length, LPOVERLAPPED overlapped,
                       LPOVERLAPPED_COMPLETION_ROUTINE routine);
BOOL WINAPI WriteFileEx(HANDLE file, LPCVOID buffer, DWORD length, LPOVERLAPPED overlapped,
                        LPOVERLAPPED_COMPLETION_ROUTINE routine);
BOOL WINAPI DeviceIoControl(HANDLE device, DWORD code, LPVOID input, DWORD input_length, LPVOID output,
                            DWORD output_length, LPDWORD returned, LPOVERLAPPED overlapped);
BOOL WINAPI GetOverlappedResult(HANDLE file, LPOVERLAPPED overlapped, LPDWORD transferred, BOOL wait);
BOOL WINAPI GetOverlappedResultEx(HANDLE file, LPOVERLAPPED overlapped, LPDWORD transferred, DWORD milliseconds,
                                  BOOL alertable);
BOOL WINAPI CancelIo(HANDLE file);
BOOL WINAPI CancelIoEx(HANDLE file, LPOVERLAPPED overlapped);
BOOL WINAPI CancelSynchronousIo(HANDLE thread);
BOOL WINAPI FlushFileBuffers(HANDLE file);
BOOL WINAPI SetFileCompletionNotificationModes(HANDLE file, UCHAR flags);
DWORD WINAPI SetFilePointer(HANDLE file, LONG distance, PLONG distance_high, DWORD method);
BOOL WINAPI SetFilePointerEx(HANDLE file, LARGE_INTEGER distance, PLARGE_INTEGER position, DWORD method);
DWORD WINAPI GetFileSize(HANDLE file, LPDWORD high);
BOOL WINAPI GetFileSizeEx(HANDLE file, PLARGE_INTEGER size);
BOOL WINAPI SetEndOfFile(HANDLE file);
#define FILE_TYPE_UNKNOWN 0
#define FILE_TYPE_DISK 1
#define FILE_TYPE_CHAR 2
#define FILE_TYPE_PIPE 3
DWORD WINAPI GetFileType(HANDLE file);
/* What a search finds; times are zero here, and names have no short forms. */
typedef struct _WIN32_FIND_DATAA {
  DWORD dwFileAttributes;
  FILETIME ftCreationTime;
  FILETIME ftLastAccessTime;
  FILETIME ftLastWriteTime;
  DWORD nFileSizeHigh;
  DWORD nFileSizeLow;
  DWORD dwReserved0;
  DWORD dwReserved1;
  CHAR cFileName[MAX_PATH];
  CHAR cAlternateFileName[14];
} WIN32_FIND_DATAA, *LPWIN32_FIND_DATAA;
OWDF_SIZE(WIN32_FIND_DATAA, 320);
typedef struct _WIN32_FIND_DATAW {
  DWORD dwFileAttributes;
  FILETIME ftCreationTime;
  FILETIME ftLastAccessTime;
  FILETIME ftLastWriteTime;
  DWORD nFileSizeHigh;
  DWORD nFileSizeLow;
  DWORD dwReserved0;
  DWORD dwReserved1;
  WCHAR cFileName[MAX_PATH];
  WCHAR cAlternateFileName[14];
} WIN32_FIND_DATAW, *LPWIN32_FIND_DATAW;
OWDF_SIZE(WIN32_FIND_DATAW, 592);
HANDLE WINAPI FindFirstFileA(LPCSTR pattern, LPWIN32_FIND_DATAA data);
HANDLE WINAPI FindFirstFileW(LPCWSTR pattern, LPWIN32_FIND_DATAW data);
BOOL WINAPI FindNextFileA(HANDLE search, LPWIN32_FIND_DATAA data);
BOOL WINAPI FindNextFileW(HANDLE search, LPWIN32_FIND_DATAW data);
BOOL WINAPI FindClose(HANDLE search);
DWORD WINAPI GetFileAttributesA(LPCSTR name);
DWORD WINAPI GetFileAttributesW(LPCWSTR name);
BOOL WINAPI SetFileAttributesA(LPCSTR name, DWORD attributes);
BOOL WINAPI SetFileAttributesW(LPCWSTR name, DWORD attributes);
BOOL WINAPI CreateDirectoryA(LPCSTR name, LPSECURITY_ATTRIBUTES security);
BOOL WINAPI CreateDirectoryW(LPCWSTR name, LPSECURITY_ATTRIBUTES security);
BOOL WINAPI RemoveDirectoryA(LPCSTR name);
BOOL WINAPI RemoveDirectoryW(LPCWSTR name);
BOOL WINAPI SetCurrentDirectoryA(LPCSTR name);
BOOL WINAPI SetCurrentDirectoryW(LPCWSTR name);
DWORD WINAPI GetTempPathA(DWORD length, LPSTR buffer);
DWORD WINAPI GetTempPathW(DWORD length, LPWSTR buffer);
UINT WINAPI GetWindowsDirectoryA(LPSTR buffer, UINT length);
UINT WINAPI GetWindowsDirectoryW(LPWSTR buffer, UINT length);
BOOL WINAPI DeleteFileA(LPCSTR name);
BOOL WINAPI DeleteFileW(LPCWSTR name);
BOOL WINAPI DefineDosDeviceA(DWORD flags, LPCSTR name, LPCSTR target);
BOOL WINAPI DefineDosDeviceW(DWORD flags, LPCWSTR name, LPCWSTR target);
DWORD WINAPI GetCurrentDirectoryA(DWORD length, LPSTR buffer);
DWORD WINAPI GetCurrentDirectoryW(DWORD length, LPWSTR buffer);
UINT WINAPI GetSystemDirectoryA(LPSTR buffer, UINT length);
UINT WINAPI GetSystemDirectoryW(LPWSTR buffer, UINT length);
DWORD WINAPI GetFullPathNameA(LPCSTR name, DWORD length, LPSTR buffer, LPSTR* part);
DWORD WINAPI GetFullPathNameW(LPCWSTR name, DWORD length, LPWSTR buffer, LPWSTR* part);

HANDLE WINAPI CreateIoCompletionPort(HANDLE file, HANDLE port, ULONG_PTR key, DWORD threads);
BOOL WINAPI GetQueuedCompletionStatus(HANDLE port, LPDWORD transferred, PULONG_PTR key, LPOVERLAPPED* overlapped,
                                      DWORD milliseconds);
BOOL WINAPI GetQueuedCompletionStatusEx(HANDLE port, LPOVERLAPPED_ENTRY entries, ULONG count, PULONG removed,
                                        DWORD milliseconds, BOOL alertable);
BOOL WINAPI PostQueuedCompletionStatus(HANDLE port, DWORD transferred, ULONG_PTR key, LPOVERLAPPED overlapped);

/* Synchronization */
HANDLE WINAPI CreateEventA(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCSTR name);
HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES security, BOOL manual, BOOL initial, LPCWSTR name);
HANDLE WINAPI CreateEventExA(LPSECURITY_ATTRIBUTES security, LPCSTR name, DWORD flags, DWORD access);
HANDLE WINAPI CreateEventExW(LPSECURITY_ATTRIBUTES security, LPCWSTR name, DWORD flags, DWORD access);
HANDLE WINAPI OpenEventA(DWORD access, BOOL inherit, LPCSTR name);
HANDLE WINAPI OpenEventW(DWORD access, BOOL inherit, LPCWSTR name);
BOOL WINAPI SetEvent(HANDLE event);
BOOL WINAPI ResetEvent(HANDLE event);
BOOL WINAPI PulseEvent(HANDLE event);
HANDLE WINAPI CreateMutexA(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCSTR name);
HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES security, BOOL owned, LPCWSTR name);
BOOL WINAPI ReleaseMutex(HANDLE mutex);
HANDLE WINAPI CreateSemaphoreA(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCSTR name);
HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES security, LONG initial, LONG maximum, LPCWSTR name);
BOOL WINAPI ReleaseSemaphore(HANDLE semaphore, LONG count, LPLONG previous);
DWORD WINAPI WaitForSingleObject(HANDLE object, DWORD milliseconds);
DWORD WINAPI WaitForSingleObjectEx(HANDLE object, DWORD milliseconds, BOOL alertable);
DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE* objects, BOOL all, DWORD milliseconds);
DWORD WINAPI WaitForMultipleObjectsEx(DWORD count, const HANDLE* objects, BOOL all, DWORD milliseconds, BOOL alertable);
VOID WINAPI Sleep(DWORD milliseconds);
DWORD WINAPI SleepEx(DWORD milliseconds, BOOL alertable);
VOID WINAPI InitializeCriticalSection(LPCRITICAL_SECTION section);
BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spin);
VOID WINAPI EnterCriticalSection(LPCRITICAL_SECTION section);
BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION section);
VOID WINAPI LeaveCriticalSection(LPCRITICAL_SECTION section);
VOID WINAPI DeleteCriticalSection(LPCRITICAL_SECTION section);
VOID WINAPI InitializeSRWLock(PSRWLOCK lock);
VOID WINAPI AcquireSRWLockExclusive(PSRWLOCK lock);
VOID WINAPI ReleaseSRWLockExclusive(PSRWLOCK lock);
VOID WINAPI AcquireSRWLockShared(PSRWLOCK lock);
VOID WINAPI ReleaseSRWLockShared(PSRWLOCK lock);
VOID WINAPI InitializeConditionVariable(PCONDITION_VARIABLE variable);
BOOL WINAPI SleepConditionVariableCS(PCONDITION_VARIABLE variable, PCRITICAL_SECTION section, DWORD milliseconds);
VOID WINAPI WakeConditionVariable(PCONDITION_VARIABLE variable);
VOID WINAPI WakeAllConditionVariable(PCONDITION_VARIABLE variable);
BOOL WINAPI InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN function, PVOID parameter, LPVOID* context);

/* Threads and processes */
HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES security, SIZE_T stack, LPTHREAD_START_ROUTINE start, LPVOID parameter,
                           DWORD flags, LPDWORD id);
DECLSPEC_NORETURN VOID WINAPI ExitThread(DWORD code);
BOOL WINAPI TerminateThread(HANDLE thread, DWORD code);
BOOL WINAPI GetExitCodeThread(HANDLE thread, LPDWORD code);
DWORD WINAPI ResumeThread(HANDLE thread);
DWORD WINAPI SuspendThread(HANDLE thread);
BOOL WINAPI SetThreadPriority(HANDLE thread, int priority);
int WINAPI GetThreadPriority(HANDLE thread);
BOOL WINAPI SwitchToThread(VOID);
HANDLE WINAPI GetCurrentThread(VOID);
DWORD WINAPI GetCurrentThreadId(VOID);
HANDLE WINAPI GetCurrentProcess(VOID);
DWORD WINAPI GetCurrentProcessId(VOID);
DECLSPEC_NORETURN VOID WINAPI ExitProcess(UINT code);
BOOL WINAPI TerminateProcess(HANDLE process, UINT code);
BOOL WINAPI GetExitCodeProcess(HANDLE process, LPDWORD code);
DWORD WINAPI TlsAlloc(VOID);
LPVOID WINAPI TlsGetValue(DWORD index);
BOOL WINAPI TlsSetValue(DWORD index, LPVOID value);
BOOL WINAPI TlsFree(DWORD index);
LPSTR WINAPI GetCommandLineA(VOID);
LPWSTR WINAPI GetCommandLineW(VOID);
DWORD WINAPI GetEnvironmentVariableA(LPCSTR name, LPSTR buffer, DWORD length);
DWORD WINAPI GetEnvironmentVariableW(LPCWSTR name, LPWSTR buffer, DWORD length);
BOOL WINAPI SetConsoleCtrlHandler(PHANDLER_ROUTINE handler, BOOL add);
BOOL WINAPI GenerateConsoleCtrlEvent(DWORD event, DWORD process_group);

/* Errors */
DWORD WINAPI GetLastError(VOID);
VOID WINAPI SetLastError(DWORD code);

#define EXCEPTION_ACCESS_VIOLATION ((DWORD)0xC0000005L)
#define EXCEPTION_DATATYPE_MISALIGNMENT ((DWORD)0x80000002L)
#define EXCEPTION_BREAKPOINT ((DWORD)0x80000003L)
#define EXCEPTION_INT_DIVIDE_BY_ZERO ((DWORD)0xC0000094L)
#define EXCEPTION_INT_OVERFLOW ((DWORD)0xC0000095L)
#define EXCEPTION_ILLEGAL_INSTRUCTION ((DWORD)0xC000001DL)
#define EXCEPTION_STACK_OVERFLOW ((DWORD)0xC00000FDL)
#define EXCEPTION_NONCONTINUABLE_EXCEPTION ((DWORD)0xC0000025L)
VOID WINAPI RaiseException(DWORD code, DWORD flags, DWORD count, const ULONG_PTR* arguments);
DWORD WINAPI FormatMessageA(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPSTR buffer, DWORD size,
                            OWDF_VA_LIST* arguments);
DWORD WINAPI FormatMessageW(DWORD flags, LPCVOID source, DWORD id, DWORD language, LPWSTR buffer, DWORD size,
                            OWDF_VA_LIST* arguments);
VOID WINAPI OutputDebugStringA(LPCSTR text);
VOID WINAPI OutputDebugStringW(LPCWSTR text);
VOID WINAPI DebugBreak(VOID);
BOOL WINAPI IsDebuggerPresent(VOID);

/* Memory */
HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T bytes);
HLOCAL WINAPI LocalFree(HLOCAL memory);
HLOCAL WINAPI LocalReAlloc(HLOCAL memory, SIZE_T bytes, UINT flags);
HGLOBAL WINAPI GlobalAlloc(UINT flags, SIZE_T bytes);
HGLOBAL WINAPI GlobalFree(HGLOBAL memory);
LPVOID WINAPI GlobalLock(HGLOBAL memory);
BOOL WINAPI GlobalUnlock(HGLOBAL memory);
HANDLE WINAPI GetProcessHeap(VOID);
HANDLE WINAPI HeapCreate(DWORD options, SIZE_T initial, SIZE_T maximum);
BOOL WINAPI HeapDestroy(HANDLE heap);
LPVOID WINAPI HeapAlloc(HANDLE heap, DWORD flags, SIZE_T bytes);
LPVOID WINAPI HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T bytes);
BOOL WINAPI HeapFree(HANDLE heap, DWORD flags, LPVOID memory);
SIZE_T WINAPI HeapSize(HANDLE heap, DWORD flags, LPCVOID memory);
LPVOID WINAPI VirtualAlloc(LPVOID address, SIZE_T size, DWORD type, DWORD protect);
BOOL WINAPI VirtualFree(LPVOID address, SIZE_T size, DWORD type);
BOOL WINAPI VirtualLock(LPVOID address, SIZE_T size);
BOOL WINAPI VirtualUnlock(LPVOID address, SIZE_T size);

/* Time and system */
DWORD WINAPI GetTickCount(VOID);
ULONGLONG WINAPI GetTickCount64(VOID);
BOOL WINAPI QueryPerformanceCounter(PLARGE_INTEGER count);
BOOL WINAPI QueryPerformanceFrequency(PLARGE_INTEGER frequency);
VOID WINAPI GetSystemTime(LPSYSTEMTIME time);
VOID WINAPI GetLocalTime(LPSYSTEMTIME time);
VOID WINAPI GetSystemTimeAsFileTime(LPFILETIME time);
BOOL WINAPI FileTimeToSystemTime(const FILETIME* file_time, LPSYSTEMTIME time);
BOOL WINAPI FileTimeToLocalFileTime(const FILETIME* file_time, LPFILETIME local);
VOID WINAPI GetSystemInfo(LPSYSTEM_INFO information);
VOID WINAPI GetNativeSystemInfo(LPSYSTEM_INFO information);

/* Modules */
HMODULE WINAPI GetModuleHandleA(LPCSTR name);
HMODULE WINAPI GetModuleHandleW(LPCWSTR name);
DWORD WINAPI GetModuleFileNameA(HMODULE module, LPSTR buffer, DWORD length);
DWORD WINAPI GetModuleFileNameW(HMODULE module, LPWSTR buffer, DWORD length);
HMODULE WINAPI LoadLibraryA(LPCSTR name);
HMODULE WINAPI LoadLibraryW(LPCWSTR name);
BOOL WINAPI FreeLibrary(HMODULE module);
FARPROC WINAPI GetProcAddress(HMODULE module, LPCSTR name);

/* Console and text */
HANDLE WINAPI GetStdHandle(DWORD which);
BOOL WINAPI WriteConsoleA(HANDLE console, const VOID* text, DWORD length, LPDWORD written, LPVOID reserved);
BOOL WINAPI WriteConsoleW(HANDLE console, const VOID* text, DWORD length, LPDWORD written, LPVOID reserved);
int WINAPI MultiByteToWideChar(UINT page, DWORD flags, LPCSTR text, int length, LPWSTR wide, int wide_length);
int WINAPI WideCharToMultiByte(UINT page, DWORD flags, LPCWSTR wide, int wide_length, LPSTR text, int length,
                               LPCSTR fallback, LPBOOL used);
int WINAPI lstrlenA(LPCSTR text);
int WINAPI lstrlenW(LPCWSTR text);
int WINAPI lstrcmpA(LPCSTR left, LPCSTR right);
int WINAPI lstrcmpW(LPCWSTR left, LPCWSTR right);
int WINAPI lstrcmpiA(LPCSTR left, LPCSTR right);
int WINAPI lstrcmpiW(LPCWSTR left, LPCWSTR right);
LPSTR WINAPI lstrcpyA(LPSTR to, LPCSTR from);
LPWSTR WINAPI lstrcpyW(LPWSTR to, LPCWSTR from);
LPSTR WINAPI lstrcatA(LPSTR to, LPCSTR from);
LPWSTR WINAPI lstrcatW(LPWSTR to, LPCWSTR from);
int WINAPIV wsprintfA(LPSTR to, LPCSTR format, ...);
int WINAPIV wsprintfW(LPWSTR to, LPCWSTR format, ...);

OWDF_END

#if !defined(OWDF_HOST)
#ifdef UNICODE
#define OWDF_AW(name) name##W
#else
#define OWDF_AW(name) name##A
#endif
#define CreateFile OWDF_AW(CreateFile)
#define GetFileAttributes OWDF_AW(GetFileAttributes)
#define SetFileAttributes OWDF_AW(SetFileAttributes)
#define CreateDirectory OWDF_AW(CreateDirectory)
#define FindFirstFile OWDF_AW(FindFirstFile)
#define FindNextFile OWDF_AW(FindNextFile)
#ifdef UNICODE
typedef WIN32_FIND_DATAW WIN32_FIND_DATA, *LPWIN32_FIND_DATA, *PWIN32_FIND_DATA;
#else
typedef WIN32_FIND_DATAA WIN32_FIND_DATA, *LPWIN32_FIND_DATA, *PWIN32_FIND_DATA;
#endif
#define RemoveDirectory OWDF_AW(RemoveDirectory)
#define SetCurrentDirectory OWDF_AW(SetCurrentDirectory)
#define GetTempPath OWDF_AW(GetTempPath)
#define GetWindowsDirectory OWDF_AW(GetWindowsDirectory)
#define DeleteFile OWDF_AW(DeleteFile)
#define DefineDosDevice OWDF_AW(DefineDosDevice)
#define GetCurrentDirectory OWDF_AW(GetCurrentDirectory)
#define GetSystemDirectory OWDF_AW(GetSystemDirectory)
#define GetFullPathName OWDF_AW(GetFullPathName)
#define CreateEvent OWDF_AW(CreateEvent)
#define CreateEventEx OWDF_AW(CreateEventEx)
#define OpenEvent OWDF_AW(OpenEvent)
#define CreateMutex OWDF_AW(CreateMutex)
#define CreateSemaphore OWDF_AW(CreateSemaphore)
#define GetCommandLine OWDF_AW(GetCommandLine)
#define GetEnvironmentVariable OWDF_AW(GetEnvironmentVariable)
#define FormatMessage OWDF_AW(FormatMessage)
#define OutputDebugString OWDF_AW(OutputDebugString)
#define GetModuleHandle OWDF_AW(GetModuleHandle)
#define GetModuleFileName OWDF_AW(GetModuleFileName)
#define LoadLibrary OWDF_AW(LoadLibrary)
#define WriteConsole OWDF_AW(WriteConsole)
#define lstrlen OWDF_AW(lstrlen)
#define lstrcmp OWDF_AW(lstrcmp)
#define lstrcmpi OWDF_AW(lstrcmpi)
#define lstrcpy OWDF_AW(lstrcpy)
#define lstrcat OWDF_AW(lstrcat)
#define wsprintf OWDF_AW(wsprintf)
#define ZeroMemory RtlZeroMemory
#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory
#define FillMemory RtlFillMemory
#define SecureZeroMemory RtlSecureZeroMemory
#endif
