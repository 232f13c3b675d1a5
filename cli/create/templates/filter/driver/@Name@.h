/* The parts of the @Name@ filter: what it keeps for each device, and its callbacks. */
#pragma once

#include <ntddk.h>
#include <wdf.h>

typedef struct _FILTER_CONTEXT {
  volatile LONG Controls; /* the queue is parallel, so it is counted by interlocked operations */
} FILTER_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(FILTER_CONTEXT, FilterContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD @Name@EvtDeviceAdd;
EVT_WDF_OBJECT_CONTEXT_CLEANUP @Name@EvtDeviceCleanup;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL @Name@EvtIoDeviceControl;
