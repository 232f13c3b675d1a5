#include "cli/build/evaluation.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/build/configuration.h"
#include "cli/build/overlay.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

constexpr size_t kDeepestImport = 64;

std::string line_of(const std::string& text, ptrdiff_t offset) {
  const ptrdiff_t end = std::clamp<ptrdiff_t>(offset, 0, static_cast<ptrdiff_t>(text.size()));
  return std::to_string(1 + std::count(text.begin(), text.begin() + end, '\n'));
}

// $(VCTargetsPath), $(UserRootDir) and what else an installation of Microsoft's tools defines.
bool begins_with_unknown_property(const std::string& target, const Properties& properties) {
  if (!target.starts_with("$(")) return false;
  const size_t end = matching_parenthesis(target, 1);
  const std::string name = target.substr(2, end == std::string::npos ? end : end - 2);
  return name.find_first_of(".[(") == std::string::npos && properties.get(name).empty();
}

// %(Filename) and its like of an item.
std::string well_known_metadata(const std::string& folder, const std::string& include, const std::string& name) {
  const fs::path path = resolve_path(folder, include);
  if (name == "identity") return include;
  if (name == "filename") return path.stem().string();
  if (name == "extension") return path.extension().string();
  if (name == "fullpath") return path.string();
  if (name == "directory" || name == "rootdir") return path.parent_path().string() + "/";
  if (name == "relativedir") {
    const size_t slash = include.find_last_of("/\\");
    return slash == std::string::npos ? std::string() : include.substr(0, slash + 1);
  }
  return {};
}

}  // namespace

std::string ProjectItem::get(const std::string& name) const {
  const auto found = metadata.find(name);
  return found == metadata.end() ? std::string() : unescaped(found->second);
}

std::string Evaluation::Group::at() const {
  return document->path + ":" + line_of(document->text, node.offset_debug());
}

Evaluation::Evaluation(const std::string& path, const ProjectQuery& query)
    : path_(path), folder_(fs::path(path).parent_path().string()) {
  const Document& document = open(path_, path_);
  choose_configuration(document, query);
  set_standard_properties(query);
  import_file(path_, path_);
  for (const Group& group : definition_groups_) definition_group(group);
  for (const Group& group : item_groups_) item_group(group);
}

const std::vector<ProjectItem>& Evaluation::items(const std::string& kind) const {
  static const std::vector<ProjectItem> kNone;
  const auto found = items_.find(kind);
  return found == items_.end() ? kNone : found->second;
}

std::string Evaluation::definition(const std::string& kind, const std::string& name) const {
  const auto values = definitions_.find(kind);
  if (values == definitions_.end()) return {};
  const auto found = values->second.find(name);
  return found == values->second.end() ? std::string() : unescaped(found->second);
}

const Evaluation::Document& Evaluation::open(const std::string& path, const std::string& imported_at) {
  for (const auto& document : documents_)
    if (document->path == path) return *document;
  if (!fs::is_regular_file(path)) throw ProjectFailure{imported_at + ": " + path + " does not exist"};
  auto document = std::make_unique<Document>();
  document->path = path;
  document->folder = fs::path(path).parent_path().string();
  bool converted = false;
  document->text = read_as_utf8(path, converted);
  if (document->text.starts_with("\xEF\xBB\xBF")) document->text.erase(0, 3);
  const std::string& text = document->text;
  const auto result = document->xml.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!result)
    throw ProjectFailure{path + ":" + line_of(text, result.offset) +
                         ": this project file is not XML: " + result.description()};
  if (!document->xml.child("Project"))
    throw ProjectFailure{path + ":1: this is no MSBuild project: there is no <Project>"};
  documents_.push_back(std::move(document));
  return *documents_.back();
}

void Evaluation::choose_configuration(const Document& document, const ProjectQuery& query) {
  std::vector<ProjectConfiguration> known;
  for (const pugi::xml_node& group : document.xml.child("Project").children("ItemGroup"))
    for (const pugi::xml_node& node : group.children("ProjectConfiguration"))
      known.push_back(parse_configuration(node.attribute("Include").value()));
  std::string problem;
  const ProjectConfiguration chosen = cli::choose_configuration(known, query, problem, notes_, path_);
  if (!problem.empty()) throw ProjectFailure{problem};
  properties_.set_global("Configuration", chosen.configuration);
  properties_.set_global("Platform", chosen.platform);
}

