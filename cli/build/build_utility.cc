// Reads what the BUILD utility of older kits reads: `sources` describes one driver, program or library by macros, and
// `dirs` lists folders that hold further ones.
#include <algorithm>
#include <cstring>
#include <filesystem>

#include "cli/build/configuration.h"
#include "cli/build/msbuild.h"
#include "cli/build/nmake.h"
#include "cli/build/project.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

// The newest framework that came with BUILD; a project of that age without a number means it.
constexpr int kMinorOfBuild = 9;

bool is_named(const std::string& path, const char* name) {
  return lower(fs::path(path).filename().string()) == name;
}

std::string without_quotes(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), '"'), text.end());
  return text;
}

// Of the first of `names` that has one; several kits spelled the same thing differently.
std::string first_value(const MakeFile& file, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (!file.value(name).empty()) return file.value(name);
  return {};
}

class SourcesReader {
 public:
  SourcesReader(const std::string& path, bool checked)
      : path_(fs::absolute(path).lexically_normal().string()), folder_(fs::path(path_).parent_path().string()) {
    project_debug_ = checked;
    for (const auto& [name, value] :
         std::initializer_list<std::pair<const char*, const char*>>{{"AMD64", "1"},
                                                                    {"_BUILDARCH", "AMD64"},
                                                                    {"TARGET_DIRECTORY", "amd64"},
                                                                    {"_NT_TARGET_VERSION", "0x0A00"},
                                                                    {"FREEBUILD", checked ? "0" : "1"},
                                                                    {"DDKBUILDENV", checked ? "chk" : "fre"},
                                                                    {"O", "."}})
      file_.define(name, value);
  }

  Project read() {
    file_.read(path_);
    Project project;
    project.file = path_;
    project.folder = folder_;
    project.debug = project_debug_;
    project.name = without_quotes(file_.value("TARGETNAME"));
    if (project.name.empty()) throw path_ + ":1: TARGETNAME is not set";
    set_kind(project);
    if (project.kind != OutputKind::kProgram) set_framework(project);
    for (const char* name : {"SOURCES", "AMD64_SOURCES"}) add_sources(project, name);
    for (const std::string& folder : split_list(file_.value("INCLUDES"))) add_include_folder(project, folder);
    for (const char* name : {"C_DEFINES", "USER_C_FLAGS"}) add_flags(project, name);
    set_trace_functions(project);
    if (project.kind == OutputKind::kDriver) project.inf = inf_of(project.name);
    return project;
  }

  // Names of the libraries that are linked in, without folder and extension. The kit's own are among them.
  std::vector<std::string> linked() const {
    std::vector<std::string> names;
    for (const char* macro : {"TARGETLIBS", "LINKLIBS"}) {
      for (std::string name : file_.words(macro)) {
        name = without_quotes(name);
        std::replace(name.begin(), name.end(), '\\', '/');
        names.push_back(lower(fs::path(name).stem().string()));
      }
    }
    return names;
  }

 private:
  void set_kind(Project& project) const {
    const std::string type = lower(file_.value("TARGETTYPE"));
    const std::string at = file_.where("TARGETTYPE");
    if (type.empty()) throw path_ + ":1: TARGETTYPE is not set";
    if (type == "driver" || type == "miniport") {
      project.kind = OutputKind::kDriver;
    } else if (type == "program") {
      project.kind = OutputKind::kProgram;
      if (lower(file_.value("UMTYPE")) == "windows")
        throw file_.where("UMTYPE") + ": programs with windows are not built by OpenWDF, only console programs are";
    } else if (type == "library" || type == "driver_library") {
      project.kind = OutputKind::kLibrary;
    } else if (type == "dynlink" && is_umdf()) {
      project.kind = OutputKind::kDriver;
    } else {
      throw at + ": TARGETTYPE=" + file_.value("TARGETTYPE") + " is not built by OpenWDF";
    }
  }

