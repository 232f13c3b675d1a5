/* A part of kernel32; see winbase.h. */
#pragma once
#include <winbase.h>
