#include "cli/build/nmake.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <sstream>

#include "cli/build/msbuild.h"
#include "cli/build/overlay.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

constexpr int kDeepestNesting = 32;  // of macros in macros, and of files in files

std::string trim(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_name(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
}

std::string replace_all(std::string text, const std::string& before, const std::string& after) {
  if (before.empty()) return text;
  for (size_t at = 0; (at = text.find(before, at)) != std::string::npos; at += after.size())
    text.replace(at, before.size(), after);
  return text;
}

// Preprocessing expressions: integers, "strings", DEFINED(name), EXIST(file), ! == != < > <= >= && || and parentheses.
// The text is expanded already; what is compared are integers where both sides are, strings otherwise.
class Expression {
 public:
  Expression(std::string text, const MakeFile& file, std::string folder)
      : text_(std::move(text)), file_(file), folder_(std::move(folder)) {}

  bool value() {
    const bool result = any();
    if (skip(); at_ != text_.size()) fail();
    return result;
  }

 private:
  bool any() {
    bool result = all();
    while (take("||")) result = all() || result;
    return result;
  }

  bool all() {
    bool result = comparison();
    while (take("&&")) result = comparison() && result;
    return result;
  }

  bool comparison() {
    const std::string left = operand();
    for (const char* sign : {"==", "!=", "<=", ">=", "<", ">"})
      if (take(sign)) return compare(left, sign, operand());
    return std::strtol(left.c_str(), nullptr, 0) != 0;
  }

  static bool compare(const std::string& left, const std::string& sign, const std::string& right) {
    const bool numbers = is_number(left) && is_number(right);
    const long order =
        numbers ? std::strtol(left.c_str(), nullptr, 0) - std::strtol(right.c_str(), nullptr, 0) : left.compare(right);
    if (sign == "==") return order == 0;
    if (sign == "!=") return order != 0;
    if (sign == "<=") return order <= 0;
    if (sign == ">=") return order >= 0;
    return sign == "<" ? order < 0 : order > 0;
  }

  std::string operand() {
    skip();
    if (take("!")) return operand_is_true(operand()) ? "0" : "1";
    if (take("(")) {
      const bool result = any();
      if (!take(")")) fail();
      return result ? "1" : "0";
    }
    if (at_ < text_.size() && text_[at_] == '"') {
      const size_t end = text_.find('"', at_ + 1);
      if (end == std::string::npos) fail();
      std::string result = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return result;
    }
    return word();
  }

  std::string word() {
    const size_t start = at_;
    while (at_ < text_.size() && !std::strchr(" \t()=!<>&|\"", text_[at_])) at_++;
    const std::string name = text_.substr(start, at_ - start);
    const bool function = lower(name) == "defined" || lower(name) == "exist";
    if (name.empty() || (!function && !is_number(name))) fail();
    if (!function) return name;
    if (!take("(")) fail();
    const size_t end = text_.find(')', at_);
    if (end == std::string::npos) fail();
    const std::string argument = trim(text_.substr(at_, end - at_));
    at_ = end + 1;
    if (lower(name) == "defined") return file_.is_defined(argument) ? "1" : "0";
    return fs::exists(resolve_path(folder_, replace_all(argument, "\"", ""))) ? "1" : "0";
  }

  static bool is_number(const std::string& text) {
    char* end = nullptr;
    std::strtol(text.c_str(), &end, 0);
    return !text.empty() && *end == '\0';
  }
  static bool operand_is_true(const std::string& text) { return std::strtol(text.c_str(), nullptr, 0) != 0; }

  bool take(const char* wanted) {
    skip();
    const size_t length = std::strlen(wanted);
    if (text_.compare(at_, length, wanted) != 0) return false;
    if (std::strcmp(wanted, "!") == 0 && text_.compare(at_, 2, "!=") == 0) return false;
    at_ += length;
    return true;
  }
  void skip() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) at_++;
  }
  [[noreturn]] void fail() const { throw "the condition \"" + text_ + "\" is beyond what wdf build understands"; }

  std::string text_;
  const MakeFile& file_;
  std::string folder_;
  size_t at_ = 0;
};

}  // namespace

