// The edge of device properties: those of the physical device, asked for through a WDFDEVICE or, before there is one,
// through its WDFDEVICE_INIT (DRV-049).
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

NTSTATUS query(PDEVICE_OBJECT physical, DEVICE_REGISTRY_PROPERTY property, ULONG capacity, PVOID buffer,
               PULONG length) {
  if (!physical) return STATUS_INVALID_DEVICE_REQUEST;
  return IoGetDeviceProperty(physical, property, capacity, buffer, length);
}

// A property may grow between the question for its size and that for its data (UPM-006).
NTSTATUS query_into_memory(PWDF_DRIVER_GLOBALS globals, PDEVICE_OBJECT physical, DEVICE_REGISTRY_PROPERTY property,
                           POOL_TYPE pool, PWDF_OBJECT_ATTRIBUTES attributes, WDFMEMORY* memory) {
  *memory = nullptr;
  ULONG length = 0;
  NTSTATUS status = query(physical, property, 0, nullptr, &length);
  while (status == STATUS_BUFFER_TOO_SMALL) {
    WDFMEMORY made = nullptr;
    PVOID buffer = nullptr;
    const ULONG capacity = length;
    const NTSTATUS created = WdfMemoryCreate(globals, attributes, pool, 0, capacity, &made, &buffer);
    if (!NT_SUCCESS(created)) return created;
    status = query(physical, property, capacity, buffer, &length);
    if (NT_SUCCESS(status))
      *memory = made;
    else
      WdfObjectDelete(globals, made);
  }
  return status;
}

PDEVICE_OBJECT physical_of(PWDF_DRIVER_GLOBALS globals, PWDFDEVICE_INIT init) {
  return DeviceInit::from(Client::from(globals), init).physical();
}

}  // namespace

NTSTATUS NTAPI WdfDeviceQueryProperty(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                      DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength, PVOID PropertyBuffer,
                                      PULONG ResultLength) {
  auto& device = object_of<wdf::Device>(Client::from(DriverGlobals), Device);
  OWDF_REQUIRED(device.client(), ResultLength);
  return query(device.physical(), DeviceProperty, BufferLength, PropertyBuffer, ResultLength);
}

NTSTATUS NTAPI WdfDeviceAllocAndQueryProperty(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                              DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
                                              PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
                                              WDFMEMORY* PropertyMemory) {
  auto& device = object_of<wdf::Device>(Client::from(DriverGlobals), Device);
  OWDF_REQUIRED(device.client(), PropertyMemory);
  return query_into_memory(DriverGlobals, device.physical(), DeviceProperty, PoolType, PropertyMemoryAttributes,
                           PropertyMemory);
}

NTSTATUS NTAPI WdfFdoInitQueryProperty(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                       DEVICE_REGISTRY_PROPERTY DeviceProperty, ULONG BufferLength,
                                       PVOID PropertyBuffer, PULONG ResultLength) {
  OWDF_REQUIRED(Client::from(DriverGlobals), ResultLength);
  return query(physical_of(DriverGlobals, DeviceInit), DeviceProperty, BufferLength, PropertyBuffer, ResultLength);
}

NTSTATUS NTAPI WdfFdoInitAllocAndQueryProperty(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                               DEVICE_REGISTRY_PROPERTY DeviceProperty, POOL_TYPE PoolType,
                                               PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
                                               WDFMEMORY* PropertyMemory) {
  OWDF_REQUIRED(Client::from(DriverGlobals), PropertyMemory);
  return query_into_memory(DriverGlobals, physical_of(DriverGlobals, DeviceInit), DeviceProperty, PoolType,
                           PropertyMemoryAttributes, PropertyMemory);
}

}  // namespace owdf::ddi
