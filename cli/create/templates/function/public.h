/* What the @Name@ driver and its programs agree on. Include initguid.h before it in one source of each. */
#pragma once

/* {@GUID:interface@} */
DEFINE_GUID(GUID_DEVINTERFACE_@NAME@, @GUID_C:interface@);

/* Adds two numbers; input @NAME@_NUMBERS, output @NAME@_SUM. */
#define IOCTL_@NAME@_ADD CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _@NAME@_NUMBERS {
  ULONG First;
  ULONG Second;
} @NAME@_NUMBERS;

typedef struct _@NAME@_SUM {
  ULONG Sum;
  ULONG Additions; /* since the device started, this one included */
} @NAME@_SUM;
