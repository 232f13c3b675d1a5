/* Counts, in a static variable of the image, how often it was asked; so that two copies of the image can be told apart. */
#include <ntddk.h>
#include <wdf.h>
#include <initguid.h>

#include "public.h"

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD CounterDeviceAdd;
EVT_WDF_IO_QUEUE_IO_DEVICE_CONTROL CounterDeviceControl;

static LONG Asked = 100;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;

  WDF_DRIVER_CONFIG_INIT(&config, CounterDeviceAdd);
  return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

NTSTATUS CounterDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  WDF_IO_QUEUE_CONFIG config;
  WDFDEVICE device;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Driver);
  status = WdfDeviceCreate(&DeviceInit, WDF_NO_OBJECT_ATTRIBUTES, &device);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(&config, WdfIoQueueDispatchSequential);
  config.EvtIoDeviceControl = CounterDeviceControl;
  status = WdfIoQueueCreate(device, &config, WDF_NO_OBJECT_ATTRIBUTES, WDF_NO_HANDLE);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  return WdfDeviceCreateDeviceInterface(device, &GUID_DEVINTERFACE_OWDF_COUNTER, NULL);
}

VOID CounterDeviceControl(WDFQUEUE Queue, WDFREQUEST Request, size_t OutputLength, size_t InputLength, ULONG Code)
{
  LONG* count;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Queue);
  UNREFERENCED_PARAMETER(OutputLength);
  UNREFERENCED_PARAMETER(InputLength);
  if (Code != IOCTL_COUNTER_ASK) {
    WdfRequestComplete(Request, STATUS_INVALID_DEVICE_REQUEST);
    return;
  }
  status = WdfRequestRetrieveOutputBuffer(Request, sizeof(LONG), (PVOID*)&count, NULL);
  if (!NT_SUCCESS(status)) {
    WdfRequestComplete(Request, status);
    return;
  }
  *count = InterlockedIncrement(&Asked);
  WdfRequestCompleteWithInformation(Request, STATUS_SUCCESS, sizeof(LONG));
}
