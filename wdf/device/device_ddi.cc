// The edge of WDFDEVICE.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/driver/driver.h"
#include "wdf/handle.h"
#include "wdf/partial.h"
#include "wdf/string/string.h"
#include "wdf/target/io_target.h"
#include "wdf/violation.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

wdf::Device& device_of(PWDF_DRIVER_GLOBALS globals, WDFDEVICE device) {
  return object_of<wdf::Device>(Client::from(globals), device);
}

bool at_passive_level() {
  return KeGetCurrentIrql() == PASSIVE_LEVEL;
}

}  // namespace

// --- WDM underneath ---

WDFDEVICE NTAPI WdfWdmDeviceGetWdfDeviceHandle(PWDF_DRIVER_GLOBALS DriverGlobals, PDEVICE_OBJECT DeviceObject) {
  OWDF_REQUIRED(Client::from(DriverGlobals), DeviceObject);
  return handle_of<WDFDEVICE>(wdf::Device::from(DeviceObject));
}

PDEVICE_OBJECT NTAPI WdfDeviceWdmGetDeviceObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return device_of(DriverGlobals, Device).wdm();
}

PDEVICE_OBJECT NTAPI WdfDeviceWdmGetAttachedDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return device_of(DriverGlobals, Device).attached();
}

PDEVICE_OBJECT NTAPI WdfDeviceWdmGetPhysicalDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return device_of(DriverGlobals, Device).physical();
}

NTSTATUS NTAPI WdfDeviceWdmDispatchPreprocessedIrp(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PIRP Irp) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), Irp);
  return device.dispatch_preprocessed(Irp);
}

// --- what belongs to it ---

WDFDRIVER NTAPI WdfDeviceGetDriver(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return handle_of<WDFDRIVER>(device_of(DriverGlobals, Device).client().driver());
}

WDFQUEUE NTAPI WdfDeviceGetDefaultQueue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return handle_of<WDFQUEUE>(device_of(DriverGlobals, Device).default_queue());
}

WDFIOTARGET NTAPI WdfDeviceGetIoTarget(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return handle_of<WDFIOTARGET>(device_of(DriverGlobals, Device).target());
}

WDFFILEOBJECT NTAPI WdfDeviceGetFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                           PFILE_OBJECT FileObject) {
  return handle_of<WDFFILEOBJECT>(device_of(DriverGlobals, Device).files().find(FileObject));
}

// --- requests ---

NTSTATUS NTAPI WdfDeviceConfigureRequestDispatching(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, WDFQUEUE Queue,
                                                    WDF_REQUEST_TYPE RequestType) {
  auto& device = device_of(DriverGlobals, Device);
  return device.route(object_of<wdf::Queue>(device.client(), Queue), RequestType);
}

NTSTATUS NTAPI WdfDeviceEnqueueRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, WDFREQUEST Request) {
  auto& device = device_of(DriverGlobals, Device);
  auto& request = object_of<wdf::Request>(device.client(), Request);
  if (!request.in_caller_context() || request.device() != &device) return STATUS_INVALID_DEVICE_REQUEST;
  return device.enqueue(request);
}

// --- names ---

NTSTATUS NTAPI WdfDeviceCreateDeviceInterface(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                              CONST GUID* InterfaceClassGUID, PCUNICODE_STRING ReferenceString) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), InterfaceClassGUID);
  if (!at_passive_level()) return STATUS_INVALID_DEVICE_REQUEST;
  return device.create_interface(*InterfaceClassGUID, ReferenceString);
}

VOID NTAPI WdfDeviceSetDeviceInterfaceState(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                            CONST GUID* InterfaceClassGUID, PCUNICODE_STRING ReferenceString,
                                            BOOLEAN IsInterfaceEnabled) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), InterfaceClassGUID);
  device.set_interface_state(*InterfaceClassGUID, ReferenceString, IsInterfaceEnabled != FALSE, false);
}

VOID NTAPI WdfDeviceSetDeviceInterfaceStateEx(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                              CONST GUID* InterfaceClassGUID, PCUNICODE_STRING ReferenceString,
                                              BOOLEAN IsInterfaceEnabled) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), InterfaceClassGUID);
  device.set_interface_state(*InterfaceClassGUID, ReferenceString, IsInterfaceEnabled != FALSE, true);
}

