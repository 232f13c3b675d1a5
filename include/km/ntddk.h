/* The kernel interface for drivers that are not pure WDM; the same declarations, and a few names of its own. */
#pragma once

#define _NTDDK_ 1
#include <wdm.h>
