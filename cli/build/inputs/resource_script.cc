#include "cli/build/inputs/resource_script.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <map>
#include <optional>

#include "cli/build/inputs/binary_writer.h"
#include "cli/build/inputs/version_resource.h"
#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace {

enum class Kind { kWord, kNumber, kText, kSign, kEnd };

struct Token {
  Kind kind = Kind::kEnd;
  std::string text;  // of a text: without quotes
  bool wide = false;
  std::string at, folder;  // "file:line", and the folder of that file
};

const std::map<std::string, const char*> kTypes = {{"cursor", "#1"}, {"bitmap", "#2"},  {"icon", "#3"},
                                                   {"font", "#8"},   {"rcdata", "#10"}, {"messagetable", "#11"},
                                                   {"html", "#23"}};
constexpr std::array<const char*, 11> kNotKept = {
    "dialog",     "dialogex",    "menu",       "menuex",  "accelerators",     "toolbar",
    "designinfo", "textinclude", "guidelines", "dlginit", "afx_dialog_layout"};
constexpr std::array<const char*, 7> kMemoryFlags = {"preload",     "loadoncall", "fixed", "moveable",
                                                     "discardable", "pure",       "impure"};

template <typename List>
bool is_one_of(const std::string& word, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](const char* one) { return lower(word) == one; });
}

// Of preprocessed text. What came from a header or a C source counts for its macros only, as it does to rc.
class Lexer {
 public:
  Lexer(std::string path, const std::string& text) : file_(std::move(path)), text_(text) { is_script_ = true; }

  std::vector<Token> read() {
    std::vector<Token> tokens;
    while (at_ < text_.size()) {
      const size_t end = std::min(text_.find('\n', at_), text_.size());
      line(text_.substr(at_, end - at_), tokens);
      at_ = end + 1;
    }
    tokens.push_back({Kind::kEnd, {}, false, tokens.empty() ? place() : tokens.back().at, {}});
    return tokens;
  }

 private:
  std::string place() const { return file_ + ":" + std::to_string(number_); }

  void line(const std::string& text, std::vector<Token>& tokens) {
    if (text.starts_with('#')) return marker(text);
    if (is_script_)
      for (size_t at = 0; at < text.size();) at = token(text, at, tokens);
    number_++;
  }

  // # 12 "file" flags
  void marker(const std::string& text) {
    const size_t digits = text.find_first_of("0123456789"), quote = text.find('"');
    if (quote == std::string::npos || digits == std::string::npos || digits > quote) {
      number_++;  // a pragma
      return;
    }
    number_ = std::atoi(text.c_str() + digits);
    file_ = text.substr(quote + 1, text.rfind('"') - quote - 1);
    const std::string extension = lower(file_.substr(std::min(file_.rfind('.'), file_.size())));
    is_script_ = extension != ".h" && extension != ".c" && !file_.starts_with('<');
  }

  size_t token(const std::string& text, size_t at, std::vector<Token>& tokens) {
    const char c = text[at];
    if (std::isspace(static_cast<unsigned char>(c))) return at + 1;
    const size_t slash = file_.find_last_of('/');
    Token token{Kind::kSign, {}, false, place(), slash == std::string::npos ? "." : file_.substr(0, slash)};
    const bool wide = (c == 'L' || c == 'l') && at + 1 < text.size() && text[at + 1] == '"';
    if (c == '"' || wide) {
      at = literal(text, at + wide, token);
      token.wide = wide;
    } else if (std::isalnum(static_cast<unsigned char>(c)) || c == '_') {
      const size_t end = std::find_if_not(text.begin() + static_cast<ptrdiff_t>(at), text.end(),
                                          [](unsigned char x) { return std::isalnum(x) || std::strchr("_.-:\\", x); }) -
                         text.begin();
      token.kind = std::isdigit(static_cast<unsigned char>(c)) ? Kind::kNumber : Kind::kWord;
      // A number ends at what cannot belong to it; a word may be a file's name.
      size_t stop = end;
      if (token.kind == Kind::kNumber)
        stop = std::min(end, std::min(text.find_first_not_of("0123456789abcdefABCDEFxXlLuU", at), text.size()));
      token.text = text.substr(at, stop - at);
      at = stop;
    } else {
      token.text = std::string(1, c);
      at++;
    }
    tokens.push_back(std::move(token));
    return at;
  }

  size_t literal(const std::string& text, size_t at, Token& token) const {
    token.kind = Kind::kText;
    for (at++; at < text.size(); at++) {
      if (text[at] == '"' && (at + 1 >= text.size() || text[at + 1] != '"')) return at + 1;
      if (text[at] == '"') at++;  // a doubled quotation mark is one
      if (text[at] == '\\' && at + 1 < text.size()) {
        at = escape(text, at + 1, token.text);
        continue;
      }
      token.text += text[at];
    }
    throw place() + ": this text does not end in its line";
  }

