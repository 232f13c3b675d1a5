/*
 * tally: a filter that counts the requests on their way to the device below it.
 *
 * It shows the shortest way through a filter, send and forget, and a control request that the filter keeps to itself.
 */
#include <ntddk.h>
#include <wdf.h>

#include "../public.h"

/* Counted by many threads at once, so with interlocked operations only. */
typedef struct _TALLY_CONTEXT {
  volatile LONG Reads;
  volatile LONG Writes;
  volatile LONG Controls;
} TALLY_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(TALLY_CONTEXT, Tally)

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD TallyDeviceAdd;
EVT_WDF_OBJECT_CONTEXT_CLEANUP TallyDeviceCleanup;
EVT_WDF_IO_QUEUE_IO_READ TallyRead;
EVT_WDF_IO_QUEUE_IO_WRITE TallyWrite;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL TallyDeviceControl;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;

  WDF_DRIVER_CONFIG_INIT(&config, TallyDeviceAdd);
  return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

NTSTATUS TallyDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  WDF_OBJECT_ATTRIBUTES attributes;
  WDF_IO_QUEUE_CONFIG config;
  WDFDEVICE device;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Driver);
  PAGED_CODE();

  WdfFdoInitSetFilter(DeviceInit);
  WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, TALLY_CONTEXT);
  attributes.EvtCleanupCallback = TallyDeviceCleanup;
  status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
  if (!NT_SUCCESS(status)) {
    return status;
  }

  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
  config.EvtIoRead = TallyRead;
  config.EvtIoWrite = TallyWrite;
  config.EvtIoDeviceControl = TallyDeviceControl;
  return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

VOID TallyDeviceCleanup(WDFOBJECT Device)
{
  TALLY_CONTEXT* context = Tally(Device);

  KdPrint(("tally: %d reads, %d writes, %d control requests\n", context->Reads, context->Writes, context->Controls));
  UNREFERENCED_PARAMETER(context);
}

/* Nobody here wants the request back: the lower driver completes it, straight to whoever is above. */
static VOID TallyPassOn(WDFQUEUE Queue, WDFREQUEST Request)
{
  WDF_REQUEST_SEND_OPTIONS options;

  WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET);
  if (!WdfRequestSend(Request, WdfDeviceGetIoTarget(WdfIoQueueGetDevice(Queue)), &options)) {
    WdfRequestComplete(Request, WdfRequestGetStatus(Request));
  }
}

VOID TallyRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
  UNREFERENCED_PARAMETER(Length);
  InterlockedIncrement(&Tally(WdfIoQueueGetDevice(Queue))->Reads);
  TallyPassOn(Queue, Request);
}

VOID TallyWrite(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
  UNREFERENCED_PARAMETER(Length);
  InterlockedIncrement(&Tally(WdfIoQueueGetDevice(Queue))->Writes);
  TallyPassOn(Queue, Request);
}

VOID TallyDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
  TALLY_CONTEXT* context = Tally(WdfIoQueueGetDevice(Queue));
  TALLY_COUNTS* counts;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(OutputLength);
  UNREFERENCED_PARAMETER(InputLength);

  if (Code != IOCTL_TALLY_GET) {
    InterlockedIncrement(&context->Controls);
    TallyPassOn(Queue, Request);
    return;
  }
  status = WdfRequestRetrieveOutputBuffer(Request, sizeof(TALLY_COUNTS), (PVOID*)&counts, NULL);
  if (!NT_SUCCESS(status)) {
    WdfRequestComplete(Request, status);
    return;
  }
  counts->Reads = (ULONG)InterlockedCompareExchange(&context->Reads, 0, 0);
  counts->Writes = (ULONG)InterlockedCompareExchange(&context->Writes, 0, 0);
  counts->Controls = (ULONG)InterlockedCompareExchange(&context->Controls, 0, 0);
  WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, sizeof(TALLY_COUNTS));
}
