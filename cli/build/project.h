// What is to be built, whatever it was read from.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/build/build.h"

namespace owdf::cli {

// How a source's trace headers (.tmh) are configured, besides the blocks in its own text.
struct WppSettings {
  std::string functions;                // NAME(PARAMETERS);NAME(PARAMETERS)
  std::vector<std::string> scan_files;  // whose begin_wpp blocks count; none: those of the headers beside the source
  std::vector<std::string> ini_files;
};

struct SourceFile {
  std::string path;
  std::vector<std::string> defines;  // on top of the project's
  WppSettings wpp = {};
  std::vector<std::string> undefines = {};  // what the project defines and this source does not
  std::vector<std::string> include_folders = {};
  std::string language = {};  // c or c++, if not what the file's name says
};

enum class InputKind { kMessages, kEvents, kClasses, kResources };

// A file that another tool than the compiler reads on Windows.
struct InputFile {
  InputKind kind = InputKind::kResources;
  std::string path;
  std::string header;  // made of it; empty: none
  std::string data;    // kClasses: the name of the data that a resource script names
  bool kernel_mode = true;
  bool methods = false;                                         // kClasses: structures for the parameters of methods
  std::vector<std::string> defines = {}, include_folders = {};  // kResources, besides the project's
  std::string at = {};                                          // "file:line" that names it
};

// Which of a project's variants is meant, and what the command line says about its properties.
struct ProjectQuery {
  std::string configuration = "Debug";
  std::string platform;                           // empty: x64, or the nearest to it that the project has
  std::string solution_folder;                    // empty: that of the nearest solution that names the project
  std::map<std::string, std::string> properties;  // as by msbuild /p:NAME=VALUE
};

struct Project {
  std::string name;    // target name
  std::string file;    // .vcxproj, or the folder
  std::string folder;  // what relative names are relative to
  OutputKind kind = OutputKind::kDriver;
  std::string driver_type;  // KMDF, UMDF, WDM; empty: found out from the objects
  int framework_minor = 33;
  std::vector<SourceFile> sources;
  std::vector<InputFile> inputs;
  std::vector<std::string> libraries;  // names of import libraries, as spelled
  std::vector<std::string> include_folders;
  std::vector<std::string> forced_includes;
  std::vector<std::string> defines;
  std::vector<std::string> undefines;
  std::string cpp_standard = "c++17";
  std::string inf;                      // .inx or .inf
  std::vector<std::string> references;  // other projects whose objects are linked in
  bool wide_main = false;               // Unicode character set, for _tmain
  std::string unbuilt;                  // kNothing: why
  bool debug = true;                    // a checked build: DBG or _DEBUG, not optimized

  bool is_user_mode_driver() const { return kind != OutputKind::kProgram && driver_type == "UMDF"; }
  bool is_user_mode() const { return kind == OutputKind::kProgram || driver_type == "UMDF"; }
};

// A failure is one sentence with the file it is about.
struct ProjectError {
  std::string text;
};

struct ProjectList {
  std::vector<Project> projects;
  std::string error;  // not empty: nothing could be read
  std::string notes;  // lines that the user should see
};

// A .vcxproj, a .sln, a file named `sources` or `dirs`, a folder with such in it, or a folder of plain sources.
ProjectList read_projects(const std::string& path, const ProjectQuery& query);

ProjectList read_vcxproj(const std::string& path, const ProjectQuery& query);
ProjectList read_folder(const std::string& path, const ProjectQuery& query);

// Files of the BUILD utility, which came with kits before Visual Studio projects: one project, or a list of folders.
bool is_build_utility_file(const std::string& path);
ProjectList read_build_utility_file(const std::string& path, const ProjectQuery& query);

}  // namespace owdf::cli
