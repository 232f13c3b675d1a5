#include "cli/build/msbuild.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <stdexcept>

namespace owdf::cli {
namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

std::vector<std::string> split_list(const std::string& text) {
  std::vector<std::string> parts;
  size_t start = 0;
  while (start <= text.size()) {
    const size_t end = std::min(text.find(';', start), text.size());
    std::string part = text.substr(start, end - start);
    const size_t first = part.find_first_not_of(" \t\r\n");
    if (first != std::string::npos) parts.push_back(part.substr(first, part.find_last_not_of(" \t\r\n") - first + 1));
    start = end + 1;
  }
  return parts;
}

void Properties::set(const std::string& name, std::string value) {
  values_[lower(name)] = std::move(value);
}

std::string Properties::get(const std::string& name) const {
  const auto found = values_.find(lower(name));
  return found == values_.end() ? std::string() : found->second;
}

std::string Properties::expand(const std::string& text, const std::string& inherited) const {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const bool property = text.compare(at, 2, "$(") == 0;
    const bool metadata = text.compare(at, 2, "%(") == 0;
    const size_t end = property || metadata ? text.find(')', at) : std::string::npos;
    if (end == std::string::npos) {
      result += text[at++];
      continue;
    }
    result += property ? get(text.substr(at + 2, end - at - 2)) : inherited;
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

namespace {

// Recursive descent over the condition; the text is expanded operand by operand, so that values may hold anything.
class Condition {
 public:
  Condition(const std::string& text, const Properties& properties, const std::string& folder)
      : text_(text), properties_(properties), folder_(folder) {}

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
    if (lower(name) == "exists") return std::filesystem::exists(resolve_path(folder_, argument));
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
      if (two == "==") return lower(left) == lower(right);
      if (two == "!=") return lower(left) != lower(right);
      return two == ">=" ? number(left) >= number(right) : number(left) <= number(right);
    }
    if (peek() == '<' || peek() == '>') {
      const char sign = text_[at_++];
      const std::string right = operand();
      return sign == '<' ? number(left) < number(right) : number(left) > number(right);
    }
    return lower(left) == "true";
  }

  std::string operand() {
    skip();
    if (peek() == '\'') {
      const size_t end = text_.find('\'', at_ + 1);
      if (end == std::string::npos) fail();
      const std::string raw = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return properties_.expand(raw);
    }
    const size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || strchr("$_.-", text_[at_]))) {
      if (text_.compare(at_, 2, "$(") == 0) at_ = std::min(text_.find(')', at_), text_.size() - 1);
      at_++;
    }
    if (at_ == start) fail();
    return properties_.expand(text_.substr(start, at_ - start));
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

  static double number(const std::string& text) { return std::strtod(text.c_str(), nullptr); }
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
  size_t at_ = 0;
};

}  // namespace

bool evaluate_condition(const std::string& text, const Properties& properties, const std::string& folder) {
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) return true;
  return Condition(text, properties, folder).value();
}

}  // namespace owdf::cli
