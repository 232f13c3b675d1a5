#include "setup/source.h"

#include <fmt/format.h>

#include "nt/rtl/text.h"

namespace owdf::setup {
namespace {

bool starts_with_bytes(std::string_view bytes, std::string_view mark) {
  return bytes.substr(0, mark.size()) == mark;
}

std::string decode_utf16(std::string_view bytes, bool big_endian) {
  std::u16string text;
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto low = static_cast<uint8_t>(bytes[i + (big_endian ? 1 : 0)]);
    const auto high = static_cast<uint8_t>(bytes[i + (big_endian ? 0 : 1)]);
    text += static_cast<char16_t>(high << 8 | low);
  }
  return rtl::utf8(text);
}

bool is_utf8(std::string_view bytes) {
  while (!bytes.empty()) {
    const bool replacement = starts_with_bytes(bytes, "\xEF\xBF\xBD");
    if (rtl::next_code_point(bytes) == 0xFFFD && !replacement) return false;
  }
  return true;
}

std::string decode_ansi(std::string_view bytes) {
  std::u16string text;
  for (char c : bytes) text += rtl::ansi_to_utf16(static_cast<uint8_t>(c));
  return rtl::utf8(text);
}

}  // namespace

std::string Diagnostic::text() const {
  const char* kind = severity == Severity::kError ? "error" : "warning";
  if (at.line == 0) return fmt::format("{}: {}: {}", file, kind, message);
  return fmt::format("{}:{}:{}: {}: {}", file, at.line, at.column, kind, message);
}

std::string Diagnostics::text() const {
  std::string lines;
  for (const Diagnostic& diagnostic : all_) lines += diagnostic.text() + "\n";
  return lines;
}

void Diagnostics::add(Severity severity, Location at, std::string message) {
  if (severity == Severity::kError) errors_++;
  all_.push_back({severity, file_, at, std::move(message)});
}

std::string decode(std::string_view bytes, Diagnostics& diagnostics) {
  if (starts_with_bytes(bytes, "\xEF\xBB\xBF")) return std::string(bytes.substr(3));
  const bool little = starts_with_bytes(bytes, "\xFF\xFE");
  const bool big = starts_with_bytes(bytes, "\xFE\xFF");
  if (little || big) {
    if (bytes.size() % 2 != 0)
      diagnostics.error({}, "the file is UTF-16 but has an odd number of bytes; it is cut off");
    return decode_utf16(bytes.substr(2), big);
  }
  return is_utf8(bytes) ? std::string(bytes) : decode_ansi(bytes);
}

}  // namespace owdf::setup
