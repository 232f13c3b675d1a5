/* Basic definitions of the C language. */
#pragma once

#include <crt_types.h>

typedef __PTRDIFF_TYPE__ ptrdiff_t;
#define offsetof(type, member) __builtin_offsetof(type, member)
#ifdef __cplusplus
namespace std {
typedef decltype(nullptr) nullptr_t;
}
using ::std::nullptr_t;
#endif
typedef struct {
  long long owdf_alignment __attribute((__aligned__(__alignof__(long long))));
  long double owdf_wide_alignment __attribute((__aligned__(__alignof__(long double))));
} max_align_t;
