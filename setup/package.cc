#include "setup/package.h"

#include <fmt/format.h>

#include "nt/rtl/text.h"
#include "setup/section_reader.h"
#include "setup/system_classes.h"

namespace owdf::setup {
namespace {

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find(separator, at), text.size());
    parts.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool is_guid(std::string_view text) {
  constexpr std::string_view kShape = "{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < text.size(); i++) {
    if (kShape[i] == 'x' ? !isxdigit(static_cast<unsigned char>(text[i])) : text[i] != kShape[i]) return false;
  }
  return true;
}

}  // namespace

std::optional<uint64_t> decoration_rank(std::string_view decoration, const Platform& platform) {
  const std::vector<std::string> fields = split(decoration, '.');
  const std::string& head = fields[0];
  if (!rtl::equal_ignoring_case(std::string_view(head).substr(0, 2), "NT")) return std::nullopt;
  const std::string_view architecture = std::string_view(head).substr(2);
  if (!architecture.empty() && !rtl::equal_ignoring_case(architecture, platform.architecture)) return std::nullopt;

  const auto field = [&](size_t index) -> std::optional<uint32_t> {
    return index < fields.size() && !fields[index].empty() ? parse_number(fields[index]) : std::nullopt;
  };
  const uint32_t major = field(1).value_or(0), minor = field(2).value_or(0), build = field(5).value_or(0);
  const std::optional<uint32_t> product = field(3);
  if (std::tuple(major, minor, build) > std::tuple(platform.major, platform.minor, platform.build)) return std::nullopt;
  if (product && *product != platform.product_type) return std::nullopt;
  // The architecture first, then the newest version, then the product; so that no two that differ are equal.
  return uint64_t{1} + (uint64_t{!architecture.empty()} << 60) + (uint64_t{major} << 44) + (uint64_t{minor} << 32) +
         (uint64_t{build} << 2) + (product ? 2 : 0);
}

// Reads [Version], [ClassInstall32], [Manufacturer] and the models sections.
class PackageReader {
 public:
  PackageReader(Package& package, Diagnostics& diagnostics)
      : package_(package), diagnostics_(diagnostics), sections_(package.inf_, diagnostics) {}

  void run() {
    const Section* version = package_.inf_.find("Version");
    if (!version) {
      diagnostics_.error({}, "expected a [Version] section");
      return;
    }
    read_version(*version);
    read_class();
    read_manufacturers();
  }

 private:
  std::string text(const Section& section, std::string_view key, size_t index = 0) {
    const Line* line = section.find(key);
    return line ? line->value(index) : std::string();
  }

  void read_version(const Section& version) {
    const Line* signature = version.find("Signature");
    const std::string found = text(version, "Signature");
    if (!signature) {
      diagnostics_.error(version.at, "expected Signature = \"$WINDOWS NT$\" in [Version]");
    } else if (!rtl::equal_ignoring_case(found, "$WINDOWS NT$") && !rtl::equal_ignoring_case(found, "$CHICAGO$")) {
      diagnostics_.error(signature->value_at(0),
                         fmt::format("expected \"$WINDOWS NT$\" as Signature, found \"{}\"", found));
    }
    package_.class_name_ = text(version, "Class");
    package_.class_guid_ = text(version, "ClassGuid");
    if (package_.class_guid_.empty()) package_.class_guid_ = system_class_guid(package_.class_name_);
    if (package_.class_guid_.empty()) {
      diagnostics_.error(version.at, "expected ClassGuid = {...} in [Version]");
    } else if (!is_guid(package_.class_guid_)) {
      diagnostics_.error(
          version.find("ClassGuid")->value_at(0),
          fmt::format("expected a GUID like {{4d36e97d-e325-11ce-bfc1-08002be10318}} as ClassGuid, found '{}'",
                      package_.class_guid_));
    }
    package_.provider_ = text(version, "Provider");
    package_.driver_date_ = text(version, "DriverVer");
    package_.driver_version_ = text(version, "DriverVer", 1);
  }

  void read_class() {
    const Section* section = nullptr;
    for (const char* name : {"ClassInstall32.NTamd64", "ClassInstall32.NT", "ClassInstall32"}) {
      if (!section) section = package_.inf_.find(name);
    }
    if (section) package_.class_registry_ = sections_.registry(sections_.lines(*section));
  }

