/* Another name under which resource scripts ask for the same. */
#pragma once

#include <windows.h>
#include <winver.h>
