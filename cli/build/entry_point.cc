#include "cli/build/entry_point.h"

#include <regex>

#include "cli/build/wpp_text.h"

namespace owdf::cli {
namespace {

// The text with blanks for comments and for what they annotate parameters with.
std::string bare(const std::string& text) {
  static const std::regex comments(R"(//[^\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)");
  static const std::regex annotations(R"(\b_[A-Z]\w*_(\([^()]*\))?|\b(IN|OUT|__in|__out)\b)");
  return std::regex_replace(std::regex_replace(text, comments, " "), annotations, " ");
}

}  // namespace

EntryPoint entry_point_of(const std::string& source_text) {
  static const std::regex main_function(R"((\w+)\s+(?:(?:__cdecl|_cdecl|CDECL|WINAPIV|__CRTDECL)\s+)?)"
                                        R"((?:main|wmain|_tmain)\s*\(\s*(\w*)[^;{]*\)\s*\{)");
  std::smatch match;
  const std::string text = bare(source_text);
  if (!std::regex_search(text, match, main_function)) return {};
  EntryPoint entry;
  entry.returns_nothing = match[1] == "void" || match[1] == "VOID";
  const bool usual_parameter =
      match[2] == "int" || match[2] == "INT" || match[2] == "void" || match[2] == "VOID" || match[2].length() == 0;
  entry.unusual = entry.returns_nothing || !usual_parameter;
  return entry;
}

std::vector<std::string> renaming_flags() {
  return {"-Dmain=OwdfMain", "-Dwmain=OwdfWideMain"};
}

}  // namespace owdf::cli
