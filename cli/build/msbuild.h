// The part of MSBuild's language that driver projects use: properties and their functions, conditions, lists, paths.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace owdf::cli {

// The value of a metadata name, lower-case and without the kind of item before it.
using MetadataLookup = std::function<std::string(const std::string& name)>;

// Case-insensitive property names, as MSBuild has them.
class Properties {
 public:
  void set(const std::string& name, std::string value);
  // Given by whoever builds: a project that sets it too is not heard, unless it asks for that (TreatAsLocalProperty).
  void set_global(const std::string& name, std::string value);
  void make_local(const std::string& name);
  // Looked for where nothing is set; the answer may be slow to find.
  void set_fallback(const std::string& name, std::function<std::string()> find);

  std::string get(const std::string& name) const;
  // $(Name) and $(function calls) replaced; unknown names become empty. %(Name) is what `metadata` says, or stays.
  // Throws std::string (a sentence) for a function that is not known.
  std::string expand(const std::string& text, const MetadataLookup& metadata = {}) const;

 private:
  std::map<std::string, std::string> values_;
  std::set<std::string> global_;
  std::map<std::string, std::function<std::string()>> fallbacks_;
};

// '...' == '...', !=, And, Or, !, parentheses, Exists('...'), comparisons of numbers and versions. Empty text is true.
// Throws std::string (a sentence) for what it does not understand.
bool evaluate_condition(const std::string& text, const Properties& properties, const std::string& folder,
                        const MetadataLookup& metadata = {});

// Less than, equal to or greater than zero, as numbers with any count of parts (10.0.22000).
int compare_versions(const std::string& left, const std::string& right);

// Where the parenthesis that opens at `open` is closed; npos if it is not. Quotation marks hide what is in them.
size_t matching_parenthesis(const std::string& text, size_t open);

std::vector<std::string> split_list(const std::string& text);  // at ';', trimmed, empties dropped
std::string lower(std::string text);
std::string without_blanks(const std::string& text);
std::string unescaped(const std::string& text);  // %3B and its like
// Windows spelling (backslashes, any case) to the file that is there; as spelled with slashes if none is.
std::string resolve_path(const std::string& folder, const std::string& windows_path);
// The files that `pattern` means, with *, ? and ** for any depth of folders; in alphabetical order.
std::vector<std::string> matching_files(const std::string& folder, const std::string& pattern);
bool has_wildcard(const std::string& text);

}  // namespace owdf::cli
