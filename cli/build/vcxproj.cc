// Reads a Visual C++ project: one pass in document order, as MSBuild evaluates, for one configuration and x64.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <pugixml.hpp>

#include "cli/build/msbuild.h"
#include "cli/build/project.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

constexpr int kNewestMinor = 33;

struct Failure {
  std::string text;
};

// The parser knows the offset of what it stumbled over; people count lines.
std::string broken(const std::string& path, const pugi::xml_parse_result& result) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return path + ": " + result.description();
  std::string before(static_cast<size_t>(std::max<ptrdiff_t>(result.offset, 0)), '\0');
  stream.read(before.data(), static_cast<std::streamsize>(before.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  return path + ":" + std::to_string(lines + 1) + ": this project file is not XML: " + result.description();
}

using Metadata = std::map<std::string, std::string>;  // lower-case names

struct Item {
  std::string include;
  Metadata metadata;
};

class Reader {
 public:
  Reader(std::string path, const std::string& configuration) : path_(std::move(path)) {
    folder_ = fs::path(path_).parent_path().string();
    const std::string stem = fs::path(path_).stem().string();
    properties_.set("Configuration", configuration);
    properties_.set("Platform", "x64");
    properties_.set("PlatformTarget", "x64");
    properties_.set("MSBuildProjectName", stem);
    properties_.set("ProjectName", stem);
    properties_.set("ProjectDir", folder_ + "/");
    properties_.set("MSBuildProjectDirectory", folder_);
    properties_.set("MSBuildThisFileDirectory", folder_ + "/");
    properties_.set("SolutionDir", folder_ + "/");
    properties_.set("TargetName", stem);
    properties_.set("IntDir", configuration + "/");
    properties_.set("OutDir", configuration + "/");
  }

  Project read() {
    file(path_);
    Project project;
    project.file = path_;
    project.folder = folder_;
    project.name = properties_.get("TargetName");
    set_kind(project);
    set_framework(project);
    settings(project);
    for (const Item& item : items_["clcompile"]) source(project, item);
    for (const char* kind : {"inf", "filestopackage"})
      for (const Item& item : items_[kind])
        if (project.inf.empty() && is_inf(item.include)) project.inf = resolve_path(folder_, item.include);
    for (const Item& item : items_["projectreference"])
      project.references.push_back(resolve_path(folder_, item.include));
    return project;
  }

 private:
  void file(const std::string& path) {
    pugi::xml_document document;
    const pugi::xml_parse_result result = document.load_file(path.c_str());
    if (!result) throw Failure{broken(path, result)};
    const pugi::xml_node root = document.child("Project");
    if (!root) throw Failure{path + ": not an MSBuild project (no <Project>)"};
    elements(root, path);
  }

  bool wanted(const pugi::xml_node& node, const std::string& path) {
    try {
      return evaluate_condition(node.attribute("Condition").value(), properties_, folder_);
    } catch (const std::string& problem) {
      throw Failure{path + ": <" + std::string(node.name()) + ">: " + problem};
    }
  }

  void elements(const pugi::xml_node& parent, const std::string& path) {
    for (const pugi::xml_node& node : parent.children()) {
      const std::string name = node.name();
      if (node.type() != pugi::node_element || !wanted(node, path)) continue;
      if (name == "PropertyGroup")
        property_group(node, path);
      else if (name == "ItemDefinitionGroup")
        definitions(node, path);
      else if (name == "ItemGroup")
        item_group(node, path);
      else if (name == "ImportGroup")
        elements(node, path);
      else if (name == "Import")
        import(node);
      else if (name == "Choose")
        choose(node, path);
    }
  }

  void choose(const pugi::xml_node& node, const std::string& path) {
    for (const pugi::xml_node& branch : node.children()) {
      if (branch.type() != pugi::node_element || !wanted(branch, path)) continue;
      elements(branch, path);
      return;
    }
  }

  // Microsoft's own property sheets are not here; what a project brings along is.
  void import(const pugi::xml_node& node) {
    const std::string target = node.attribute("Project").value();
    if (target.find("$(VCTargetsPath)") != std::string::npos || target.find("$(UserRootDir)") != std::string::npos)
      return;
    const std::string found = resolve_path(folder_, properties_.expand(target));
    if (fs::exists(found) && std::find(imported_.begin(), imported_.end(), found) == imported_.end()) {
      imported_.push_back(found);
      file(found);
    }
  }

  void property_group(const pugi::xml_node& group, const std::string& path) {
    for (const pugi::xml_node& node : group.children())
      if (node.type() == pugi::node_element && wanted(node, path))
        properties_.set(node.name(), properties_.expand(node.child_value()));
  }

  void metadata(const pugi::xml_node& parent, Metadata& values, const Metadata& inherited, const std::string& path) {
    for (const pugi::xml_node& node : parent.children()) {
      if (node.type() != pugi::node_element || !wanted(node, path)) continue;
      const std::string name = lower(node.name());
      const auto before = values.count(name) ? values.find(name) : inherited.find(name);
      const bool known = values.count(name) || before != inherited.end();
      values[name] = properties_.expand(node.child_value(), known ? before->second : std::string());
    }
  }

  void definitions(const pugi::xml_node& group, const std::string& path) {
    for (const pugi::xml_node& kind : group.children()) {
      if (kind.type() != pugi::node_element || !wanted(kind, path)) continue;
      Metadata& values = definitions_[lower(kind.name())];
      const Metadata inherited = values;
      metadata(kind, values, inherited, path);
    }
  }

  void item_group(const pugi::xml_node& group, const std::string& path) {
    for (const pugi::xml_node& node : group.children()) {
      if (node.type() != pugi::node_element || !wanted(node, path)) continue;
      const std::string kind = lower(node.name());
      for (const std::string& include : split_list(properties_.expand(node.attribute("Include").value()))) {
        if (include.find("@(") != std::string::npos) continue;
        Item item{include, {}};
        metadata(node, item.metadata, {}, path);
        for (const std::string& one : expand_wildcard(include)) {
          item.include = one;
          items_[kind].push_back(item);
        }
      }
    }
  }

  std::vector<std::string> expand_wildcard(const std::string& include) const {
    if (include.find('*') == std::string::npos) return {include};
    const std::string resolved = resolve_path(folder_, include);
    const std::string pattern = fs::path(resolved).filename().string();
    std::vector<std::string> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::path(resolved).parent_path(), error)) {
      const std::string name = entry.path().filename().string();
      const size_t star = pattern.find('*');
      const std::string head = pattern.substr(0, star), tail = pattern.substr(star + 1);
      if (name.size() >= head.size() + tail.size() && name.starts_with(head) && name.ends_with(tail))
        found.push_back(entry.path().string());
    }
    std::sort(found.begin(), found.end());
    return found;
  }

  void set_kind(Project& project) const {
    const std::string type = lower(properties_.get("ConfigurationType"));
    if (type == "driver" || properties_.get("DriverType") == "UMDF")
      project.kind = OutputKind::kDriver;
    else if (type == "application")
      project.kind = OutputKind::kProgram;
    else if (type == "staticlibrary" || type == "driver.staticlibrary")
      project.kind = OutputKind::kLibrary;
    else if (type.empty())
      throw Failure{path_ + ": no ConfigurationType for " + properties_.get("Configuration") + "|x64"};
    else
      throw Failure{path_ + ": ConfigurationType " + properties_.get("ConfigurationType") + " is not built by OpenWDF"};
  }

  void set_framework(Project& project) {
    project.driver_type = properties_.get("DriverType");
    const bool umdf = lower(project.driver_type) == "umdf";
    const std::string minor = properties_.get(umdf ? "UMDF_VERSION_MINOR" : "KMDF_VERSION_MINOR");
    project.framework_minor = minor.empty() ? kNewestMinor : std::atoi(minor.c_str());
  }

  void settings(Project& project) {
    const Metadata& compile = definitions_["clcompile"];
    const auto value = [&](const char* name) {
      const auto found = compile.find(name);
      return found == compile.end() ? std::string() : found->second;
    };
    project.defines = split_list(value("preprocessordefinitions"));
    project.undefines = split_list(value("undefinepreprocessordefinitions"));
    for (const std::string& folder : split_list(value("additionalincludedirectories")))
      project.include_folders.push_back(resolve_path(folder_, folder));
    for (const std::string& folder : split_list(properties_.get("IncludePath")))
      if (fs::is_directory(resolve_path(folder_, folder)))
        project.include_folders.push_back(resolve_path(folder_, folder));
    for (const std::string& header : split_list(value("forcedincludefiles"))) project.forced_includes.push_back(header);
    if (lower(properties_.get("CharacterSet")) == "unicode") {
      project.defines.insert(project.defines.end(), {"UNICODE", "_UNICODE"});
    }
  }

  void source(Project& project, const Item& item) const {
    const auto excluded = item.metadata.find("excludedfrombuild");
    if (excluded != item.metadata.end() && lower(excluded->second) == "true") return;
    SourceFile file;
    file.path = resolve_path(folder_, item.include);
    const auto defines = item.metadata.find("preprocessordefinitions");
    if (defines != item.metadata.end()) file.defines = split_list(defines->second);
    trace_settings(file, item);
    if (!fs::exists(file.path)) throw Failure{path_ + ": the source " + item.include + " does not exist"};
    project.sources.push_back(std::move(file));
  }

  // An item's own metadata goes before the project's definitions.
  std::string setting(const Item& item, const char* name) const {
    if (const auto own = item.metadata.find(name); own != item.metadata.end()) return own->second;
    const auto all = definitions_.find("clcompile");
    if (all == definitions_.end()) return {};
    const auto shared = all->second.find(name);
    return shared == all->second.end() ? std::string() : shared->second;
  }

  void trace_settings(SourceFile& file, const Item& item) const {
    file.wpp.functions = setting(item, "wpptracefunction");
    file.wpp.scan_files = split_list(setting(item, "wppscanconfigurationdata"));
    file.wpp.ini_files = split_list(setting(item, "wppadditionalconfigurationfile"));
    for (const std::string& define : split_list(setting(item, "wpppreprocessordefinitions")))
      file.defines.push_back(define);
  }

  static bool is_inf(const std::string& name) {
    const std::string text = lower(name);
    return text.ends_with(".inx") || text.ends_with(".inf");
  }

  std::string path_;
  std::string folder_;
  Properties properties_;
  std::map<std::string, Metadata> definitions_;
  std::map<std::string, std::vector<Item>> items_;
  std::vector<std::string> imported_;
};

}  // namespace

ProjectList read_vcxproj(const std::string& path, const std::string& configuration) {
  ProjectList list;
  try {
    list.projects.push_back(Reader(fs::absolute(path).lexically_normal().string(), configuration).read());
  } catch (const Failure& failure) {
    list.error = failure.text;
  }
  return list;
}

}  // namespace owdf::cli
