/* The second of three units that include the same header; and macros that are called with too much. */
#include <ntddk.h>
#include <intrin.h>
#include "Shared.h"

#define NOTHING_TO_CLEAN()
#define ONE_ARGUMENT(a) (a)

void UseMore(void)
{
  int registers[4];
  NOTHING_TO_CLEAN(1, any thing);
  __cpuid(registers, 0);
  __cpuidex(registers, 7, 0);
  if (registers[0] == 99) __ud2();
  DbgPrint("more: %d %d\n", SharedValue, ONE_ARGUMENT(1, 2));
}
