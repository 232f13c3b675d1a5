// The install section of a model and the sections that hang on it by name: .Services, .HW, .Interfaces, .Wdf.
#include <fmt/format.h>

#include "nt/rtl/text.h"
#include "setup/section_reader.h"

namespace owdf::setup {
namespace {

class InstallationReader {
 public:
  InstallationReader(const Inf& inf, const Platform& platform, Diagnostics& diagnostics)
      : inf_(inf), platform_(platform), diagnostics_(diagnostics), sections_(inf, diagnostics) {}

  void run(const Model& model, Installation& installation) {
    const Section* main = choose(model);
    if (!main) return;
    installation.section = main->name;
    const std::vector<const Line*> lines = sections_.lines(*main);
    installation.driver_registry = sections_.registry(lines);
    read_files(lines, installation.files);
    read_services(extension(*main, ".Services"), installation.services);
    installation.hardware_registry = sections_.registry(extension(*main, ".HW"));
    read_interfaces(extension(*main, ".Interfaces"), installation.interfaces);
    installation.wdf.present = inf_.find(main->name + ".Wdf") != nullptr;
    read_wdf(extension(*main, ".Wdf"), installation.wdf);
  }

 private:
  // name.NT<architecture>, name.NT, name: the first that the file has.
  const Section* choose(const Model& model) {
    const std::string names[] = {model.section + ".NT" + platform_.architecture, model.section + ".NT", model.section};
    for (const std::string& name : names) {
      if (const Section* section = inf_.find(name)) return section;
    }
    diagnostics_.error(
        model.at, fmt::format("expected a section [{}], [{}] or [{}] for this model", names[0], names[1], names[2]));
    return nullptr;
  }

  std::vector<const Line*> extension(const Section& main, std::string_view suffix) {
    const Section* section = inf_.find(main.name + std::string(suffix));
    return section ? sections_.lines(*section) : std::vector<const Line*>();
  }

  void read_files(const std::vector<const Line*>& lines, std::vector<CopiedFile>& files) {
    for (const Line* line : lines) {
      if (!is_key(*line, "CopyFiles")) continue;
      for (const Field& value : line->values) {
        if (!value.text.empty() && value.text[0] == '@') {
          files.push_back({.destination = value.text.substr(1), .source = value.text.substr(1)});
        } else if (const Section* list = sections_.require(value.text, value.at, "CopyFiles")) {
          for (const Line& file : list->lines) read_file(file, files);
        }
      }
    }
  }

  // destination [, source] [, unused] [, flags]
  void read_file(const Line& line, std::vector<CopiedFile>& files) {
    CopiedFile file{.destination = line.value(0), .source = line.value(1)};
    if (file.source.empty()) file.source = file.destination;
    file.flags = sections_.number(line, 3, 0, "the flags of CopyFiles");
    if (file.destination.empty()) {
      diagnostics_.error(line.at, "expected a file name");
    } else {
      files.push_back(std::move(file));
    }
  }

  // AddService = name [, flags], section [, ...]; an empty name stands for a device without a service.
  void read_services(const std::vector<const Line*>& lines, std::vector<Service>& services) {
    for (const Line* line : lines) {
      if (!is_key(*line, "AddService")) continue;
      Service service{.name = line->value(0)};
      service.flags = sections_.number(*line, 1, 0, "the flags of AddService");
      if (service.name.empty()) continue;
      if (line->value(2).empty()) {
        diagnostics_.error(line->at, "expected 'AddService = name, flags, service-install-section'");
        continue;
      }
      const Section* section = sections_.require(line->value(2), line->value_at(2), "AddService");
      if (section) read_service(*section, service);
      services.push_back(std::move(service));
    }
  }

  void read_service(const Section& section, Service& service) {
    const std::vector<const Line*> lines = sections_.lines(section);
    bool has_binary = false;
    for (const Line* line : lines) {
      const std::string& value = line->value(0);
      if (is_key(*line, "DisplayName"))
        service.display_name = value;
      else if (is_key(*line, "Description"))
        service.description = value;
      else if (is_key(*line, "ServiceBinary"))
        service.binary = value, has_binary = !value.empty();
      else if (is_key(*line, "LoadOrderGroup"))
        service.load_order_group = value;
      else if (is_key(*line, "StartName"))
        service.start_name = value;
      else if (is_key(*line, "ServiceType"))
        service.type = sections_.number(*line, 0, 1, "ServiceType");
      else if (is_key(*line, "StartType"))
        service.start = sections_.number(*line, 0, 3, "StartType");
      else if (is_key(*line, "ErrorControl"))
        service.error_control = sections_.number(*line, 0, 1, "ErrorControl");
      else if (is_key(*line, "Dependencies")) {
        for (const Field& field : line->values) service.dependencies.push_back(field.text);
      }
    }
    if (!has_binary) diagnostics_.error(section.at, fmt::format("expected ServiceBinary = path in [{}]", section.name));
    service.registry = sections_.registry(lines);
  }

