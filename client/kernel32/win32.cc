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

}  // namespace owdf::client
