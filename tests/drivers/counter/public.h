/* What the counter driver and its tests agree on. */
#pragma once

/* {B1E1B1D5-3C55-4D70-8B42-8A1D5E0B6A11} */
DEFINE_GUID(GUID_DEVINTERFACE_OWDF_COUNTER, 0xb1e1b1d5, 0x3c55, 0x4d70, 0x8b, 0x42, 0x8a, 0x1d, 0x5e, 0x0b, 0x6a, 0x11);

/* Output: LONG, how often this was asked since the image was loaded, plus 100. */
#define IOCTL_COUNTER_ASK CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
