// Package: what an INF says about a driver: which devices it is for and what its installation would write. Reading a
// package changes nothing; setup/install.h does. A value: it keeps what it needs of its INF.
// Requirements: INF-001 to INF-008, INF-045 to INF-055, INF-072 to INF-095.
#pragma once

#include "setup/inf.h"

namespace owdf::setup {

// The Windows a package is installed on; decorated sections are chosen by it.
struct Platform {
  std::string architecture = "amd64";
  uint32_t major = 10, minor = 0, build = 26100;
  uint32_t product_type = 1;  // workstation
};

struct Model {
  std::string description, manufacturer;
  std::string section;  // the install section, undecorated
  std::string hardware_id;
  std::vector<std::string> compatible_ids;
  Location at;
};

enum class RegistryRoot : uint8_t { kRelative, kLocalMachine, kClassesRoot, kCurrentUser, kUsers };

// One line of an add-registry or delete-registry section.
struct RegistryChange {
  bool remove = false;
  RegistryRoot root = RegistryRoot::kRelative;
  std::string subkey, value_name;
  bool names_value = false;  // a value name stands there, perhaps an empty one
  uint32_t flags = 0;
  std::vector<std::string> data;
  Location at;
};

struct Service {
  std::string name;
  uint32_t flags = 0;
  std::string display_name, description, binary, load_order_group, start_name;
  uint32_t type = 1, start = 3, error_control = 1;
  std::vector<std::string> dependencies;
  std::vector<RegistryChange> registry;
  bool is_function_driver() const { return (flags & 0x2) != 0; }  // SPSVCINST_ASSOCSERVICE
};

struct UmdfService {
  std::string name, library_version, binary, class_id;
  std::vector<std::string> extensions;
};

struct KmdfService {
  std::string name, library_version;
};

// The .Wdf section.
struct WdfSection {
  bool present = false;
  std::vector<KmdfService> kmdf_services;
  std::vector<UmdfService> umdf_services;
  std::vector<std::string> umdf_service_order;
  std::vector<std::pair<std::string, std::string>> directives;  // every other Umdf... line, in order
};

struct DeviceInterface {
  std::string class_guid, reference;
  uint32_t flags = 0;
  std::vector<RegistryChange> registry;
};

struct CopiedFile {
  std::string destination, source;
  uint32_t flags = 0;
};

// One install section with everything that hangs on it.
struct Installation {
  std::string section;  // with the decoration that was chosen
  std::vector<Service> services;
  std::vector<CopiedFile> files;
  std::vector<RegistryChange> driver_registry;    // HKR is the driver's key below Control\Class
  std::vector<RegistryChange> hardware_registry;  // HKR is the device's hardware key
  std::vector<DeviceInterface> interfaces;
  WdfSection wdf;
  const Service* function_driver() const;
};

class Package {
 public:
  // Nothing if the INF cannot be installed from; `diagnostics` says why. Warnings do not stop it.
  static std::optional<Package> load(std::string_view bytes, const Stamp& stamp, const Platform& platform,
                                     Diagnostics& diagnostics);

  const std::string& file() const { return file_; }  // without folders
  const std::string& class_name() const { return class_name_; }
  const std::string& class_guid() const { return class_guid_; }  // {xxxxxxxx-...}, as written
  const std::string& provider() const { return provider_; }
  const std::string& driver_date() const { return driver_date_; }
  const std::string& driver_version() const { return driver_version_; }
  const std::vector<RegistryChange>& class_registry() const { return class_registry_; }
  const std::vector<Model>& models() const { return models_; }
  // It has no models but a [DefaultInstall] section: its driver is a service that serves no device.
  bool primitive() const { return primitive_; }

  // The model that fits a device best, by the documented ranks; null if none fits. Ids in the device's own order.
  const Model* match(const std::vector<std::string>& hardware_ids,
                     const std::vector<std::string>& compatible_ids) const;

  // Resolves a model's install section. Nothing if something it names is missing or malformed.
  std::optional<Installation> installation(const Model& model, Diagnostics& diagnostics) const;
  // The same for the [DefaultInstall] section of a primitive package.
  std::optional<Installation> default_installation(Diagnostics& diagnostics) const;

 private:
  friend class PackageReader;
  std::string file_, class_name_, class_guid_, provider_, driver_date_, driver_version_;
  std::vector<RegistryChange> class_registry_;
  std::vector<Model> models_;
  bool primitive_ = false;
  Inf inf_;
  Platform platform_;
};

// How well a decoration such as "NTamd64.10.0...16299" fits; nothing if it excludes the platform. Higher is better.
std::optional<uint64_t> decoration_rank(std::string_view decoration, const Platform& platform);

}  // namespace owdf::setup
