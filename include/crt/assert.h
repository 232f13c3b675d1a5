/* Assertions of programs; each inclusion obeys NDEBUG anew. */
#include <crt_types.h>

OWDF_CRT_BEGIN
void __cdecl _assert(const char* condition, const char* file, unsigned line) __attribute((noreturn));
OWDF_CRT_END

#undef assert
#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition) ((condition) ? (void)0 : _assert(#condition, __FILE__, __LINE__))
#endif
#if !defined(__cplusplus) && !defined(static_assert)
#define static_assert _Static_assert
#endif
