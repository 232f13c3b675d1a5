#include "cli/build/msbuild_functions.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

using Arguments = std::vector<std::string>;

constexpr char kListSeparator = '\x1f';  // between the parts of a Split that is not indexed yet

const char* boolean(bool value) {
  return value ? "True" : "False";
}

std::string slashes(std::string path) {
  std::replace(path.begin(), path.end(), '\\', '/');
  return path;
}

std::string with_slash(std::string path) {
  if (!path.empty() && path.back() != '/' && path.back() != '\\') path += '/';
  return path;
}

size_t number(const std::string& text) {
  return static_cast<size_t>(std::max(0L, std::strtol(text.c_str(), nullptr, 10)));
}

std::string combined(const Arguments& parts) {
  fs::path path;
  for (const std::string& part : parts) path /= slashes(part);
  return path.string();
}

// The nearest folder at or above `start` that holds `name`; empty if there is none.
std::string folder_above(const std::string& start, const std::string& name) {
  for (fs::path folder = fs::path(with_slash(slashes(start))).parent_path(); !folder.empty();
       folder = folder.parent_path()) {
    if (fs::exists(resolve_path(folder.string(), name))) return folder.string();
    if (folder == folder.parent_path()) break;
  }
  return {};
}

class Reference {
 public:
  Reference(const std::string& text, const Properties& properties, const MetadataLookup& metadata)
      : text_(text), properties_(properties), metadata_(metadata) {}

  std::string value() {
    std::string result = text_.starts_with('[') ? static_call() : properties_.get(name());
    while (at_ < text_.size()) {
      if (text_[at_] == '[') {
        result = element(result);
      } else if (text_[at_] == '.') {
        at_++;
        const std::string method = name();
        result = call_on(result, lower(method), at_ < text_.size() && text_[at_] == '(' ? arguments() : Arguments());
      } else {
        fail();
      }
    }
    std::replace(result.begin(), result.end(), kListSeparator, ';');
    return result;
  }

 private:
  std::string name() {
    const size_t start = at_;
    while (at_ < text_.size() && !std::strchr(".([", text_[at_])) at_++;
    return without_blanks(text_.substr(start, at_ - start));
  }

  Arguments arguments() {
    const size_t end = matching_parenthesis(text_, at_);
    if (end == std::string::npos) fail();
    const std::string inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    Arguments result;
    if (without_blanks(inside).empty()) return result;
    for (size_t start = 0; start <= inside.size();) {
      const size_t comma = next_comma(inside, start);
      result.push_back(argument(without_blanks(inside.substr(start, comma - start))));
      start = comma + 1;
    }
    return result;
  }

  static size_t next_comma(const std::string& text, size_t at) {
    for (char quote = '\0'; at < text.size(); at++) {
      if (quote) {
        if (text[at] == quote) quote = '\0';
      } else if (std::strchr("'\"`", text[at])) {
        quote = text[at];
      } else if (text[at] == '(') {
        at = std::min(matching_parenthesis(text, at), text.size() - 1);
      } else if (text[at] == ',') {
        return at;
      }
    }
    return text.size();
  }

  std::string argument(const std::string& text) const {
    const bool quoted = text.size() >= 2 && std::strchr("'\"`", text[0]) && text.back() == text[0];
    return properties_.expand(quoted ? text.substr(1, text.size() - 2) : text, metadata_);
  }