void Evaluation::set_standard_properties(const ProjectQuery& query) {
  const std::string stem = fs::path(path_).stem().string();
  const std::string configuration = properties_.get("Configuration");
  for (const auto& [name, value] : std::initializer_list<std::pair<const char*, std::string>>{
           {"PlatformTarget", properties_.get("Platform")},
           {"MSBuildProjectName", stem},
           {"MSBuildProjectFile", fs::path(path_).filename().string()},
           {"MSBuildProjectFullPath", path_},
           {"MSBuildProjectExtension", ".vcxproj"},
           {"MSBuildProjectDirectory", folder_},
           {"ProjectName", stem},
           {"ProjectFileName", fs::path(path_).filename().string()},
           {"ProjectPath", path_},
           {"ProjectDir", folder_ + "/"},
           {"TargetName", stem},
           {"IntDir", configuration + "/"},
           {"OutDir", configuration + "/"},
           {"OS", "Windows_NT"},
           {"MSBuildRuntimeType", "Full"},
           {"VisualStudioVersion", "17.0"},
           {"MSBuildToolsVersion", "Current"},
           {"LatestTargetPlatformVersion", "10.0.26100.0"}})
    properties_.set(name, value);
  for (const auto& [name, value] : query.properties) properties_.set_global(name, value);
  const std::string known = query.solution_folder;
  properties_.set_fallback("SolutionDir",
                           [this, known] { return (known.empty() ? solution_folders().front() : known) + "/"; });
}

// Those of the solutions that name this project: at or above its folder, then anywhere in its repository.
std::vector<std::string> Evaluation::solution_folders() const {
  const std::string name = lower(fs::path(path_).filename().string());
  std::vector<std::string> folders;
  const auto take = [&](const fs::path& solution) {
    const std::string extension = lower(solution.extension().string());
    if (extension != ".sln" && extension != ".slnx") return;
    bool converted = false;
    const std::string folder = solution.parent_path().string();
    const bool known = std::find(folders.begin(), folders.end(), folder) != folders.end();
    if (!known && lower(read_as_utf8(solution.string(), converted)).find(name) != std::string::npos)
      folders.push_back(folder);
  };
  fs::path top = folder_;
  std::error_code error;
  for (fs::path folder = folder_; folder.has_relative_path(); folder = folder.parent_path()) {
    for (const auto& entry : fs::directory_iterator(folder, error)) take(entry.path());
    top = folder;
    if (fs::exists(folder / ".git")) break;
  }
  std::vector<fs::path> below;
  if (fs::exists(top / ".git"))
    for (fs::recursive_directory_iterator at(top, fs::directory_options::skip_permission_denied, error), end;
         !error && at != end; at.increment(error))
      below.push_back(at->path());
  std::sort(below.begin(), below.end());
  for (const fs::path& one : below) take(one);
  if (folders.empty()) folders.push_back(folder_);
  return folders;
}

// A project may stand in several solutions; the one beside it need not be the one that its property sheets mean.
std::string Evaluation::from_other_solution(const Group& element, const std::string& target) {
  if (lower(target).find("$(solutiondir)") == std::string::npos) return {};
  const std::string before = properties_.get("SolutionDir");
  for (const std::string& folder : solution_folders()) {
    properties_.set("SolutionDir", folder + "/");
    const std::string found = resolve_path(element.document->folder, expand(element, target));
    if (!fs::is_regular_file(found)) continue;
    notes_ += element.at() + ": note: taken from the solution in " + folder + "\n";
    return found;
  }
  properties_.set("SolutionDir", before);
  return {};
}

void Evaluation::enter(const Document& document) {
  properties_.set("MSBuildThisFileDirectory", document.folder + "/");
  properties_.set("MSBuildThisFileFullPath", document.path);
  properties_.set("MSBuildThisFile", fs::path(document.path).filename().string());
  properties_.set("MSBuildThisFileName", fs::path(document.path).stem().string());
}

std::string Evaluation::expand(const Group& element, const std::string& text, const MetadataLookup& metadata) const {
  try {
    return properties_.expand(text, metadata);
  } catch (const std::string& problem) {
    throw ProjectFailure{element.at() + ": " + problem};
  }
}

