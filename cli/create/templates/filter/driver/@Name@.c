/*
 * @Name@: a filter that sees the control requests on their way to the device below it.
 *
 * Every kind of request that has no callback here goes on down untouched: opens, reads, writes.
 */
#include "@Name@.h"

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, @Name@EvtDeviceAdd)
#endif

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;

  WDF_DRIVER_CONFIG_INIT(&config, @Name@EvtDeviceAdd);
  return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

/* Called for each device that names this filter. */
NTSTATUS @Name@EvtDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  WDF_OBJECT_ATTRIBUTES attributes;
  WDF_IO_QUEUE_CONFIG queue;
  WDFDEVICE device;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Driver);
  PAGED_CODE();

  WdfFdoInitSetFilter(DeviceInit);
  WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, FILTER_CONTEXT);
  attributes.EvtCleanupCallback = @Name@EvtDeviceCleanup;
  status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchParallel);
  queue.EvtIoDeviceControl = @Name@EvtIoDeviceControl;
  return WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

VOID @Name@EvtDeviceCleanup(WDFOBJECT Device)
{
  KdPrint(("@Name@: %d control requests\n", FilterContext(Device)->Controls));
  UNREFERENCED_PARAMETER(Device);
}

/* Send and forget: the driver below completes the request, straight to whoever is above. */
VOID @Name@EvtIoDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength, size_t InputBufferLength,
                              ULONG IoControlCode)
{
  WDFDEVICE device = WdfIoQueueGetDevice(Queue);
  WDF_REQUEST_SEND_OPTIONS options;

  UNREFERENCED_PARAMETER(OutputBufferLength);
  UNREFERENCED_PARAMETER(InputBufferLength);
  UNREFERENCED_PARAMETER(IoControlCode);

  InterlockedIncrement(&FilterContext(device)->Controls);
  WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET);
  if (!WdfRequestSend(Request, WdfDeviceGetIoTarget(device), &options)) {
    WdfRequestComplete(Request, WdfRequestGetStatus(Request)); /* not sent, so it is still ours */
  }
}