  static size_t escape(const std::string& text, size_t at, std::string& out) {
    const char c = text[at];
    if (c >= '0' && c <= '7') {
      unsigned value = 0;
      size_t end = at;
      while (end < text.size() && end < at + 3 && text[end] >= '0' && text[end] <= '7')
        value = value * 8 + (text[end++] - '0');
      out += static_cast<char>(value);
      return end - 1;
    }
    const char* const kLetters = "abfnrtv";
    if (const char* found = std::strchr(kLetters, c)) {
      out += "\a\b\f\n\r\t\v"[found - kLetters];
    } else {
      if (c != '\\' && c != '"') out += '\\';
      out += c;
    }
    return at;
  }

  std::string file_;
  const std::string& text_;
  size_t at_ = 0;
  int number_ = 1;
  bool is_script_ = true;
};

class Parser {
 public:
  Parser(std::vector<Token> tokens,
         const std::function<bool(const std::string&, const std::string&, std::string&)>& read)
      : tokens_(std::move(tokens)), read_(read) {}

  ResourceScript parse() {
    while (now().kind != Kind::kEnd) statement();
    for (auto& [block, strings] : string_blocks_) finish_strings(block, strings);
    return std::move(out_);
  }

 private:
  const Token& now() const { return tokens_[at_]; }
  const Token& next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool is(const char* word) const { return now().kind != Kind::kText && lower(now().text) == word; }
  bool take(const char* word) { return is(word) && (next(), true); }
  bool begins() const { return is("begin") || is("{"); }
  bool ends() const { return is("end") || is("}"); }
  [[noreturn]] void fail(const std::string& sentence) const {
    const std::string found = now().kind == Kind::kEnd ? "the end of the script" : "\"" + now().text + "\"";
    throw now().at + ": " + sentence + ", found " + found;
  }

  void statement() {
    if (take("language")) {
      const uint32_t major = expression();
      if (!take(",")) fail("expected ',' in LANGUAGE");
      language_ = static_cast<uint16_t>(expression() << 10 | major);
    } else if (take("stringtable")) {
      options();
      strings();
    } else {
      resource();
    }
  }

  std::string identifier(const std::string& what) {
    if (now().kind == Kind::kNumber) return fmt::format("#{}", std::strtoul(next().text.c_str(), nullptr, 0));
    if (now().kind != Kind::kWord && now().kind != Kind::kText) fail("expected " + what);
    return next().text;
  }

  void resource() {
    const std::string at = now().at;
    const std::string name = identifier("the name of a resource");
    const std::string type = identifier("the type of the resource " + name);
    if (lower(type) == "versioninfo" || type == "#16") return version(name);
    if (is_one_of(type, kNotKept)) {
      out_.left_out.push_back(at + ": the " + type + " " + name + " is not kept in the image");
      return skip_block();
    }
    options();
    const auto known = kTypes.find(lower(type));
    Resource result{known == kTypes.end() ? type : known->second, name, language_, {}};
    if (begins()) {
      result.data = raw_data();
    } else {
      if (now().kind != Kind::kText && now().kind != Kind::kWord) fail("expected a file's name or BEGIN");
      const Token& file = next();
      if (!read_(file.text, file.folder, result.data))
        throw file.at + ": the file " + file.text + " of the resource " + name + " does not exist";
    }
    out_.resources.push_back(std::move(result));
  }

  // Memory flags say nothing any more; CHARACTERISTICS, VERSION and LANGUAGE stand in front of a body.
  void options() {
    while (true) {
      if (now().kind == Kind::kWord && is_one_of(now().text, kMemoryFlags)) {
        next();
      } else if (take("characteristics") || take("version")) {
        expression();
      } else if (is("language")) {
        statement();
      } else {
        return;
      }
      take(",");
    }
  }

  void skip_block() {
    while (!begins()) {
      if (now().kind == Kind::kEnd) fail("expected BEGIN");
      next();
    }
    int depth = 0;
    do {
      if (now().kind == Kind::kEnd) fail("expected END");
      depth += begins() ? 1 : ends() ? -1 : 0;
      next();
    } while (depth > 0);
  }

  std::string raw_data() {
    next();
    BinaryWriter out;
    while (!ends()) {
      if (now().kind == Kind::kText) {
        const Token& text = next();
        text.wide ? out.utf16(text.text) : out.bytes(text.text);
      } else {
        const bool is_long = now().kind == Kind::kNumber && std::strchr("lL", now().text.back());
        const uint32_t value = expression();
        is_long ? out.u32(value) : out.u16(static_cast<uint16_t>(value));
      }
      if (!take(",") && !ends() && now().kind == Kind::kEnd) fail("expected END");
    }
    next();
    return out.data();
  }

  // Numbers with + - * / | & ~ and parentheses, from left to right as rc takes them.
  uint32_t expression() {
    uint32_t value = primary();
    while (now().kind == Kind::kSign && std::strchr("+-*/|&", now().text[0])) {
      const char sign = next().text[0];
      const uint32_t right = primary();
      if (sign == '/' && right == 0) fail("division by zero");
      value = sign == '+'   ? value + right
              : sign == '-' ? value - right
              : sign == '*' ? value * right
              : sign == '/' ? value / right
              : sign == '|' ? value | right
                            : value & right;
    }
    return value;
  }

