#include "wdf/ddi_prototypes.h"
#include "wdf/driver/driver.h"
#include "wdf/driver/entry_points.h"
#include "wdf/handle.h"
#include "wdf/library.h"
#include "wdf/object/attributes.h"
#include "wdf/registry/key.h"
#include "wdf/string/string.h"

#include <fmt/format.h>

namespace owdf::wdf {
namespace {

constexpr ULONG kUnsetPoolTag = 0x206B6444;  // ' kdD', BHV-032

bool has(const WDF_DRIVER_CONFIG& config, ULONG flag) {
  return (config.DriverInitFlags & flag) != 0;
}

// What the I/O manager will call. A driver that keeps its own dispatch routines gets none of ours.
void hook_driver_object(DRIVER_OBJECT& driver_object, const WDF_DRIVER_CONFIG& config) {
  if (has(config, WdfDriverInitNoDispatchOverride)) return;
  if (!has(config, WdfDriverInitNonPnpDriver)) driver_object.DriverExtension->AddDevice = add_device;
  for (auto& major : driver_object.MajorFunction) major = dispatch_irp;
  // A non-PnP driver without EvtDriverUnload cannot be unloaded.
  if (!has(config, WdfDriverInitNonPnpDriver) || config.EvtDriverUnload) driver_object.DriverUnload = unload_driver;
}

void publish(Client& client, Driver* driver, const WDF_DRIVER_CONFIG& config) {
  WDF_DRIVER_GLOBALS& globals = *client.globals();
  globals.Driver = handle_of<WDFDRIVER>(driver);
  globals.DriverFlags |= config.DriverInitFlags;
  const bool keeps_its_unload = has(config, WdfDriverInitNonPnpDriver | WdfDriverInitNoDispatchOverride);
  globals.DisplaceDriverUnload = !keeps_its_unload || config.EvtDriverUnload;
  client.set_driver(driver);
}

Result<Driver*> create_driver(Client& client, PDRIVER_OBJECT driver_object, PWDF_OBJECT_ATTRIBUTES attributes,
                              const WDF_DRIVER_CONFIG& config) {
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  if (config.Size != sizeof(config)) return Status(STATUS_INFO_LENGTH_MISMATCH);
  if (client.driver()) return Status(STATUS_DRIVER_INTERNAL_ERROR);  // BHV-032
  if (has(config, WdfDriverInitNonPnpDriver) && config.EvtDriverDeviceAdd) return Status(STATUS_INVALID_PARAMETER);
  const Blueprint blueprint = TRY(read_attributes(client, Type::kDriver, attributes, nullptr));
  if (config.DriverPoolTag != 0 && config.DriverPoolTag != kUnsetPoolTag) client.set_pool_tag(config.DriverPoolTag);
  Driver* driver = TRY(Object::create<Driver>(client, blueprint, config));
  client.set_driver_object(driver_object);
  if (client.kernel_mode()) hook_driver_object(*driver_object, config);
  publish(client, driver, config);
  return driver;
}

Result<Key*> open_parameters(Client& client, std::u16string_view subkey, ACCESS_MASK access,
                             PWDF_OBJECT_ATTRIBUTES attributes) {
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  if (!access_allowed(client, access)) return Status(STATUS_ACCESS_DENIED);
  const Blueprint blueprint = TRY(read_attributes(client, Type::kKey, attributes, &client.default_parent()));
  std::u16string path = client.registry_path();
  path.append(u"\\").append(subkey);
  return Key::make(client, blueprint, nullptr, path, access, REG_OPTION_NON_VOLATILE, nullptr);
}

Status assign_version(Client& client, String& string) {
  const LibraryOptions& options = client.library().options();
  const Version& version = client.kernel_mode() ? options.kmdf : options.umdf;
  const std::string text =
      fmt::format("{} version {}.{}", client.kernel_mode() ? "KMDF" : "UMDF", version.major, version.minor);
  return string.assign(std::u16string(text.begin(), text.end()));
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfDriverCreate(PWDF_DRIVER_GLOBALS globals, PDRIVER_OBJECT DriverObject, PCUNICODE_STRING RegistryPath,
                               PWDF_OBJECT_ATTRIBUTES DriverAttributes, PWDF_DRIVER_CONFIG DriverConfig,
                               WDFDRIVER* Driver) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, DriverObject);
  OWDF_REQUIRED(client, RegistryPath);
  OWDF_REQUIRED(client, DriverConfig);
  auto driver = create_driver(client, DriverObject, DriverAttributes, *DriverConfig);
  if (driver && Driver) *Driver = handle_of<WDFDRIVER>(*driver);
  return driver.status().value;
}

PWSTR NTAPI WdfDriverGetRegistryPath(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  return const_cast<PWSTR>(client.registry_path().c_str());
}

PDRIVER_OBJECT NTAPI WdfDriverWdmGetDriverObject(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  return client.driver_object();
}

WDFDRIVER NTAPI WdfWdmDriverGetWdfDriverHandle(PWDF_DRIVER_GLOBALS globals, PDRIVER_OBJECT DriverObject) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, DriverObject);
  Client* owner = client.library().client_of(DriverObject);
  return owner && owner->driver() ? handle_of<WDFDRIVER>(owner->driver()) : nullptr;
}

NTSTATUS NTAPI WdfDriverOpenParametersRegistryKey(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver,
                                                  ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
                                                  WDFKEY* Key) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  OWDF_REQUIRED(client, Key);
  *Key = nullptr;
  auto key = open_parameters(client, u"Parameters", DesiredAccess, KeyAttributes);
  if (key) *Key = handle_of<WDFKEY>(*key);
  return key.status().value;
}

// State is what the driver writes itself; it stands beside the parameters that setup wrote.
NTSTATUS NTAPI WdfDriverOpenPersistentStateRegistryKey(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver,
                                                       ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes,
                                                       WDFKEY* Key) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  OWDF_REQUIRED(client, Key);
  *Key = nullptr;
  auto key = open_parameters(client, u"State", DesiredAccess, KeyAttributes);
  if (key) *Key = handle_of<WDFKEY>(*key);
  return key.status().value;
}

NTSTATUS NTAPI WdfDriverRetrieveVersionString(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver, WDFSTRING String) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  return assign_version(client, object_of<wdf::String>(client, String)).value;
}

BOOLEAN NTAPI WdfDriverIsVersionAvailable(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver,
                                          PWDF_DRIVER_VERSION_AVAILABLE_PARAMS VersionAvailableParams) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  OWDF_REQUIRED(client, VersionAvailableParams);
  if (VersionAvailableParams->Size != sizeof(*VersionAvailableParams)) return FALSE;
  const LibraryOptions& options = client.library().options();
  const Version& version = client.kernel_mode() ? options.kmdf : options.umdf;
  return VersionAvailableParams->MajorVersion == version.major && VersionAvailableParams->MinorVersion <= version.minor;
}

}  // namespace owdf::ddi
