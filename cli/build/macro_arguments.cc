#include "cli/build/macro_arguments.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

#include "cli/build/overlay.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// Empty: a definition was not found where the compiler says it is.
std::string changed_text(const std::string& file, const std::map<unsigned, std::string>& names) {
  bool converted = false, found_all = true;
  std::istringstream stream(read_as_utf8(file, converted));
  std::string out;
  unsigned number = 0;
  for (std::string line; std::getline(stream, line);) {
    const auto name = names.find(++number);
    const std::string changed = name == names.end() ? line : with_more_parameters(line, name->second);
    found_all = found_all && (name == names.end() || changed != line);
    out += changed + "\n";
  }
  return found_all ? out : std::string();
}

}  // namespace

std::set<MacroDefinition> overfed_macros(const std::string& messages) {
  static const std::regex definition(R"(^(.*):(\d+):\d+: note: macro '(\w+)' defined here$)");
  std::set<MacroDefinition> macros;
  std::istringstream stream(messages);
  bool too_many = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.find(": error: ") != std::string::npos) {
      too_many = line.find("too many arguments provided to function-like macro") != std::string::npos;
    }
    std::smatch match;
    if (!too_many || line.find(": note: macro '") == std::string::npos) continue;
    if (!std::regex_match(line, match, definition)) continue;
    macros.insert({match[1], static_cast<unsigned>(std::stoul(match[2])), match[3]});
  }
  return macros;
}

std::string with_more_parameters(const std::string& line, const std::string& name) {
  const std::regex head("^(\\s*#\\s*define\\s+" + name + "\\()([^()]*)\\)");
  std::smatch match;
  if (!std::regex_search(line, match, head)) return line;
  const std::string parameters = match[2];
  const bool none = parameters.find_first_not_of(" \t") == std::string::npos;
  return match[1].str() + (none ? "..." : parameters + ", ...") + ")" + match.suffix().str();
}

bool write_macro_overlay(const std::string& path, const std::set<MacroDefinition>& macros) {
  std::map<std::string, std::map<unsigned, std::string>> files;
  for (const MacroDefinition& macro : macros) files[macro.file][macro.line] = macro.name;
  std::ostringstream out;
  out << "{ 'version': 0, 'case-sensitive': 'false', 'roots': [\n";
  size_t number = 0;
  for (const auto& [file, names] : files) {
    const std::string text = changed_text(file, names);
    if (text.empty()) return false;
    const std::string copy = path + "." + std::to_string(number++) + "-" + fs::path(file).filename().string();
    std::ofstream(copy, std::ios::binary) << text;
    out << "{ 'name': " << quoted(fs::path(file).parent_path().string())
        << ", 'type': 'directory', 'contents': [ { 'name': " << quoted(fs::path(file).filename().string())
        << ", 'type': 'file', 'use-external-name': 'false', 'external-contents': " << quoted(copy) << " } ] },\n";
  }
  out << "] }\n";
  std::ofstream(path, std::ios::binary) << out.str();
  return true;
}

std::string describe(const std::set<MacroDefinition>& macros) {
  std::string text;
  for (const MacroDefinition& macro : macros) {
    text +=
        macro.file + ":" + std::to_string(macro.line) + ": warning: the macro '" + macro.name +
        "' is called with more arguments than it has parameters; they are dropped, as the Microsoft compiler does\n";
  }
  return text;
}

}  // namespace owdf::cli
