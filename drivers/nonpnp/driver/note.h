/*
 * nonpnp: a driver without devices of its own bus. Its one control device changes letters to upper case, by each of the
 * transfer methods, and keeps a note for every open handle.
 *
 * It shows a control device from WdfControlDeviceInitAllocate to its end, file object callbacks with a context for each
 * handle, EvtIoInCallerContext for buffers that nobody has checked yet, files in kernel mode, a shutdown notification,
 * and traces. There is no INF: the application installs the driver as a service, starts it, stops it and deletes it.
 */
#pragma once

#include <ntddk.h>
#include <wdf.h>
#include <wdmsec.h>

#include "../public.h"
#include "trace.h"

/* One for each open handle: the note that reads return. */
typedef struct _FILE_CONTEXT {
  size_t Length;
  ULONG Requests;
  char Note[NOTE_LONGEST + 1];
} FILE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(FILE_CONTEXT, NoteFile)

/* Only requests of METHOD_NEITHER have one: their buffers, locked and mapped while the caller was there. */
typedef struct _REQUEST_CONTEXT {
  WDFMEMORY Input;
  WDFMEMORY Output;
} REQUEST_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(REQUEST_CONTEXT, NoteRequest)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_UNLOAD NoteUnload;
EVT_WDF_OBJECT_CONTEXT_CLEANUP NoteDriverCleanup;
EVT_WDF_DEVICE_SHUTDOWN_NOTIFICATION NoteShutdown;

EVT_WDF_DEVICE_FILE_CREATE NoteFileCreate;
EVT_WDF_FILE_CLEANUP NoteFileCleanup;
EVT_WDF_FILE_CLOSE NoteFileClose;

EVT_WDF_IO_IN_CALLER_CONTEXT NoteInCallerContext;
EVT_WDF_IO_QUEUE_IO_READ NoteRead;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL NoteDeviceControl;
