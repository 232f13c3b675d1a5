// The edge of WDFDEVICE_INIT: the setters store, WdfDeviceCreate decides.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/driver/driver.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/partial.h"
#include "wdf/violation.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

DeviceInit& init_of(PWDF_DRIVER_GLOBALS globals, PWDFDEVICE_INIT init) {
  return DeviceInit::from(Client::from(globals), init);
}

std::u16string text_of(PCUNICODE_STRING string) {
  return {reinterpret_cast<const char16_t*>(string->Buffer), string->Length / sizeof(char16_t)};
}

// A setter without a status has no way to say that its structure has the wrong size.
void demand_size(PWDF_DRIVER_GLOBALS globals, const char* ddi, ULONG size, size_t wanted) {
  if (size == wanted) return;
  violate(Client::from(globals), Violation::kVerifierFatalError, size, wanted,
          std::string(ddi) + " was given a structure whose Size member is wrong");
}

}  // namespace

VOID NTAPI WdfDeviceInitFree(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit) {
  wdf::DeviceInit& init = init_of(DriverGlobals, DeviceInit);
  // One that came with EvtDriverDeviceAdd goes when the callback has returned.
  if (init.control()) init.client().end_control_init(init);
}

VOID NTAPI WdfDeviceInitSetPnpPowerEventCallbacks(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                                  PWDF_PNPPOWER_EVENT_CALLBACKS PnpPowerEventCallbacks) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), PnpPowerEventCallbacks);
  demand_size(DriverGlobals, __func__, PnpPowerEventCallbacks->Size, sizeof(*PnpPowerEventCallbacks));
  init.pnp_power = *PnpPowerEventCallbacks;
}

VOID NTAPI WdfDeviceInitSetPowerPolicyEventCallbacks(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                                     PWDF_POWER_POLICY_EVENT_CALLBACKS PowerPolicyEventCallbacks) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), PowerPolicyEventCallbacks);
  demand_size(DriverGlobals, __func__, PowerPolicyEventCallbacks->Size, sizeof(*PowerPolicyEventCallbacks));
  init.power_policy = *PowerPolicyEventCallbacks;
  OWDF_NOT_ACTED_ON(init.client(), "the power policy callbacks: there is no idle and no wake yet, so none is called");
}

VOID NTAPI WdfDeviceInitSetPowerPolicyOwnership(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                                BOOLEAN IsPowerPolicyOwner) {
  init_of(DriverGlobals, DeviceInit).policy_owner = IsPowerPolicyOwner != FALSE;
}

VOID NTAPI WdfDeviceInitSetIoType(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                  WDF_DEVICE_IO_TYPE IoType) {
  init_of(DriverGlobals, DeviceInit).read_write_type = IoType;
}

VOID NTAPI WdfDeviceInitSetIoTypeEx(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                    PWDF_IO_TYPE_CONFIG IoTypeConfig) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), IoTypeConfig);
  demand_size(DriverGlobals, __func__, IoTypeConfig->Size, sizeof(*IoTypeConfig));
  init.read_write_type = IoTypeConfig->ReadWriteIoType;
}

VOID NTAPI WdfDeviceInitSetExclusive(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                     BOOLEAN IsExclusive) {
  init_of(DriverGlobals, DeviceInit).exclusive = IsExclusive != FALSE;
}

VOID NTAPI WdfDeviceInitSetPowerNotPageable(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit) {
  init_of(DriverGlobals, DeviceInit).power_pageable = false;
}

VOID NTAPI WdfDeviceInitSetPowerPageable(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit) {
  init_of(DriverGlobals, DeviceInit).power_pageable = true;
}

VOID NTAPI WdfDeviceInitSetPowerInrush(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit) {
  init_of(DriverGlobals, DeviceInit).power_inrush = true;
}

VOID NTAPI WdfDeviceInitSetRemoveLockOptions(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                             PWDF_REMOVE_LOCK_OPTIONS Options) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), Options);
  demand_size(DriverGlobals, __func__, Options->Size, sizeof(*Options));
  if (init.control()) {
    violate(init.client(), Violation::kVerifierFatalError, 0, 0,
            "WdfDeviceInitSetRemoveLockOptions was called for a control device, which has no remove lock");
  }
  init.remove_lock_for_io = (Options->Flags & WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO) != 0;
}

VOID NTAPI WdfDeviceInitSetDeviceType(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                      DEVICE_TYPE DeviceType) {
  init_of(DriverGlobals, DeviceInit).device_type = DeviceType;
}

NTSTATUS NTAPI WdfDeviceInitAssignName(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                       PCUNICODE_STRING DeviceName) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  if (DeviceName) {
    init.name = text_of(DeviceName);
  } else {
    init.name.reset();
  }
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI WdfDeviceInitAssignSDDLString(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                             PCUNICODE_STRING SDDLString) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  if (SDDLString) {
    init.security = text_of(SDDLString);
    OWDF_NOT_ACTED_ON(init.client(), "the security descriptor: every caller may open the device");
  } else {
    init.security.reset();
  }
  return STATUS_SUCCESS;
}

VOID NTAPI WdfDeviceInitSetDeviceClass(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                       CONST GUID* DeviceClassGuid) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), DeviceClassGuid);
  init.device_class = *DeviceClassGuid;
  OWDF_NOT_ACTED_ON(init.client(),
                    "the device class: what the registry says of the class does not override the driver");
}

VOID NTAPI WdfDeviceInitSetCharacteristics(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                           ULONG DeviceCharacteristics, BOOLEAN OrInValues) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  init.characteristics = (OrInValues ? init.characteristics : 0) | DeviceCharacteristics | FILE_DEVICE_SECURE_OPEN;
}

