#include "cli/build/inputs/event_manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <pugixml.hpp>
#include <vector>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace {

struct FieldType {
  const char* name;    // inType, without "win:"
  const char* type;    // of the macro's parameter
  const char* format;  // how the value is shown
};

constexpr std::array<FieldType, 24> kFieldTypes = {{
    {"UnicodeString", "PCWSTR", "%ls"},
    {"AnsiString", "PCSTR", "%hs"},
    {"Int8", "CHAR", "%d"},
    {"UInt8", "UCHAR", "%u"},
    {"Int16", "SHORT", "%d"},
    {"UInt16", "USHORT", "%u"},
    {"Int32", "LONG", "%d"},
    {"UInt32", "ULONG", "%u"},
    {"Int64", "LONG64", "%I64d"},
    {"UInt64", "ULONG64", "%I64u"},
    {"Float", "double", "%f"},
    {"Double", "double", "%f"},
    {"Boolean", "LONG", "%d"},
    {"Pointer", "const void*", "%p"},
    {"SizeT", "SIZE_T", "%Iu"},
    {"HexInt32", "ULONG", "0x%x"},
    {"HexInt64", "ULONG64", "0x%I64x"},
    {"Binary", "const void*", "%p"},
    {"GUID", "const GUID*", "%!GUID!"},
    {"FILETIME", "const void*", "%p"},
    {"SYSTEMTIME", "const void*", "%p"},
    {"SID", "const void*", "%p"},
    {"CountedUnicodeString", "PCWSTR", "%ls"},
    {"CountedAnsiString", "PCSTR", "%hs"},
}};

const std::map<std::string, int> kStandardLevels = {{"win:LogAlways", 0}, {"win:Critical", 1},      {"win:Error", 2},
                                                    {"win:Warning", 3},   {"win:Informational", 4}, {"win:Verbose", 5}};
const std::map<std::string, int> kStandardOpcodes = {{"win:Info", 0},     {"win:Start", 1},    {"win:Stop", 2},
                                                     {"win:DC_Start", 3}, {"win:DC_Stop", 4},  {"win:Extension", 5},
                                                     {"win:Reply", 6},    {"win:Resume", 7},   {"win:Suspend", 8},
                                                     {"win:Send", 9},     {"win:Receive", 240}};
const std::map<std::string, int> kImportedChannels = {{"system", 8}, {"application", 9}, {"security", 10}};

// A name of the manifest as an identifier.
std::string identifier(std::string text) {
  for (char& c : text)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return text;
}

class Manifest {
 public:
  Manifest(const std::string& path, const std::string& text, bool kernel_mode)
      : path_(path), text_(text), kernel_mode_(kernel_mode) {}

  std::string header() {
    pugi::xml_document document;
    const auto result = document.load_buffer(text_.data(), text_.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result) fail_at(result.offset, std::string("this manifest is not XML: ") + result.description());
    out_ = "/* Made by wdf build from an instrumentation manifest. */\n#pragma once\n#include <owdf/trace_message.h>\n";
    // Kernel headers, which come first, have the descriptor; programs get it from here.
    if (!kernel_mode_) out_ += "#if __has_include(<evntprov.h>)\n#include <evntprov.h>\n#endif\n";
    out_ += "\n";
    const pugi::xpath_node_set providers =
        document.select_nodes("//*[local-name()='events']/*[local-name()='provider']");
    if (providers.empty()) fail_at(0, "there is no <provider> below <instrumentation><events>");
    for (const pugi::xpath_node& one : providers) provider(one.node());
    return out_;
  }

 private:
  [[noreturn]] void fail_at(ptrdiff_t offset, const std::string& sentence) const {
    const ptrdiff_t end = std::clamp<ptrdiff_t>(offset, 0, static_cast<ptrdiff_t>(text_.size()));
    throw fmt::format("{}:{}: {}", path_, 1 + std::count(text_.begin(), text_.begin() + end, '\n'), sentence);
  }
  [[noreturn]] void fail(const pugi::xml_node& node, const std::string& sentence) const {
    fail_at(node.offset_debug(), fmt::format("<{}>: {}", node.name(), sentence));
  }

  static std::string local(const pugi::xml_node& node) {
    const std::string name = node.name();
    return name.substr(name.find(':') + 1);
  }

  std::vector<pugi::xml_node> entries(const pugi::xml_node& parent, const char* list) const {
    std::vector<pugi::xml_node> found;
    for (const pugi::xml_node& node : parent.children()) {
      if (local(node) != list) continue;
      for (const pugi::xml_node& entry : node.children())
        if (entry.type() == pugi::node_element) found.push_back(entry);
    }
    return found;
  }

  std::string need(const pugi::xml_node& node, const char* attribute) const {
    const std::string value = node.attribute(attribute).value();
    if (value.empty()) fail(node, fmt::format("the attribute {} is missing", attribute));
    return value;
  }

