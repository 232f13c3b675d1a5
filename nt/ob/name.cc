#include "nt/ob/name.h"

namespace owdf::ob {

char16_t fold(char16_t c) {
  if (c < 0x80) return c >= u'a' && c <= u'z' ? static_cast<char16_t>(c - 32) : c;
  if ((c >= 0xe0 && c <= 0xfe && c != 0xf7) || (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2) || (c >= 0x430 && c <= 0x44f)) {
    return static_cast<char16_t>(c - 32);
  }
  return c >= 0x450 && c <= 0x45f ? static_cast<char16_t>(c - 80) : c;
}

std::u16string fold(std::u16string_view name) {
  std::u16string folded(name);
  for (char16_t& c : folded) c = fold(c);
  return folded;
}

bool equal_names(std::u16string_view a, std::u16string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); i++) {
    if (fold(a[i]) != fold(b[i])) return false;
  }
  return true;
}

std::u16string wide(std::string_view ascii) {
  return std::u16string(ascii.begin(), ascii.end());
}

std::string narrow(std::u16string_view text) {
  std::string out;
  for (char16_t c : text) out.push_back(c < 0x80 ? static_cast<char>(c) : '?');
  return out;
}

}  // namespace owdf::ob