// Reads one file into `file`, included files on the way.
class MakeReader {
 public:
  MakeReader(MakeFile& file, std::string path, int depth) : file_(file), path_(std::move(path)), depth_(depth) {}

  void read() {
    if (depth_ > kDeepestNesting) throw path_ + ":1: this file includes itself";
    if (!fs::is_regular_file(path_)) throw path_ + ":1: there is no such file";
    bool converted = false;
    std::istringstream text(read_as_utf8(path_, converted));
    std::string logical;
    for (std::string line; std::getline(text, line);) {
      number_++;
      if (!logical.empty() && trim(line).starts_with('#')) continue;  // a line of a list that somebody switched off
      if (logical.empty()) first_ = number_;
      line = trim(without_comment(line));
      const bool continued = line.ends_with('\\');
      if (continued) line = trim(line.substr(0, line.size() - 1));
      logical += (logical.empty() || line.empty() ? "" : " ") + line;
      if (continued) continue;
      statement(logical);
      logical.clear();
    }
    statement(logical);
    if (!blocks_.empty()) throw blocks_.back().at + ": this !IF has no !ENDIF";
  }

 private:
  struct Block {
    std::string at;
    bool outer;   // what is around it is read
    bool taken;   // one of its branches was
    bool active;  // the present one is read
    bool has_else = false;
  };

  // A number sign begins a comment, except inside of quotation marks, and `^#` stands for itself.
  static std::string without_comment(const std::string& line) {
    bool quoted = false;
    for (size_t i = 0; i < line.size(); i++) {
      if (line[i] == '"') quoted = !quoted;
      if (line[i] == '#' && !quoted && (i == 0 || line[i - 1] != '^')) return line.substr(0, i);
    }
    return line;
  }

  std::string here() const { return path_ + ":" + std::to_string(first_); }
  bool active() const { return blocks_.empty() || blocks_.back().active; }

  void statement(const std::string& text) {
    if (text.empty()) return;
    if (text[0] == '!') return directive(text.substr(1));
    if (!active()) return;
    const size_t equals = text.find('=');
    const std::string name = trim(text.substr(0, equals));
    if (equals == std::string::npos || !is_name(name)) throw here() + ": expected NAME=value, found \"" + text + "\"";
    const std::string own = file_.find(name) ? file_.find(name)->value : std::string();
    std::string value = trim(text.substr(equals + 1));
    value = replace_all(value, "$(" + name + ")", own);
    file_.define(name, value);
    file_.macros_[key(name)].at = here();
  }

  void directive(const std::string& text) {
    const std::string trimmed = trim(text);
    const size_t end = std::min(trimmed.find_first_of(" \t(\"!<"), trimmed.size());
    std::string word = lower(trimmed.substr(0, end));
    std::string rest = trim(trimmed.substr(end));
    if (word == "else" && !rest.empty()) {  // "!ELSE IF x" is "!ELSEIF x"
      const size_t second = std::min(rest.find_first_of(" \t(\"!"), rest.size());
      word += lower(rest.substr(0, second));
      rest = trim(rest.substr(second));
    }
    if (word == "if" || word == "ifdef" || word == "ifndef") {
      const bool taken = active() && condition(word, rest);
      blocks_.push_back({here(), active(), taken, taken});
    } else if (word.starts_with("else") || word == "endif") {
      branch(word, rest);
    } else if (active()) {
      act(word, rest);
    }
  }

  void branch(const std::string& word, const std::string& rest) {
    if (blocks_.empty()) throw here() + ": !" + word + " without !IF";
    Block& block = blocks_.back();
    if (word == "endif") return blocks_.pop_back();
    if (block.has_else) throw here() + ": !" + word + " after !ELSE";
    block.has_else = word == "else";
    const std::string kind = word.substr(std::strlen("else"));
    block.active = block.outer && !block.taken && (block.has_else || condition(kind, rest));
    block.taken = block.taken || block.active;
  }

