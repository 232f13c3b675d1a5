/* Automation: dates as numbers. */
#pragma once

#include <combaseapi.h>

OWDF_BEGIN
INT WINAPI SystemTimeToVariantTime(LPSYSTEMTIME time, DOUBLE* variant_time);
INT WINAPI VariantTimeToSystemTime(DOUBLE variant_time, LPSYSTEMTIME time);
OWDF_END