  void set_framework(Project& project) const {
    const bool kmdf = !first_value(file_, {"KMDF_VERSION_MAJOR", "KMDF_VERSION"}).empty();
    if (!kmdf && is_umdf()) throw path_ + ":1: UMDF 1 drivers (COM) are not built by OpenWDF; UMDF 2 and KMDF are";
    project.driver_type = kmdf ? "KMDF" : "WDM";
    const std::string minor = file_.value("KMDF_VERSION_MINOR");
    project.framework_minor = minor.empty() ? kMinorOfBuild : std::atoi(minor.c_str());
  }

  bool is_umdf() const { return !first_value(file_, {"UMDF_VERSION_MAJOR", "UMDF_VERSION"}).empty(); }

  // Resources, messages and schemas are no code; other tools read them.
  void add_sources(Project& project, const char* macro) const {
    for (const std::string& word : file_.words(macro)) {
      const std::string name = without_quotes(word);
      const std::string extension = lower(fs::path(name).extension().string());
      if (extension == ".def" || add_input(project, name, extension, file_.where(macro))) continue;
      if (extension != ".c" && extension != ".cpp" && extension != ".cxx" && extension != ".cc")
        throw file_.where(macro) + ": the source " + name + " is neither C nor C++; OpenWDF does not build it";
      const std::string found = resolve_path(folder_, name);
      if (!fs::exists(found)) throw file_.where(macro) + ": the source " + name + " does not exist";
      project.sources.push_back({found, {}});
    }
  }

  // RUN_WPP=$(SOURCES) -km -func:Trace(LEVEL,MSG,...) -scan:trace.h -ini:own.ini
  void set_trace_functions(Project& project) const {
    WppSettings settings;
    for (const std::string& word : file_.words("RUN_WPP")) {
      const size_t colon = word.find(':');
      if (colon == std::string::npos || (word[0] != '-' && word[0] != '/')) continue;
      const std::string option = lower(word.substr(1, colon - 1)), value = without_quotes(word.substr(colon + 1));
      if (option == "func") settings.functions += (settings.functions.empty() ? "" : ";") + value;
      if (option == "scan") settings.scan_files.push_back(value);
      if (option == "ini") settings.ini_files.push_back(value);
    }
    for (SourceFile& source : project.sources) source.wpp = settings;
  }

  // Folders of the kit are spelled by macros that are unknown here; ours come by themselves.
  void add_include_folder(Project& project, const std::string& name) const {
    const std::string found = resolve_path(folder_, without_quotes(name));
    if (fs::is_directory(found)) project.include_folders.push_back(found);
  }

  bool add_input(Project& project, const std::string& name, const std::string& extension, const std::string& at) const {
    if (extension != ".rc" && extension != ".mc" && extension != ".mof") return false;
    const std::string stem = fs::path(resolve_path(folder_, name)).stem().string();
    InputFile input;
    input.path = resolve_path(folder_, name);
    input.at = at;
    input.kind = extension == ".mc"    ? InputKind::kMessages
                 : extension == ".mof" ? InputKind::kClasses
                                       : InputKind::kResources;
    if (extension == ".mc") input.header = stem + ".h";
    if (extension == ".mof") input.data = stem + ".bmf";
    if (extension == ".mof") input.header = stem + "mof.h";
    if (fs::exists(input.path)) project.inputs.push_back(std::move(input));
    return true;
  }

  void add_flags(Project& project, const char* macro) const {
    const std::vector<std::string> words = file_.words(macro);
    for (size_t i = 0; i < words.size(); i++) {
      if (words[i].size() < 2 || (words[i][0] != '-' && words[i][0] != '/')) continue;
      const char option = words[i][1];
      if (option != 'D' && option != 'U') continue;
      std::string text = words[i].substr(2);
      if (text.empty() && i + 1 < words.size()) text = words[++i];
      (option == 'D' ? project.defines : project.undefines).push_back(unescaped(text));
    }
  }

