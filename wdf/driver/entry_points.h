// What the I/O manager calls of a framework driver: the addresses that WdfDriverCreate puts into DRIVER_OBJECT. Defined
// in wdf/device; weak here, so that the object core links and is tested without it.
#pragma once

#include <ntddk.h>

namespace owdf::wdf {

// DriverExtension->AddDevice of a PnP driver. Finds its client by Library::client_of().
__attribute__((weak)) NTSTATUS NTAPI add_device(PDRIVER_OBJECT driver, PDEVICE_OBJECT physical_device);
// Every MajorFunction.
__attribute__((weak)) NTSTATUS NTAPI dispatch_irp(PDEVICE_OBJECT device, PIRP irp);

}  // namespace owdf::wdf