  bool has_default_install() const {
    const Inf& inf = package_.inf_;
    return inf.find("DefaultInstall.NT" + package_.platform_.architecture) || inf.find("DefaultInstall.NT") ||
           inf.find("DefaultInstall");
  }

  void read_manufacturers() {
    const Section* manufacturers = package_.inf_.find("Manufacturer");
    package_.primitive_ = !manufacturers && has_default_install();
    if (package_.primitive_) return;
    if (!manufacturers) {
      diagnostics_.error({}, "expected a [Manufacturer] section");
      return;
    }
    for (const Line& line : manufacturers->lines) read_manufacturer(line);
    if (package_.models_.empty() && !diagnostics_.failed()) {
      diagnostics_.error(manufacturers->at,
                         fmt::format("no manufacturer has a model for {} {}.{}.{}", package_.platform_.architecture,
                                     package_.platform_.major, package_.platform_.minor, package_.platform_.build));
    }
  }

  // manufacturer = models-section [, decoration] ...; the decoration that fits best names the section.
  void read_manufacturer(const Line& line) {
    std::string name = line.value(0);
    uint64_t best = 0;
    bool decorated = false;
    for (size_t i = 1; i < line.values.size(); i++) {
      const std::optional<uint64_t> rank = decoration_rank(line.value(i), package_.platform_);
      if (!line.value(i).empty()) decorated = true;
      if (!rank || *rank <= best) continue;
      best = *rank;
      name = line.value(0) + "." + line.value(i);
    }
    if (decorated && best == 0) return;  // for other systems only
    const Section* section = sections_.require(name, line.value_at(0), "[Manufacturer]");
    if (!section) return;
    for (const Line& model : section->lines) read_model(model, line.has_key ? line.key.text : line.value(0));
  }

  void read_model(const Line& line, const std::string& manufacturer) {
    if (!line.has_key || line.value(0).empty() || line.value(1).empty()) {
      diagnostics_.error(line.at, "expected 'description = install-section, hardware-id'");
      return;
    }
    Model model{.description = line.key.text,
                .manufacturer = manufacturer,
                .section = line.value(0),
                .hardware_id = line.value(1),
                .compatible_ids = {},
                .at = line.value_at(0)};
    for (size_t i = 2; i < line.values.size(); i++) model.compatible_ids.push_back(line.value(i));
    package_.models_.push_back(std::move(model));
  }

  Package& package_;
  Diagnostics& diagnostics_;
  SectionReader sections_;
};

std::optional<Package> Package::load(std::string_view bytes, const Stamp& stamp, const Platform& platform,
                                     Diagnostics& diagnostics) {
  std::optional<Inf> inf = Inf::parse(bytes, stamp, diagnostics);
  if (!inf) return std::nullopt;
  Package package;
  package.file_ = diagnostics.file().substr(diagnostics.file().find_last_of('/') + 1);
  package.platform_ = platform;
  package.inf_ = std::move(*inf);
  PackageReader(package, diagnostics).run();
  if (diagnostics.failed()) return std::nullopt;
  return package;
}

// Ranks as documented: a device's hardware id against the model's hardware id is best, compatible against compatible
// worst; within each, the earlier id of the device is better, and then the earlier line of the INF.
const Model* Package::match(const std::vector<std::string>& hardware_ids,
                            const std::vector<std::string>& compatible_ids) const {
  const Model* best = nullptr;
  size_t best_rank = SIZE_MAX;
  const auto consider = [&](const Model& model, const std::vector<std::string>& ids, std::string_view id,
                            size_t group) {
    for (size_t i = 0; i < ids.size(); i++) {
      if (!rtl::equal_ignoring_case(ids[i], id)) continue;
      const size_t rank = group * 0x1000 + i;
      if (rank < best_rank) best = &model, best_rank = rank;
    }
  };
  for (const Model& model : models_) {
    consider(model, hardware_ids, model.hardware_id, 0);
    consider(model, compatible_ids, model.hardware_id, 2);
    for (const std::string& id : model.compatible_ids) {
      consider(model, hardware_ids, id, 1);
      consider(model, compatible_ids, id, 3);
    }
  }
  return best;
}

}  // namespace owdf::setup
