#include "client/kernel32/win32.h"

#include "client/crt/text.h"
#include "client/kernel32/status_errors.h"
#include "nt/rtl/text.h"

extern "C" {
NTSTATUS NTAPI NtQueryInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS)
    __attribute__((weak));
NTSTATUS NTAPI NtSetInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS)
    __attribute__((weak));
}

namespace owdf::client {

namespace {

NTSTATUS not_built(const char* service) {
  current_program()->machine.report({.rule = "NotImplemented", .message = std::string(service) + " is not built"});
  return STATUS_NOT_IMPLEMENTED;
}

constexpr uint32_t kErrorNoMapping = 317;  // ERROR_MR_MID_NOT_FOUND

// Room for any prefix and the current directory in front of a path, in characters.
size_t room_for(const WCHAR* path) {
  return text::length(path) + current_program()->current_directory.size() + 16;
}

bool is_letter(WCHAR c) {
  return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}
bool is_separator(WCHAR c) {
  return c == u'\\' || c == u'/';
}
bool is_device_prefix(const WCHAR* p) {
  return is_separator(p[0]) && is_separator(p[1]) && (p[2] == u'.' || p[2] == u'?') && is_separator(p[3]);
}

// Names that are devices in every directory.
bool is_reserved_name(const WCHAR* path) {
  for (const WCHAR* name : {u"NUL", u"CON", u"CONIN$", u"CONOUT$"})
    if (text::compare(path, name, SIZE_MAX, true) == 0) return true;
  return false;
}

WCHAR* append(WCHAR* to, const WCHAR* from, bool fix_separators) {
  for (; *from; from++) *to++ = fix_separators && *from == u'/' ? u'\\' : *from;
  *to = 0;
  return to;
}

}  // namespace

NTSTATUS query_information(HANDLE file, IO_STATUS_BLOCK* block, void* out, ULONG size, FILE_INFORMATION_CLASS what) {
  return NtQueryInformationFile ? NtQueryInformationFile(file, block, out, size, what)
                                : not_built("NtQueryInformationFile");
}

NTSTATUS set_information(HANDLE file, IO_STATUS_BLOCK* block, void* in, ULONG size, FILE_INFORMATION_CLASS what) {
  return NtSetInformationFile ? NtSetInformationFile(file, block, in, size, what) : not_built("NtSetInformationFile");
}

uint32_t error_of(NTSTATUS status) {
  const auto wanted = static_cast<uint32_t>(status);
  // Success and information carry no error; a status made of a Win32 error carries that one.
  if (wanted == 0) return 0;
  if ((wanted & 0xffff0000u) == 0xc0070000u || (wanted & 0xffff0000u) == 0x80070000u) return wanted & 0xffff;
  const auto row =
      std::lower_bound(std::begin(kStatusErrors), std::end(kStatusErrors), wanted,
                       [](const StatusError& candidate, uint32_t value) { return candidate.status < value; });
  if (row != std::end(kStatusErrors) && row->status == wanted) return row->error;
  return kErrorNoMapping;
}

bool succeeded(NTSTATUS status) {
  if (NT_SUCCESS(status)) return true;
  fail(error_of(status));
  return false;
}

BOOL fail(uint32_t error) {
  if (ThreadState* thread = current_thread_state()) thread->last_error = error;
  return FALSE;
}

WideText::WideText(const char* narrow)
    : given_(narrow != nullptr), scratch_(narrow ? (text::length(narrow) + 1) * sizeof(WCHAR) : 0) {
  if (!given_) return;
  WCHAR* out = scratch_.as<WCHAR>();
  for (; *narrow; narrow++) *out++ = rtl::ansi_to_utf16(static_cast<uint8_t>(*narrow));
  *out = 0;
}

NtPath::NtPath(const WCHAR* path) : scratch_(room_for(path) * sizeof(WCHAR)) {
  WCHAR* const begin = scratch_.as<WCHAR>();
  WCHAR* end = append(begin, u"\\??\\", false);
  if (is_device_prefix(path)) {
    end = append(end, path + 4, path[2] == u'.');
  } else if (is_letter(path[0]) && path[1] == u':') {
    end = append(end, path, true);
  } else if (is_reserved_name(path)) {
    end = append(end, path, false);
  } else if (is_separator(path[0]) && is_separator(path[1])) {
    end = append(append(end, u"UNC\\", false), path + 2, true);
  } else if (is_separator(path[0])) {
    end = append(append(end, u"C:", false), path, true);
  } else {
    end = append(append(end, current_program()->current_directory.c_str(), true), path, true);
  }
  const auto bytes = static_cast<size_t>(end - begin) * sizeof(WCHAR);
  name_.Buffer = begin;
  name_.Length = static_cast<USHORT>(std::min<size_t>(bytes, 0xfffc));
  name_.MaximumLength = static_cast<USHORT>(name_.Length + sizeof(WCHAR));
}

}  // namespace owdf::client
