/* Load and unload, and one device object for each device found. */
#include "echo.h"

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;

  WDF_DRIVER_CONFIG_INIT(&config, EchoDeviceAdd);
  config.EvtDriverUnload = EchoDriverUnload;
  KdPrint(("echo: loaded for %wZ\n", RegistryPath));
  return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

VOID EchoDriverUnload(WDFDRIVER Driver)
{
  UNREFERENCED_PARAMETER(Driver);
  KdPrint(("echo: unloaded\n"));
}

NTSTATUS EchoDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  WDF_PNPPOWER_EVENT_CALLBACKS power;
  WDF_FILEOBJECT_CONFIG files;
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFDEVICE device;
  NTSTATUS status;

  UNREFERENCED_PARAMETER(Driver);
  PAGED_CODE();

  WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&power);
  power.EvtDeviceD0Entry = EchoD0Entry;
  power.EvtDeviceD0Exit = EchoD0Exit;
  WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &power);

  WDF_FILEOBJECT_CONFIG_INIT(&files, EchoFileCreate, EchoFileClose, WDF_NO_EVENT_CALLBACK);
  WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, FILE_CONTEXT);
  WdfDeviceInitSetFileObjectConfig(DeviceInit, &files, &attributes);

  WdfDeviceInitSetIoType(DeviceInit, WdfDeviceIoBuffered);

  WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
  status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  EchoDevice(device)->DelayMilliseconds = 2;

  status = WdfDeviceCreateDeviceInterface(device, &GUID_DEVINTERFACE_OWDF_ECHO, NULL);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  return EchoCreateQueues(device);
}

NTSTATUS EchoD0Entry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState)
{
  UNREFERENCED_PARAMETER(Device);
  KdPrint(("echo: D0 entry, was in state %d\n", PreviousState));
  return STATUS_SUCCESS;
}

NTSTATUS EchoD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
  UNREFERENCED_PARAMETER(Device);
  KdPrint(("echo: D0 exit, going to state %d\n", TargetState));
  return STATUS_SUCCESS;
}

VOID EchoFileCreate(WDFDEVICE Device, WDFREQUEST Request, WDFFILEOBJECT FileObject)
{
  UNREFERENCED_PARAMETER(FileObject);
  InterlockedIncrement(&EchoDevice(Device)->OpenHandles);
  WdfRequestComplete(Request, STATUS_SUCCESS);
}

VOID EchoFileClose(WDFFILEOBJECT FileObject)
{
  /* The message is a child of the file object and goes with it. */
  InterlockedDecrement(&EchoDevice(WdfFileObjectGetDevice(FileObject))->OpenHandles);
}
