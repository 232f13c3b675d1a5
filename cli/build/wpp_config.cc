#include "cli/build/wpp_config.h"

#include <algorithm>
#include <set>

#include "cli/build/msbuild.h"
#include "cli/build/wpp_text.h"

namespace owdf::cli {
namespace {

constexpr const char* kBegin = "begin_wpp";
constexpr const char* kEnd = "end_wpp";

struct Statement {
  std::string text;  // without the semicolon
  int line;
};

// A line of a block without what makes it a comment.
std::string uncommented(const std::string& line) {
  std::string text = trimmed(line);
  while (text.starts_with("//")) text = trimmed(text.substr(2));
  return text;
}

// The text between `open` behind `at` and its end; empty where there is none. `at` is moved behind it.
std::string bracketed(const std::string& text, size_t& at, char open, char close) {
  at = text.find_first_not_of(" \t\n", at);
  if (at == std::string::npos || text[at] != open) return {};
  const size_t end = open == '(' ? closing_parenthesis(text, at + 1) : text.find(close, at);
  if (end == std::string::npos) return {};
  const std::string inside = text.substr(at + 1, end - at - 1);
  at = end + 1;
  return inside;
}

}  // namespace

int WppFunction::message() const {
  const auto found = std::find(parameters.begin(), parameters.end(), "MSG");
  return found == parameters.end() ? -1 : static_cast<int>(found - parameters.begin());
}

std::vector<std::string> WppFunction::conditions() const {
  std::vector<std::string> names;
  for (const auto& [name, value] : fixed) names.push_back(name);
  // The log that a message of the in-flight recorder goes to is no condition.
  for (const std::string& parameter : parameters)
    if (parameter != "MSG" && parameter != "IFRLOG") names.push_back(parameter);
  return names;
}

// Reads statements one after the other; a bad one is told and passed over.
class WppConfigReader {
 public:
  WppConfigReader(WppConfig& config, const std::string& file, std::string& problems)
      : config_(config), file_(file), problems_(problems) {}

  void blocks(const std::string& text) {
    std::vector<Statement> lines;
    int number = 0, opened = 0;
    for (size_t at = 0; at < text.size(); number++) {
      const size_t end = std::min(text.find('\n', at), text.size());
      const std::string line = uncommented(text.substr(at, end - at));
      at = end + 1;
      if (line.starts_with(kBegin)) {
        opened = number + 1;
        lines.clear();
        if (trimmed(line.substr(std::string(kBegin).size())) != "config")
          problem(opened, "expected begin_wpp config, found \"" + line + "\"");
      } else if (line.starts_with(kEnd) && opened) {
        statements(lines);
        opened = 0;
      } else if (opened) {
        lines.push_back({line, number + 1});
      }
    }
    if (opened) problem(opened, "begin_wpp config has no end_wpp");
  }

  void ini(const std::string& text) {
    std::vector<Statement> lines;
    int number = 1;
    for (size_t at = 0; at < text.size(); number++) {
      const size_t end = std::min(text.find('\n', at), text.size());
      const std::string line = trimmed(text.substr(at, end - at));
      if (!line.starts_with("//") && !line.starts_with("#")) lines.push_back({line, number});
      at = end + 1;
    }
    statements(lines);
  }

  void functions(const std::string& list) {
    for (size_t at = 0; at < list.size();) {
      size_t end = at;
      for (int depth = 0; end < list.size() && (depth || list[end] != ';'); end++)
        depth += list[end] == '(' ? 1 : list[end] == ')' ? -1 : 0;
      const std::string one = trimmed(list.substr(at, end - at));
      if (!one.empty()) function(one, 0);
      at = end + 1;
    }
  }

 private:
  void problem(int line, const std::string& sentence) {
    problems_ += file_ + (line ? ":" + std::to_string(line) : std::string()) + ": error: " + sentence + "\n";
  }

  // A statement begins with one of the words below and ends with a semicolon, on whichever line. Between statements
  // people write sentences to each other; whatever looks like a statement and is none is an error.
  void statements(const std::vector<Statement>& lines) {
    Statement open{{}, 0};
    for (const Statement& line : lines) {
      std::string rest = line.text;
      while (!rest.empty()) {
        if (open.text.empty() && !begins_statement(rest, line.line)) break;
        if (open.text.empty()) open.line = line.line;
        const size_t end = end_of_statement(rest);
        open.text += rest.substr(0, end) + " ";
        if (end == rest.size()) break;
        statement(trimmed(open.text), open.line);
        open.text.clear();
        rest = trimmed(rest.substr(end + 1));
      }
    }
    if (!open.text.empty()) problem(open.line, "\"" + trimmed(open.text) + "\" does not end with a semicolon");
  }

