// The edge: what a driver can ask about its device, and tell the manager about it.
#include <wdm.h>

#include <utility>

#include "nt/cm/registry.h"
#include "nt/io/device.h"
#include "nt/machine.h"
#include "nt/ob/name.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/pnp_manager.h"

namespace owdf::pnp {

namespace {

constexpr std::u16string_view kEnum = u"\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Enum\\";

using Bytes = std::vector<uint8_t>;

Bytes bytes_of(const void* data, size_t size) {
  const auto* first = static_cast<const uint8_t*>(data);
  return Bytes(first, first + size);
}

// The value of the device's key below Enum; strings and lists as they are stored.
Result<Bytes> stored(nt::Machine& machine, const DeviceNode& node, std::u16string_view name) {
  const cm::Key key = TRY(machine.cm().open(nullptr, std::u16string(kEnum) + node.instance_path));
  return TRY(machine.cm().query_value(key, name)).data;
}

// Where the properties that are stored below Enum stand.
constexpr std::pair<DEVICE_REGISTRY_PROPERTY, std::u16string_view> kStored[] = {
    {DevicePropertyDeviceDescription, u"DeviceDesc"},
    {DevicePropertyHardwareID, u"HardwareID"},
    {DevicePropertyCompatibleIDs, u"CompatibleIDs"},
    {DevicePropertyClassName, u"Class"},
    {DevicePropertyClassGuid, u"ClassGUID"},
    {DevicePropertyDriverKeyName, u"Driver"},
    {DevicePropertyManufacturer, u"Mfg"},
    {DevicePropertyFriendlyName, u"FriendlyName"},
    {DevicePropertyLocationInformation, u"LocationInformation"},
};

Result<Bytes> property(nt::Machine& machine, const DeviceNode& node, DEVICE_REGISTRY_PROPERTY which) {
  for (const auto& [kept, name] : kStored) {
    if (kept == which) return stored(machine, node, name);
  }
  switch (which) {
    case DevicePropertyPhysicalDeviceObjectName:
      return cm::string_data(machine.ob().name_of(node.pdo));
    case DevicePropertyEnumeratorName: {
      const std::u16string& path = node.instance_path;
      return cm::string_data(path.substr(0, path.find(u'\\')));
    }
    case DevicePropertyAddress:
    case DevicePropertyUINumber: {
      const ULONG number = which == DevicePropertyAddress ? node.capabilities.Address : node.capabilities.UINumber;
      if (number == ~ULONG{0}) return Status(STATUS_OBJECT_NAME_NOT_FOUND);
      return bytes_of(&number, sizeof number);
    }
    case DevicePropertyInstallState: {
      const ULONG installed = 0;
      return bytes_of(&installed, sizeof installed);
    }
    case DevicePropertyRemovalPolicy: {
      const ULONG expect_no_removal = 1;
      return bytes_of(&expect_no_removal, sizeof expect_no_removal);
    }
    case DevicePropertyBusTypeGuid:
    case DevicePropertyLegacyBusType:
    case DevicePropertyBusNumber:
    case DevicePropertyBootConfiguration:
    case DevicePropertyBootConfigurationTranslated:
    case DevicePropertyResourceRequirements:
    case DevicePropertyAllocatedResources:
    case DevicePropertyContainerID:
      return Status(STATUS_OBJECT_NAME_NOT_FOUND);  // a device of the root bus has none of these
    default:
      return Status(STATUS_INVALID_PARAMETER_2);
  }
}

void not_built(const char* name) {
  nt::Machine& machine = *nt::current_machine();
  machine.world().record(trace::Kind::kNotImplemented);
  machine.report({"NotImplemented", std::string(name) + " is not implemented", {}});
}

}  // namespace
}  // namespace owdf::pnp

using namespace owdf;

extern "C" {

NTSTATUS NTAPI IoGetDeviceProperty(PDEVICE_OBJECT DeviceObject, DEVICE_REGISTRY_PROPERTY DeviceProperty,
                                   ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength) {
  nt::Machine& machine = *nt::current_machine();
  *ResultLength = 0;
  const pnp::DeviceNode* node = io::record_of(DeviceObject).node;
  if (!node) return STATUS_INVALID_DEVICE_REQUEST;
  auto data = pnp::property(machine, *node, DeviceProperty);
  if (!data) return data.status().value;
  *ResultLength = static_cast<ULONG>(data->size());
  if (BufferLength < data->size()) return STATUS_BUFFER_TOO_SMALL;
  std::memcpy(PropertyBuffer, data->data(), data->size());
  return STATUS_SUCCESS;
}

VOID NTAPI IoInvalidateDeviceState(PDEVICE_OBJECT PhysicalDeviceObject) {
  nt::current_machine()->pnp().invalidate_state(PhysicalDeviceObject);
}

VOID NTAPI IoInvalidateDeviceRelations(PDEVICE_OBJECT DeviceObject, DEVICE_RELATION_TYPE Type) {
  if (Type == BusRelations || Type == SingleBusRelations) pnp::not_built("IoInvalidateDeviceRelations");
}

NTSTATUS NTAPI IoReportTargetDeviceChange(PDEVICE_OBJECT PhysicalDeviceObject, PVOID NotificationStructure) {
  pnp::not_built("IoReportTargetDeviceChange");
  return STATUS_NOT_IMPLEMENTED;
}

NTSTATUS NTAPI IoReportTargetDeviceChangeAsynchronous(PDEVICE_OBJECT PhysicalDeviceObject, PVOID NotificationStructure,
                                                      PDEVICE_CHANGE_COMPLETE_CALLBACK Callback, PVOID Context) {
  pnp::not_built("IoReportTargetDeviceChangeAsynchronous");
  return STATUS_NOT_IMPLEMENTED;
}

}  // extern "C"
