/* The counted-string forms of ntstrsafe.h: UNICODE_STRING in, UNICODE_STRING out, no null required. */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>
#include <owdf/safe_strings.h>

OWDF_BEGIN

OWDF_INLINE NTSTATUS RtlUnicodeStringValidate(PCUNICODE_STRING text) {
  if (!text) return STATUS_INVALID_PARAMETER;
  if ((text->Length & 1) || (text->MaximumLength & 1)) return STATUS_INVALID_PARAMETER;
  if (text->Length > text->MaximumLength) return STATUS_INVALID_PARAMETER;
  return !text->Buffer && text->MaximumLength ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}
OWDF_INLINE NTSTATUS RtlUnicodeStringValidateEx(PCUNICODE_STRING text, ULONG flags) {
  return !text && (flags & 0x00000100) ? STATUS_SUCCESS : RtlUnicodeStringValidate(text);
}
OWDF_INLINE NTSTATUS RtlUnicodeStringInit(PUNICODE_STRING to, const WCHAR* text) {
  size_t length = 0;
  to->Length = to->MaximumLength = 0;
  to->Buffer = (PWCH)text;
  if (!text) return STATUS_SUCCESS;
  while (length < 32767 && text[length]) length++;
  if (text[length]) return STATUS_INVALID_PARAMETER;
  to->Length = (USHORT)(length * sizeof(WCHAR));
  to->MaximumLength = (USHORT)(length < 32767 ? (length + 1) * sizeof(WCHAR) : length * sizeof(WCHAR));
  return STATUS_SUCCESS;
}
OWDF_INLINE NTSTATUS RtlUnicodeStringInitEx(PUNICODE_STRING to, const WCHAR* text, ULONG flags) {
  UNREFERENCED_PARAMETER(flags);
  return RtlUnicodeStringInit(to, text);
}
/* Puts `count` characters (or up to the null) behind the first `used` bytes; no room is a warning, as for Windows. */
OWDF_INLINE NTSTATUS owdf_unicode_put(PUNICODE_STRING to, USHORT used, const WCHAR* from, size_t count) {
  NTSTATUS status = RtlUnicodeStringValidate(to);
  size_t at = used / sizeof(WCHAR);
  size_t taken = 0;
  if (status < 0) return status;
  while (taken < count && from[taken] && at < to->MaximumLength / sizeof(WCHAR)) to->Buffer[at++] = from[taken++];
  to->Length = (USHORT)(at * sizeof(WCHAR));
  return taken < count && from[taken] ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}
OWDF_INLINE NTSTATUS owdf_unicode_put_counted(PUNICODE_STRING to, USHORT used, const WCHAR* from, size_t count) {
  NTSTATUS status = RtlUnicodeStringValidate(to);
  size_t at = used / sizeof(WCHAR);
  size_t taken = 0;
  if (status < 0) return status;
  while (taken < count && at < to->MaximumLength / sizeof(WCHAR)) to->Buffer[at++] = from[taken++];
  to->Length = (USHORT)(at * sizeof(WCHAR));
  return taken < count ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCopyString(PUNICODE_STRING to, const WCHAR* from) {
  return owdf_unicode_put(to, 0, from, (size_t)-1);
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCatString(PUNICODE_STRING to, const WCHAR* from) {
  return owdf_unicode_put(to, to->Length, from, (size_t)-1);
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCchCopyStringN(PUNICODE_STRING to, const WCHAR* from, size_t limit) {
  return owdf_unicode_put(to, 0, from, limit);
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCbCopyStringN(PUNICODE_STRING to, const WCHAR* from, size_t limit) {
  return owdf_unicode_put(to, 0, from, limit / sizeof(WCHAR));
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCchCatStringN(PUNICODE_STRING to, const WCHAR* from, size_t limit) {
  return owdf_unicode_put(to, to->Length, from, limit);
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCbCatStringN(PUNICODE_STRING to, const WCHAR* from, size_t limit) {
  return owdf_unicode_put(to, to->Length, from, limit / sizeof(WCHAR));
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCopy(PUNICODE_STRING to, PCUNICODE_STRING from) {
  return owdf_unicode_put_counted(to, 0, from->Buffer, from->Length / sizeof(WCHAR));
}
OWDF_INLINE NTSTATUS RtlUnicodeStringCat(PUNICODE_STRING to, PCUNICODE_STRING from) {
  return owdf_unicode_put_counted(to, to->Length, from->Buffer, from->Length / sizeof(WCHAR));
}
OWDF_INLINE NTSTATUS RtlStringCchCopyUnicodeString(WCHAR* to, size_t room, PCUNICODE_STRING from) {
  size_t at = 0;
  if (room == 0) return STATUS_INVALID_PARAMETER;
  while (room - at > 1 && at < from->Length / sizeof(WCHAR)) {
    to[at] = from->Buffer[at];
    at++;
  }
  to[at] = 0;
  return at < from->Length / sizeof(WCHAR) ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}
OWDF_INLINE NTSTATUS RtlStringCbCopyUnicodeString(WCHAR* to, size_t room, PCUNICODE_STRING from) {
  return RtlStringCchCopyUnicodeString(to, room / sizeof(WCHAR), from);
}

#if !defined(OWDF_HOST)
OWDF_INLINE NTSTATUS RtlUnicodeStringVPrintf(PUNICODE_STRING to, const WCHAR* format, va_list arguments) {
  NTSTATUS status = RtlUnicodeStringValidate(to);
  const size_t room = to->MaximumLength / sizeof(WCHAR);
  int written;
  if (status < 0) return status;
  written = _vsnwprintf(to->Buffer, room, format, arguments);
  if (written < 0 || (size_t)written > room) {
    to->Length = (USHORT)(room * sizeof(WCHAR));
    return STATUS_BUFFER_OVERFLOW;
  }
  to->Length = (USHORT)((size_t)written * sizeof(WCHAR));
  return STATUS_SUCCESS;
}
OWDF_INLINE NTSTATUS RtlUnicodeStringPrintf(PUNICODE_STRING to, const WCHAR* format, ...) {
  NTSTATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = RtlUnicodeStringVPrintf(to, format, arguments);
  va_end(arguments);
  return status;
}
#endif

OWDF_END
