// The part of MSBuild's language that driver projects use: properties, conditions, item lists.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace owdf::cli {

// Case-insensitive property names, as MSBuild has them.
class Properties {
 public:
  void set(const std::string& name, std::string value);
  std::string get(const std::string& name) const;
  // $(Name) replaced; unknown names become empty. %(Name) becomes `inherited`.
  std::string expand(const std::string& text, const std::string& inherited = {}) const;

 private:
  std::map<std::string, std::string> values_;
};

// '...' == '...', !=, And, Or, !, parentheses, Exists('...'), comparisons of unquoted words. Empty text is true.
// Throws std::string (a sentence) for what it does not understand.
bool evaluate_condition(const std::string& text, const Properties& properties, const std::string& folder);

std::vector<std::string> split_list(const std::string& text);  // at ';', trimmed, empties dropped
std::string lower(std::string text);
// Windows spelling (backslashes, any case) to the file that is there; as spelled with slashes if none is.
std::string resolve_path(const std::string& folder, const std::string& windows_path);

}  // namespace owdf::cli
