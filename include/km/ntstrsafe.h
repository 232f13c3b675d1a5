/* Safe strings of drivers, with NTSTATUS. A buffer is cut where it must be, never overrun, always ended. */
#pragma once

#include <ntdef.h>
#include <ntstatus.h>

#define NTSTRSAFE_MAX_CCH 2147483647
#define NTSTRSAFE_UNICODE_STRING_MAX_CCH (0xffff / sizeof(WCHAR))
#ifndef STRSAFE_IGNORE_NULLS
#define STRSAFE_IGNORE_NULLS 0x00000100
#define STRSAFE_FILL_BEHIND_NULL 0x00000200
#define STRSAFE_FILL_ON_FAILURE 0x00000400
#define STRSAFE_NULL_ON_FAILURE 0x00000800
#define STRSAFE_NO_TRUNCATION 0x00001000
#endif
#include <owdf/safe_strings.h>

OWDF_BEGIN
OWDF_INLINE NTSTATUS owdf_safe_ntstatus(OWDF_SAFE_STATUS status) {
  if (status == OWDF_SAFE_OK) return STATUS_SUCCESS;
  return status == OWDF_SAFE_TRUNCATED ? STATUS_BUFFER_OVERFLOW : STATUS_INVALID_PARAMETER;
}
OWDF_INLINE NTSTATUS RtlStringCchCopyA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_copyA(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchCopyNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_copyA(to, room, limit, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchCatA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_appendA(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchCatNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_appendA(to, room, limit, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchLengthA(const CHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthA(text, room, length);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCopyExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room, (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCatExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room, (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCopyNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room, limit, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCatNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room, limit, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE NTSTATUS RtlStringCchVPrintfA(CHAR* to, size_t room, const CHAR* format, va_list arguments) {
  return owdf_safe_ntstatus(owdf_safe_printA(to, room, 0, 0, format, arguments));
}
OWDF_INLINE NTSTATUS RtlStringCchPrintfA(CHAR* to, size_t room, const CHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printA(to, room, 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchVPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags,
    const CHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printA(to, room, end, left, format, arguments);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags,
    const CHAR* format, ...) {
  NTSTATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = RtlStringCchVPrintfExA(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_INLINE NTSTATUS RtlStringCbCopyA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_copyA(to, room / sizeof(CHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbCopyNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_copyA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbCatA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_appendA(to, room / sizeof(CHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbCatNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_appendA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbLengthA(const CHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthA(text, room / sizeof(CHAR), length);
  if (length) *length *= sizeof(CHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCopyExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room / sizeof(CHAR), (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCatExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room / sizeof(CHAR), (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCopyNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from ? from : "", end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCatNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from ? from : "", end,
      left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_ntstatus(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE NTSTATUS RtlStringCbVPrintfA(CHAR* to, size_t room, const CHAR* format, va_list arguments) {
  return owdf_safe_ntstatus(owdf_safe_printA(to, room / sizeof(CHAR), 0, 0, format, arguments));
}
OWDF_INLINE NTSTATUS RtlStringCbPrintfA(CHAR* to, size_t room, const CHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printA(to, room / sizeof(CHAR), 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbVPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags,
    const CHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printA(to, room / sizeof(CHAR), end, left, format, arguments);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags,
    const CHAR* format, ...) {
  NTSTATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = RtlStringCbVPrintfExA(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_INLINE NTSTATUS RtlStringCchCopyW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_copyW(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchCopyNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_copyW(to, room, limit, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchCatW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_appendW(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchCatNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_appendW(to, room, limit, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCchLengthW(const WCHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthW(text, room, length);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCopyExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room, (size_t)-1, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCatExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room, (size_t)-1, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCopyNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room, limit, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchCatNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room, limit, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE NTSTATUS RtlStringCchVPrintfW(WCHAR* to, size_t room, const WCHAR* format, va_list arguments) {
  return owdf_safe_ntstatus(owdf_safe_printW(to, room, 0, 0, format, arguments));
}
OWDF_INLINE NTSTATUS RtlStringCchPrintfW(WCHAR* to, size_t room, const WCHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printW(to, room, 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchVPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printW(to, room, end, left, format, arguments);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCchPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format, ...) {
  NTSTATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = RtlStringCchVPrintfExW(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_INLINE NTSTATUS RtlStringCbCopyW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_copyW(to, room / sizeof(WCHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbCopyNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_copyW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR), from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbCatW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_ntstatus(owdf_safe_appendW(to, room / sizeof(WCHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbCatNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_ntstatus(owdf_safe_appendW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR), from, 0, 0));
}
OWDF_INLINE NTSTATUS RtlStringCbLengthW(const WCHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthW(text, room / sizeof(WCHAR), length);
  if (length) *length *= sizeof(WCHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCopyExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room / sizeof(WCHAR), (size_t)-1, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCatExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room / sizeof(WCHAR), (size_t)-1, from ? from : OWDF_L(""), end,
      left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCopyNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR), from ? from : OWDF_L(""),
      end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbCatNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR),
      from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_ntstatus(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE NTSTATUS RtlStringCbVPrintfW(WCHAR* to, size_t room, const WCHAR* format, va_list arguments) {
  return owdf_safe_ntstatus(owdf_safe_printW(to, room / sizeof(WCHAR), 0, 0, format, arguments));
}
OWDF_INLINE NTSTATUS RtlStringCbPrintfW(WCHAR* to, size_t room, const WCHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printW(to, room / sizeof(WCHAR), 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbVPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printW(to, room / sizeof(WCHAR), end, left, format, arguments);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_ntstatus(status);
}
OWDF_INLINE NTSTATUS RtlStringCbPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format, ...) {
  NTSTATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = RtlStringCbVPrintfExW(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_END

#include <owdf/safe_unicode_strings.h>

#if !defined(OWDF_HOST)
#if defined(UNICODE) || defined(_UNICODE)
#define RtlStringCchCopy RtlStringCchCopyW
#define RtlStringCchCopyN RtlStringCchCopyNW
#define RtlStringCchCopyEx RtlStringCchCopyExW
#define RtlStringCchCopyNEx RtlStringCchCopyNExW
#define RtlStringCchCat RtlStringCchCatW
#define RtlStringCchCatN RtlStringCchCatNW
#define RtlStringCchCatEx RtlStringCchCatExW
#define RtlStringCchCatNEx RtlStringCchCatNExW
#define RtlStringCchLength RtlStringCchLengthW
#define RtlStringCchPrintf RtlStringCchPrintfW
#define RtlStringCchPrintfEx RtlStringCchPrintfExW
#define RtlStringCchVPrintf RtlStringCchVPrintfW
#define RtlStringCchVPrintfEx RtlStringCchVPrintfExW
#define RtlStringCbCopy RtlStringCbCopyW
#define RtlStringCbCopyN RtlStringCbCopyNW
#define RtlStringCbCopyEx RtlStringCbCopyExW
#define RtlStringCbCopyNEx RtlStringCbCopyNExW
#define RtlStringCbCat RtlStringCbCatW
#define RtlStringCbCatN RtlStringCbCatNW
#define RtlStringCbCatEx RtlStringCbCatExW
#define RtlStringCbCatNEx RtlStringCbCatNExW
#define RtlStringCbLength RtlStringCbLengthW
#define RtlStringCbPrintf RtlStringCbPrintfW
#define RtlStringCbPrintfEx RtlStringCbPrintfExW
#define RtlStringCbVPrintf RtlStringCbVPrintfW
#define RtlStringCbVPrintfEx RtlStringCbVPrintfExW
#else
#define RtlStringCchCopy RtlStringCchCopyA
#define RtlStringCchCopyN RtlStringCchCopyNA
#define RtlStringCchCopyEx RtlStringCchCopyExA
#define RtlStringCchCopyNEx RtlStringCchCopyNExA
#define RtlStringCchCat RtlStringCchCatA
#define RtlStringCchCatN RtlStringCchCatNA
#define RtlStringCchCatEx RtlStringCchCatExA
#define RtlStringCchCatNEx RtlStringCchCatNExA
#define RtlStringCchLength RtlStringCchLengthA
#define RtlStringCchPrintf RtlStringCchPrintfA
#define RtlStringCchPrintfEx RtlStringCchPrintfExA
#define RtlStringCchVPrintf RtlStringCchVPrintfA
#define RtlStringCchVPrintfEx RtlStringCchVPrintfExA
#define RtlStringCbCopy RtlStringCbCopyA
#define RtlStringCbCopyN RtlStringCbCopyNA
#define RtlStringCbCopyEx RtlStringCbCopyExA
#define RtlStringCbCopyNEx RtlStringCbCopyNExA
#define RtlStringCbCat RtlStringCbCatA
#define RtlStringCbCatN RtlStringCbCatNA
#define RtlStringCbCatEx RtlStringCbCatExA
#define RtlStringCbCatNEx RtlStringCbCatNExA
#define RtlStringCbLength RtlStringCbLengthA
#define RtlStringCbPrintf RtlStringCbPrintfA
#define RtlStringCbPrintfEx RtlStringCbPrintfExA
#define RtlStringCbVPrintf RtlStringCbVPrintfA
#define RtlStringCbVPrintfEx RtlStringCbVPrintfExA
#endif
#endif
