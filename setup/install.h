// Installing a driver package for a device of a machine: what setup writes into the registry, and nothing else; files
// are not copied, the loader finds images by service. Requirements: INF-003, INF-046, INF-050 to INF-054, INF-093,
// INF-095.
#pragma once

#include "base/result.h"
#include "nt/cm/registry.h"
#include "setup/package.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::setup {

struct Device {
  std::string instance_path;              // ROOT\ECHO\0000
  std::vector<std::string> hardware_ids;  // best first
  std::vector<std::string> compatible_ids;
};

struct Installed {
  std::string service;     // of the function driver; empty for a device without one
  std::string image_path;  // ImagePath of that service: \SystemRoot\System32\drivers\echo.sys
  std::string driver_key;  // {class}\0000
  std::vector<std::string> upper_filters, lower_filters;
};

// Matches `device` against the package and writes the services, the class, the driver key and the device's hardware
// key. Nothing, with an error in `diagnostics`, if no model fits, the install section is malformed or the registry
// refuses.
std::optional<Installed> install(nt::Machine& machine, const Package& package, const Device& device,
                                 Diagnostics& diagnostics);

// Writes the services of a primitive package, which has no devices, and their names in the order of the INF. Nothing,
// with an error in `diagnostics`, as above.
std::optional<std::vector<std::string>> install_primitive(nt::Machine& machine, const Package& package,
                                                          Diagnostics& diagnostics);

enum class FilterSide : uint8_t { kUpper, kLower };

// Which driver of a package becomes a filter of a device, and where. What is left empty the package says.
struct FilterChoice {
  std::string image;    // without extension; the service whose ServiceBinary it is
  std::string service;  // the name the service gets
  std::optional<FilterSide> side;
};

struct InstalledFilter {
  std::string service;
  FilterSide side = FilterSide::kUpper;
};

// Adds a filter to the stack of an installed device that is not started: writes its service and appends it to the
// device's UpperFilters or LowerFilters, as an extension INF does. The models of the package need not fit the device;
// its function driver, if it names one, is not installed. Nothing, with an error in `diagnostics`, if the package has
// no such service, says nothing about the side, or the service is there already.
std::optional<InstalledFilter> install_filter(nt::Machine& machine, const Package& package,
                                              const std::string& instance_path, const FilterChoice& choice,
                                              Diagnostics& diagnostics);

// The device's own list of filters: "UpperFilters" or "LowerFilters".
const char* filter_list_name(FilterSide side);

// Where \SystemRoot and friends lie for a directory identifier of an INF: 12 -> \SystemRoot\System32\drivers.
// `package_file` names the driver store folder that 13 stands for. Empty for identifiers that are not known.
std::string directory_of(uint32_t identifier, std::string_view package_file);

}  // namespace owdf::setup
