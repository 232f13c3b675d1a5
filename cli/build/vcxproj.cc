// From an evaluated Visual C++ project to what is to be built.
#include <algorithm>
#include <filesystem>

#include "cli/build/configuration.h"
#include "cli/build/evaluation.h"
#include "cli/build/msbuild.h"
#include "cli/build/project.h"
#include "cli/build/tool_items.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

constexpr int kNewestMinor = 33;

bool is_true(const std::string& text) {
  return lower(without_blanks(text)) == "true";
}

bool is_inf(const std::string& name) {
  return lower(name).ends_with(".inx") || lower(name).ends_with(".inf");
}

// What another processor's settings define; images are made for ours, whatever configuration they come from.
bool is_of_other_processor(const std::string& define) {
  const std::string name = define.substr(0, define.find('='));
  for (const char* other : {"_X86_", "i386", "_ARM_", "ARM", "_ARM64_", "ARM64", "_ARM64EC_"})
    if (name == other) return true;
  return false;
}

class Reader {
 public:
  Reader(const std::string& path, const ProjectQuery& query) : project_(path, query) {}

  Project read() {
    Project project;
    project.file = project_.path();
    project.folder = project_.folder();
    project.name = project_.property("TargetName");
    project.debug = is_debug();
    set_framework(project);
    set_kind(project);
    if (project.kind == OutputKind::kNothing) return project;
    settings(project);
    for (const ProjectItem& item : project_.items("clcompile")) source(project, item);
    for (const char* kind : {"inf", "filestopackage"})
      for (const ProjectItem& item : project_.items(kind))
        if (project.inf.empty() && is_inf(item.include) && !is_true(item.get("excludedfrombuild")))
          project.inf = resolve_path(project.folder, item.include);
    for (const ProjectItem& item : project_.items("projectreference")) reference(project, item);
    notes_ += read_tool_items(project_, project);
    return project;
  }

  std::string notes() const { return project_.notes() + notes_; }

 private:
  bool is_debug() const {
    const std::string libraries = project_.property("UseDebugLibraries");
    return libraries.empty() ? is_debug_configuration(project_.property("Configuration")) : is_true(libraries);
  }

  void set_framework(Project& project) const {
    const std::string type = lower(project_.property("DriverType"));
    const std::string toolset = lower(project_.property("PlatformToolset"));
    const std::string user_major = project_.property("UMDF_VERSION_MAJOR");
    const bool user_mode =
        type == "umdf" || toolset.find("usermodedriver") != std::string::npos || (type.empty() && !user_major.empty());
    const bool kernel_mode = type == "kmdf" || type == "wdm" || toolset.find("kernelmodedriver") != std::string::npos;
    if (user_mode && !is_program())
      project.driver_type = "UMDF";
    else if (type == "kmdf" || type == "wdm")
      project.driver_type = type == "kmdf" ? "KMDF" : "WDM";
    else if (kernel_mode && !project_.property("KMDF_VERSION_MAJOR").empty())
      project.driver_type = "KMDF";
    const bool umdf = project.driver_type == "UMDF";
    if (umdf && user_major == "1")
      throw ProjectFailure{project_.path() + ": UMDF 1 drivers (COM) are not built by OpenWDF; UMDF 2 and KMDF are"};
    const std::string minor = project_.property(umdf ? "UMDF_VERSION_MINOR" : "KMDF_VERSION_MINOR");
    project.framework_minor = minor.empty() ? kNewestMinor : std::atoi(minor.c_str());
  }

  bool is_program() const { return lower(project_.property("ConfigurationType")) == "application"; }

  void set_kind(Project& project) {
    const std::string type = lower(project_.property("ConfigurationType"));
    if (type == "driver" || (type == "dynamiclibrary" && !project.driver_type.empty())) {
      project.kind = OutputKind::kDriver;
    } else if (type == "application") {
      project.kind = OutputKind::kProgram;
    } else if (type == "staticlibrary" || type == "driver.staticlibrary") {
      project.kind = OutputKind::kLibrary;
    } else if (type.empty()) {
      throw ProjectFailure{project_.path() + ": no ConfigurationType for " + project_.property("Configuration") + "|" +
                           project_.property("Platform") + "; a project says Driver, Application or StaticLibrary"};
    } else {
      // Packages, DLLs: what a solution holds beside its drivers and their programs.
      project.kind = OutputKind::kNothing;
      project.unbuilt = "ConfigurationType " + project_.property("ConfigurationType") + " is not built by OpenWDF";
    }
  }

  void settings(Project& project) {
    const auto value = [&](const char* name) { return project_.definition("clcompile", name); };
    for (const std::string& define : split_list(value("preprocessordefinitions")))
      if (!is_of_other_processor(define)) project.defines.push_back(define);
    project.undefines = split_list(value("undefinepreprocessordefinitions"));
    add_folders(project.include_folders, value("additionalincludedirectories"));
    for (const std::string& folder : split_list(project_.property("IncludePath")))
      if (fs::is_directory(resolve_path(project.folder, folder))) add_folders(project.include_folders, folder);
    project.forced_includes = split_list(value("forcedincludefiles"));
    project.cpp_standard = standard(value("languagestandard"));
    const std::string characters = lower(project_.property("CharacterSet"));
    if (characters == "unicode" || (characters.empty() && project.driver_type == "UMDF"))
      project.defines.insert(project.defines.end(), {"UNICODE", "_UNICODE"});
    compiler_options(value("additionaloptions"), project.defines, project.include_folders, project.forced_includes);
  }

