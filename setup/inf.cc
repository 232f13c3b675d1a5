#include "setup/inf.h"

#include <fmt/format.h>

#include <algorithm>

#include "nt/rtl/text.h"

#ifdef OWDF_PROVE
#include "prove/liar.h"
#endif

namespace owdf::setup {

bool is_ignored([[maybe_unused]] std::string_view name) {
#ifdef OWDF_PROVE
  return prove::Liar::of_process().offer(prove::Kind::kIgnore, "INF", name);
#else
  return false;
#endif
}

namespace {

constexpr size_t kLongestSectionName = 255;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\0';
}

// $VARIABLE$ becomes its value.
void stamp(std::string& text, std::string_view variable, std::string_view to) {
  const std::string from = fmt::format("${}$", variable);
  if (text.find(from) == std::string::npos || is_ignored(variable)) return;
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// "1.11" -> "01011", the form in the names of co-installers.
std::string coinstaller_version(std::string_view version) {
  const size_t dot = version.find('.');
  const std::string minor(version.substr(std::min(version.size(), dot + 1)));
  return fmt::format("{:0>2}{:0>3}", version.substr(0, dot), minor.substr(0, minor.find('.')));
}

}  // namespace

const std::string& Line::value(size_t index) const {
  static const std::string empty;
  return index < values.size() ? values[index].text : empty;
}

Location Line::value_at(size_t index) const {
  return index < values.size() ? values[index].at : at;
}

const Line* Section::find(std::string_view key) const {
  for (const Line& line : lines) {
    if (line.has_key && rtl::equal_ignoring_case(line.key.text, key)) return is_ignored(key) ? nullptr : &line;
  }
  return nullptr;
}

std::vector<const Line*> Section::find_all(std::string_view key) const {
  std::vector<const Line*> found;
  for (const Line& line : lines) {
    if (line.has_key && rtl::equal_ignoring_case(line.key.text, key)) found.push_back(&line);
  }
  if (!found.empty() && is_ignored(key)) found.clear();
  return found;
}

std::string Stamp::apply(std::string text) const {
  if (text.find('$') == std::string::npos) return text;
  stamp(text, "ARCH", architecture);
  stamp(text, "KMDFVERSION", kmdf_version);
  stamp(text, "UMDFVERSION", umdf_version);
  stamp(text, "KMDFCOINSTALLERVERSION", coinstaller_version(kmdf_version));
  stamp(text, "UMDFCOINSTALLERVERSION", coinstaller_version(umdf_version));
  return text;
}

// Reads characters with their places; joins continued lines, drops comments outside quotes.
class InfParser {
 public:
  InfParser(std::string_view text, const Stamp& stamp, Diagnostics& diagnostics, Inf& inf)
      : text_(text), stamp_(stamp), diagnostics_(diagnostics), inf_(inf) {}

  void run() {
    while (position_ < text_.size()) {
      skip_blanks();
      if (at_end_of_line()) {
        next_line();
      } else if (peek() == '[') {
        section_header();
      } else {
        line();
      }
    }
  }

 private:
  char peek() const { return position_ < text_.size() ? text_[position_] : '\n'; }
  Location here() const { return {line_, column_}; }

  void advance() {
    const auto byte = static_cast<uint8_t>(text_[position_++]);
    if ((byte & 0xC0) != 0x80) column_++;  // UTF-8 continuation bytes are no characters of their own
  }
  void next_line() {
    while (position_ < text_.size() && text_[position_] != '\n') position_++;
    position_ = std::min(position_ + 1, text_.size());
    line_++;
    column_ = 1;
  }
  bool at_end_of_line() const { return peek() == '\n' || peek() == ';'; }

  // A backslash that nothing but blanks or a comment follows on its line continues it on the next.
  bool continues() const {
    if (peek() != '\\') return false;
    size_t at = position_ + 1;
    while (at < text_.size() && is_blank(text_[at])) at++;
    return at >= text_.size() || text_[at] == '\n' || text_[at] == ';';
  }
  void skip_blanks() {
    for (;;) {
      while (position_ < text_.size() && is_blank(peek())) advance();
      if (!continues()) return;
      next_line();
    }
  }

  void section_header() {
    const Location start = here();
    advance();
    std::string name;
    while (peek() != ']' && peek() != '\n') {
      name += peek();
      advance();
    }
    if (peek() != ']') {
      diagnostics_.error(here(),
                         fmt::format("expected ']' to close the section name begun at column {}", start.column));
      next_line();
      return;
    }
    advance();
    while (!name.empty() && is_blank(name.back())) name.pop_back();
    name.erase(0, name.find_first_not_of(" \t"));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    if (name.empty()) diagnostics_.error(start, "expected a section name between '[' and ']'");
    if (name.size() > kLongestSectionName) {
      diagnostics_.error(start,
                         fmt::format("the section name has {} characters; at most 255 are allowed", name.size()));
    }
    skip_blanks();
    if (!at_end_of_line())
      diagnostics_.error(here(), fmt::format("expected the end of the line after ']', found '{}'", peek()));
    next_line();
    open_section(stamp_.apply(name), start);
  }

  void open_section(const std::string& name, Location at) {
    for (size_t i = 0; i < inf_.sections_.size(); i++) {
      if (rtl::equal_ignoring_case(inf_.sections_[i].name, name)) {
        section_ = i;
        return;
      }
    }
    section_ = inf_.sections_.size();
    inf_.sections_.push_back({.name = name, .at = at, .lines = {}});
  }

