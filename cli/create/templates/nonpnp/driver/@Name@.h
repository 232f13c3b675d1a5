/* The parts of the @Name@ driver: what it keeps for its device, and its callbacks. */
#pragma once

#include <ntddk.h>
#include <wdf.h>
#include <wdmsec.h>

#include "../public.h"

typedef struct _DEVICE_CONTEXT {
  ULONG Additions; /* the queue is sequential, so one callback at a time counts */
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD @Name@EvtUnload;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL @Name@EvtIoDeviceControl;