VOID NTAPI WdfDeviceInitSetFileObjectConfig(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                            PWDF_FILEOBJECT_CONFIG FileObjectConfig,
                                            PWDF_OBJECT_ATTRIBUTES FileObjectAttributes) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), FileObjectConfig);
  demand_size(DriverGlobals, __func__, FileObjectConfig->Size, sizeof(*FileObjectConfig));
  auto attributes = read_parentless_attributes(init.client(), Type::kFileObject, FileObjectAttributes);
  if (!attributes) {
    violate(init.client(), Violation::kVerifierFatalError, static_cast<uint32_t>(attributes.status().value), 0,
            "WdfDeviceInitSetFileObjectConfig was given invalid object attributes");
  }
  init.files = FileSettings{*FileObjectConfig, *attributes};
}

VOID NTAPI WdfDeviceInitSetRequestAttributes(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                             PWDF_OBJECT_ATTRIBUTES RequestAttributes) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), RequestAttributes);
  auto attributes = read_parentless_attributes(init.client(), Type::kRequest, RequestAttributes);
  if (!attributes) {
    violate(init.client(), Violation::kVerifierFatalError, static_cast<uint32_t>(attributes.status().value), 0,
            "WdfDeviceInitSetRequestAttributes was given invalid object attributes");
  }
  init.request_attributes = *attributes;
}

NTSTATUS NTAPI WdfDeviceInitAssignWdmIrpPreprocessCallback(PWDF_DRIVER_GLOBALS DriverGlobals,
                                                           PWDFDEVICE_INIT DeviceInit,
                                                           PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess,
                                                           UCHAR MajorFunction, PUCHAR MinorFunctions,
                                                           ULONG NumMinorFunctions) {
  auto& init = init_of(DriverGlobals, DeviceInit);
  OWDF_REQUIRED(init.client(), EvtDeviceWdmIrpPreprocess);
  if (MajorFunction >= kMajorFunctions) return STATUS_INVALID_PARAMETER;
  if (!init.preprocess) init.preprocess = std::make_unique<PreprocessTable>();
  Preprocess& row = (*init.preprocess)[MajorFunction];
  if (NumMinorFunctions != 0) {
    OWDF_REQUIRED(init.client(), MinorFunctions);
    if (!row.minors.empty()) return STATUS_INVALID_DEVICE_REQUEST;
    row.minors.assign(MinorFunctions, MinorFunctions + NumMinorFunctions);
  }
  row.routine = EvtDeviceWdmIrpPreprocess;
  return STATUS_SUCCESS;
}

VOID NTAPI WdfDeviceInitSetIoInCallerContextCallback(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                                     PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext) {
  init_of(DriverGlobals, DeviceInit).in_caller_context = EvtIoInCallerContext;
}

// --- function and filter devices ---

VOID NTAPI WdfFdoInitSetFilter(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit) {
  init_of(DriverGlobals, DeviceInit).filter = true;
}

PDEVICE_OBJECT NTAPI WdfFdoInitWdmGetPhysicalDevice(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit) {
  return init_of(DriverGlobals, DeviceInit).physical();
}

NTSTATUS NTAPI WdfDeviceCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT* DeviceInit,
                               PWDF_OBJECT_ATTRIBUTES DeviceAttributes, WDFDEVICE* Device) {
  Client& client = Client::from(DriverGlobals);
  OWDF_REQUIRED(client, DeviceInit);
  OWDF_REQUIRED(client, Device);
  *Device = nullptr;
  if (!*DeviceInit) return STATUS_INVALID_PARAMETER;
  auto& init = wdf::DeviceInit::from(client, *DeviceInit);
  auto blueprint = read_attributes(client, Type::kDevice, DeviceAttributes, client.driver());
  if (!blueprint) return blueprint.status().value;
  auto device = wdf::Device::create(init, *blueprint);
  if (!device) return device.status().value;
  *Device = handle_of<WDFDEVICE>(*device);
  *DeviceInit = nullptr;
  init.device = *device;
  if (init.control()) client.end_control_init(init);  // the other kind lives on the stack of add_device()
  return STATUS_SUCCESS;
}

// --- control devices ---

PWDFDEVICE_INIT NTAPI WdfControlDeviceInitAllocate(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDRIVER Driver,
                                                   CONST UNICODE_STRING* SDDLString) {
  Client& client = Client::from(DriverGlobals);
  object_of<wdf::Driver>(client, Driver);
  OWDF_REQUIRED(client, SDDLString);
  auto made = std::make_unique<wdf::DeviceInit>(client, wdf::DeviceInit::Kind::kControl, nullptr);
  wdf::DeviceInit* init = made.get();
  init->security = text_of(SDDLString);
  OWDF_NOT_ACTED_ON(client, "the security descriptor: every caller may open the device");
  client.keep_control_init(std::move(made));
  return init->handle();
}

VOID NTAPI WdfControlDeviceInitSetShutdownNotification(PWDF_DRIVER_GLOBALS DriverGlobals, PWDFDEVICE_INIT DeviceInit,
                                                       PFN_WDF_DEVICE_SHUTDOWN_NOTIFICATION Notification, UCHAR Flags) {
  Client& client = Client::from(DriverGlobals);
  auto& init = wdf::DeviceInit::from(client, DeviceInit);
  OWDF_REQUIRED(client, Notification);
  init.shutdown = Notification;
  init.shutdown_flags = Flags;
}

VOID NTAPI WdfControlFinishInitializing(PWDF_DRIVER_GLOBALS DriverGlobals, WDFDEVICE Device) {
  object_of<wdf::Device>(Client::from(DriverGlobals), Device).finish_initializing();
}

}  // namespace owdf::ddi
