/* The one place where the two readers of these headers differ: a driver or Windows program (clang, Windows ABI in ELF),
   and our own Linux code (OWDF_HOST), which meets them through ms_abi functions and structures of the same layout.
   Everything else in include/ is written once, on top of the names defined here. */
#pragma once

#if defined(OWDF_HOST)

#define NTAPI __attribute((ms_abi))
#define OWDF_L(text) u##text

typedef int LONG;
typedef unsigned int ULONG;
typedef char16_t WCHAR;
typedef __builtin_ms_va_list OWDF_VA_LIST;

#else

#define NTAPI
#define OWDF_L(text) L##text

#ifndef __cplusplus
typedef __WCHAR_TYPE__ wchar_t;
#endif
typedef long LONG;
typedef unsigned long ULONG;
typedef wchar_t WCHAR;
typedef __builtin_va_list OWDF_VA_LIST;

#ifndef _WIN64
#define _WIN64 1
#endif
#ifndef _AMD64_
#define _AMD64_ 1
#endif
#ifndef _M_AMD64
#define _M_AMD64 100
#endif
#ifndef _M_X64
#define _M_X64 100
#endif

#endif

#ifdef __cplusplus
#define OWDF_BEGIN extern "C" {
#define OWDF_END }
#define OWDF_STATIC_ASSERT(condition, text) static_assert(condition, text)
#define EXTERN_C extern "C"
#define EXTERN_C_START extern "C" {
#define EXTERN_C_END }
#else
#define OWDF_BEGIN
#define OWDF_END
#define OWDF_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#define EXTERN_C extern
#define EXTERN_C_START
#define EXTERN_C_END
#endif

#define OWDF_SIZE(type, bytes) OWDF_STATIC_ASSERT(sizeof(type) == (bytes), #type " has the size it has on Windows x64")
#define OWDF_OFFSET(type, member, bytes) \
  OWDF_STATIC_ASSERT(__builtin_offsetof(type, member) == (bytes), #type "." #member " lies where Windows x64 puts it")

/* Helpers of these headers are static, so that C and C++, -O0 and address-taking all work without a library. */
#define OWDF_INLINE static __inline__ __attribute((unused))

#define DECLSPEC_ALIGN(bytes) __attribute((aligned(bytes)))
#define DECLSPEC_NORETURN __attribute((noreturn))
#define DECLSPEC_NOINLINE __attribute((noinline))
#define DECLSPEC_DEPRECATED
#define DECLSPEC_DEPRECATED_DDK
#define DECLSPEC_RESTRICT
#define DECLSPEC_CACHEALIGN DECLSPEC_ALIGN(64)
#define DECLSPEC_IMPORT
#define DECLSPEC_EXPORT
#define DECLSPEC_NOVTABLE
#define DECLSPEC_ADDRSAFE
#define DECLSPEC_NOTHROW
#if defined(OWDF_HOST)
#define DECLSPEC_SELECTANY inline
#define DECLSPEC_UUID(text)
#define FORCEINLINE inline __attribute((always_inline))
#define CFORCEINLINE FORCEINLINE
#define PFORCEINLINE FORCEINLINE
#else
#define DECLSPEC_SELECTANY __declspec(selectany)
#define DECLSPEC_UUID(text)
#define FORCEINLINE __forceinline
#define CFORCEINLINE FORCEINLINE
#define PFORCEINLINE FORCEINLINE
#endif
#define POINTER_ALIGNMENT DECLSPEC_ALIGN(8)
#define UNALIGNED __attribute((aligned(1)))
#define UNALIGNED64 UNALIGNED
#define MEMORY_ALLOCATION_ALIGNMENT 16
#define SYSTEM_CACHE_ALIGNMENT_SIZE 64
