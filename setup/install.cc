#include "setup/install.h"

#include <fmt/format.h>

#include <algorithm>

#include "nt/machine.h"
#include "nt/rtl/text.h"
#include "setup/service_writer.h"

namespace owdf::setup {
namespace {

constexpr std::string_view kUmdfServices =
    "\\Registry\\Machine\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\WUDF\\Services";

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

class Installer {
 public:
  Installer(nt::Machine& machine, const Package& package, const Device& device, Diagnostics& diagnostics)
      : cm_(machine.cm()),
        package_(package),
        device_(device),
        writer_(cm_, diagnostics),
        services_(cm_, package.file(), writer_) {}

  Installed run(const Model& model, const Installation& installation) {
    Installed result;
    write_services(installation);
    result.driver_key = write_driver_key(model, installation);
    write_device(model, installation, result);
    return result;
  }

  void write_services(const Installation& installation) {
    for (const Service& service : installation.services) services_.write(service);
    const WdfSection& wdf = installation.wdf;
    for (const KmdfService& service : wdf.kmdf_services)
      services_.write_kmdf_version(service.name, service.library_version);
    write_umdf(wdf);
  }

  void write_registry(const Installation& installation) {
    for (const RegistryChange& change : installation.driver_registry) writer_.apply(change, {});
  }

 private:
  cm::Key make(const std::string& path) { return services_.make(path); }
  void text(const cm::Key& key, std::string_view name, std::string_view value) { services_.text(key, name, value); }
  void number(const cm::Key& key, std::string_view name, uint32_t value) { services_.number(key, name, value); }
  void list(const cm::Key& key, std::string_view name, const std::vector<std::string>& values) {
    services_.list(key, name, values);
  }

  void write_umdf(const WdfSection& wdf) {
    for (const UmdfService& service : wdf.umdf_services) {
      const cm::Key key = make(fmt::format("{}\\{}", kUmdfServices, service.name));
      text(key, "ImagePath", services_.expand_directory(service.binary));
      text(key, "UmdfLibraryVersion", service.library_version);
      text(key, "DriverCLSID", service.class_id);
      list(key, "UmdfExtensions", service.extensions);
    }
  }

  // The class key, and below it the driver's own: the first free number, or the one the device already has.
  std::string write_driver_key(const Model& model, const Installation& installation) {
    const std::string guid = lower(package_.class_guid());
    const cm::Key class_key = make(fmt::format("{}\\Control\\Class\\{}", kControlSet, guid));
    text(class_key, "Class", package_.class_name());
    writer_.apply(package_.class_registry(), class_key);

    const std::string name = fmt::format("{}\\{}", guid, driver_number(guid, class_key));
    const cm::Key key = make(fmt::format("{}\\Control\\Class\\{}", kControlSet, name));
    text(key, "DriverDesc", model.description);
    text(key, "ProviderName", package_.provider());
    text(key, "DriverDate", package_.driver_date());
    text(key, "DriverVersion", package_.driver_version());
    text(key, "InfPath", package_.file());
    text(key, "InfSection", model.section);
    if (installation.section.size() > model.section.size()) {
      text(key, "InfSectionExt", installation.section.substr(model.section.size()));
    }
    text(key, "MatchingDeviceId", lower(model.hardware_id));
    writer_.apply(installation.driver_registry, key);
    return name;
  }

  std::string driver_number(const std::string& guid, const cm::Key& class_key) {
    const cm::Key device = make(fmt::format("{}\\Enum\\{}", kControlSet, device_.instance_path));
    const std::string own = cm_.string(device, "Driver").value_or("");
    if (own.size() == guid.size() + 5 && rtl::equal_ignoring_case(own.substr(0, guid.size()), guid))
      return own.substr(guid.size() + 1);
    for (uint32_t number = 0;; number++) {
      std::string name = fmt::format("{:04}", number);
      if (!cm_.open(class_key, rtl::utf16(name)).ok()) return name;
    }
  }

