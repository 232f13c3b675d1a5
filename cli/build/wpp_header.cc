#include "cli/build/wpp_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "cli/build/msbuild.h"
#include "cli/build/wpp_text.h"

namespace owdf::cli {
namespace {

std::string joined(const std::vector<std::string>& parts, const char* between) {
  return fmt::format("{}", fmt::join(parts, between));
}

std::string fixed_value(const WppFunction& function, const std::string& name) {
  for (const auto& [fixed, value] : function.fixed)
    if (fixed == name) return value;
  return {};
}

// C tokens with the function's fixed names replaced by what they stand for.
std::string with_fixed_values(const WppFunction& function, const std::string& text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = static_cast<size_t>(
        std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_identifier_character) -
        text.begin());
    if (end == at) {
      out += text[at++];
      continue;
    }
    const std::string word = text.substr(at, end - at);
    const std::string value = fixed_value(function, word);
    out += value.empty() ? word : value;
    at = end;
  }
  return out;
}

// The spelling of LEVEL or FLAGS at a call, as a C string.
std::string spelled(const WppFunction& function, const std::string& name) {
  if (const std::string value = fixed_value(function, name); !value.empty()) return "\"" + value + "\"";
  const bool given =
      std::find(function.parameters.begin(), function.parameters.end(), name) != function.parameters.end();
  return given ? "#" + name : "\"\"";
}

std::string condition_arguments(const WppFunction& function) {
  std::vector<std::string> arguments;
  for (const std::string& name : function.conditions()) {
    const std::string value = fixed_value(function, name);
    arguments.push_back(value.empty() ? name : value);
  }
  return joined(arguments, ", ");
}

std::string condition_macro(const WppFunction& function) {
  std::string name = "WPP_";
  for (const std::string& condition : function.conditions()) name += condition + "_";
  return name;
}

// A printed text in front keeps its distance by itself; the standard prefix is in every line of the log already.
std::string message_literals(const WppFunction& function) {
  std::string text;
  if (!function.prefix.text.empty()) text += "\"" + function.prefix.text + "\" ";
  if (function.message() >= 0) text += "MSG ";
  if (!function.suffix.text.empty()) text += "\"" + function.suffix.text + "\"";
  return text.empty() ? "\"\"" : trimmed(text);
}

std::string message_arguments(const WppFunction& function) {
  std::string text;
  if (!function.prefix.arguments.empty()) text += ", " + with_fixed_values(function, function.prefix.arguments);
  if (function.variadic && function.message() >= 0) text += ", ##__VA_ARGS__";
  if (!function.suffix.arguments.empty()) text += ", " + with_fixed_values(function, function.suffix.arguments);
  return text;
}

std::string function_macro(const WppFunction& function) {
  const std::string conditions = condition_macro(function);
  const std::string arguments = condition_arguments(function);
  std::vector<std::string> parameters = function.parameters;
  if (function.variadic) parameters.push_back("...");
  std::string out;
  const std::string names = joined(function.conditions(), ", ");
  for (const char* hook : {"PRE", "POST"})
    out += fmt::format("#ifndef {0}{1}\n#define {0}{1}({2})\n#endif\n", conditions, hook, names);
  out += fmt::format("#undef {}\n", function.name);
  std::string macro = function.name;
  if (function.doubled) {
    macro = "OWDF_TRACE_" + function.name;
    out += fmt::format("#undef {1}\n#define {0}(Packed) {1} Packed\n", function.name, macro);
  }
  out += fmt::format("#define {}({}) \\\n", macro, joined(parameters, ", "));
  out += "  do { \\\n";
  out += fmt::format("    {}PRE({}) \\\n", conditions, arguments);
  out += fmt::format("    if (WPP_CHECK_INIT {}ENABLED({})) {{ \\\n", conditions, arguments);
  out += fmt::format(
      "      static const OWDF_TRACE_MESSAGE OwdfTraceCall = \\\n"
      "          {{OwdfTraceTypes, __FILE__, __FUNCTION__, {}, {}, {}, __LINE__}}; \\\n",
      spelled(function, "LEVEL"), spelled(function, "FLAGS"), message_literals(function));
  out += fmt::format("      OwdfTraceMessage(&OwdfTraceCall{}); \\\n    }} \\\n", message_arguments(function));
  out += fmt::format("    {}POST({}) \\\n  }} while (0)\n\n", conditions, arguments);
  return out;
}

// The configuration's types that some text of the source names, by lower-case name.
std::vector<const WppType*> types_used(const std::string& text, const WppConfig& config) {
  std::set<std::string> names;
  const auto collect = [&](const std::string& message) {
    for (const std::string& name : shape_of(message).names) names.insert(lower(name));
  };
  for (const std::string& literal : literals_of(text)) collect(literal);
  for (const auto& [name, function] : config.functions()) {
    collect(function.prefix.text);
    collect(function.suffix.text);
  }
  std::vector<const WppType*> types;
  for (const std::string& name : names)
    if (const WppType* type = config.type(name)) types.push_back(type);
  return types;
}

