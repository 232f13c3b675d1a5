#include "cli/build/wpp_text.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace {

// The index behind the comment at `at`; `at` where there is none.
size_t after_comment(const std::string& text, size_t at) {
  if (text.compare(at, 2, "//") == 0) return std::min(text.find('\n', at), text.size());
  if (text.compare(at, 2, "/*") != 0) return at;
  const size_t end = text.find("*/", at + 2);
  return end == std::string::npos ? text.size() : end + 2;
}

// Where the next character that is neither in a literal nor in a comment stands, from `at` on.
size_t skip_opaque(const std::string& text, size_t at) {
  while (at < text.size()) {
    size_t next = after_comment(text, at);
    if (text[at] == '"' || text[at] == '\'') next = after_literal(text, at);
    if (next == at) break;
    at = next;
  }
  return at;
}

}  // namespace

std::string trimmed(const std::string& text) {
  const char* blank = " \t\r\n\\";
  const size_t first = text.find_first_not_of(blank);
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

size_t after_literal(const std::string& text, size_t at) {
  const char quote = text[at];
  for (at++; at < text.size() && text[at] != quote; at++)
    if (text[at] == '\\') at++;
  return std::min(at + 1, text.size());
}

size_t closing_parenthesis(const std::string& text, size_t at) {
  int depth = 0;
  for (at = skip_opaque(text, at); at < text.size(); at = skip_opaque(text, at + 1)) {
    if (text[at] == '(') depth++;
    if (text[at] == ')' && depth-- == 0) return at;
  }
  return std::string::npos;
}

std::vector<std::string> split_arguments(const std::string& text) {
  std::vector<std::string> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t at = skip_opaque(text, 0); at < text.size(); at = skip_opaque(text, at + 1)) {
    if (text[at] == '(' || text[at] == '{' || text[at] == '[') depth++;
    if (text[at] == ')' || text[at] == '}' || text[at] == ']') depth--;
    if (text[at] != ',' || depth != 0) continue;
    parts.push_back(trimmed(text.substr(begin, at - begin)));
    begin = at + 1;
  }
  if (!parts.empty() || !trimmed(text).empty()) parts.push_back(trimmed(text.substr(begin)));
  return parts;
}

bool join_literals(const std::string& text, std::string& joined) {
  bool any = false;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      const size_t end = after_literal(text, at);
      joined += text.substr(at + 1, end - at - 2);
      any = true;
      at = end;
    } else if (const size_t end = after_comment(text, at); end != at) {
      at = end;
    } else if (!std::isspace(static_cast<unsigned char>(text[at])) && text[at] != '\\') {
      return false;
    } else {
      at++;
    }
  }
  return any;
}

std::vector<std::string> literals_of(const std::string& text) {
  std::vector<std::string> found;
  for (size_t at = 0; at < text.size();) {
    size_t end = after_comment(text, at);
    if (text[at] == '"' || text[at] == '\'') end = after_literal(text, at);
    if (text[at] == '"' && end >= at + 2) found.push_back(text.substr(at + 1, end - at - 2));
    at = std::max(end, at + 1);
  }
  return found;
}

bool is_identifier_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

bool is_identifier(const std::string& text) {
  return !text.empty() && !std::isdigit(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), is_identifier_character);
}

int line_at(const std::string& text, size_t at) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

WppMessageShape shape_of(const std::string& message) {
  // What is known from the place of the call, and so takes no argument.
  static const std::set<std::string> of_the_call = {"file", "line",     "func", "level", "flags", "stdprefix",
                                                    "typ",  "compname", "cpu",  "now",   "pid",   "tid"};
  WppMessageShape shape;
  for (size_t at = message.find('%'); at != std::string::npos && at + 1 < message.size(); at = message.find('%', at)) {
    at++;
    if (message[at] == '%') {
      at++;
      continue;
    }
    const size_t begin = message.find_first_not_of("-+ #0123456789.*", at);
    if (begin == std::string::npos) break;
    shape.arguments += static_cast<int>(std::count(message.begin() + static_cast<std::ptrdiff_t>(at),
                                                   message.begin() + static_cast<std::ptrdiff_t>(begin), '*'));
    at = begin;
    if (message[at] != '!') {
      shape.arguments++;
      continue;
    }
    const size_t end = message.find('!', at + 1);
    if (end == std::string::npos) break;
    shape.names.push_back(message.substr(at + 1, end - at - 1));
    if (!of_the_call.contains(lower(shape.names.back()))) shape.arguments++;
    at = end + 1;
  }
  return shape;
}

}  // namespace owdf::cli