  std::string guid(const pugi::xml_node& node) const {
    const std::string text = need(node, "guid");
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), [](unsigned char c) { return std::isxdigit(c); });
    if (digits.size() != 32) fail(node, text + " is no GUID");
    std::string out =
        fmt::format("{{0x{}, 0x{}, 0x{}, {{", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4));
    for (size_t i = 16; i < 32; i += 2) out += (i == 16 ? "0x" : ", 0x") + digits.substr(i, 2);
    return out + "}}";
  }

  void provider(const pugi::xml_node& node) {
    for (auto* map : {&channels_, &levels_, &opcodes_, &tasks_, &keywords_}) map->clear();
    const std::string name = identifier(need(node, "name"));
    provider_ = identifier(need(node, "symbol"));
    out_ += fmt::format("EXTERN_C __declspec(selectany) const GUID {} = {};\n", provider_, guid(node));
    out_ += fmt::format(
        "EXTERN_C __declspec(selectany) OWDF_TRACE_CONTROL OwdfEvents_{0} = {{0, 0, {{0}}}};\n"
        "static const OWDF_TRACE_PROVIDER OwdfEventProvider_{0}[] __attribute__((unused)) = {{\n"
        "  {{\"{1}\", \"({2})\", \"\"}}, {{0, 0, 0}}}};\n"
        "#define EventRegister{3}() (OwdfTraceRegister(&OwdfEvents_{0}, OwdfEventProvider_{0}, 1), 0)\n"
        "#define EventUnregister{3}() (OwdfTraceUnregister(&OwdfEvents_{0}, 1), 0)\n\n",
        provider_, need(node, "name"), need(node, "guid"), name);
    numbers(node);
    for (const pugi::xml_node& event : entries(node, "events")) write_event(node, event);
  }

  void numbers(const pugi::xml_node& provider) {
    int next_channel = 16;
    for (const pugi::xml_node& node : entries(provider, "channels")) channel(node, next_channel);
    for (const auto& [list, known] : {std::pair{"levels", &levels_}, {"opcodes", &opcodes_}, {"tasks", &tasks_}})
      for (const pugi::xml_node& node : entries(provider, list)) {
        const std::string value = need(node, "value");
        (*known)[need(node, "name")] = value;
        symbol(node, value);
      }
    for (const pugi::xml_node& node : entries(provider, "tasks"))
      for (const pugi::xml_node& opcode : entries(node, "opcodes")) {
        opcodes_[need(opcode, "name")] = need(opcode, "value");
        symbol(opcode, need(opcode, "value"));
      }
    for (const pugi::xml_node& node : entries(provider, "keywords")) {
      keywords_[need(node, "name")] = need(node, "mask");
      symbol(node, need(node, "mask"));
    }
  }

  void channel(const pugi::xml_node& node, int& next) {
    std::string value = node.attribute("value").value();
    if (value.empty() && local(node) == "importChannel") {
      const auto imported = kImportedChannels.find(lower(need(node, "name")));
      value = std::to_string(imported == kImportedChannels.end() ? next++ : imported->second);
    }
    if (value.empty()) value = std::to_string(next++);
    for (const char* attribute : {"chid", "name"})
      if (node.attribute(attribute)) channels_[node.attribute(attribute).value()] = value;
    symbol(node, value);
  }

  void symbol(const pugi::xml_node& node, const std::string& value) {
    if (node.attribute("symbol")) out_ += fmt::format("#define {} {}\n", node.attribute("symbol").value(), value);
  }

  std::string number(const pugi::xml_node& event, const char* attribute, const std::map<std::string, std::string>& own,
                     const std::map<std::string, int>& standard) const {
    const std::string name = event.attribute(attribute).value();
    if (name.empty()) return "0";
    if (const auto found = own.find(name); found != own.end()) return found->second;
    if (const auto found = standard.find(name); found != standard.end()) return std::to_string(found->second);
    fail(event, fmt::format("the {} {} is not defined in this manifest", attribute, name));
  }

  std::string mask(const pugi::xml_node& event) const {
    std::string names = event.attribute("keywords").value(), result;
    std::replace(names.begin(), names.end(), ' ', ';');
    for (const std::string& name : split_list(names)) {
      const auto found = keywords_.find(name);
      if (found == keywords_.end() && !name.starts_with("win:"))
        fail(event, "the keyword " + name + " is not defined in this manifest");
      if (found != keywords_.end()) result += (result.empty() ? "" : " | ") + found->second;
    }
    return result.empty() ? "0" : result;
  }

  struct Field {
    std::string name, type, format;
  };

  std::vector<Field> fields(const pugi::xml_node& provider, const pugi::xml_node& event) const {
    const std::string wanted = event.attribute("template").value();
    if (wanted.empty()) return {};
    for (const pugi::xml_node& node : entries(provider, "templates")) {
      if (wanted != node.attribute("tid").value()) continue;
      std::vector<Field> found;
      for (const pugi::xml_node& data : node.children()) {
        if (local(data) == "struct")
          fail(data, "structures in templates are not supported; list their members as data");
        if (local(data) == "data") found.push_back(field(data));
      }
      return found;
    }
    fail(event, "the template " + wanted + " is not defined in this manifest");
  }

  Field field(const pugi::xml_node& data) const {
    const std::string in = need(data, "inType");
    const std::string name = in.substr(in.find(':') + 1);
    for (const FieldType& known : kFieldTypes) {
      if (name != known.name) continue;
      Field result = {identifier(need(data, "name")), known.type, known.format};
      const std::string out = data.attribute("outType").value();
      const bool text = result.format.ends_with('s');
      if (data.attribute("count") || (text && data.attribute("length"))) {
        result.type = text ? result.type : "const void*";  // an array: shown by its address
        result.format = "%p";
      } else if (name == "UInt32" && out.find("NTSTATUS") != std::string::npos) {
        result.format = "%!STATUS!";
      } else if (name == "UInt32" &&
                 (out.find("Hex") != std::string::npos || out.find("HResult") != std::string::npos)) {
        result.format = "0x%08x";
      }
      return result;
    }
    fail(data, "the type " + in + " is not known");
  }

  void write_event(const pugi::xml_node& provider, const pugi::xml_node& event) {
    const std::string value = need(event, "value");
    const std::string name =
        event.attribute("symbol") ? identifier(event.attribute("symbol").value()) : "Event" + value;
    const std::string level = number(event, "level", levels_, kStandardLevels);
    out_ += fmt::format(
        "\n{}EXTERN_C __declspec(selectany) const EVENT_DESCRIPTOR {} =\n"
        "  {{{}, {}, {}, {}, {}, {}, {}}};\n{}#define {}_value {}\n",
        kernel_mode_ ? "" : "#if __has_include(<evntprov.h>)\n", name, value,
        event.attribute("version") ? event.attribute("version").value() : "0", number(event, "channel", channels_, {}),
        level, number(event, "opcode", opcodes_, kStandardOpcodes), number(event, "task", tasks_, {}), mask(event),
        kernel_mode_ ? "" : "#endif\n", name, value);
    const std::string spelled = event.attribute("level").value();
    writer(name, spelled.substr(spelled.find(':') + 1), fields(provider, event));
  }

  // One inline function, for the types, and the macro that adds the caller's place.
  void writer(const std::string& name, const std::string& level, const std::vector<Field>& all) {
    std::string parameters, arguments, names, text = name;
    for (size_t i = 0; i < all.size(); i++) {
      parameters += fmt::format("{} OwdfArgument{}, ", all[i].type, i);
      arguments += fmt::format(", OwdfArgument{}", i);
      names += fmt::format("{}OwdfValue{}", i || kernel_mode_ ? ", " : "", i);
      text += fmt::format(" {}={}", all[i].name, all[i].format);
    }
    const std::string used = kernel_mode_ ? "((void)(OwdfActivity), OwdfWrite" : "(OwdfWrite";
    std::string values = names.starts_with(", ") ? names.substr(2) : names;
    if (!values.empty()) values += ", ";
    out_ += fmt::format(
        "#define EventEnabled{0}() (OwdfEvents_{1}.Level != 0)\n"
        "static __inline ULONG OwdfWrite{0}({2}const char* OwdfFile, const char* OwdfFunction, ULONG OwdfLine)\n{{\n"
        "  static const OWDF_TRACE_TYPE OwdfNoTypes[] = {{{{0, 0, 0, 0, 0}}}};\n"
        "  const OWDF_TRACE_MESSAGE OwdfMessage = {{OwdfNoTypes, OwdfFile, OwdfFunction, \"{3}\", \"\", \"{4}\", "
        "OwdfLine}};\n"
        "  if (EventEnabled{0}()) OwdfTraceMessage(&OwdfMessage{5});\n  return 0;\n}}\n"
        "#define EventWrite{0}({6}{7}) {8}{0}({9}__FILE__, __FUNCTION__, __LINE__))\n"
        "#define EventWrite{0}_AssumeEnabled EventWrite{0}\n",
        name, provider_, parameters, level, text, arguments, kernel_mode_ ? "OwdfActivity" : "", names, used, values);
  }

  const std::string& path_;
  const std::string& text_;
  bool kernel_mode_;
  std::string provider_, out_;
  std::map<std::string, std::string> channels_, levels_, opcodes_, tasks_, keywords_;
};

}  // namespace

std::string event_header(const std::string& path, const std::string& text, bool kernel_mode) {
  return Manifest(path, text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text, kernel_mode).header();
}

}  // namespace owdf::cli
