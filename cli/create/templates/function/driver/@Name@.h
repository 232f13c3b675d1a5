/* The parts of the @Name@ driver: what it keeps for each device, and its callbacks. */
#pragma once

#include <ntddk.h>
#include <wdf.h>
#include <initguid.h>

#include "../public.h"

typedef struct _DEVICE_CONTEXT {
  ULONG Additions; /* the queue is sequential, so one callback at a time counts */
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, DeviceContext)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD @Name@EvtDeviceAdd;
EVT_WDF_DEVICE_D0_ENTRY @Name@EvtD0Entry;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL @Name@EvtIoDeviceControl;
