/*
 * shout: a filter that turns what is read from the device below it into capital letters.
 *
 * It shows the way of a request through a filter that wants it back: taken from a queue, sent down with a completion routine,
 * looked at and changed on its way up, completed.
 */
#include <ntddk.h>
#include <wdf.h>

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD ShoutDeviceAdd;
EVT_WDF_IO_QUEUE_IO_READ ShoutRead;
EVT_WDF_REQUEST_COMPLETION_ROUTINE ShoutReadDone;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;

  WDF_DRIVER_CONFIG_INIT(&config, ShoutDeviceAdd);
  return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

NTSTATUS ShoutDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  WDF_IO_QUEUE_CONFIG config;
  WDFDEVICE device;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Driver);
  PAGED_CODE();

  /* From here on this is a filter: flags and buffering are those of the device below. */
  WdfFdoInitSetFilter(DeviceInit);
  status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
  if (!NT_SUCCESS(status)) {
    return status;
  }

  /* Parallel, for nothing is kept between two requests. What has no callback here passes this driver by. */
  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchParallel);
  config.EvtIoRead = ShoutRead;
  return WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

VOID ShoutRead(WDFQUEUE Queue, WDFREQUEST Request, size_t Length)
{
  WDFIOTARGET below = WdfDeviceGetIoTarget(WdfIoQueueGetDevice(Queue));

  UNREFERENCED_PARAMETER(Length);

  /* The request goes on as it came. It is the lower driver's until ShoutReadDone gets it. */
  WdfRequestFormatRequestUsingCurrentType(Request);
  WdfRequestSetCompletionRoutine(Request, ShoutReadDone, WDF_NO_CONTEXT);
  if (!WdfRequestSend(Request, below, WDF_NO_SEND_OPTIONS)) {
    WdfRequestComplete(Request, WdfRequestGetStatus(Request));
  }
}

/* At any IRQL up to DISPATCH_LEVEL: the lower driver completes where it likes. */
VOID ShoutReadDone(WDFREQUEST Request, WDFIOTARGET Target, PWDF_REQUEST_COMPLETION_PARAMS Params, WDFCONTEXT Context)
{
  NTSTATUS status = Params->IoStatus.Status;
  size_t length = Params->IoStatus.Information;
  char* text;
  size_t i;

  UNREFERENCED_PARAMETER(Target);
  UNREFERENCED_PARAMETER(Context);

  if (NT_SUCCESS(status) && length > 0 && NT_SUCCESS(WdfRequestRetrieveOutputBuffer(Request, length, (PVOID*)&text, NULL))) {
    for (i = 0; i < length; i++) {
      if (text[i] >= 'a' && text[i] <= 'z') {
        text[i] = (char)(text[i] - 'a' + 'A');
      }
    }
  }
  WdfRequestCompleteWithInformation(Request, status, length);
}
