#include "cli/build/inf_stamp.h"

#include <array>
#include <cstdio>
#include <utility>

namespace owdf::cli {

std::string stamp_inf(const std::string& text, const Project& project) {
  char coinstaller[16];
  std::snprintf(coinstaller, sizeof(coinstaller), "%s%03d", project.driver_type == "UMDF" ? "02" : "01",
                project.framework_minor);
  const std::string minor = std::to_string(project.framework_minor);
  const std::array<std::pair<std::string, std::string>, 5> values = {{
      {"$ARCH$", "amd64"},
      {"$KMDFVERSION$", "1." + minor},
      {"$UMDFVERSION$", "2." + minor + ".0"},
      {"$KMDFCOINSTALLERVERSION$", coinstaller},
      {"$UMDFCOINSTALLERVERSION$", coinstaller},
  }};
  std::string result = text;
  for (const auto& [name, value] : values)
    for (size_t at = result.find(name); at != std::string::npos; at = result.find(name, at + value.size()))
      result.replace(at, name.size(), value);
  return result;
}

}  // namespace owdf::cli
