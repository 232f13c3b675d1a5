/* The shell's command line. */
#pragma once

#include <windef.h>

OWDF_BEGIN
LPWSTR* NTAPI CommandLineToArgvW(LPCWSTR command_line, int* count);
OWDF_END
