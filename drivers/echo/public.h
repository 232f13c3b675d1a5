/* What the echo driver and its applications agree on. */
#pragma once

/* {6B2E5A1C-3F0D-4C8E-9B57-1D2A7C40E9F3} */
DEFINE_GUID(GUID_DEVINTERFACE_OWDF_ECHO, 0x6b2e5a1c, 0x3f0d, 0x4c8e, 0x9b, 0x57, 0x1d, 0x2a, 0x7c, 0x40, 0xe9, 0xf3);

#define ECHO_MAX_MESSAGE 4096

/* How long the device takes to answer a request, in milliseconds; 0: at once, inside the callback. */
#define IOCTL_ECHO_SET_DELAY CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)
/* Counts since the device started; output ECHO_STATISTICS. */
#define IOCTL_ECHO_GET_STATISTICS CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_BUFFERED, FILE_ANY_ACCESS)
/* Returns the input as output, at once: the shortest way through the driver. */
#define IOCTL_ECHO_PING CTL_CODE(FILE_DEVICE_UNKNOWN, 0x803, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _ECHO_STATISTICS {
  ULONG Writes;
  ULONG Reads;
  ULONG Cancelled;
  ULONG OpenHandles;
} ECHO_STATISTICS;
