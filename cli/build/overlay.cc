#include "cli/build/overlay.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

bool is_source(const fs::path& path) {
  static const std::set<std::string> extensions = {".h",  ".hpp", ".hxx", ".inl", ".inc", ".c", ".cpp", ".cxx",
                                                   ".cc", ".tmh", ".mc",  ".ver", ".rh",  ".w", ".rc"};
  return extensions.contains(lower(path.extension().string()));
}

std::string slurp(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void write_if_changed(const fs::path& path, const std::string& text) {
  if (fs::exists(path) && slurp(path) == text) return;
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

void write_overlay(const std::string& path, const std::vector<std::string>& folders, const std::string& scratch) {
  std::map<std::string, std::map<std::string, std::string>> listed;  // folder -> name -> file shown
  for (const std::string& folder : folders) {
    std::error_code error;
    for (const auto& entry :
         fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error)) {
      if (!entry.is_regular_file(error) || !is_source(entry.path())) continue;
      bool converted = false;
      const std::string text = read_as_utf8(entry.path().string(), converted);
      std::string shown = entry.path().string();
      if (converted) {
        shown =
            scratch + "/" + std::to_string(std::hash<std::string>{}(shown)) + "-" + entry.path().filename().string();
        write_if_changed(shown, text);
      }
      listed[entry.path().parent_path().string()][entry.path().filename().string()] = shown;
    }
  }
  std::ostringstream out;
  out << "{ 'version': 0, 'case-sensitive': 'false', 'roots': [\n";
  for (const auto& [folder, files] : listed) {
    out << "{ 'name': " << quoted(folder) << ", 'type': 'directory', 'contents': [\n";
    for (const auto& [name, file] : files)
      // A converted source keeps its own name in diagnostics; all others are told by the name they have on disk.
      out << "{ 'name': " << quoted(name) << ", 'type': 'file', 'use-external-name': '"
          << (file == folder + "/" + name ? "true" : "false") << "', 'external-contents': " << quoted(file) << " },\n";
    out << "] },\n";
  }
  out << "] }\n";
  write_if_changed(path, out.str());
}

}  // namespace owdf::cli
