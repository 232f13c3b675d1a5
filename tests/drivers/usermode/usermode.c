/* The least that a user-mode driver is. What its DriverEntry saw goes into the driver's context. */
#include <windows.h>
#include <wdf.h>

typedef struct _SEEN {
  ULONG Magic;
  BOOLEAN HasPath;
  NTSTATUS Refused;
} SEEN;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(SEEN, GetSeen)

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD DeviceAdd;

static NTSTATUS DeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
  UNREFERENCED_PARAMETER(Driver);
  UNREFERENCED_PARAMETER(DeviceInit);
  return STATUS_NOT_SUPPORTED;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;
  WDF_OBJECT_ATTRIBUTES attributes;
  WDFDRIVER driver, second;
  NTSTATUS status;

  WDF_DRIVER_CONFIG_INIT(&config, DeviceAdd);
  WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SEEN);
  status = WdfDriverCreate(DriverObject, RegistryPath, &attributes, &config, &driver);
  if (!NT_SUCCESS(status)) {
    return status;
  }
  GetSeen(driver)->Magic = 0x554D4446;
  GetSeen(driver)->HasPath = (BOOLEAN)(RegistryPath->Length != 0);
  GetSeen(driver)->Refused = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, &second);
  return STATUS_SUCCESS;
}