  static size_t end_of_statement(const std::string& text) {
    for (size_t at = 0; at < text.size(); at++) {
      if (text[at] == ';') return at;
      if (text[at] == '"') at = after_literal(text, at) - 1;
    }
    return text.size();
  }

  static std::string first_word(const std::string& text) {
    return text.substr(
        0, static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_identifier_character) - text.begin()));
  }

  bool begins_statement(const std::string& text, int line) {
    static const std::set<std::string> words = {"FUNC",      "USEPREFIX",   "USESUFFIX",    "DEFINE_CPLX_TYPE",
                                                "TYPEMACRO", "CUSTOM_TYPE", "WPP_FLAGS",    "DEFINE_SIMPLE_TYPE",
                                                "NOPREFIX",  "NOSUFFIX",    "DEFINE_FLAVOR"};
    if (words.contains(first_word(text))) return true;
    if (text.ends_with(";") && text.find('(') != std::string::npos)
      problem(line, "\"" + first_word(text) +
                        "\" is no statement of a WPP configuration (FUNC, USEPREFIX, USESUFFIX, " +
                        "TYPEMACRO, CUSTOM_TYPE, DEFINE_CPLX_TYPE ...)");
    return false;
  }

  void statement(const std::string& text, int line) {
    const std::string word = first_word(text);
    const std::string rest = trimmed(text.substr(word.size()));
    if (word == "FUNC") return function(rest, line);
    if (word == "WPP_FLAGS") return;  // about the symbol file, which there is none of
    size_t at = 0;
    const std::vector<std::string> arguments = split_arguments(bracketed(rest, at, '(', ')'));
    if (arguments.empty()) return problem(line, word + " needs arguments in parentheses");
    if (word == "USEPREFIX" || word == "USESUFFIX") return decoration(word, arguments, line);
    if (word == "NOPREFIX" || word == "NOSUFFIX") return undecorated(word, arguments, line);
    if (word == "TYPEMACRO" || word == "CUSTOM_TYPE") return list_type(word, arguments, line);
    if (word == "DEFINE_CPLX_TYPE") return complex_type(arguments, line);
    if (word == "DEFINE_SIMPLE_TYPE") return simple_type(arguments, 3, line);
    simple_type(arguments, 3, line);  // DEFINE_FLAVOR: NAME, the type it is like, item, format
  }

  // NAME{FIXED=VALUE, ...}(PARAMETER, ..., MSG, ...)
  void function(const std::string& text, int line) {
    WppFunction made;
    made.name = first_word(text);
    if (!is_identifier(made.name)) return problem(line, "FUNC needs the name of a function: \"" + text + "\"");
    size_t at = made.name.size();
    if (!fixed_values(made, text, at, line)) return;
    std::string list = trimmed(bracketed(text, at, '(', ')'));
    if (list.empty()) return problem(line, "FUNC " + made.name + " needs parameters in parentheses");
    if (at < text.size() && !trimmed(text.substr(at)).empty())
      return problem(line, "FUNC " + made.name + ": \"" + trimmed(text.substr(at)) + "\" after the parameters");
    made.doubled = list.front() == '(';
    if (made.doubled) {
      size_t inner = 0;
      list = bracketed(list, inner, '(', ')');
    }
    for (const std::string& parameter : split_arguments(list)) {
      if (made.variadic) return problem(line, "FUNC " + made.name + ": the three dots stand last");
      made.variadic = parameter == "...";
      if (made.variadic) continue;
      if (!is_identifier(parameter)) return problem(line, "FUNC " + made.name + ": no parameter: " + parameter);
      made.parameters.push_back(parameter);
    }
    if (const auto before = config_.functions_.find(made.name); before != config_.functions_.end()) {
      made.prefix = before->second.prefix;
      made.suffix = before->second.suffix;
    }
    // Without a message the text is what stands before and behind it, and the dots stand for nothing.
    if (made.variadic && made.message() < 0 && made.prefix.text.empty() && made.suffix.text.empty())
      return problem(line, "FUNC " + made.name + " has three dots and no MSG that would say what they are");
    config_.functions_[made.name] = std::move(made);
  }

  bool fixed_values(WppFunction& made, const std::string& text, size_t& at, int line) {
    for (const std::string& pair : split_arguments(bracketed(text, at, '{', '}'))) {
      const size_t equals = pair.find('=');
      if (equals == std::string::npos || !is_identifier(trimmed(pair.substr(0, equals)))) {
        problem(line, "FUNC " + made.name + "{" + pair + "}: expected NAME=VALUE");
        return false;
      }
      made.fixed.emplace_back(trimmed(pair.substr(0, equals)), trimmed(pair.substr(equals + 1)));
    }
    return true;
  }

  // The function may be defined after its decoration; a function without a name of its own is completed by its FUNC.
  void decoration(const std::string& word, const std::vector<std::string>& arguments, int line) {
    WppDecoration made;
    if (arguments.size() < 2 || !join_literals(arguments[1], made.text))
      return problem(line, word + " needs a function and a text in quotes");
    for (size_t i = 2; i < arguments.size(); i++) made.arguments += (i > 2 ? ", " : "") + arguments[i];
    WppFunction& function = config_.functions_[arguments[0]];
    (word == "USEPREFIX" ? function.prefix : function.suffix) = std::move(made);
  }

  void undecorated(const std::string& word, const std::vector<std::string>& arguments, int) {
    for (const std::string& name : arguments)
      (word == "NOPREFIX" ? config_.functions_[name].prefix : config_.functions_[name].suffix) = {};
  }

  void list_type(const std::string& word, const std::vector<std::string>& arguments, int line) {
    if (arguments.size() < 2 || !arguments[1].starts_with("Item"))
      return problem(line, word + " needs a name and an Item...(value, value ...)");
    WppType type{.name = arguments[0], .kind = WppTypeKind::kList};
    type.item = first_word(arguments[1]);
    size_t at = type.item.size();
    for (const std::string& value : split_arguments(bracketed(arguments[1], at, '(', ')')))
      type.values += (type.values.empty() ? "" : ",") + value;
    if (type.item == "ItemEnum") type = {.name = arguments[0], .item = "ItemLong", .format = "d"};
    config_.types_[lower(type.name)] = std::move(type);
  }

  void complex_type(const std::vector<std::string>& arguments, int line) {
    if (arguments.size() < 4 || !is_identifier(arguments[1]))
      return problem(line, "DEFINE_CPLX_TYPE needs a name, a helper macro, an argument type and an item");
    WppType type{.name = arguments[0], .kind = WppTypeKind::kComplex, .item = arguments[3]};
    type.helper = arguments[1];
    type.argument = arguments[2];
    config_.types_[lower(type.name)] = std::move(type);
  }

  void simple_type(const std::vector<std::string>& arguments, size_t format, int line) {
    WppType type{.name = arguments[0]};
    if (arguments.size() <= format || !join_literals(arguments[format], type.format))
      return problem(line, "a simple type needs a name, a C type, an item and a conversion in quotes");
    type.item = arguments[format - 1];
    config_.types_[lower(type.name)] = std::move(type);
  }

  WppConfig& config_;
  const std::string& file_;
  std::string& problems_;
};