NTSTATUS NTAPI WdfDeviceRetrieveDeviceInterfaceString(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                                      CONST GUID* InterfaceClassGUID, PCUNICODE_STRING ReferenceString,
                                                      WDFSTRING String) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), InterfaceClassGUID);
  auto& string = object_of<wdf::String>(device.client(), String);
  if (!at_passive_level() || device.control()) return STATUS_INVALID_DEVICE_REQUEST;
  const DeviceInterface* entry = device.find_interface(*InterfaceClassGUID, ReferenceString);
  if (!entry) return STATUS_OBJECT_NAME_NOT_FOUND;
  return string.assign(entry->symbolic_link).value;
}

NTSTATUS NTAPI WdfDeviceCreateSymbolicLink(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                           PCUNICODE_STRING SymbolicLinkName) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), SymbolicLinkName);
  if (!at_passive_level()) return STATUS_INVALID_DEVICE_REQUEST;
  return device.create_symbolic_link(SymbolicLinkName);
}

NTSTATUS NTAPI WdfDeviceRetrieveDeviceName(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, WDFSTRING String) {
  auto& device = device_of(DriverGlobals, Device);
  auto& string = object_of<wdf::String>(device.client(), String);
  if (!device.device_name()) return STATUS_INVALID_DEVICE_REQUEST;
  return string.assign(*device.device_name()).value;
}

// --- properties of the device object ---

VOID NTAPI WdfDeviceSetCharacteristics(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                       ULONG DeviceCharacteristics) {
  device_of(DriverGlobals, Device).wdm()->Characteristics = DeviceCharacteristics;
}

ULONG NTAPI WdfDeviceGetCharacteristics(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return device_of(DriverGlobals, Device).wdm()->Characteristics;
}

ULONG NTAPI WdfDeviceGetAlignmentRequirement(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return device_of(DriverGlobals, Device).wdm()->AlignmentRequirement;
}

VOID NTAPI WdfDeviceSetAlignmentRequirement(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                            ULONG AlignmentRequirement) {
  device_of(DriverGlobals, Device).wdm()->AlignmentRequirement = AlignmentRequirement;
}

// --- plug and play ---

VOID NTAPI WdfDeviceGetDeviceState(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), DeviceState);
  const ULONG size = DeviceState->Size;
  *DeviceState = device.device_state();
  DeviceState->Size = size;
}

VOID NTAPI WdfDeviceSetDeviceState(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), DeviceState);
  device.device_state() = *DeviceState;
  if (device.physical()) IoInvalidateDeviceState(device.physical());
}

VOID NTAPI WdfDeviceSetPnpCapabilities(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                       PWDF_DEVICE_PNP_CAPABILITIES PnpCapabilities) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), PnpCapabilities);
  device.pnp().set_capabilities(*PnpCapabilities);
}

VOID NTAPI WdfDeviceSetPowerCapabilities(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                                         PWDF_DEVICE_POWER_CAPABILITIES PowerCapabilities) {
  auto& device = device_of(DriverGlobals, Device);
  OWDF_REQUIRED(device.client(), PowerCapabilities);
  device.pnp().set_power_capabilities(*PowerCapabilities);
  if (PowerCapabilities->IdealDxStateForSx != PowerDeviceMaximum)
    OWDF_NOT_ACTED_ON(device.client(), "IdealDxStateForSx: the system never sleeps yet");
}

VOID NTAPI WdfDeviceSetStaticStopRemove(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device, BOOLEAN Stoppable) {
  device_of(DriverGlobals, Device).pnp().forbid_removal(Stoppable == FALSE);
}

VOID NTAPI WdfDeviceSetFailed(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device,
                              WDF_DEVICE_FAILED_ACTION FailedAction) {
  auto& device = device_of(DriverGlobals, Device);
  const bool known = FailedAction == WdfDeviceFailedAttemptRestart || FailedAction == WdfDeviceFailedNoRestart;
  if (!known || device.control()) {
    violate(device.client(), Violation::kVerifierFatalError, static_cast<uint32_t>(FailedAction), 0,
            known ? "WdfDeviceSetFailed was called for a control device, which no PnP manager could take away"
                  : "WdfDeviceSetFailed was given an action that does not exist");
  }
  device.pnp().set_failed(FailedAction);
}

WDF_DEVICE_PNP_STATE NTAPI WdfDeviceGetDevicePnpState(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return device_of(DriverGlobals, Device).pnp().public_state();
}

WDF_DEVICE_POWER_STATE NTAPI WdfDeviceGetDevicePowerState(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  return device_of(DriverGlobals, Device).pnp().public_power_state();
}

}  // namespace owdf::ddi