  static std::string standard(const std::string& name) {
    const std::string text = lower(name);
    if (text == "stdcpp14") return "c++14";
    if (text == "stdcpp20") return "c++20";
    if (text == "stdcpp23" || text == "stdcpplatest") return "c++23";
    return "c++17";
  }

  // A folder of the kit is spelled by a property that is unknown here, and begins with what followed that.
  void add_folders(std::vector<std::string>& folders, const std::string& list) const {
    for (const std::string& folder : split_list(list))
      if (!folder.starts_with('\\')) folders.push_back(resolve_path(project_.folder(), unquoted(folder)));
  }

  static std::string unquoted(std::string text) {
    std::erase(text, '"');
    return text;
  }

  // /D, /I and /FI among options that are handed to the compiler as they are; the others tune Microsoft's compiler.
  void compiler_options(const std::string& text, std::vector<std::string>& defines, std::vector<std::string>& folders,
                        std::vector<std::string>& includes) const {
    std::vector<std::string> words;
    for (size_t start = 0; start < text.size();) {
      const size_t end = std::min(text.find_first_of(" \t\r\n", start), text.size());
      if (end > start) words.push_back(unquoted(text.substr(start, end - start)));
      start = end + 1;
    }
    for (size_t i = 0; i < words.size(); i++) {
      if (words[i].size() < 2 || (words[i][0] != '/' && words[i][0] != '-')) continue;
      for (const auto& [option, list] : std::initializer_list<std::pair<const char*, std::vector<std::string>*>>{
               {"FI", &includes}, {"D", &defines}, {"I", &folders}}) {
        if (words[i].compare(1, std::strlen(option), option) != 0) continue;
        std::string argument = words[i].substr(1 + std::strlen(option));
        if (argument.empty() && i + 1 < words.size()) argument = words[++i];
        list->push_back(list == &folders ? resolve_path(project_.folder(), argument) : argument);
        break;
      }
    }
  }

  void source(Project& project, const ProjectItem& item) {
    if (is_true(item.get("excludedfrombuild"))) return;
    SourceFile file;
    file.path = resolve_path(project.folder, item.include);
    if (!fs::exists(file.path)) throw ProjectFailure{item.at + ": the source " + item.include + " does not exist"};
    own_settings(project, item, file);
    file.wpp.functions = item.get("wpptracefunction");
    file.wpp.scan_files = split_list(item.get("wppscanconfigurationdata"));
    file.wpp.ini_files = split_list(item.get("wppadditionalconfigurationfile"));
    for (const std::string& define : split_list(item.get("wpppreprocessordefinitions"))) file.defines.push_back(define);
    project.sources.push_back(std::move(file));
  }

  // Where the source says otherwise than the project.
  void own_settings(const Project& project, const ProjectItem& item, SourceFile& file) const {
    const std::vector<std::string> defines = split_list(item.get("preprocessordefinitions"));
    const std::vector<std::string> shared = split_list(project_.definition("clcompile", "preprocessordefinitions"));
    for (const std::string& define : defines)
      if (std::find(shared.begin(), shared.end(), define) == shared.end() && !is_of_other_processor(define))
        file.defines.push_back(define);
    for (const std::string& define : shared)
      if (std::find(defines.begin(), defines.end(), define) == defines.end())
        file.undefines.push_back(define.substr(0, define.find('=')));
    std::vector<std::string> folders;
    if (item.get("additionalincludedirectories") != project_.definition("clcompile", "additionalincludedirectories"))
      add_folders(folders, item.get("additionalincludedirectories"));
    for (const std::string& folder : folders)
      if (std::find(project.include_folders.begin(), project.include_folders.end(), folder) ==
          project.include_folders.end())
        file.include_folders.push_back(folder);
    const std::string language = lower(item.get("compileas"));
    file.language = language == "compileascpp" ? "c++" : language == "compileasc" ? "c" : "";
  }

  void reference(Project& project, const ProjectItem& item) {
    if (lower(item.get("linklibrarydependencies")) == "false") return;
    const std::string path = resolve_path(project.folder, item.include);
    if (!fs::exists(path))
      throw ProjectFailure{item.at + ": the referenced project " + item.include + " does not exist"};
    if (lower(fs::path(path).extension().string()) == ".vcxproj") project.references.push_back(path);
  }

  Evaluation project_;
  std::string notes_;
};

}  // namespace

ProjectList read_vcxproj(const std::string& path, const ProjectQuery& query) {
  ProjectList list;
  try {
    Reader reader(fs::absolute(path).lexically_normal().string(), query);
    list.projects.push_back(reader.read());
    list.notes = reader.notes();
  } catch (const ProjectFailure& failure) {
    list.error = failure.text;
  }
  return list;
}

}  // namespace owdf::cli
