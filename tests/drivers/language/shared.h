/* Seen by three translation units: one definition of each, whoever comes first. */
#pragma once
#include <guiddef.h>

DEFINE_GUID(GUID_LANGUAGE, 0x4f574446, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
EXTERN_C __declspec(selectany) extern const int SharedValue = 42;
