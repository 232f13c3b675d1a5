#include "setup/service_writer.h"

#include <fmt/format.h>

#include "setup/install.h"

namespace owdf::setup {

cm::Key ServiceWriter::make(const std::string& path) {
  Result<cm::Key> key = cm_.make(path);
  OWDF_ASSERT(key.ok());
  return key.value();
}

void ServiceWriter::text(const cm::Key& key, std::string_view name, std::string_view value) {
  if (!value.empty()) writer_.check(cm_.set_string(key, name, value), {}, name);
}

void ServiceWriter::number(const cm::Key& key, std::string_view name, uint32_t value) {
  writer_.check(cm_.set_dword(key, name, value), {}, name);
}

void ServiceWriter::list(const cm::Key& key, std::string_view name, const std::vector<std::string>& values) {
  if (!values.empty()) writer_.check(cm_.set_multi_string(key, name, values), {}, name);
}

std::string ServiceWriter::expand_directory(const std::string& path) const {
  if (path.empty() || path[0] != '%') return path;
  const size_t close = path.find('%', 1);
  if (close == std::string::npos) return path;
  const std::optional<uint32_t> identifier = parse_number(std::string_view(path).substr(1, close - 1));
  const std::string directory = identifier ? directory_of(*identifier, package_file_) : std::string();
  return directory.empty() ? path : directory + path.substr(close + 1);
}

void ServiceWriter::write(const Service& service) {
  const cm::Key key = make(fmt::format("{}\\Services\\{}", kControlSet, service.name));
  number(key, "Type", service.type);
  number(key, "Start", service.start);
  number(key, "ErrorControl", service.error_control);
  writer_.check(cm_.set_string(key, "ImagePath", expand_directory(service.binary), cm::ValueType::kExpandString), {},
                "ImagePath");
  text(key, "DisplayName", service.display_name);
  text(key, "Description", service.description);
  text(key, "Group", service.load_order_group);
  text(key, "ObjectName", service.start_name);
  list(key, "DependOnService", service.dependencies);
  list(key, "Owners", {package_file_});
  make(fmt::format("{}\\Services\\{}\\Parameters", kControlSet, service.name));
  writer_.apply(service.registry, key);
}

void ServiceWriter::write_kmdf_version(std::string_view service, std::string_view version) {
  const cm::Key key = make(fmt::format("{}\\Services\\{}\\Parameters\\Wdf", kControlSet, service));
  text(key, "KmdfLibraryVersion", version);
}

}  // namespace owdf::setup
