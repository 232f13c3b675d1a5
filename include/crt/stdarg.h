/* Variable arguments. */
#pragma once

#include <crt_types.h>

#define va_start(list, last) __builtin_va_start(list, last)
#define va_arg(list, type) __builtin_va_arg(list, type)
#define va_end(list) __builtin_va_end(list)
#define va_copy(to, from) __builtin_va_copy(to, from)
#define _crt_va_start(list, last) va_start(list, last)
#define _crt_va_arg(list, type) va_arg(list, type)
#define _crt_va_end(list) va_end(list)
