#include "nt/fs/path.h"

#include <ntdef.h>

#include <ntstatus.h>

#include <algorithm>

namespace owdf::fs {
namespace {

constexpr size_t kLongestComponent = 255;

bool is_allowed(char16_t unit) {
  return unit >= 0x20 && std::u16string_view(u"\"*/:<>?|").find(unit) == std::u16string_view::npos;
}

// A host name is UTF-8, which has no lone surrogates: two such names could not be told apart.
bool pairs_surrogates(std::u16string_view text) {
  for (size_t at = 0; at < text.size(); at++) {
    if ((text[at] & 0xf800) != 0xd800) continue;
    const bool pair = (text[at] & 0x0400) == 0 && at + 1 < text.size() && (text[at + 1] & 0xfc00) == 0xdc00;
    if (!pair) return false;
    at++;
  }
  return true;
}

bool is_valid(std::u16string_view component) {
  return !component.empty() && component.size() <= kLongestComponent && component != u"." && component != u".." &&
         std::all_of(component.begin(), component.end(), is_allowed) && pairs_surrogates(component);
}

}  // namespace

Result<Path> parse_path(std::u16string_view text) {
  Path path;
  if (!text.empty() && text.front() == u'\\') text.remove_prefix(1);
  while (!text.empty()) {
    const size_t end = std::min(text.find(u'\\'), text.size());
    if (!is_valid(text.substr(0, end))) return Status(STATUS_OBJECT_NAME_INVALID);
    path.components.emplace_back(text.substr(0, end));
    path.names_directory = end + 1 == text.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  path.names_directory |= path.components.empty();
  return path;
}

std::u16string text_of(const std::vector<std::u16string>& components) {
  std::u16string text;
  for (const std::u16string& component : components) text += u"\\" + component;
  return text.empty() ? u"\\" : text;
}

}  // namespace owdf::fs
