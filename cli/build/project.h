// What is to be built, whatever it was read from.
#pragma once

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
};

struct Project {
  std::string name;    // target name
  std::string file;    // .vcxproj, or the folder
  std::string folder;  // what relative names are relative to
  OutputKind kind = OutputKind::kDriver;
  std::string driver_type;  // KMDF, UMDF, WDM; empty: found out from the objects
  int framework_minor = 33;
  std::vector<SourceFile> sources;
  std::vector<std::string> include_folders;
  std::vector<std::string> forced_includes;
  std::vector<std::string> defines;
  std::vector<std::string> undefines;
  std::string inf;                      // .inx or .inf
  std::vector<std::string> references;  // other projects whose objects are linked in
  bool wide_main = false;               // Unicode character set, for _tmain
};

// A failure is one sentence with the file it is about.
struct ProjectError {
  std::string text;
};

struct ProjectList {
  std::vector<Project> projects;
  std::string error;  // not empty: nothing could be read
};

// A .vcxproj, a .sln, a file named `sources` or `dirs`, a folder with such in it, or a folder of plain sources.
ProjectList read_projects(const std::string& path, const std::string& configuration);

ProjectList read_vcxproj(const std::string& path, const std::string& configuration);
ProjectList read_folder(const std::string& path);

// Files of the BUILD utility, which came with kits before Visual Studio projects: one project, or a list of folders.
bool is_build_utility_file(const std::string& path);
ProjectList read_build_utility_file(const std::string& path, const std::string& configuration);

}  // namespace owdf::cli