  // As a command line would hand it over: quotation marks group, those behind a backslash stay.
  static std::string unescaped(const std::string& text) {
    std::string result;
    for (size_t i = 0; i < text.size(); i++) {
      if (text[i] == '"') continue;
      if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '"') i++;
      result += text[i];
    }
    return result;
  }

  // BUILD leaves the INF to other macros and to the makefile; the one beside the sources is meant, first of all the one
  // of the target's name.
  std::string inf_of(const std::string& target) const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string extension = lower(entry.path().extension().string());
      if (extension == ".inx" || extension == ".inf") found.push_back(entry.path());
    }
    const std::string wanted = file_.value("INF_NAME").empty() ? target : without_quotes(file_.value("INF_NAME"));
    const auto rank = [&](const fs::path& path) {
      const bool named = lower(path.stem().string()) == lower(wanted);
      const bool template_file = lower(path.extension().string()) == ".inx";
      return std::make_tuple(!named, !template_file, path.string());
    };
    std::sort(found.begin(), found.end(), [&](const fs::path& a, const fs::path& b) { return rank(a) < rank(b); });
    return found.empty() ? std::string() : found.front().string();
  }

  std::string path_, folder_;
  bool project_debug_ = true;
  MakeFile file_;
};

// All projects below a `dirs` file, or the one of a `sources` file.
class TreeReader {
 public:
  explicit TreeReader(bool checked) : checked_(checked) {}

  void read(const std::string& path, int depth = 0) {
    if (is_named(path, "sources")) return read_sources(path);
    constexpr int kDeepest = 32;
    if (depth > kDeepest) throw path + ":1: the folders of this file lead back to it";
    MakeFile file;
    file.read(path);
    for (const char* macro : {"DIRS", "OPTIONAL_DIRS"})
      for (const std::string& name : file.words(macro)) read_folder(file, path, macro, without_quotes(name), depth);
  }

  ProjectList finish() {
    ProjectList list;
    for (size_t i = 0; i < projects_.size(); i++) {
      for (const Project& library : projects_) {
        const bool wanted = std::find(linked_[i].begin(), linked_[i].end(), lower(library.name)) != linked_[i].end();
        if (library.kind == OutputKind::kLibrary && wanted) projects_[i].references.push_back(library.file);
      }
    }
    list.projects = std::move(projects_);
    return list;
  }

 private:
  void read_sources(const std::string& path) {
    SourcesReader reader(path, checked_);
    projects_.push_back(reader.read());
    linked_.push_back(reader.linked());
  }

  void read_folder(const MakeFile& file, const std::string& path, const char* macro, const std::string& name,
                   int depth) {
    const std::string folder = resolve_path(fs::path(path).parent_path().string(), name);
    const bool optional = std::strcmp(macro, "OPTIONAL_DIRS") == 0;
    if (!fs::is_directory(folder)) {
      if (optional) return;
      throw file.where(macro) + ": the folder " + name + " does not exist";
    }
    for (const char* kind : {"dirs", "sources"}) {
      const std::string inner = resolve_path(folder, kind);
      if (!fs::is_regular_file(inner)) continue;
      return read(inner, depth + 1);
    }
    if (!optional) throw file.where(macro) + ": the folder " + name + " has neither sources nor dirs";
  }

  bool checked_;
  std::vector<Project> projects_;
  std::vector<std::vector<std::string>> linked_;  // of the project of the same index
};

}  // namespace

bool is_build_utility_file(const std::string& path) {
  return is_named(path, "sources") || is_named(path, "dirs");
}

ProjectList read_build_utility_file(const std::string& path, const ProjectQuery& query) {
  try {
    TreeReader reader(is_debug_configuration(query.configuration));
    reader.read(fs::absolute(path).lexically_normal().string());
    return reader.finish();
  } catch (const std::string& problem) {
    return {{}, problem, {}};
  }
}

}  // namespace owdf::cli