  bool condition(const std::string& kind, const std::string& rest) {
    if (kind == "ifdef") return file_.is_defined(rest);
    if (kind == "ifndef") return !file_.is_defined(rest);
    if (kind != "if") throw here() + ": unknown directive !ELSE" + kind;
    try {
      return Expression(file_.expand(rest), file_, folder()).value();
    } catch (const std::string& problem) {
      throw here() + ": " + problem;
    }
  }

  void act(const std::string& word, const std::string& rest) {
    if (word == "include") return include(rest);
    if (word == "undef") {
      file_.macros_.erase(key(rest));
    } else if (word == "error") {
      throw here() + ": " + file_.expand(rest);
    } else if (word != "message" && word != "cmdswitches") {
      throw here() + ": unknown directive !" + word;
    }
  }

  // What the kit brings along is not here and not needed.
  void include(const std::string& rest) {
    if (lower(rest).find("$(ntmakeenv)") != std::string::npos) return;
    std::string name = replace_all(file_.expand(rest), "\"", "");
    if (name.starts_with('<') && name.ends_with('>')) name = name.substr(1, name.size() - 2);
    const std::string found = resolve_path(folder(), name);
    if (!fs::is_regular_file(found)) throw here() + ": the file " + name + " does not exist";
    MakeReader(file_, found, depth_ + 1).read();
  }

  static std::string key(std::string name) {
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
    return name;
  }
  std::string folder() const { return fs::path(path_).parent_path().string(); }

  MakeFile& file_;
  std::string path_;
  int depth_;
  int number_ = 0, first_ = 0;
  std::vector<Block> blocks_;
};

namespace {

std::string upper(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

}  // namespace

void MakeFile::define(const std::string& name, const std::string& value) {
  macros_[upper(name)] = {value, {}};
}

void MakeFile::read(const std::string& path) {
  path_ = path;
  MakeReader(*this, path, 0).read();
}

const MakeMacro* MakeFile::find(const std::string& name) const {
  const auto found = macros_.find(upper(name));
  return found == macros_.end() ? nullptr : &found->second;
}

std::string MakeFile::expand(const std::string& text) const {
  return expand_at(text, 0);
}

std::string MakeFile::expand_at(const std::string& text, int depth) const {
  std::string result;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.compare(at, 2, "$(") == 0 ? text.find(')', at) : std::string::npos;
    if (end != std::string::npos) {
      result += replace(text.substr(at + 2, end - at - 2), depth);
      at = end + 1;
    } else {
      at += text.compare(at, 2, "$$") == 0 ? 1 : 0;
      result += text[at++];
    }
  }
  return result;
}

std::string MakeFile::replace(const std::string& reference, int depth) const {
  const size_t colon = reference.find(':');
  const size_t equals = colon == std::string::npos ? colon : reference.find('=', colon);
  const MakeMacro* macro = find(trim(reference.substr(0, colon)));
  if (!macro || depth > kDeepestNesting) return {};
  const std::string value = expand_at(macro->value, depth + 1);
  if (equals == std::string::npos) return value;
  return replace_all(value, reference.substr(colon + 1, equals - colon - 1), reference.substr(equals + 1));
}

std::string MakeFile::value(const std::string& name) const {
  const MakeMacro* macro = find(name);
  return macro ? trim(expand(macro->value)) : std::string();
}

std::vector<std::string> MakeFile::words(const std::string& name) const {
  return split_words(value(name));
}

std::string MakeFile::where(const std::string& name) const {
  const MakeMacro* macro = find(name);
  return macro && !macro->at.empty() ? macro->at : path_ + ":1";
}

std::vector<std::string> split_words(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
    if (!quoted && std::isspace(static_cast<unsigned char>(text[i]))) {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += text[i];
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

}  // namespace owdf::cli
