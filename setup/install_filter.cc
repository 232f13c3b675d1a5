// Installing a driver as a filter of a device that has its function driver already.
#include <fmt/format.h>

#include <algorithm>

#include "nt/machine.h"
#include "nt/rtl/text.h"
#include "setup/install.h"
#include "setup/service_writer.h"

namespace owdf::setup {
namespace {

// "%13%\filter.sys" -> "filter"
std::string stem_of(const std::string& binary) {
  const size_t slash = binary.find_last_of("\\/");
  const std::string file = slash == std::string::npos ? binary : binary.substr(slash + 1);
  return file.substr(0, file.find_last_of('.'));
}

class FilterInstaller {
 public:
  FilterInstaller(nt::Machine& machine, const Package& package, const std::string& instance_path,
                  const FilterChoice& choice, Diagnostics& diagnostics)
      : cm_(machine.cm()),
        instance_path_(instance_path),
        choice_(choice),
        diagnostics_(diagnostics),
        writer_(cm_, diagnostics),
        services_(cm_, package.file(), writer_) {}

  std::optional<InstalledFilter> run(const Installation& installation) {
    const Service* service = find_service(installation);
    if (!service) return std::nullopt;
    const std::optional<FilterSide> side = choice_.side ? choice_.side : side_of(installation, service->name);
    if (!side) {
      diagnostics_.error({}, fmt::format("neither UpperFilters nor LowerFilters names '{}'; say on which side of the "
                                         "function driver it goes",
                                         service->name));
      return std::nullopt;
    }
    InstalledFilter installed{choice_.service.empty() ? service->name : choice_.service, *side};
    if (cm_.open(fmt::format("{}\\Services\\{}", kControlSet, installed.service)).ok()) {
      diagnostics_.error(
          {}, fmt::format("the service '{}' is installed already; give this one another name", installed.service));
      return std::nullopt;
    }
    write(installation, *service, installed);
    return installed;
  }

 private:
  const Service* find_service(const Installation& installation) {
    for (const Service& service : installation.services)
      if (rtl::equal_ignoring_case(stem_of(service.binary), choice_.image)) return &service;
    diagnostics_.error({}, fmt::format("no service of this package has {}.sys as its ServiceBinary", choice_.image));
    return nullptr;
  }

  static std::optional<FilterSide> side_of(const Installation& installation, const std::string& service) {
    for (const RegistryChange& change : installation.hardware_registry) {
      const auto names_it = [&](const std::string& data) { return rtl::equal_ignoring_case(data, service); };
      if (std::none_of(change.data.begin(), change.data.end(), names_it)) continue;
      for (const FilterSide side : {FilterSide::kUpper, FilterSide::kLower})
        if (rtl::equal_ignoring_case(change.value_name, filter_list_name(side))) return side;
    }
    return std::nullopt;
  }

  void write(const Installation& installation, const Service& service, const InstalledFilter& installed) {
    Service written = service;
    written.name = installed.service;
    services_.write(written);
    for (const KmdfService& kmdf : installation.wdf.kmdf_services)
      if (rtl::equal_ignoring_case(kmdf.name, service.name))
        services_.write_kmdf_version(installed.service, kmdf.library_version);
    const cm::Key device = services_.make(fmt::format("{}\\Enum\\{}", kControlSet, instance_path_));
    const char* list = filter_list_name(installed.side);
    std::vector<std::string> filters = cm_.multi_string(device, list).value_or(std::vector<std::string>());
    filters.push_back(installed.service);
    services_.list(device, list, filters);
  }

  cm::Registry& cm_;
  const std::string& instance_path_;
  const FilterChoice& choice_;
  Diagnostics& diagnostics_;
  RegistryWriter writer_;
  ServiceWriter services_;
};

}  // namespace

const char* filter_list_name(FilterSide side) {
  return side == FilterSide::kUpper ? "UpperFilters" : "LowerFilters";
}

std::optional<InstalledFilter> install_filter(nt::Machine& machine, const Package& package,
                                              const std::string& instance_path, const FilterChoice& choice,
                                              Diagnostics& diagnostics) {
  if (package.models().empty()) {
    diagnostics.error({}, "this package has no model");
    return std::nullopt;
  }
  const std::optional<Installation> installation = package.installation(package.models().front(), diagnostics);
  if (!installation) return std::nullopt;
  auto installed = FilterInstaller(machine, package, instance_path, choice, diagnostics).run(*installation);
  return diagnostics.failed() ? std::nullopt : installed;
}

}  // namespace owdf::setup
