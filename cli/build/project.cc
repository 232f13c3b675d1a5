#include "cli/build/project.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "cli/build/configuration.h"
#include "cli/build/msbuild.h"
#include "cli/build/solution.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

bool has_extension(const fs::path& path, std::initializer_list<const char*> wanted) {
  const std::string extension = lower(path.extension().string());
  return std::any_of(wanted.begin(), wanted.end(), [&](const char* w) { return extension == w; });
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<std::string> projects_below(const fs::path& folder) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && has_extension(entry.path(), {".vcxproj"})) found.push_back(entry.path().string());
  std::sort(found.begin(), found.end());
  return found;
}

ProjectList read_all(const std::vector<std::string>& paths, const ProjectQuery& query) {
  ProjectList list;
  for (const std::string& path : paths) {
    ProjectList one = read_vcxproj(path, query);
    if (!one.error.empty()) return one;
    list.notes += one.notes;
    std::move(one.projects.begin(), one.projects.end(), std::back_inserter(list.projects));
  }
  return list;
}

bool defines_driver_entry(const fs::path& source) {
  static const std::regex definition("^[^#/\n]*\\bDriverEntry\\s*\\(");
  std::ifstream stream(source);
  for (std::string text; std::getline(stream, text);)
    if (std::regex_search(text, definition)) return true;
  return false;
}

}  // namespace

// Sources beside each other: a driver where there is an .inx or .inf or a DriverEntry, otherwise a program.
ProjectList read_folder(const std::string& path, const ProjectQuery& query) {
  ProjectList list;
  Project project;
  project.folder = fs::absolute(path).lexically_normal().string();
  while (project.folder.size() > 1 && project.folder.back() == '/') project.folder.pop_back();
  project.file = project.folder;
  project.name = fs::path(project.folder).filename().string();
  project.kind = OutputKind::kProgram;
  project.debug = is_debug_configuration(query.configuration);
  for (const fs::path& file : files_in(project.folder)) {
    if (has_extension(file, {".c", ".cpp", ".cxx", ".cc"})) {
      project.sources.push_back({file.string(), {}});
      if (defines_driver_entry(file)) project.kind = OutputKind::kDriver;
    }
    if (!has_extension(file, {".inx", ".inf"}) || !project.inf.empty()) continue;
    project.inf = file.string();
    project.name = file.stem().string();
    project.kind = OutputKind::kDriver;
  }
  if (project.sources.empty()) list.error = path + ": no project and no C or C++ source in this folder";
  list.projects.push_back(std::move(project));
  return list;
}

ProjectList read_projects(const std::string& path, const ProjectQuery& query) {
  if (!fs::exists(path)) return {{}, path + ": no such file or folder", {}};
  if (fs::is_directory(path)) {
    const std::vector<std::string> found = projects_below(path);
    if (!found.empty()) return read_all(found, query);
    for (const fs::path& file : files_in(path))
      if (is_build_utility_file(file.string())) return read_build_utility_file(file.string(), query);
    return read_folder(path, query);
  }
  if (is_build_utility_file(path)) return read_build_utility_file(path, query);
  if (has_extension(path, {".vcxproj"})) return read_vcxproj(path, query);
  if (has_extension(path, {".sln", ".slnx"})) return read_solution(path, query);
  return {{}, path + ": expected a .vcxproj, a .sln, a sources or dirs file, or a folder", {}};
}

}  // namespace owdf::cli
