#include "cli/build/hints.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

std::set<std::string> kit_headers(const std::string& source_root) {
  std::set<std::string> names;
  std::ifstream stream(source_root + "/include/kit_headers.txt");
  for (std::string line; std::getline(stream, line);)
    if (!line.starts_with('#')) names.insert(line);
  return names;
}

// What stands between the apostrophes behind `mark`.
std::string quoted_after(const std::string& line, const char* mark) {
  const size_t at = line.find(mark);
  const size_t open = at == std::string::npos ? at : line.find('\'', at);
  const size_t close = open == std::string::npos ? open : line.find('\'', open + 1);
  return close == std::string::npos ? std::string() : line.substr(open + 1, close - open - 1);
}

std::string header_hint(const std::string& header, const Project& project, const std::string& source_root) {
  std::string plain = lower(header);
  std::replace(plain.begin(), plain.end(), '\\', '/');
  if (kit_headers(source_root).contains(plain.substr(plain.rfind('/') + 1)) || kit_headers(source_root).contains(plain))
    return header + " is a header of the Windows kits that OpenWDF does not have yet";
  const std::string stem = fs::path(plain).stem().string();
  if (plain.ends_with("_i.c") || fs::exists(resolve_path(project.folder, stem + ".idl")))
    return header + " is made by MIDL from an .idl file, which OpenWDF does not run";
  for (const char* extension : {".mc", ".man", ".mof"})
    if (fs::exists(resolve_path(project.folder, stem + extension)))
      return header + " would be made from " + stem + extension +
             "; name that file in the project (MessageCompile, or MofComp with Wmimofck)";
  return header +
         " is in none of the project's include folders; a property of the solution may be missing "
         "(build the .sln, or --property NAME=VALUE)";
}

std::string hint_for(const std::string& line, const Project& project, const std::string& source_root) {
  if (line.find("error: ") == std::string::npos) return {};
  if (line.find("file not found") != std::string::npos)
    return header_hint(quoted_after(line, "error: "), project, source_root);
  if (line.find("undeclared function '") != std::string::npos)
    return "if " + quoted_after(line, "undeclared function") +
           " is a function of Windows, OpenWDF's headers do not have it yet; otherwise a header that declares it is "
           "missing";
  if (line.find("conflicting types for '") != std::string::npos)
    return "the Microsoft compiler lets a definition differ from its declaration in the types of parameters (C4028); "
           "here both have to be the same";
  return {};
}

}  // namespace

std::string with_hints(const std::string& output, const Project& project, const std::string& source_root) {
  if (output.find("error: ") == std::string::npos) return output;
  std::string result;
  std::set<std::string> told;
  std::istringstream stream(output);
  for (std::string line; std::getline(stream, line);) {
    result += line + "\n";
    const std::string hint = hint_for(line, project, source_root);
    if (!hint.empty() && told.insert(hint).second) result += "hint: " + hint + "\n";
  }
  return result;
}

}  // namespace owdf::cli
