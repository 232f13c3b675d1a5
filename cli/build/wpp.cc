#include "cli/build/wpp.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/build/msbuild.h"
#include "cli/build/overlay.h"
#include "cli/build/wpp_header.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

std::string text_of(const std::string& path) {
  bool converted = false;
  return read_as_utf8(path, converted);
}

// What a project that names no file to scan is taken to mean: the headers beside its sources.
std::vector<std::string> headers_beside(const SourceFile& source) {
  std::vector<std::string> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(fs::path(source.path).parent_path(), error))
    if (lower(entry.path().extension().string()) == ".h") found.push_back(entry.path().string());
  std::sort(found.begin(), found.end());
  return found;
}

WppConfig configuration_of(const Project& project, const SourceFile& source, std::string& problems) {
  WppConfig config;
  const auto existing = [&](const std::string& name) {
    const std::string path = resolve_path(project.folder, name);
    if (fs::exists(path)) return path;
    problems += project.file + ": error: the WPP configuration names " + name + ", which does not exist\n";
    return std::string();
  };
  for (const std::string& name : source.wpp.ini_files)
    if (const std::string path = existing(name); !path.empty()) config.read_ini(path, text_of(path), problems);
  config.read_functions(project.file, source.wpp.functions, problems);
  std::vector<std::string> scanned;
  for (const std::string& name : source.wpp.scan_files)
    if (const std::string path = existing(name); !path.empty()) scanned.push_back(path);
  if (source.wpp.scan_files.empty()) scanned = headers_beside(source);
  if (std::find(scanned.begin(), scanned.end(), source.path) == scanned.end()) scanned.push_back(source.path);
  for (const std::string& path : scanned) config.read_blocks(path, text_of(path), problems);
  return config;
}

void write_if_changed(const fs::path& path, const std::string& text) {
  std::ifstream before(path, std::ios::binary);
  std::ostringstream old;
  old << before.rdbuf();
  if (before && old.str() == text) return;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

bool needs_trace_headers(const SourceFile& source) {
  return !trace_headers_of(text_of(source.path)).empty();
}

bool write_trace_headers(const Project& project, const SourceFile& source, const std::string& folder,
                         std::string& problems) {
  const std::string text = text_of(source.path);
  std::string found;
  const WppConfig config = configuration_of(project, source, found);
  if (found.empty()) found = check_trace_calls(source.path, text, config);
  problems += found;
  if (!found.empty()) return false;
  for (const std::string& name : trace_headers_of(text)) {
    // A header is named, not placed: whatever folder the include says, it is looked for below ours.
    std::string relative = name;
    std::replace(relative.begin(), relative.end(), '\\', '/');
    write_if_changed(fs::path(folder) / relative, make_trace_header(text, config));
  }
  return true;
}

}  // namespace owdf::cli