  // AddInterface = {class} [, reference] [, section] [, flags]
  void read_interfaces(const std::vector<const Line*>& lines, std::vector<DeviceInterface>& interfaces) {
    for (const Line* line : lines) {
      if (!is_key(*line, "AddInterface")) continue;
      DeviceInterface result{.class_guid = line->value(0), .reference = line->value(1)};
      result.flags = sections_.number(*line, 3, 0, "the flags of AddInterface");
      if (!line->value(2).empty()) {
        const Section* section = sections_.require(line->value(2), line->value_at(2), "AddInterface");
        if (section) result.registry = sections_.registry(sections_.lines(*section));
      }
      interfaces.push_back(std::move(result));
    }
  }

  void read_wdf(const std::vector<const Line*>& lines, WdfSection& wdf) {
    for (const Line* line : lines) {
      if (is_key(*line, "KmdfService")) {
        read_kmdf_service(*line, wdf);
      } else if (is_key(*line, "UmdfService")) {
        read_umdf_service(*line, wdf);
      } else if (is_key(*line, "UmdfServiceOrder")) {
        // INF-074: exactly one.
        if (!wdf.umdf_service_order.empty()) diagnostics_.error(line->at, "UmdfServiceOrder stands here a second time");
        for (const Field& name : line->values) wdf.umdf_service_order.push_back(name.text);
      } else if (line->has_key) {
        wdf.directives.emplace_back(line->key.text, line->value(0));
      }
    }
    // INF-073: mandatory even for one driver.
    if (!wdf.umdf_services.empty() && wdf.umdf_service_order.empty()) {
      diagnostics_.error(lines.front()->at, "expected UmdfServiceOrder = service in the section of UmdfService");
    }
  }

  // INF-003, INF-004
  void read_kmdf_service(const Line& line, WdfSection& wdf) {
    KmdfService& service = wdf.kmdf_services.emplace_back();
    service.name = line.value(0);
    const Section* section = sections_.require(line.value(1), line.value_at(1), "KmdfService");
    if (!section) return;
    const Line* version = section->find("KmdfLibraryVersion");
    if (!version || version->value(0).empty()) {
      diagnostics_.error(section->at, fmt::format("expected KmdfLibraryVersion = major.minor in [{}]", section->name));
      return;
    }
    service.library_version = version->value(0);
    const std::string_view text = service.library_version;
    const size_t dot = text.find('.');
    if (dot == std::string::npos || !parse_number(text.substr(0, dot)) || !parse_number(text.substr(dot + 1))) {
      diagnostics_.error(version->value_at(0),
                         fmt::format("expected major.minor as KmdfLibraryVersion, found '{}'", text));
    }
  }

  // INF-087
  void read_umdf_service(const Line& line, WdfSection& wdf) {
    UmdfService service{.name = line.value(0)};
    const Section* section = sections_.require(line.value(1), line.value_at(1), "UmdfService");
    if (!section) return;
    if (const Line* version = section->find("UmdfLibraryVersion")) service.library_version = version->value(0);
    if (const Line* binary = section->find("ServiceBinary")) service.binary = binary->value(0);
    if (const Line* class_id = section->find("DriverCLSID")) service.class_id = class_id->value(0);
    if (const Line* extensions = section->find("UmdfExtensions")) {
      for (const Field& field : extensions->values) service.extensions.push_back(field.text);
    }
    if (service.library_version.empty()) {
      diagnostics_.error(section->at, fmt::format("expected UmdfLibraryVersion = version in [{}]", section->name));
    }
    if (service.binary.empty()) {
      diagnostics_.error(section->at, fmt::format("expected ServiceBinary = path in [{}]", section->name));
    }
    wdf.umdf_services.push_back(std::move(service));
  }

  const Inf& inf_;
  const Platform& platform_;
  Diagnostics& diagnostics_;
  SectionReader sections_;
};

}  // namespace

const Service* Installation::function_driver() const {
  for (const Service& service : services) {
    if (service.is_function_driver()) return &service;
  }
  return nullptr;
}

std::optional<Installation> Package::installation(const Model& model, Diagnostics& diagnostics) const {
  Installation installation;
  InstallationReader(inf_, platform_, diagnostics).run(model, installation);
  if (diagnostics.failed()) return std::nullopt;
  return installation;
}

std::optional<Installation> Package::default_installation(Diagnostics& diagnostics) const {
  Model model;
  model.section = "DefaultInstall";
  std::optional<Installation> found = installation(model, diagnostics);
  if (!found) return std::nullopt;
  for (const RegistryChange& change : found->driver_registry) {
    if (change.root == RegistryRoot::kRelative)
      diagnostics.error(change.at, "HKR stands for the key of a device's driver, and this package has no device");
  }
  if (found->services.empty()) diagnostics.error({}, fmt::format("[{}.Services] adds no service", found->section));
  if (diagnostics.failed()) return std::nullopt;
  return found;
}

}  // namespace owdf::setup
