// ServiceWriter: writes what an INF says about a service below CurrentControlSet\Services. Part of install.
#pragma once

#include "setup/registry_writer.h"

namespace owdf::setup {

inline constexpr std::string_view kControlSet = "\\Registry\\Machine\\SYSTEM\\CurrentControlSet";

class ServiceWriter {
 public:
  // `package_file`: the INF, which the service remembers as its owner.
  ServiceWriter(cm::Registry& registry, const std::string& package_file, RegistryWriter& writer)
      : cm_(registry), package_file_(package_file), writer_(writer) {}

  void write(const Service& service);
  void write_kmdf_version(std::string_view service, std::string_view version);  // KmdfService of a .Wdf section

  cm::Key make(const std::string& path);
  void text(const cm::Key& key, std::string_view name, std::string_view value);
  void number(const cm::Key& key, std::string_view name, uint32_t value);
  void list(const cm::Key& key, std::string_view name, const std::vector<std::string>& values);
  // %12%\echo.sys -> \SystemRoot\System32\drivers\echo.sys
  std::string expand_directory(const std::string& path) const;

 private:
  cm::Registry& cm_;
  const std::string& package_file_;
  RegistryWriter& writer_;
};

}  // namespace owdf::setup
