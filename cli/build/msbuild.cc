#include "cli/build/msbuild.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <filesystem>

#include "cli/build/msbuild_functions.h"

namespace owdf::cli {
namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::string without_blanks(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t start = 0; start <= text.size();) {
    const size_t end = std::min(text.find(';', start), text.size());
    if (std::string part = without_blanks(text.substr(start, end - start)); !part.empty())
      parts.push_back(std::move(part));
    start = end + 1;
  }
  return parts;
}

std::string unescaped(const std::string& text) {
  std::string result;
  for (size_t at = 0; at < text.size(); at++) {
    const bool escape = text[at] == '%' && at + 2 < text.size() && std::isxdigit(static_cast<uint8_t>(text[at + 1])) &&
                        std::isxdigit(static_cast<uint8_t>(text[at + 2]));
    result += escape ? static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16)) : text[at];
    if (escape) at += 2;
  }
  return result;
}

size_t matching_parenthesis(const std::string& text, size_t open) {
  int depth = 0;
  char quote = '\0';
  for (size_t at = open; at < text.size(); at++) {
    const char c = text[at];
    if (quote) {
      if (c == quote) quote = '\0';
    } else if (depth > 0 && (c == '\'' || c == '"' || c == '`')) {
      // An apostrophe that nothing closes is one.
      if (text.find(c, at + 1) != std::string::npos) quote = c;
    } else if (c == '(') {
      depth++;
    } else if (c == ')' && --depth == 0) {
      return at;
    }
  }
  return std::string::npos;
}

void Properties::set(const std::string& name, std::string value) {
  if (!global_.contains(lower(name))) values_[lower(name)] = std::move(value);
}

void Properties::set_global(const std::string& name, std::string value) {
  global_.insert(lower(name));
  values_[lower(name)] = std::move(value);
}

void Properties::make_local(const std::string& name) {
  global_.erase(lower(name));
}

void Properties::set_fallback(const std::string& name, std::function<std::string()> find) {
  fallbacks_[lower(name)] = std::move(find);
}

std::string Properties::get(const std::string& name) const {
  const std::string key = lower(name);
  if (const auto found = values_.find(key); found != values_.end()) return found->second;
  const auto fallback = fallbacks_.find(key);
  return fallback == fallbacks_.end() ? std::string() : fallback->second();
}

std::string Properties::expand(const std::string& text, const MetadataLookup& metadata) const {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const bool property = text.compare(at, 2, "$(") == 0;
    const bool reference = property || (metadata && text.compare(at, 2, "%(") == 0);
    const size_t end = reference ? matching_parenthesis(text, at + 1) : std::string::npos;
    if (end == std::string::npos) {
      result += text[at++];
      continue;
    }
    const std::string inside = text.substr(at + 2, end - at - 2);
    result += property ? evaluate_property_reference(inside, *this, metadata)
                       : metadata(lower(without_blanks(inside.substr(inside.rfind('.') + 1))));
    at = end + 1;
  }
  return result;
}

std::string resolve_path(const std::string& folder, const std::string& windows_path) {
  std::string wanted = windows_path;
  std::replace(wanted.begin(), wanted.end(), '\\', '/');
  fs::path path = fs::path(wanted).is_absolute() ? fs::path(wanted) : fs::path(folder) / wanted;
  path = path.lexically_normal();
  if (fs::exists(path)) return path.string();
  // Walk down, taking at each step the entry that differs in case only.
  fs::path found = "/";
  for (const fs::path& part : fs::absolute(path).lexically_normal().relative_path()) {
    if (fs::exists(found / part)) {
      found /= part;
      continue;
    }
    std::error_code error;
    std::vector<fs::path> candidates;
    for (const auto& entry : fs::directory_iterator(found, error))
      if (lower(entry.path().filename().string()) == lower(part.string()))
        candidates.push_back(entry.path().filename());
    std::sort(candidates.begin(), candidates.end());
    found /= candidates.empty() ? part : candidates.front();
  }
  return found.string();
}

bool has_wildcard(const std::string& text) {
  return text.find_first_of("*?") != std::string::npos;
}

namespace {

// Of one name, without case.
bool name_matches(const char* pattern, const char* name) {
  if (*pattern == '*') return name_matches(pattern + 1, name) || (*name && name_matches(pattern, name + 1));
  if (!*name) return !*pattern;
  return (*pattern == '?' || std::tolower(*pattern) == std::tolower(*name)) && name_matches(pattern + 1, name + 1);
}

void collect(const fs::path& folder, std::vector<std::string> parts, std::vector<std::string>& found) {
  const std::string part = parts.front();
  parts.erase(parts.begin());
  if (part == "**") {
    if (!parts.empty()) collect(folder, parts, found);
    parts.insert(parts.begin(), part);
  } else if (!has_wildcard(part) && !parts.empty()) {
    return collect(resolve_path(folder.string(), part), parts, found);
  }
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (part != "**" && !name_matches(part.c_str(), name.c_str())) continue;
    if (entry.is_directory(error)) {
      if (!parts.empty() && !entry.is_symlink(error)) collect(entry.path(), parts, found);
    } else if (parts.empty()) {
      found.push_back(entry.path().string());
    }
  }
}

}  // namespace