bool Evaluation::wanted(const Group& element, const MetadataLookup& metadata) const {
  const bool is_import = std::string_view(element.node.name()).starts_with("Import");
  try {
    return evaluate_condition(element.node.attribute("Condition").value(), properties_,
                              is_import ? element.document->folder : folder_, metadata);
  } catch (const std::string& problem) {
    throw ProjectFailure{element.at() + ": <" + element.node.name() + ">: " + problem};
  }
}

void Evaluation::elements(const Group& parent) {
  for (const pugi::xml_node& node : parent.node.children()) {
    const Group element = {parent.document, node};
    const std::string name = node.name();
    if (node.type() != pugi::node_element) continue;
    // The conditions of these are asked when all properties are known.
    if (name == "ItemDefinitionGroup") definition_groups_.push_back(element);
    if (name == "ItemGroup") item_groups_.push_back(element);
    if (name != "PropertyGroup" && name != "ImportGroup" && name != "Import" && name != "Choose") continue;
    if (!wanted(element)) continue;
    if (name == "PropertyGroup") property_group(element);
    if (name == "ImportGroup") elements(element);
    if (name == "Import") import(element);
    if (name == "Choose") choose(element);
  }
}

void Evaluation::choose(const Group& element) {
  for (const pugi::xml_node& node : element.node.children()) {
    const Group branch = {element.document, node};
    if (node.type() != pugi::node_element || !wanted(branch)) continue;
    return elements(branch);
  }
}

// Microsoft's own property sheets are not here; what a project brings along is.
void Evaluation::import(const Group& element) {
  const std::string target = element.node.attribute("Project").value();
  if (lower(target).ends_with("microsoft.cpp.default.props")) import_nearest("Directory.Build.props", element.at());
  if (lower(target).ends_with("microsoft.cpp.targets")) import_nearest("Directory.Build.targets", element.at());
  if (begins_with_unknown_property(target, properties_) || element.node.attribute("Sdk")) return;
  const std::string name = expand(element, target);
  const Document* importer = element.document;
  if (has_wildcard(name)) {
    for (const std::string& one : matching_files(importer->folder, name)) import_file(one, element.at());
  } else {
    std::string found = resolve_path(importer->folder, name);
    if (!fs::is_regular_file(found)) {
      const std::string other = from_other_solution(element, target);
      if (!other.empty()) found = other;
    }
    if (!fs::is_regular_file(found))
      throw ProjectFailure{element.at() + ": the imported file " + name + " does not exist (looked for " + found +
                           "); if it depends on a property of the solution, build the .sln or set that property "
                           "with --property NAME=VALUE"};
    import_file(found, element.at());
  }
  enter(*importer);
}

void Evaluation::import_nearest(const char* name, const std::string& at) {
  for (fs::path folder = folder_; folder.has_relative_path(); folder = folder.parent_path()) {
    if (!fs::is_regular_file(folder / name)) continue;
    return import_file((folder / name).string(), at);
  }
}

void Evaluation::import_file(const std::string& path, const std::string& at) {
  if (std::find(stack_.begin(), stack_.end(), path) != stack_.end())
    throw ProjectFailure{at + ": this import leads back to " + path + "; take it out of one of the two"};
  if (std::find(imported_.begin(), imported_.end(), path) != imported_.end()) return;
  if (stack_.size() > kDeepestImport) throw ProjectFailure{at + ": files import each other without end"};
  stack_.push_back(path);
  const Document& document = open(path, at);
  const pugi::xml_node root = document.xml.child("Project");
  for (const std::string& name : split_list(root.attribute("TreatAsLocalProperty").value()))
    properties_.make_local(name);
  enter(document);
  elements({&document, root});
  stack_.pop_back();
  imported_.push_back(path);
}

void Evaluation::property_group(const Group& group) {
  for (const pugi::xml_node& node : group.node.children()) {
    const Group element = {group.document, node};
    if (node.type() == pugi::node_element && wanted(element))
      properties_.set(node.name(), expand(element, node.child_value()));
  }
}

