#include "cli/build/inputs/mof.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace {

class MofReader {
 public:
  MofReader(const std::string& path, const std::string& text) : path_(path), text_(text) {}

  std::vector<MofClass> read() {
    std::vector<MofClass> classes;
    while (skip(), at_ < text_.size()) {
      if (text_[at_] == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());  // a pragma of the compiler
        continue;
      }
      const MofQualifiers qualifiers = optional_qualifiers();
      const std::string word = name("class or instance");
      if (lower(word) == "instance") {
        skip_block();
      } else if (lower(word) == "class") {
        classes.push_back(class_body(qualifiers));
      } else {
        fail("expected class, found " + word);
      }
    }
    return classes;
  }

 private:
  [[noreturn]] void fail(const std::string& sentence) const { throw fmt::format("{}:{}: {}", path_, line(), sentence); }
  int line() const {
    return 1 + static_cast<int>(std::count(text_.begin(), text_.begin() + static_cast<ptrdiff_t>(at_), '\n'));
  }

  void skip() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_]))) {
        at_++;
      } else if (text_.compare(at_, 2, "//") == 0) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.compare(at_, 2, "/*") == 0) {
        const size_t end = text_.find("*/", at_ + 2);
        if (end == std::string::npos) fail("this comment does not end");
        at_ = end + 2;
      } else {
        return;
      }
    }
  }

  bool take(char wanted) {
    skip();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    at_++;
    return true;
  }
  void expect(char wanted) {
    if (take(wanted)) return;
    const std::string found = at_ < text_.size() ? std::string("'") + text_[at_] + "'" : "the end of the file";
    fail(fmt::format("expected '{}', found {}", wanted, found));
  }

  std::string optional_name() {
    skip();
    const size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_')) at_++;
    return text_.substr(start, at_ - start);
  }
  std::string name(const char* what) {
    std::string found = optional_name();
    if (found.empty()) fail(std::string("expected ") + what);
    return found;
  }

  // "text" "that goes on", a number, or a word.
  std::string value() {
    skip();
    if (at_ >= text_.size() || text_[at_] != '"') {
      const size_t start = at_;
      while (at_ < text_.size() && !std::strchr(",)};]\r\n", text_[at_])) at_++;
      return without_blanks(text_.substr(start, at_ - start));
    }
    std::string result;
    while (take('"')) {
      while (at_ < text_.size() && text_[at_] != '"') {
        if (text_[at_] == '\n') fail("this text does not end in its line");
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) at_++;
        result += text_[at_++];
      }
      expect('"');
    }
    return result;
  }

  MofQualifiers optional_qualifiers() {
    MofQualifiers found;
    if (!take('[')) return found;
    do {
      MofQualifier one{lower(name("the name of a qualifier")), {}};
      const char close = take('(') ? ')' : take('{') ? '}' : '\0';
      if (close) {
        do one.values.push_back(value());
        while (take(','));
        expect(close);
      }
      if (take(':'))
        while (!optional_name().empty()) continue;  // a flavor: amended, tosubclass
      found.push_back(std::move(one));
    } while (take(','));
    expect(']');
    return found;
  }

  MofClass class_body(MofQualifiers qualifiers) {
    MofClass result;
    result.qualifiers = std::move(qualifiers);
    result.line = line();
    result.name = name("the name of a class");
    if (take(':')) result.base = name("the name of a base class");
    if (take(';')) return result;
    expect('{');
    while (!take('}')) member(result);
    expect(';');
    return result;
  }

  void member(MofClass& owner) {
    MofField field = declaration();
    if (take('(')) {
      MofMethod method{field.name, field.type, {}, field.qualifiers};
      while (!take(')')) {
        method.parameters.push_back(declaration());
        if (!take(',') && (skip(), at_ >= text_.size() || text_[at_] != ')')) expect(')');
      }
      owner.methods.push_back(std::move(method));
    } else {
      if (take('=')) value();
      owner.fields.push_back(std::move(field));
    }
    expect(';');
  }

  MofField declaration() {
    MofField field;
    field.qualifiers = optional_qualifiers();
    field.type = lower(name("a type"));
    std::string word = name("a name");
    if (lower(word) == "ref") word = name("a name");
    field.name = word;
    if (take('[')) {
      field.array = true;
      const std::string size = value();
      field.size = size.empty() ? 0 : std::atoi(size.c_str());
      expect(']');
    }
    return field;
  }

  // An instance declares data of a class; drivers have no use for it.
  void skip_block() {
    const size_t open = text_.find('{', at_);
    if (open == std::string::npos) fail("expected '{'");
    const size_t close = text_.find("};", open);
    if (close == std::string::npos) fail("this instance does not end");
    at_ = close + 2;
  }

  const std::string& path_;
  const std::string& text_;
  size_t at_ = 0;
};

