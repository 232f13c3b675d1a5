/*
 * echo: what is written to a handle can be read from the same handle, a little later.
 *
 * It shows, in three files, the shape of most software-only KMDF drivers: one device with an interface, one sequential
 * queue for reads and writes, a parallel queue for control requests, a timer that completes, and cancellation.
 */
#pragma once

#include <ntddk.h>
#include <wdf.h>
#include <initguid.h>

#include "../public.h"

typedef struct _DEVICE_CONTEXT {
  WDFQUEUE Transfers;   /* sequential: at most one read or write is with the driver at a time */
  WDFTIMER Answer;      /* completes `Current` after `DelayMilliseconds` */
  WDFREQUEST Current;   /* the transfer the device works on; guarded by the queue's synchronization scope */
  NTSTATUS CurrentStatus;
  ULONG_PTR CurrentInformation;
  ULONG DelayMilliseconds;
  ECHO_STATISTICS Statistics;
  volatile LONG OpenHandles;   /* counted by the file callbacks, outside the queue's scope */
} DEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, EchoDevice)

/* One per open handle: the message that reads of this handle return. */
typedef struct _FILE_CONTEXT {
  WDFMEMORY Message;    /* NULL until the first write */
  size_t Length;
} FILE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(FILE_CONTEXT, EchoFile)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EchoDeviceAdd;
EVT_WDF_DRIVER_UNLOAD EchoDriverUnload;

EVT_WDF_DEVICE_D0_ENTRY EchoD0Entry;
EVT_WDF_DEVICE_D0_EXIT EchoD0Exit;
EVT_WDF_DEVICE_FILE_CREATE EchoFileCreate;
EVT_WDF_FILE_CLOSE EchoFileClose;

NTSTATUS EchoCreateQueues(WDFDEVICE Device);
EVT_WDF_IO_QUEUE_IO_READ EchoRead;
EVT_WDF_IO_QUEUE_IO_WRITE EchoWrite;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EchoPing;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL EchoDeviceControl;
EVT_WDF_IO_QUEUE_IO_STOP EchoStop;
EVT_WDF_REQUEST_CANCEL EchoCancel;
EVT_WDF_TIMER EchoAnswer;