  void write_device(const Model& model, const Installation& installation, Installed& result) {
    const cm::Key key = make(fmt::format("{}\\Enum\\{}", kControlSet, device_.instance_path));
    const cm::Key parameters = make(fmt::format("{}\\Enum\\{}\\Device Parameters", kControlSet, device_.instance_path));
    text(key, "DeviceDesc", model.description);
    text(key, "Mfg", model.manufacturer);
    text(key, "Class", package_.class_name());
    text(key, "ClassGUID", lower(package_.class_guid()));
    text(key, "Driver", result.driver_key);
    list(key, "HardwareID", device_.hardware_ids);
    list(key, "CompatibleIDs", device_.compatible_ids);
    number(key, "ConfigFlags", 0);
    if (const Service* service = installation.function_driver()) {
      text(key, "Service", service->name);
      result.service = service->name;
      result.image_path = services_.expand_directory(service->binary);
    }
    for (const RegistryChange& change : installation.hardware_registry) {
      writer_.apply(change, is_device_property(change) ? key : parameters);
    }
    write_umdf_device(installation.wdf);
    result.upper_filters = cm_.multi_string(key, "UpperFilters").value_or(std::vector<std::string>{});
    result.lower_filters = cm_.multi_string(key, "LowerFilters").value_or(std::vector<std::string>{});
  }

  void write_umdf_device(const WdfSection& wdf) {
    if (wdf.umdf_services.empty()) return;
    const cm::Key key = make(fmt::format("{}\\Enum\\{}\\Device Parameters\\WUDF", kControlSet, device_.instance_path));
    list(key, "DriverList", wdf.umdf_service_order);
    for (const auto& [name, value] : wdf.directives) text(key, name, value);
  }

  // HKR of a .HW section is "Device Parameters", but these names are properties of the device itself.
  static bool is_device_property(const RegistryChange& change) {
    if (change.root != RegistryRoot::kRelative || !change.subkey.empty()) return false;
    constexpr std::string_view kProperties[] = {"UpperFilters",          "LowerFilters", "Security",     "DeviceType",
                                                "DeviceCharacteristics", "Exclusive",    "FriendlyName", "ConfigFlags"};
    return std::any_of(std::begin(kProperties), std::end(kProperties),
                       [&](std::string_view name) { return rtl::equal_ignoring_case(name, change.value_name); });
  }

  cm::Registry& cm_;
  const Package& package_;
  const Device& device_;
  RegistryWriter writer_;
  ServiceWriter services_;
};

}  // namespace

std::string directory_of(uint32_t identifier, std::string_view package_file) {
  switch (identifier) {
    case 10:
      return "\\SystemRoot";
    case 11:
      return "\\SystemRoot\\System32";
    case 12:
      return "\\SystemRoot\\System32\\drivers";
    case 13:
      return fmt::format("\\SystemRoot\\System32\\DriverStore\\FileRepository\\{}_amd64",
                         lower(std::string(package_file)));
    case 17:
      return "\\SystemRoot\\INF";
    case 24:
      return "\\??\\C:";
    default:
      return {};
  }
}

std::optional<Installed> install(nt::Machine& machine, const Package& package, const Device& device,
                                 Diagnostics& diagnostics) {
  const Model* model = package.match(device.hardware_ids, device.compatible_ids);
  if (!model) {
    diagnostics.error({}, fmt::format("no model of this package is for the hardware id '{}'",
                                      device.hardware_ids.empty() ? device.instance_path : device.hardware_ids[0]));
    return std::nullopt;
  }
  // Everything is read and checked before anything is written.
  const std::optional<Installation> installation = package.installation(*model, diagnostics);
  if (!installation) return std::nullopt;
  Installed installed = Installer(machine, package, device, diagnostics).run(*model, *installation);
  if (diagnostics.failed()) return std::nullopt;
  return installed;
}

std::optional<std::vector<std::string>> install_primitive(nt::Machine& machine, const Package& package,
                                                          Diagnostics& diagnostics) {
  OWDF_ASSERT(package.primitive());
  const std::optional<Installation> installation = package.default_installation(diagnostics);
  if (!installation) return std::nullopt;
  const Device none;
  Installer installer(machine, package, none, diagnostics);
  installer.write_services(*installation);
  installer.write_registry(*installation);
  if (diagnostics.failed()) return std::nullopt;
  std::vector<std::string> services;
  for (const Service& service : installation->services) services.push_back(service.name);
  return services;
}

}  // namespace owdf::setup