const MofQualifier* find(const MofQualifiers& list, const char* name) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const MofQualifier& q) { return q.name == name; });
  return found == list.end() ? nullptr : &*found;
}

int number_of(const MofQualifiers& list, const char* name) {
  const MofQualifier* found = find(list, name);
  return found && !found->values.empty() ? std::atoi(found->values[0].c_str()) : 0;
}

std::string text_of(const MofQualifiers& list, const char* name) {
  const MofQualifier* found = find(list, name);
  return found && !found->values.empty() ? found->values[0] : std::string();
}

constexpr std::array<std::pair<const char*, const char*>, 15> kTypes = {{
    {"boolean", "BOOLEAN"},
    {"uint8", "UCHAR"},
    {"sint8", "CHAR"},
    {"uint16", "USHORT"},
    {"sint16", "SHORT"},
    {"uint32", "ULONG"},
    {"sint32", "LONG"},
    {"uint64", "ULONGLONG"},
    {"sint64", "LONGLONG"},
    {"real32", "float"},
    {"real64", "double"},
    {"char16", "WCHAR"},
    {"datetime", "WCHAR"},
    {"string", "WCHAR"},
    {"object", "UCHAR"},
}};

class HeaderWriter {
 public:
  HeaderWriter(const std::string& path, const std::vector<MofClass>& classes, bool methods)
      : path_(path), classes_(classes), methods_(methods) {}

  std::string write() {
    std::string guard = path_.substr(path_.find_last_of('/') + 1) + "_h_";
    for (char& c : guard)
      if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    out_ = fmt::format("/* Made by wdf build from WMI classes. */\n#ifndef _{0}\n#define _{0}\n\n", guard);
    for (const MofClass& one : classes_) write_class(one);
    return out_ + "#endif\n";
  }

 private:
  [[noreturn]] void fail(const MofClass& owner, const std::string& sentence) const {
    throw fmt::format("{}:{}: class {}: {}", path_, owner.line, owner.name, sentence);
  }

  void write_class(const MofClass& one) {
    if (const std::string guid = text_of(one.qualifiers, "guid"); !guid.empty()) write_guid(one, guid);
    for (const MofMethod& method : one.methods)
      out_ += fmt::format("#define {} {}\n", method.name, number_of(method.qualifiers, "wmimethodid"));
    std::vector<MofField> fields;
    for (const MofField& field : one.fields)
      if (number_of(field.qualifiers, "wmidataid") > 0) fields.push_back(field);
    std::stable_sort(fields.begin(), fields.end(), [](const MofField& a, const MofField& b) {
      return number_of(a.qualifiers, "wmidataid") < number_of(b.qualifiers, "wmidataid");
    });
    write_structure(one, one.name, fields, true);
    if (!methods_) return;
    for (const MofMethod& method : one.methods) write_parameters(one, method);
  }

