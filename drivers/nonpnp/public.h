/* What the nonpnp driver and its application agree on. */
#pragma once

#define NOTE_SERVICE "owdfnote"
#define NOTE_IMAGE "nonpnp.sys"           /* beside the application */
#define NOTE_DEVICE "\\\\.\\OwdfNote"
#define NOTE_LOG "\\SystemRoot\\Temp\\owdfnote.log"

#define NOTE_LONGEST 1024

/* The input's letters in upper case as output: the same work three times, by three ways for the data. */
#define IOCTL_NOTE_UPPER_BUFFERED CTL_CODE(FILE_DEVICE_UNKNOWN, 0x900, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define IOCTL_NOTE_UPPER_OUT_DIRECT CTL_CODE(FILE_DEVICE_UNKNOWN, 0x901, METHOD_OUT_DIRECT, FILE_ANY_ACCESS)
#define IOCTL_NOTE_UPPER_NEITHER CTL_CODE(FILE_DEVICE_UNKNOWN, 0x902, METHOD_NEITHER, FILE_ANY_ACCESS)
/* Keeps what lies in the "output" buffer for reads of this handle; the input is one character that goes in front. */
#define IOCTL_NOTE_KEEP CTL_CODE(FILE_DEVICE_UNKNOWN, 0x903, METHOD_IN_DIRECT, FILE_WRITE_ACCESS)