  void line() {
    Line result;
    result.at = here();
    Field first = field(/*may_be_key=*/true);
    skip_blanks();
    if (peek() == '=') {
      advance();
      result.has_key = true;
      result.key = std::move(first);
      if (result.key.text.empty()) diagnostics_.error(result.at, "expected a name before '='");
      skip_blanks();
      if (!at_end_of_line()) values(result, field(false));
    } else {
      values(result, std::move(first));
    }
    next_line();
    if (!section_) {
      diagnostics_.warning(result.at, "text before the first [section] is ignored");
      section_ = SIZE_MAX;  // said once
    }
    if (*section_ != SIZE_MAX) inf_.sections_[*section_].lines.push_back(std::move(result));
  }

  void values(Line& line, Field first) {
    line.values.push_back(std::move(first));
    for (skip_blanks(); peek() == ','; skip_blanks()) {
      advance();
      skip_blanks();
      line.values.push_back(field(false));
    }
  }

  // One value: runs of plain and quoted text up to a comma, the end of the line, or (of a key) an equals sign.
  Field field(bool may_be_key) {
    Field result{.text = {}, .at = here()};
    size_t keep = 0;  // blanks behind this length are trailing ones
    while (!at_end_of_line() && peek() != ',' && !(may_be_key && peek() == '=')) {
      if (continues()) {
        next_line();
        while (position_ < text_.size() && is_blank(peek())) advance();
        continue;
      }
      if (peek() == '"') {
        quoted(result.text);
        result.quoted = true;
        keep = result.text.size();
        continue;
      }
      result.text += peek();
      if (!is_blank(peek())) keep = result.text.size();
      advance();
    }
    result.text.resize(keep);
    result.text = stamp_.apply(std::move(result.text));
    return result;
  }

  void quoted(std::string& text) {
    const Location start = here();
    for (advance();;) {
      if (peek() == '\n') {
        diagnostics_.error(start, "expected a closing '\"' before the end of the line");
        return;
      }
      if (peek() == '"') {
        advance();
        if (peek() != '"') return;  // a doubled quote is one quote
      }
      text += peek();
      advance();
    }
  }

  std::string_view text_;
  const Stamp& stamp_;
  Diagnostics& diagnostics_;
  Inf& inf_;
  size_t position_ = 0;
  int line_ = 1, column_ = 1;
  std::optional<size_t> section_;
};

// %strkey% from [Strings]. %% is a percent sign; a number is a directory identifier and stays; what [Strings] lacks
// stays too, as setup does it, with a warning: it may be meant for the registry's own expansion.
class Substitution {
 public:
  Substitution(Inf& inf, Diagnostics& diagnostics) : inf_(inf), diagnostics_(diagnostics) {}

  void run() {
    // Languages have sections of their own ([Strings.0407]); the plain one is what every package must have.
    if (const Section* strings = inf_.find("Strings")) {
      for (const Line& line : strings->lines) define(line);
    }
    for (Section& section : inf_.sections_) {
      if (is_strings(section.name)) continue;
      for (Line& line : section.lines) {
        if (line.has_key) expand(line.key);
        for (Field& value : line.values) expand(value);
      }
    }
  }

 private:
  static bool is_strings(std::string_view name) {
    return rtl::equal_ignoring_case(name.substr(0, 7), "Strings") && (name.size() == 7 || name[7] == '.');
  }
  static std::string folded(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return result;
  }

  void define(const Line& line) {
    if (!line.has_key) {
      diagnostics_.error(line.at, "expected 'name = \"text\"' in [Strings]");
      return;
    }
    strings_.emplace(folded(line.key.text), line.value(0));
  }

  void expand(Field& field) {
    if (field.text.find('%') == std::string::npos) return;
    std::string result;
    std::string_view rest = field.text;
    while (!rest.empty()) {
      const size_t open = rest.find('%');
      result += rest.substr(0, open);
      if (open == std::string_view::npos) break;
      rest.remove_prefix(open + 1);
      const size_t close = rest.find('%');
      if (close == std::string_view::npos) {
        result += '%';
        continue;
      }
      result += replacement(rest.substr(0, close), field.at);
      rest.remove_prefix(close + 1);
    }
    field.text = std::move(result);
  }

  std::string replacement(std::string_view name, Location at) {
    if (name.empty()) return "%";
    const auto found = strings_.find(folded(name));
    if (found != strings_.end()) return found->second;
    const bool directory = std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!directory) diagnostics_.warning(at, fmt::format("'%{}%' is not defined in [Strings]", name));
    return fmt::format("%{}%", name);
  }

  Inf& inf_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::string> strings_;
};

std::optional<Inf> Inf::parse(std::string_view bytes, const Stamp& stamp, Diagnostics& diagnostics) {
  const std::string text = decode(bytes, diagnostics);
  Inf inf;
  InfParser(text, stamp, diagnostics, inf).run();
  if (diagnostics.failed()) return std::nullopt;
  Substitution(inf, diagnostics).run();
  if (diagnostics.failed()) return std::nullopt;
  return inf;
}

const Section* Inf::find(std::string_view name) const {
  for (const Section& section : sections_) {
    if (rtl::equal_ignoring_case(section.name, name)) return &section;
  }
  return nullptr;
}

std::optional<uint32_t> parse_number(std::string_view text) {
  const bool hexadecimal = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  if (hexadecimal) text.remove_prefix(2);
  if (text.empty()) return std::nullopt;
  uint64_t value = 0;
  for (char c : text) {
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : 99;
    if (digit >= (hexadecimal ? 16 : 10)) return std::nullopt;
    value = value * (hexadecimal ? 16 : 10) + static_cast<uint64_t>(digit);
    if (value > UINT32_MAX) return std::nullopt;
  }
  return static_cast<uint32_t>(value);
}

}  // namespace owdf::setup
