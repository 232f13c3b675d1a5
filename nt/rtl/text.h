// Conversions between the encodings a Windows system has: UTF-16, UTF-8 and the ANSI code page, which is 1252 here.
// Pure functions. Unpaired surrogates and malformed UTF-8 become U+FFFD; what the code page lacks becomes '?'.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace owdf::rtl {

std::u16string utf16(std::string_view utf8);
std::string utf8(std::u16string_view utf16);
std::string utf8(const char16_t* characters, size_t count);

char16_t ansi_to_utf16(uint8_t byte);
uint8_t utf16_to_ansi(char16_t character);

// Takes the next character from `text` (which must not be empty) and advances it; U+FFFD where it is malformed.
char32_t next_code_point(std::string_view& text);
char32_t next_code_point(std::u16string_view& text);
// Writes one to four bytes; returns how many.
size_t encode_utf8(char32_t code_point, char* out);

// Simple case folding by one UTF-16 unit, as the registry, the object namespace and Rtl string comparison use it.
char16_t upcase(char16_t character);
char16_t downcase(char16_t character);
int compare_ignoring_case(std::u16string_view a, std::u16string_view b);
bool equal_ignoring_case(std::u16string_view a, std::u16string_view b);
bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters only

}  // namespace owdf::rtl
