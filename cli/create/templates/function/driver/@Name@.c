/*
 * @Name@: a device with an interface, one sequential queue and one control request.
 *
 * The framework answers whatever has no callback here: opens and closes succeed, reads and writes are refused.
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

/* Called for each device found: makes the device object, its interface for programs, and its queue. */
NTSTATUS @Name@EvtDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  WDF_PNPPOWER_EVENT_CALLBACKS power;
  WDF_OBJECT_ATTRIBUTES attributes;
  WDF_IO_QUEUE_CONFIG queue;
  WDFDEVICE device;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Driver);
  PAGED_CODE();

  WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&power);
  power.EvtDeviceD0Entry = @Name@EvtD0Entry;
  WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &power);

  WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
  status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  status = WdfDeviceCreateDeviceInterface(device, &GUID_DEVINTERFACE_@NAME@, NULL);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchSequential);
  queue.EvtIoDeviceControl = @Name@EvtIoDeviceControl;
  return WdfIoQueueCreate(device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
}

/* The device has power. */
NTSTATUS @Name@EvtD0Entry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState)
{
  UNREFERENCED_PARAMETER(Device);
  UNREFERENCED_PARAMETER(PreviousState);
  KdPrint(("@Name@: the device works\n"));
  return STATUS_SUCCESS;
}

static NTSTATUS Add(DEVICE_CONTEXT* Context, WDFREQUEST Request, size_t* Written)
{
  @NAME@_NUMBERS* numbers;
  @NAME@_SUM* sum;
  ULONG result;
  NTSTATUS status;

  status = WdfRequestRetrieveInputBuffer(Request, sizeof(*numbers), (PVOID*)&numbers, NULL);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  status = WdfRequestRetrieveOutputBuffer(Request, sizeof(*sum), (PVOID*)&sum, NULL);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  /* METHOD_BUFFERED: input and output are one buffer, so the input is read before the output is written. */
  result = numbers->First + numbers->Second;
  sum->Sum = result;
  sum->Additions = ++Context->Additions;
  *Written = sizeof(*sum);
  return STATUS_SUCCESS;
}

VOID @Name@EvtIoDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputBufferLength, size_t InputBufferLength,
                              ULONG IoControlCode)
{
  DEVICE_CONTEXT* context = DeviceContext(WdfIoQueueGetDevice(Queue));
  NTSTATUS status = STATUS_INVALID_DEVICE_REQUEST;
  size_t written = 0;

  UNREFERENCED_PARAMETER(OutputBufferLength);
  UNREFERENCED_PARAMETER(InputBufferLength);

  if (IoControlCode == IOCTL_@NAME@_ADD) {
    status = Add(context, Request, &written);
  }
  WdfRequestCompleteWithInformation(Request, status, written);
}