  void write_guid(const MofClass& one, const std::string& text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](unsigned char c) { return std::isxdigit(c); });
    if (digits.size() != 32) fail(one, text + " is no GUID");
    const std::string head =
        fmt::format("0x{},0x{},0x{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4));
    std::string tail;
    for (size_t i = 16; i < 32; i += 2) tail += (i == 16 ? "0x" : ",0x") + digits.substr(i, 2);
    out_ += fmt::format(
        "#define {0}Guid {{{1},{{{2}}}}}\n#if !defined(MIDL_PASS)\nDEFINE_GUID({0}_GUID, {1},{2});\n#endif\n\n",
        one.name, head, tail);
  }

  void write_parameters(const MofClass& owner, const MofMethod& method) {
    for (const char* direction : {"in", "out"}) {
      std::vector<MofField> fields;
      for (const MofField& field : method.parameters)
        if (find(field.qualifiers, direction)) fields.push_back(field);
      std::string suffix = direction;
      std::transform(suffix.begin(), suffix.end(), suffix.begin(), [](unsigned char c) { return std::toupper(c); });
      write_structure(owner, method.name + "_" + suffix, fields, false);
    }
  }

  void write_structure(const MofClass& owner, const std::string& name, const std::vector<MofField>& fields, bool ids) {
    if (fields.empty()) return;
    std::string last;
    bool variable = false;
    out_ += fmt::format("typedef struct _{}\n{{\n", name);
    for (size_t i = 0; i < fields.size(); i++) {
      const MofField& field = fields[i];
      const int id = ids ? number_of(field.qualifiers, "wmidataid") : static_cast<int>(i) + 1;
      write_values(field);
      // Behind the first member of unknown length nothing has a place of its own.
      if (variable) {
        out_ += fmt::format("  /* {} {} follows. */\n  #define {}_{}_ID {}\n", field.type, field.name, name, field.name,
                            id);
        continue;
      }
      variable = is_variable(field);
      write_member(owner, name, field, id, variable);
      if (!variable) last = field.name;
    }
    out_ += fmt::format("}} {0}, *P{0};\n\n", name);
    if (!variable)  // otherwise its users say what its fixed part is
      out_ += fmt::format("#define {0}_SIZE (FIELD_OFFSET({0}, {1}) + {0}_{1}_SIZE)\n\n", name, last);
  }

  static bool is_variable(const MofField& field) {
    const bool sized = field.size > 0 || number_of(field.qualifiers, "max") > 0;
    if (field.type == "string") return number_of(field.qualifiers, "maxlen") == 0;
    return field.array && !sized;
  }

  void write_member(const MofClass& owner, const std::string& structure, const MofField& field, int id, bool variable) {
    const auto known = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& t) { return field.type == t.first; });
    const bool is_class =
        std::any_of(classes_.begin(), classes_.end(), [&](const MofClass& c) { return lower(c.name) == field.type; });
    if (known == kTypes.end() && !is_class)
      fail(owner, fmt::format("the type {} of {} is not known", field.type, field.name));
    const std::string type = known == kTypes.end() ? class_name(field.type) : known->second;
    out_ += fmt::format("  #define {}_{}_ID {}\n", structure, field.name, id);
    if (variable && field.type == "string") {
      out_ += "  CHAR VariableData[1]; /* " + field.name + ": its length in a USHORT, then its characters */\n";
      return;
    }
    int count = field.array ? std::max(field.size, number_of(field.qualifiers, "max")) : 0;
    if (field.type == "string") count = number_of(field.qualifiers, "maxlen") + 1;
    if (field.type == "datetime") count = 25;
    if (variable) count = 1;
    const std::string size = count ? fmt::format("[{}]", count) : std::string();
    out_ += fmt::format("  {} {}{};\n", type, field.name, size);
    if (!variable) out_ += fmt::format("  #define {}_{}_SIZE sizeof({}{})\n", structure, field.name, type, size);
  }

  std::string class_name(const std::string& lower_name) const {
    for (const MofClass& one : classes_)
      if (lower(one.name) == lower_name) return one.name;
    return lower_name;
  }

  // [DefineValues{"A", "B"}] names what a member may hold; ValueMap says which numbers, otherwise they count up.
  void write_values(const MofField& field) {
    const MofQualifier* names = find(field.qualifiers, "definevalues");
    const MofQualifier* numbers = find(field.qualifiers, "valuemap");
    for (size_t i = 0; names && i < names->values.size(); i++)
      out_ += fmt::format("#define {} {}\n", names->values[i],
                          numbers && i < numbers->values.size() ? numbers->values[i] : std::to_string(i));
  }

  const std::string& path_;
  const std::vector<MofClass>& classes_;
  bool methods_;
  std::string out_;
};

}  // namespace

std::vector<MofClass> parse_mof(const std::string& path, const std::string& text) {
  return MofReader(path, text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text).read();
}

std::string mof_header(const std::string& path, const std::vector<MofClass>& classes, bool methods) {
  return HeaderWriter(path, classes, methods).write();
}

}  // namespace owdf::cli
