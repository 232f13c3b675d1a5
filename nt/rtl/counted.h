// Views of the counted strings that drivers pass, and back.
#pragma once

#include <ntddk.h>

#include <string>
#include <string_view>

#include "nt/rtl/text.h"

namespace owdf::rtl {

inline std::u16string_view view(const UNICODE_STRING* string) {
  return string && string->Buffer ? std::u16string_view(string->Buffer, string->Length / 2) : std::u16string_view();
}
inline std::string_view view(const STRING* string) {
  return string && string->Buffer ? std::string_view(string->Buffer, string->Length) : std::string_view();
}
inline std::string utf8(const UNICODE_STRING* string) {
  return utf8(view(string));
}

// A counted string over characters that somebody else keeps.
inline UNICODE_STRING counted(std::u16string_view text) {
  const auto bytes = static_cast<USHORT>(text.size() * 2);
  return {bytes, bytes, const_cast<char16_t*>(text.data())};
}

}  // namespace owdf::rtl
