// The one printf engine with Windows semantics, for char and for 16-bit output. DbgPrint, the RtlString*Printf
// functions and the C runtime of programs stand on it.
//
// Understood: flags - + space # 0, width and precision (also *), sizes hh h l ll w z t j I I32 I64 L, and
// d i u o x X p c C s S Z e f g a (and capitals). %s is a string of the output's own width, %S of the other; h makes
// either narrow, l and w make either wide; %Z is a counted string (ANSI_STRING; with l or w UNICODE_STRING). %p is
// sixteen capital digits. %n is refused, as on Windows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace owdf::rtl {

// What a 16-bit character becomes in narrow output.
enum class Narrow : uint8_t { kAnsi, kUtf8 };

struct FormatOptions {
  Narrow narrow = Narrow::kAnsi;
  bool floating_point = true;  // DbgPrint has none: such a conversion is then copied to the output as it stands
};

inline constexpr int64_t kFormatError = -1;

// Writes at most `capacity` characters and no terminator. Returns how many characters the whole text has, or
// kFormatError for a conversion that the format does not define. Any IRQL (floating point: PASSIVE_LEVEL): it neither
// allocates nor locks.
int64_t format(char* out, size_t capacity, const char* text, __builtin_ms_va_list arguments,
               FormatOptions options = {});
int64_t format(char16_t* out, size_t capacity, const char16_t* text, __builtin_ms_va_list arguments,
               FormatOptions options = {});

// The whole text at once, for our own use. Empty if the format is wrong.
std::string format_string(const char* text, __builtin_ms_va_list arguments, FormatOptions options = {});

}  // namespace owdf::rtl