std::vector<std::string> matching_files(const std::string& folder, const std::string& pattern) {
  std::string wanted = pattern;
  std::replace(wanted.begin(), wanted.end(), '\\', '/');
  const fs::path path = (fs::path(wanted).is_absolute() ? fs::path(wanted) : fs::path(folder) / wanted);
  std::vector<std::string> parts, found;
  for (const fs::path& part : path.lexically_normal().relative_path()) parts.push_back(part.string());
  if (!parts.empty()) collect("/", parts, found);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

int compare_versions(const std::string& left, const std::string& right) {
  const char* a = left.c_str();
  const char* b = right.c_str();
  while (*a || *b) {
    char *after_a = nullptr, *after_b = nullptr;
    const int base = left.starts_with("0x") || right.starts_with("0x") ? 0 : 10;
    const long x = std::strtol(a, &after_a, base), y = std::strtol(b, &after_b, base);
    if (x != y) return x < y ? -1 : 1;
    a = after_a + (*after_a == '.');
    b = after_b + (*after_b == '.');
    if (after_a == a && after_b == b) break;
  }
  return 0;
}

namespace {

bool is_version(const std::string& text) {
  return !text.empty() && (std::isdigit(static_cast<uint8_t>(text[0])) || text[0] == '-') &&
         (text.find_first_not_of("-.0123456789") == std::string::npos || text.starts_with("0x"));
}

// Recursive descent over the condition; the text is expanded operand by operand, so that values may hold anything.
class Condition {
 public:
  Condition(const std::string& text, const Properties& properties, const std::string& folder,
            const MetadataLookup& metadata)
      : text_(text), properties_(properties), folder_(folder), metadata_(metadata) {}

  bool value() {
    const bool result = any();
    skip();
    if (at_ != text_.size()) fail();
    return result;
  }

 private:
  bool any() {
    bool result = all();
    while (word("or")) {
      const bool right = all();
      result = result || right;
    }
    return result;
  }

  bool all() {
    bool result = single();
    while (word("and")) {
      const bool right = single();
      result = result && right;
    }
    return result;
  }

  bool single() {
    skip();
    if (peek() == '!' && text_.compare(at_, 2, "!=") != 0) {
      at_++;
      return !single();
    }
    if (peek() == '(') {
      at_++;
      const bool result = any();
      expect(')');
      return result;
    }
    const bool quoted = peek() == '\'';
    const std::string left = operand();
    skip();
    if (!quoted && peek() == '(') return function(left);
    return comparison(left);
  }

  bool function(const std::string& name) {
    expect('(');
    skip();
    const std::string argument = operand();
    expect(')');
    if (lower(name) == "exists") return !argument.empty() && fs::exists(resolve_path(folder_, argument));
    if (lower(name) == "hastrailingslash")
      return !argument.empty() && (argument.back() == '\\' || argument.back() == '/');
    fail();
  }

  bool comparison(const std::string& left) {
    skip();
    const std::string two = text_.substr(at_, 2);
    if (two == "==" || two == "!=" || two == ">=" || two == "<=") {
      at_ += 2;
      const std::string right = operand();
      if (two == "==") return equal(left, right);
      if (two == "!=") return !equal(left, right);
      return two == ">=" ? compare_versions(left, right) >= 0 : compare_versions(left, right) <= 0;
    }
    if (peek() == '<' || peek() == '>') {
      const char sign = text_[at_++];
      const std::string right = operand();
      return sign == '<' ? compare_versions(left, right) < 0 : compare_versions(left, right) > 0;
    }
    const std::string word = lower(left);
    return word == "true" || word == "on" || word == "yes";
  }

  std::string operand() {
    skip();
    if (peek() == '\'') {
      const size_t end = closing_quote();
      if (end == std::string::npos) fail();
      const std::string raw = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return properties_.expand(raw, metadata_);
    }
    const size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || strchr("$_.-", text_[at_]))) {
      if (text_.compare(at_, 2, "$(") == 0) at_ = std::min(matching_parenthesis(text_, at_ + 1), text_.size() - 1);
      at_++;
    }
    if (at_ == start) fail();
    return properties_.expand(text_.substr(start, at_ - start), metadata_);
  }

  bool word(const char* wanted) {
    skip();
    const size_t length = strlen(wanted);
    if (lower(text_.substr(at_, length)) != wanted) return false;
    const size_t after = at_ + length;
    if (after < text_.size() && std::isalnum(static_cast<unsigned char>(text_[after]))) return false;
    at_ = after;
    return true;
  }

  // Apostrophes of a function's arguments do not end the text.
  size_t closing_quote() const {
    for (size_t at = at_ + 1; at < text_.size(); at++) {
      if (text_[at] == '\'') return at;
      if (text_.compare(at, 2, "$(") != 0) continue;
      const size_t end = matching_parenthesis(text_, at + 1);
      if (end != std::string::npos) at = end;
    }
    return std::string::npos;
  }

  static bool equal(const std::string& left, const std::string& right) {
    if (is_version(left) && is_version(right) && left.find('.') == right.find('.'))
      return compare_versions(left, right) == 0;
    return lower(left) == lower(right);
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) at_++;
  }
  void expect(char wanted) {
    skip();
    if (peek() != wanted) fail();
    at_++;
  }
  [[noreturn]] void fail() const { throw "the condition \"" + text_ + "\" is beyond what wdf build understands"; }

  const std::string& text_;
  const Properties& properties_;
  const std::string& folder_;
  const MetadataLookup& metadata_;
  size_t at_ = 0;
};

}  // namespace

bool evaluate_condition(const std::string& text, const Properties& properties, const std::string& folder,
                        const MetadataLookup& metadata) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return true;
  const MetadataLookup nothing = [](const std::string&) { return std::string(); };
  return Condition(text, properties, folder, metadata ? metadata : nothing).value();
}

}  // namespace owdf::cli
