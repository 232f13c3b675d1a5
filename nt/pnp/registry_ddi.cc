// The edge: the registry keys that belong to a device and to a driver, as handles.
#include <wdm.h>

#include "nt/cm/registry.h"
#include "nt/io/device.h"
#include "nt/machine.h"
#include "nt/pnp/device_node.h"

namespace owdf::pnp {

namespace {

constexpr std::u16string_view kControlSet = u"\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\";

NTSTATUS open_key(const std::u16string& path, ACCESS_MASK access, bool create, PHANDLE handle) {
  if (create) {
    auto made = nt::current_machine()->cm().create(nullptr, path, {.intermediate = true});
    if (!made) return made.status().value;
  }
  UNICODE_STRING name = io::counted(path);
  OBJECT_ATTRIBUTES attributes;
  InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE, nullptr, nullptr);
  return ZwOpenKey(handle, access, &attributes);
}

}  // namespace
}  // namespace owdf::pnp

using namespace owdf;

extern "C" {

// The device's own key (Enum\...\Device Parameters) or its driver's (Control\Class\{class}\0000).
NTSTATUS NTAPI IoOpenDeviceRegistryKey(PDEVICE_OBJECT DeviceObject, ULONG DevInstKeyType, ACCESS_MASK DesiredAccess,
                                       PHANDLE DeviceRegKey) {
  *DeviceRegKey = nullptr;
  const pnp::DeviceNode* node = io::record_of(DeviceObject).node;
  if (!node) return STATUS_INVALID_DEVICE_REQUEST;
  const std::u16string device = std::u16string(pnp::kControlSet) + u"Enum\\" + node->instance_path;
  if (DevInstKeyType == PLUGPLAY_REGKEY_DEVICE) {
    return pnp::open_key(device + u"\\Device Parameters", DesiredAccess, true, DeviceRegKey);
  }
  if (DevInstKeyType != PLUGPLAY_REGKEY_DRIVER) {
    nt::current_machine()->report({"NotImplemented", "IoOpenDeviceRegistryKey for a hardware profile", {}});
    return STATUS_NOT_IMPLEMENTED;
  }
  cm::Registry& registry = nt::current_machine()->cm();
  auto key = registry.open(nullptr, device);
  if (!key) return key.status().value;
  auto driver = registry.query_value(*key, u"Driver");
  if (!driver) return STATUS_OBJECT_NAME_NOT_FOUND;
  return pnp::open_key(std::u16string(pnp::kControlSet) + u"Control\\Class\\" + driver->string(), DesiredAccess, true,
                       DeviceRegKey);
}

NTSTATUS NTAPI IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject, DRIVER_REGKEY_TYPE RegKeyType,
                                       ACCESS_MASK DesiredAccess, ULONG Flags, PHANDLE DriverRegKey) {
  *DriverRegKey = nullptr;
  if (Flags) return STATUS_INVALID_PARAMETER;
  if (RegKeyType != DriverRegKeyParameters) {
    nt::current_machine()->report({"NotImplemented", "IoOpenDriverRegistryKey for a key other than Parameters", {}});
    return STATUS_NOT_IMPLEMENTED;
  }
  return pnp::open_key(io::record_of(DriverObject).service_key + u"\\Parameters", DesiredAccess, true, DriverRegKey);
}

}  // extern "C"