// "const xwcs_t&" is an xwcs_t that may not be written to.
std::string plain_type(std::string argument) {
  if (argument.starts_with("const ")) argument = trimmed(argument.substr(6));
  while (argument.ends_with("&")) argument = trimmed(argument.substr(0, argument.size() - 1));
  return argument;
}

// An argument of more than eight bytes, or of an odd size, travels by its address.
std::string marshal_function(const WppType& type) {
  return fmt::format(
      "static void OwdfTraceMarshal_{0}(OWDF_TRACE_SINK* WppSink, const ULONG64* Argument)\n{{\n"
      "  const {1}* Value = sizeof({1}) <= 8 && (sizeof({1}) & (sizeof({1}) - 1)) == 0 ? (const {1}*)Argument\n"
      "                                                                   : *(const {1}* const*)Argument;\n"
      "  {2}((*Value))\n}}\n",
      type.name, plain_type(type.argument), type.helper);
}

std::string type_table(const std::vector<const WppType*>& types) {
  std::string functions, rows;
  for (const WppType* type : types) {
    const bool complex = type->kind == WppTypeKind::kComplex;
    if (complex) functions += marshal_function(*type);
    rows += fmt::format("  {{\"{}\", \"{}\", {}, {}, {}}},\n", type->name, type->item,
                        type->format.empty() ? "0" : "\"" + type->format + "\"",
                        type->values.empty() ? "0" : "\"" + type->values + "\"",
                        complex ? "OwdfTraceMarshal_" + type->name : "0");
  }
  return functions + "static const OWDF_TRACE_TYPE OwdfTraceTypes[] __attribute__((unused)) = {\n" + rows +
         "  {0, 0, 0, 0, 0}};\n\n";
}

// One call: the arguments between its parentheses, and the line it begins in.
std::string check_call(const WppFunction& function, const std::vector<std::string>& arguments,
                       const WppConfig& config) {
  const int message = function.message();
  std::string text;
  if (message < 0 || static_cast<size_t>(message) >= arguments.size() || !join_literals(arguments[message], text))
    return {};
  const WppMessageShape shape = shape_of(text);
  for (const std::string& name : shape.names)
    if (!WppConfig::is_built_in(name) && !config.type(name))
      return "%!" + name + "! is no format specification of WPP, and no configuration defines it";
  const int given = static_cast<int>(arguments.size()) - static_cast<int>(function.parameters.size());
  if (!function.variadic || given == shape.arguments) return {};
  return fmt::format("{}: the message prints {} argument{} and is given {}", function.name, shape.arguments,
                     shape.arguments == 1 ? "" : "s", given);
}

}  // namespace

std::vector<std::string> trace_headers_of(const std::string& text) {
  std::vector<std::string> names;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = trimmed(text.substr(at, end - at));
    at = end + 1;
    const size_t word = line.starts_with("#") ? line.find("include") : std::string::npos;
    const size_t open = word == std::string::npos ? word : line.find_first_of("\"<", word);
    const size_t close = open == std::string::npos ? open : line.find_first_of("\">", open + 1);
    if (close == std::string::npos) continue;
    const std::string name = line.substr(open + 1, close - open - 1);
    if (lower(name).ends_with(".tmh") && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
  }
  return names;
}

std::string check_trace_calls(const std::string& file, const std::string& text, const WppConfig& config) {
  std::string problems;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '"' || text[at] == '\'') {
      at = after_literal(text, at);
    } else if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.compare(at, 2, "/*") == 0) {
      at = std::min(text.find("*/", at), text.size() - 2) + 2;
    } else if (!is_identifier_character(text[at])) {
      at++;
    } else {
      const size_t begin = at;
      while (at < text.size() && is_identifier_character(text[at])) at++;
      const auto function = config.functions().find(text.substr(begin, at - begin));
      const size_t open = text.find_first_not_of(" \t\r\n", at);
      if (function == config.functions().end() || open == std::string::npos || text[open] != '(') continue;
      const size_t close = closing_parenthesis(text, open + 1);
      if (close == std::string::npos) continue;
      std::string inside = trimmed(text.substr(open + 1, close - open - 1));
      if (function->second.doubled && inside.starts_with("(")) inside = inside.substr(1, inside.size() - 2);
      const std::string problem = check_call(function->second, split_arguments(inside), config);
      if (!problem.empty()) problems += fmt::format("{}:{}: error: {}\n", file, line_at(text, begin), problem);
    }
  }
  return problems;
}

std::string make_trace_header(const std::string& text, const WppConfig& config) {
  std::string out = "/* Made by wdf build from the source's WPP configuration. */\n#include <owdf/wpp.h>\n\n";
  out += "#ifndef OWDF_TRACE_TYPES\n#define OWDF_TRACE_TYPES\n" + type_table(types_used(text, config)) + "#endif\n\n";
  for (const auto& [name, function] : config.functions())
    if (!function.name.empty()) out += function_macro(function);
  return out;
}

}  // namespace owdf::cli
