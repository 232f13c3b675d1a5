// Character sets and the l-functions. The ANSI and OEM code pages are 1252; UTF-8 is the other one there is.
#include "client/crt/text.h"
#include "client/kernel32/win32.h"
#include "nt/rtl/format.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

bool known(UINT page) {
  return page == CP_ACP || page == CP_OEMCP || page == CP_UTF8 || page == 1252;
}

// The common end of both conversions: a length of 0 asks for the room that is needed.
template <typename C>
int deliver(const std::basic_string<C>& text, C* out, int room) {
  const int length = static_cast<int>(text.size());
  if (room == 0) return length;
  if (length > room) return fail(ERROR_INSUFFICIENT_BUFFER);
  std::copy(text.begin(), text.end(), out);
  return length;
}

}  // namespace

extern "C" {

int NTAPI MultiByteToWideChar(UINT page, DWORD flags, LPCSTR text, int length, LPWSTR out, int room) {
  if (!known(page) || !text || length == 0) return fail(ERROR_INVALID_PARAMETER);
  const std::string_view bytes(text, length < 0 ? text::length(text) + 1 : static_cast<size_t>(length));
  if (page == CP_UTF8) {
    const std::u16string wide = owdf::rtl::utf16(bytes);
    const bool malformed = wide.find(u'\xfffd') != wide.npos && bytes.find("\xef\xbf\xbd") == bytes.npos;
    if ((flags & MB_ERR_INVALID_CHARS) && malformed) return fail(ERROR_NO_UNICODE_TRANSLATION);
    return deliver(wide, out, room);
  }
  std::u16string wide;
  for (const char byte : bytes) wide += owdf::rtl::ansi_to_utf16(static_cast<uint8_t>(byte));
  return deliver(wide, out, room);
}

int NTAPI WideCharToMultiByte(UINT page, DWORD, LPCWSTR wide, int length, LPSTR out, int room, LPCSTR fallback,
                              LPBOOL used) {
  if (!known(page) || !wide || length == 0) return fail(ERROR_INVALID_PARAMETER);
  if (page == CP_UTF8 && (fallback || used)) return fail(ERROR_INVALID_PARAMETER);
  const std::u16string_view units(wide, length < 0 ? text::length(wide) + 1 : static_cast<size_t>(length));
  if (page == CP_UTF8) return deliver(owdf::rtl::utf8(units), out, room);
  std::string bytes;
  if (used) *used = FALSE;
  for (const char16_t unit : units) {
    const auto byte = static_cast<char>(owdf::rtl::utf16_to_ansi(unit));
    const bool missing = byte == '?' && unit != u'?';
    if (missing && used) *used = TRUE;
    bytes += missing && fallback ? *fallback : byte;
  }
  return deliver(bytes, out, room);
}

int NTAPI lstrlenA(LPCSTR text) {
  return text ? static_cast<int>(text::length(text)) : 0;
}
int NTAPI lstrlenW(LPCWSTR text) {
  return text ? static_cast<int>(text::length(text)) : 0;
}
int NTAPI lstrcmpA(LPCSTR a, LPCSTR b) {
  return text::compare(a, b, SIZE_MAX, false);
}
int NTAPI lstrcmpW(LPCWSTR a, LPCWSTR b) {
  return text::compare(a, b, SIZE_MAX, false);
}
int NTAPI lstrcmpiA(LPCSTR a, LPCSTR b) {
  return text::compare(a, b, SIZE_MAX, true);
}
int NTAPI lstrcmpiW(LPCWSTR a, LPCWSTR b) {
  return text::compare(a, b, SIZE_MAX, true);
}
LPSTR NTAPI lstrcpyA(LPSTR to, LPCSTR from) {
  return text::copy(to, from);
}
LPWSTR NTAPI lstrcpyW(LPWSTR to, LPCWSTR from) {
  return text::copy(to, from);
}
LPSTR NTAPI lstrcatA(LPSTR to, LPCSTR from) {
  return text::append(to, from, SIZE_MAX);
}
LPWSTR NTAPI lstrcatW(LPWSTR to, LPCWSTR from) {
  return text::append(to, from, SIZE_MAX);
}
}

namespace {

// wsprintf writes at most 1024 characters, its terminator among them.
template <typename C>
int wsprintf(C* to, const C* format, __builtin_ms_va_list arguments) {
  constexpr size_t kMost = 1023;
  const int64_t length = owdf::rtl::format(to, kMost, format, arguments);
  const auto kept = static_cast<size_t>(std::clamp<int64_t>(length, 0, kMost));
  to[kept] = 0;
  return static_cast<int>(kept);
}

}  // namespace

extern "C" {

int NTAPI wsprintfA(LPSTR to, LPCSTR format, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, format);
  const int result = wsprintf(to, format, arguments);
  __builtin_ms_va_end(arguments);
  return result;
}
int NTAPI wsprintfW(LPWSTR to, LPCWSTR format, ...) {
  __builtin_ms_va_list arguments;
  __builtin_ms_va_start(arguments, format);
  const int result = wsprintf(to, format, arguments);
  __builtin_ms_va_end(arguments);
  return result;
}
}
