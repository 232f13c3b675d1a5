/*
 * @Name@: a driver without hardware. Its one control device has a name that programs open, one sequential queue and one
 * control request.
 */
#include "@Name@.h"

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#endif

DECLARE_CONST_UNICODE_STRING(DeviceName, L"\\Device\\@Name@");
DECLARE_CONST_UNICODE_STRING(LinkName, L"\\DosDevices\\@Name@");

/* The device's name for programs and its queue. Until WdfControlFinishInitializing nobody can open it. */
static NTSTATUS FinishDevice(WDFDEVICE Device)
{
  WDF_IO_QUEUE_CONFIG queue;
  NTSTATUS status;

  status = WdfDeviceCreateSymbolicLink(Device, &LinkName);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&queue, WdfIoQueueDispatchSequential);
  queue.EvtIoDeviceControl = @Name@EvtIoDeviceControl;
  status = WdfIoQueueCreate(Device, &queue, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
  if (NT_SUCCESS(status)) {
    WdfControlFinishInitializing(Device);
  }
  return status;
}

static NTSTATUS CreateDevice(WDFDRIVER Driver)
{
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFDEVICE device;
  NTSTATUS status;
  PWDFDEVICE_INIT init = WdfControlDeviceInitAllocate(Driver, &SDDL_DEVOBJ_SYS_ALL_ADM_ALL);

  if (init == NULL) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  status = WdfDeviceInitAssignName(init, &DeviceName);
  if (NT_SUCCESS(status)) {
    WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
    status = WdfDeviceCreate(&init, &attributes, &device);
  }
  if (!NT_SUCCESS(status)) {
    WdfDeviceInitFree(init); /* only a device that was made has used it up */
    return status;
  }
  status = FinishDevice(device);
  if (!NT_SUCCESS(status)) {
    WdfObjectDelete(device);
  }
  return status;
}

/* No EvtDriverDeviceAdd, for no device is ever found; and an unload callback, without which it could not be stopped. */
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;
  WDFDRIVER driver;
  NTSTATUS status;

  WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
  config.DriverInitFlags |= WdfDriverInitNonPnpDriver;
  config.EvtDriverUnload = @Name@EvtUnload;
  status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, &driver);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  return CreateDevice(driver);
}

VOID @Name@EvtUnload(WDFDRIVER Driver)
{
  UNREFERENCED_PARAMETER(Driver);
  KdPrint(("@Name@: unloaded\n"));
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