  std::string element(const std::string& list) {
    const size_t end = text_.find(']', at_);
    if (end == std::string::npos) fail();
    size_t index = number(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    size_t start = 0;
    for (; index > 0 && start != std::string::npos; index--) start = list.find(kListSeparator, start + 1);
    if (start == std::string::npos) fail();
    if (list[start] == kListSeparator) start++;
    return list.substr(start, list.find(kListSeparator, start) - start);
  }

  std::string static_call() {
    const size_t end = text_.find("]::");
    if (end == std::string::npos) fail();
    std::string type = lower(without_blanks(text_.substr(1, end - 1)));
    at_ = end + 3;
    const std::string method = lower(name());
    const Arguments given = at_ < text_.size() && text_[at_] == '(' ? arguments() : Arguments();
    if (type == "msbuild") return build_function(method, given);
    if (type == "system.io.path") return path_function(method, given);
    if (type == "system.string") return string_function(method, given);
    if ((type == "system.io.file" || type == "system.io.directory") && method == "exists" && given.size() == 1)
      return boolean(fs::exists(resolve_path(folder(), given[0])));
    if (type == "system.environment" && method == "getenvironmentvariable" && given.size() == 1) {
      const char* value = getenv(given[0].c_str());
      return value ? value : "";
    }
    fail();
  }

  std::string build_function(const std::string& method, const Arguments& given) const {
    const size_t count = given.size();
    if (method == "getpathoffileabove" && count >= 1) {
      const std::string found = folder_above(count > 1 ? given[1] : this_folder(), given[0]);
      return found.empty() ? std::string() : resolve_path(found, given[0]);
    }
    if (method == "getdirectorynameoffileabove" && count == 2) return folder_above(given[0], given[1]);
    if (method == "normalizepath" && count) return resolve_path(folder(), combined(given));
    if (method == "normalizedirectory" && count) return with_slash(resolve_path(folder(), combined(given)));
    if (method == "ensuretrailingslash" && count == 1) return with_slash(given[0]);
    if (method == "valueordefault" && count == 2) return given[0].empty() ? given[1] : given[0];
    if (method == "isosplatform" && count == 1) return boolean(lower(given[0]) == "windows");
    if (method == "makerelative" && count == 2)
      return fs::path(slashes(given[1])).lexically_relative(slashes(given[0])).string();
    if (method == "escape" && count == 1) return given[0];
    if (method == "unescape" && count == 1) return unescaped(given[0]);
    if (method.starts_with("getregistryvalue")) return {};  // there is no registry of Windows to ask
    if (method.starts_with("version") && count == 2) return compared(method.substr(7), given);
    if (count == 2) return computed(method, given);
    fail();
  }

  std::string compared(const std::string& relation, const Arguments& given) const {
    const int order = compare_versions(given[0], given[1]);
    if (relation == "equals") return boolean(order == 0);
    if (relation == "notequals") return boolean(order != 0);
    if (relation == "greaterthan") return boolean(order > 0);
    if (relation == "greaterthanorequals") return boolean(order >= 0);
    if (relation == "lessthan") return boolean(order < 0);
    if (relation == "lessthanorequals") return boolean(order <= 0);
    fail();
  }

  std::string computed(const std::string& method, const Arguments& given) const {
    const long left = std::strtol(given[0].c_str(), nullptr, 0), right = std::strtol(given[1].c_str(), nullptr, 0);
    if (method == "add") return std::to_string(left + right);
    if (method == "subtract") return std::to_string(left - right);
    if (method == "multiply") return std::to_string(left * right);
    if (method == "divide" && right != 0) return std::to_string(left / right);
    fail();
  }

  std::string path_function(const std::string& method, const Arguments& given) const {
    if (method == "combine" && !given.empty()) return combined(given);
    if (given.empty()) fail();
    const fs::path path = slashes(given[0]);
    if (method == "getfullpath") return resolve_path(folder(), given[0]);
    if (method == "getdirectoryname") return path.parent_path().string();
    if (method == "getfilename") return path.filename().string();
    if (method == "getfilenamewithoutextension") return path.stem().string();
    if (method == "getextension") return path.extension().string();
    if (method == "ispathrooted") return boolean(path.is_absolute());
    if (method == "changeextension" && given.size() == 2) return fs::path(path).replace_extension(given[1]).string();
    fail();
  }

  std::string string_function(const std::string& method, const Arguments& given) const {
    std::string all;
    for (const std::string& one : given) all += one;
    if (method == "isnullorempty") return boolean(all.empty());
    if (method == "isnullorwhitespace") return boolean(without_blanks(all).empty());
    if (method == "copy" || method == "new" || method == "concat") return all;
    fail();
  }

  std::string call_on(const std::string& value, const std::string& method, const Arguments& given) const {
    const std::string first = given.empty() ? std::string() : given[0];
    if (method == "length") return std::to_string(value.size());
    if (method == "tolower" || method == "tolowerinvariant") return lower(value);
    if (method == "toupper" || method == "toupperinvariant") return upper(value);
    if (method == "trim" && given.empty()) return without_blanks(value);
    if (method == "trim") return strip(strip(value, first, true), first, false);
    if (method == "trimstart") return strip(value, first, true);
    if (method == "trimend") return strip(value, first, false);
    if (method == "tostring" && given.empty()) return value;
    if (given.empty()) fail();
    if (method == "contains") return boolean(value.find(first) != std::string::npos);
    if (method == "startswith") return boolean(value.starts_with(first));
    if (method == "endswith") return boolean(value.ends_with(first));
    if (method == "equals") return boolean(value == first);
    if (method == "indexof") return std::to_string(static_cast<long>(value.find(first)));
    if (method == "lastindexof") return std::to_string(static_cast<long>(value.rfind(first)));
    if (method == "substring") return part(value, given);
    if (method == "replace" && given.size() == 2) return replaced(value, first, given[1]);
    if (method == "split") return split(value, first);
    fail();
  }

  std::string part(const std::string& value, const Arguments& given) const {
    const size_t start = number(given[0]);
    if (start > value.size()) fail();
    return value.substr(start, given.size() > 1 ? number(given[1]) : std::string::npos);
  }

  static std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
  }

  static std::string strip(std::string text, const std::string& characters, bool front) {
    const std::string which = characters.empty() ? " \t\r\n" : characters;
    const auto hit = [&](char c) { return which.find(c) != std::string::npos; };
    while (!text.empty() && hit(front ? text.front() : text.back())) text.erase(front ? 0 : text.size() - 1, 1);
    return text;
  }

  static std::string replaced(std::string text, const std::string& before, const std::string& after) {
    if (before.empty()) return text;
    for (size_t at = 0; (at = text.find(before, at)) != std::string::npos; at += after.size())
      text.replace(at, before.size(), after);
    return text;
  }

  static std::string split(std::string text, const std::string& separators) {
    for (char& c : text)
      if (separators.find(c) != std::string::npos) c = kListSeparator;
    return text;
  }

  std::string folder() const { return properties_.get("MSBuildProjectDirectory"); }
  std::string this_folder() const { return properties_.get("MSBuildThisFileDirectory"); }
  [[noreturn]] void fail() const {
    throw "the property function \"$(" + text_ + ")\" is beyond what wdf build understands";
  }

  const std::string& text_;
  const Properties& properties_;
  const MetadataLookup& metadata_;
  size_t at_ = 0;
};

}  // namespace

std::string evaluate_property_reference(const std::string& text, const Properties& properties,
                                        const MetadataLookup& metadata) {
  if (text.find_first_of(".[") == std::string::npos)
    return text.starts_with("Registry:") ? std::string() : properties.get(without_blanks(text));
  if (lower(text).starts_with("registry:")) return {};  // there is no registry of Windows to ask
  return Reference(text, properties, metadata).value();
}

}  // namespace owdf::cli
