/* What the misbehave driver, its application and its tests agree on. */
#pragma once

#include "misdeed.h"

/* {0E2B7A64-9B0F-4A8E-8C55-6F2D9A1C7B3E} */
DEFINE_GUID(GUID_DEVINTERFACE_OWDF_MISBEHAVE,
            0x0e2b7a64, 0x9b0f, 0x4a8e, 0x8c, 0x55, 0x6f, 0x2d, 0x9a, 0x1c, 0x7b, 0x3e);

/* Input: ULONG, the misdeed. The request ends with the status that the misdeed was answered with. */
#define IOCTL_MISBEHAVE CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