WppConfig::WppConfig() {
  functions_["DoTraceMessage"] = {.name = "DoTraceMessage", .parameters = {"LEVEL", "MSG"}, .variadic = true};
  // A length and a buffer in a structure of the source's own, as the published samples log them.
  types_["hexdump"] = {.name = "HEXDUMP",
                       .kind = WppTypeKind::kComplex,
                       .item = "ItemHEXDump",
                       .helper = "WPP_LOGHEXDUMP",
                       .argument = "xstr_t"};
}

void WppConfig::read_blocks(const std::string& file, const std::string& text, std::string& problems) {
  WppConfigReader(*this, file, problems).blocks(text);
}

void WppConfig::read_ini(const std::string& file, const std::string& text, std::string& problems) {
  WppConfigReader(*this, file, problems).ini(text);
}

void WppConfig::read_functions(const std::string& file, const std::string& list, std::string& problems) {
  WppConfigReader(*this, file, problems).functions(list);
}

const WppType* WppConfig::type(const std::string& name) const {
  const auto found = types_.find(lower(name));
  return found == types_.end() ? nullptr : &found->second;
}

bool WppConfig::is_built_in(const std::string& name) {
  // What nt/dbg/trace_format.cc prints.
  static const std::set<std::string> names = {
      "file",   "line",     "func",     "level",     "flags",   "stdprefix", "compname", "typ",   "bool",  "boolean",
      "irql",   "status",   "ntstatus", "winerror",  "hresult", "guid",      "clsid",    "libid", "iid",   "delta",
      "due",    "datetime", "waittime", "timestamp", "time",    "date",      "ipaddr",   "port",  "sbyte", "ubyte",
      "xbyte",  "sshort",   "ushort",   "xshort",    "sint",    "uint",      "xint",     "oint",  "slong", "ulong",
      "xlong",  "olong",    "sint64",   "uint64",    "xint64",  "oint64",    "int64",    "int",   "x",     "ptr",
      "handle", "double",   "str",      "astr",      "wstr",    "ustr",      "anstr",    "pwstr", "pstr"};
  return names.contains(lower(name));
}

}  // namespace owdf::cli
