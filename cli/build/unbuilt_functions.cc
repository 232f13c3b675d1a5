#include "cli/build/unbuilt_functions.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "cli/build/overlay.h"
#include "cli/build/wpp_text.h"
#include "loader/import_table.h"
#include "wdf/ddi_tables.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

std::set<std::string> unbuilt_framework_functions() {
  std::set<std::string> names;
  for (const wdf::Ddi& row : wdf::ddis())
    if (!row.built) names.insert(row.name);
  return names;
}

// Identifiers of code, with comments and texts passed over.
void collect_uses(const std::string& file, const std::string& text, const std::set<std::string>& wanted,
                  std::map<std::string, std::string>& found) {
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '"' || text[at] == '\'') {
      at = after_literal(text, at);
    } else if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.compare(at, 2, "/*") == 0) {
      at = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
    } else if (!is_identifier_character(text[at])) {
      at++;
    } else {
      const size_t begin = at;
      while (at < text.size() && is_identifier_character(text[at])) at++;
      const std::string word = text.substr(begin, at - begin);
      const size_t next = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
      if (next < text.size() && text[next] == '(' && wanted.contains(word))
        found.emplace(word, fs::path(file).filename().string() + ":" + std::to_string(line_at(text, begin)));
    }
  }
}

}  // namespace

std::vector<UnbuiltFunction> unbuilt_functions(const Project& project, const std::string& symbols) {
  std::map<std::string, std::string> found;
  const std::set<std::string> framework = unbuilt_framework_functions();
  for (const SourceFile& source : project.sources) {
    bool converted = false;
    collect_uses(source.path, read_as_utf8(source.path, converted), framework, found);
  }
  std::istringstream stream(symbols);
  for (std::string line; std::getline(stream, line);) {
    const size_t mark = line.find(" U ");
    if (mark == std::string::npos) continue;
    const std::string name = line.substr(mark + 3);
    const loader::HostImport* import = loader::find_host_import(name);
    if (import && !import->built) found.emplace(name, std::string());
  }
  std::vector<UnbuiltFunction> list;
  for (const auto& [name, place] : found) list.push_back({name, place});
  return list;
}

std::string describe(const std::vector<UnbuiltFunction>& functions) {
  if (functions.empty()) return {};
  std::string names;
  for (const UnbuiltFunction& one : functions)
    names += (names.empty() ? "" : ", ") + one.name + (one.place.empty() ? "" : " (" + one.place + ")");
  return "not built in OpenWDF yet, a call fails loudly: " + names;
}

}  // namespace owdf::cli
