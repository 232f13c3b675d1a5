/* Memory of the program's heap and of the stack. */
#pragma once

#include <stdlib.h>

#define _alloca(size) __builtin_alloca(size)
#define alloca(size) __builtin_alloca(size)
#define _malloca(size) __builtin_alloca(size)
#define _freea(block) ((void)(block))