void Evaluation::read_metadata(const Group& parent, const Metadata& inherited, Metadata& values) {
  const MetadataLookup lookup = [&](const std::string& name) {
    if (const auto own = values.find(name); own != values.end()) return own->second;
    const auto before = inherited.find(name);
    return before == inherited.end() ? std::string() : before->second;
  };
  for (const pugi::xml_attribute& attribute : parent.node.attributes()) {
    const std::string name = lower(attribute.name());
    if (name != "include" && name != "exclude" && name != "remove" && name != "update" && name != "condition")
      values[name] = expand(parent, attribute.value(), lookup);
  }
  for (const pugi::xml_node& node : parent.node.children()) {
    const Group element = {parent.document, node};
    if (node.type() != pugi::node_element || !wanted(element, lookup)) continue;
    values[lower(node.name())] = expand(element, node.child_value(), lookup);
  }
}

void Evaluation::definition_group(const Group& group) {
  enter(*group.document);
  if (!wanted(group)) return;
  for (const pugi::xml_node& node : group.node.children()) {
    const Group element = {group.document, node};
    if (node.type() != pugi::node_element || !wanted(element)) continue;
    Metadata& values = definitions_[lower(node.name())];
    const Metadata inherited = values;
    read_metadata(element, inherited, values);
  }
}

void Evaluation::item_group(const Group& group) {
  enter(*group.document);
  if (!wanted(group)) return;
  for (const pugi::xml_node& node : group.node.children()) {
    const Group element = {group.document, node};
    if (node.type() == pugi::node_element && wanted(element)) item(element);
  }
}

void Evaluation::item(const Group& element) {
  const std::string kind = lower(element.node.name());
  if (element.node.attribute("Include")) return add_items(element, kind);
  if (element.node.attribute("Remove")) return remove_items(element, kind);
  if (element.node.attribute("Update")) update_items(element, kind);
}

void Evaluation::add_items(const Group& element, const std::string& kind) {
  const std::vector<std::string> excluded = includes(element, "Exclude");
  for (const std::string& include : includes(element, "Include")) {
    const std::string path = resolve_path(folder_, include);
    const bool left_out = std::any_of(excluded.begin(), excluded.end(),
                                      [&](const std::string& one) { return resolve_path(folder_, one) == path; });
    if (left_out) continue;
    Metadata inherited = definitions_[kind];
    for (const char* name : {"identity", "filename", "extension", "fullpath", "directory", "rootdir", "relativedir"})
      inherited[name] = well_known_metadata(folder_, include, name);
    ProjectItem item{include, inherited, element.at()};
    read_metadata(element, inherited, item.metadata);
    items_[kind].push_back(std::move(item));
  }
}

void Evaluation::remove_items(const Group& element, const std::string& kind) {
  std::vector<ProjectItem>& list = items_[kind];
  for (const std::string& name : includes(element, "Remove"))
    std::erase_if(list, [&](const ProjectItem& item) {
      return resolve_path(folder_, item.include) == resolve_path(folder_, name);
    });
}

void Evaluation::update_items(const Group& element, const std::string& kind) {
  for (const std::string& name : includes(element, "Update"))
    for (ProjectItem& item : items_[kind]) {
      if (resolve_path(folder_, item.include) != resolve_path(folder_, name)) continue;
      const Metadata inherited = item.metadata;
      read_metadata(element, inherited, item.metadata);
    }
}

std::vector<std::string> Evaluation::includes(const Group& element, const char* attribute) {
  std::vector<std::string> found;
  for (const std::string& raw : split_list(expand(element, element.node.attribute(attribute).value()))) {
    if (raw.starts_with("@(")) {
      std::ranges::copy(referenced(raw), std::back_inserter(found));
    } else if (has_wildcard(raw)) {
      std::ranges::copy(matching_files(folder_, unescaped(raw)), std::back_inserter(found));
    } else {
      found.push_back(unescaped(raw));
    }
  }
  return found;
}

// @(Kind) and @(Kind->'text with %(Metadata)').
std::vector<std::string> Evaluation::referenced(const std::string& reference) const {
  const std::string inside = reference.substr(2, reference.rfind(')') - 2);
  const size_t arrow = inside.find("->");
  std::vector<std::string> found;
  for (const ProjectItem& item : items(lower(without_blanks(inside.substr(0, arrow))))) {
    const size_t open = arrow == std::string::npos ? arrow : inside.find('\'', arrow);
    if (open == std::string::npos) {
      found.push_back(item.include);
      continue;
    }
    const std::string text = inside.substr(open + 1, inside.rfind('\'') - open - 1);
    found.push_back(properties_.expand(text, [&](const std::string& name) { return item.get(name); }));
  }
  return found;
}

}  // namespace owdf::cli
