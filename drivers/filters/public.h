/* What the tally filter and its applications agree on. */
#pragma once

/* Counts since the device was added, of all handles; output TALLY_COUNTS. The filter answers it, whoever is below. */
#define IOCTL_TALLY_GET CTL_CODE(FILE_DEVICE_UNKNOWN, 0x901, METHOD_BUFFERED, FILE_ANY_ACCESS)

typedef struct _TALLY_COUNTS {
  ULONG Reads;
  ULONG Writes;
  ULONG Controls;   /* those passed on; not the questions for these counts */
} TALLY_COUNTS;