  uint32_t primary() {
    if (take("-")) return 0 - primary();
    if (take("~")) return ~primary();
    if (take("not")) return ~primary();
    if (take("(")) {
      const uint32_t value = expression();
      if (!take(")")) fail("expected ')'");
      return value;
    }
    if (now().kind != Kind::kNumber) fail("expected a number (is a header missing that defines it?)");
    return static_cast<uint32_t>(std::strtoul(next().text.c_str(), nullptr, 0));
  }

  std::string text() {
    if (now().kind != Kind::kText) fail("expected a text in quotation marks");
    std::string result;
    while (now().kind == Kind::kText) result += next().text;  // neighbours are one
    return result;
  }

  // Sixteen strings make one resource.
  void strings() {
    if (!begins()) fail("expected BEGIN");
    next();
    while (!ends()) {
      const uint32_t id = expression();
      take(",");
      string_blocks_[{language_, id / 16 + 1}][id % 16] = text();
    }
    next();
  }

  void finish_strings(const std::pair<uint16_t, uint32_t>& block, const std::map<uint32_t, std::string>& strings) {
    BinaryWriter out;
    for (uint32_t i = 0; i < 16; i++) {
      BinaryWriter words;
      if (const auto found = strings.find(i); found != strings.end()) words.utf16(found->second);
      out.u16(static_cast<uint16_t>(words.size() / 2));
      out.bytes(words.data());
    }
    out_.resources.push_back({"#6", fmt::format("#{}", block.second), block.first, out.data()});
  }

  void version(const std::string& name) {
    BinaryWriter fixed;
    std::map<std::string, std::vector<uint32_t>> values;
    options();
    while (!begins()) {
      if (now().kind != Kind::kWord) fail("expected FILEVERSION, FILEFLAGS or their like, or BEGIN, in VERSIONINFO");
      std::vector<uint32_t>& list = values[lower(next().text)];
      do list.push_back(expression());
      while (take(","));
    }
    next();
    const auto word = [&](const char* key, size_t i) {
      const std::vector<uint32_t>& list = values[key];
      return i < list.size() ? list[i] : 0;
    };
    fixed.u32(0xFEEF04BD);
    fixed.u32(0x00010000);
    for (const char* key : {"fileversion", "productversion"})
      for (const size_t i : {0, 2}) fixed.u32(word(key, i) << 16 | (word(key, i + 1) & 0xffff));
    for (const char* key : {"fileflagsmask", "fileflags", "fileos", "filetype", "filesubtype"}) fixed.u32(word(key, 0));
    fixed.u32(0);
    fixed.u32(0);
    VersionNode root{"VS_VERSION_INFO", {}, {}, fixed.data(), {}};
    while (!ends()) root.children.push_back(version_node());
    next();
    out_.resources.push_back({"#16", name, language_, version_data(root)});
  }

  VersionNode version_node() {
    VersionNode node;
    const bool is_block = take("block");
    if (!is_block && !take("value")) fail("expected BLOCK or VALUE");
    node.key = text();
    take(",");
    if (is_block) {
      if (!begins()) fail("expected BEGIN");
      next();
      while (!ends()) node.children.push_back(version_node());
      next();
      return node;
    }
    while (now().kind == Kind::kText || now().kind == Kind::kNumber || is("(") || is("-")) {
      if (now().kind == Kind::kText)
        node.text += text();
      else
        node.words.push_back(static_cast<uint16_t>(expression()));
      if (!take(",")) break;
    }
    while (!node.text.empty() && node.text.back() == '\0') node.text.pop_back();
    return node;
  }

  std::vector<Token> tokens_;
  const std::function<bool(const std::string&, const std::string&, std::string&)>& read_;
  size_t at_ = 0;
  uint16_t language_ = 0x409;
  std::map<std::pair<uint16_t, uint32_t>, std::map<uint32_t, std::string>> string_blocks_;
  ResourceScript out_;
};

}  // namespace

ResourceScript parse_resource_script(
    const std::string& path, const std::string& preprocessed,
    const std::function<bool(const std::string& name, const std::string& from, std::string& data)>& read) {
  return Parser(Lexer(path, preprocessed).read(), read).parse();
}

std::string resource_section(const std::vector<Resource>& resources) {
  BinaryWriter out;
  out.bytes("OWRS");
  out.u32(static_cast<uint32_t>(resources.size()));
  for (const Resource& one : resources) {
    out.u16(static_cast<uint16_t>(one.type.size()));
    out.u16(static_cast<uint16_t>(one.name.size()));
    out.u16(one.language);
    out.u16(0);
    out.u32(static_cast<uint32_t>(one.data.size()));
    out.bytes(one.type);
    out.bytes(one.name);
    out.align(4);
    out.bytes(one.data);
    out.align(4);
  }
  return out.data();
}

}  // namespace owdf::cli
