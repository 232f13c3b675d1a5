/* Safe strings of programs, with HRESULTs. A buffer is cut where it must be, never overrun, always ended. */
#pragma once

#include <owdf/basic_types.h>

#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007AL)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057L)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026L)
#include <owdf/safe_strings.h>

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_IGNORE_NULLS 0x00000100
#define STRSAFE_FILL_BEHIND_NULL 0x00000200
#define STRSAFE_FILL_ON_FAILURE 0x00000400
#define STRSAFE_NULL_ON_FAILURE 0x00000800
#define STRSAFE_NO_TRUNCATION 0x00001000

OWDF_BEGIN
OWDF_INLINE HRESULT owdf_safe_hresult(OWDF_SAFE_STATUS status) {
  if (status == OWDF_SAFE_OK) return (HRESULT)0;
  return status == OWDF_SAFE_TRUNCATED ? STRSAFE_E_INSUFFICIENT_BUFFER : STRSAFE_E_INVALID_PARAMETER;
}
OWDF_INLINE HRESULT StringCchCopyA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_hresult(owdf_safe_copyA(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchCopyNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_copyA(to, room, limit, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchCatA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_hresult(owdf_safe_appendA(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchCatNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_appendA(to, room, limit, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchLengthA(const CHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthA(text, room, length);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCopyExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room, (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCatExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room, (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCopyNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room, limit, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCatNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room, limit, from ? from : "", end, left);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_hresult(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE HRESULT StringCchVPrintfA(CHAR* to, size_t room, const CHAR* format, va_list arguments) {
  return owdf_safe_hresult(owdf_safe_printA(to, room, 0, 0, format, arguments));
}
OWDF_INLINE HRESULT StringCchPrintfA(CHAR* to, size_t room, const CHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printA(to, room, 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchVPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags,
    const CHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printA(to, room, end, left, format, arguments);
  owdf_safe_flags(to, room * sizeof(CHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags,
    const CHAR* format, ...) {
  HRESULT status;
  va_list arguments;
  va_start(arguments, format);
  status = StringCchVPrintfExA(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_INLINE HRESULT StringCbCopyA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_hresult(owdf_safe_copyA(to, room / sizeof(CHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCbCopyNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_copyA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from, 0, 0));
}
OWDF_INLINE HRESULT StringCbCatA(CHAR* to, size_t room, const CHAR* from) {
  return owdf_safe_hresult(owdf_safe_appendA(to, room / sizeof(CHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCbCatNA(CHAR* to, size_t room, const CHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_appendA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from, 0, 0));
}
OWDF_INLINE HRESULT StringCbLengthA(const CHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthA(text, room / sizeof(CHAR), length);
  if (length) *length *= sizeof(CHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCopyExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room / sizeof(CHAR), (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCatExA(CHAR* to, size_t room, const CHAR* from, CHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room / sizeof(CHAR), (size_t)-1, from ? from : "", end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCopyNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from ? from : "", end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCatNExA(CHAR* to, size_t room, const CHAR* from, size_t limit, CHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendA(to, room / sizeof(CHAR), limit / sizeof(CHAR), from ? from : "", end,
      left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_hresult(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE HRESULT StringCbVPrintfA(CHAR* to, size_t room, const CHAR* format, va_list arguments) {
  return owdf_safe_hresult(owdf_safe_printA(to, room / sizeof(CHAR), 0, 0, format, arguments));
}
OWDF_INLINE HRESULT StringCbPrintfA(CHAR* to, size_t room, const CHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printA(to, room / sizeof(CHAR), 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbVPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags, const CHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printA(to, room / sizeof(CHAR), end, left, format, arguments);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(CHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbPrintfExA(CHAR* to, size_t room, CHAR** end, size_t* left, ULONG flags,
    const CHAR* format, ...) {
  HRESULT status;
  va_list arguments;
  va_start(arguments, format);
  status = StringCbVPrintfExA(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_INLINE HRESULT StringCchCopyW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_hresult(owdf_safe_copyW(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchCopyNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_copyW(to, room, limit, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchCatW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_hresult(owdf_safe_appendW(to, room, (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchCatNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_appendW(to, room, limit, from, 0, 0));
}
OWDF_INLINE HRESULT StringCchLengthW(const WCHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthW(text, room, length);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCopyExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left,
    ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room, (size_t)-1, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCatExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room, (size_t)-1, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCopyNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room, limit, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchCatNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room, limit, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_hresult(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE HRESULT StringCchVPrintfW(WCHAR* to, size_t room, const WCHAR* format, va_list arguments) {
  return owdf_safe_hresult(owdf_safe_printW(to, room, 0, 0, format, arguments));
}
OWDF_INLINE HRESULT StringCchPrintfW(WCHAR* to, size_t room, const WCHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printW(to, room, 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchVPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printW(to, room, end, left, format, arguments);
  owdf_safe_flags(to, room * sizeof(WCHAR), flags, status);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCchPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format, ...) {
  HRESULT status;
  va_list arguments;
  va_start(arguments, format);
  status = StringCchVPrintfExW(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_INLINE HRESULT StringCbCopyW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_hresult(owdf_safe_copyW(to, room / sizeof(WCHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCbCopyNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_copyW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR), from, 0, 0));
}
OWDF_INLINE HRESULT StringCbCatW(WCHAR* to, size_t room, const WCHAR* from) {
  return owdf_safe_hresult(owdf_safe_appendW(to, room / sizeof(WCHAR), (size_t)-1, from, 0, 0));
}
OWDF_INLINE HRESULT StringCbCatNW(WCHAR* to, size_t room, const WCHAR* from, size_t limit) {
  return owdf_safe_hresult(owdf_safe_appendW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR), from, 0, 0));
}
OWDF_INLINE HRESULT StringCbLengthW(const WCHAR* text, size_t room, size_t* length) {
  OWDF_SAFE_STATUS status = owdf_safe_lengthW(text, room / sizeof(WCHAR), length);
  if (length) *length *= sizeof(WCHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCopyExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room / sizeof(WCHAR), (size_t)-1, from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCatExW(WCHAR* to, size_t room, const WCHAR* from, WCHAR** end, size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room / sizeof(WCHAR), (size_t)-1, from ? from : OWDF_L(""), end,
      left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCopyNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_copyW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR), from ? from : OWDF_L(""),
      end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbCatNExW(WCHAR* to, size_t room, const WCHAR* from, size_t limit, WCHAR** end,
    size_t* left, ULONG flags) {
  OWDF_SAFE_STATUS status = owdf_safe_appendW(to, room / sizeof(WCHAR), limit / sizeof(WCHAR),
      from ? from : OWDF_L(""), end, left);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_hresult(status);
}
#if !defined(OWDF_HOST)
OWDF_INLINE HRESULT StringCbVPrintfW(WCHAR* to, size_t room, const WCHAR* format, va_list arguments) {
  return owdf_safe_hresult(owdf_safe_printW(to, room / sizeof(WCHAR), 0, 0, format, arguments));
}
OWDF_INLINE HRESULT StringCbPrintfW(WCHAR* to, size_t room, const WCHAR* format, ...) {
  OWDF_SAFE_STATUS status;
  va_list arguments;
  va_start(arguments, format);
  status = owdf_safe_printW(to, room / sizeof(WCHAR), 0, 0, format, arguments);
  va_end(arguments);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbVPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format,
                     va_list arguments) {
  OWDF_SAFE_STATUS status = owdf_safe_printW(to, room / sizeof(WCHAR), end, left, format, arguments);
  owdf_safe_flags(to, room, flags, status);
  if (left) *left *= sizeof(WCHAR);
  return owdf_safe_hresult(status);
}
OWDF_INLINE HRESULT StringCbPrintfExW(WCHAR* to, size_t room, WCHAR** end, size_t* left, ULONG flags,
    const WCHAR* format, ...) {
  HRESULT status;
  va_list arguments;
  va_start(arguments, format);
  status = StringCbVPrintfExW(to, room, end, left, flags, format, arguments);
  va_end(arguments);
  return status;
}
#endif
OWDF_END

#if !defined(OWDF_HOST)
#if defined(UNICODE)
#define StringCchCopy StringCchCopyW
#define StringCchCopyN StringCchCopyNW
#define StringCchCopyEx StringCchCopyExW
#define StringCchCopyNEx StringCchCopyNExW
#define StringCchCat StringCchCatW
#define StringCchCatN StringCchCatNW
#define StringCchCatEx StringCchCatExW
#define StringCchCatNEx StringCchCatNExW
#define StringCchLength StringCchLengthW
#define StringCchPrintf StringCchPrintfW
#define StringCchPrintfEx StringCchPrintfExW
#define StringCchVPrintf StringCchVPrintfW
#define StringCchVPrintfEx StringCchVPrintfExW
#define StringCbCopy StringCbCopyW
#define StringCbCopyN StringCbCopyNW
#define StringCbCopyEx StringCbCopyExW
#define StringCbCopyNEx StringCbCopyNExW
#define StringCbCat StringCbCatW
#define StringCbCatN StringCbCatNW
#define StringCbCatEx StringCbCatExW
#define StringCbCatNEx StringCbCatNExW
#define StringCbLength StringCbLengthW
#define StringCbPrintf StringCbPrintfW
#define StringCbPrintfEx StringCbPrintfExW
#define StringCbVPrintf StringCbVPrintfW
#define StringCbVPrintfEx StringCbVPrintfExW
#else
#define StringCchCopy StringCchCopyA
#define StringCchCopyN StringCchCopyNA
#define StringCchCopyEx StringCchCopyExA
#define StringCchCopyNEx StringCchCopyNExA
#define StringCchCat StringCchCatA
#define StringCchCatN StringCchCatNA
#define StringCchCatEx StringCchCatExA
#define StringCchCatNEx StringCchCatNExA
#define StringCchLength StringCchLengthA
#define StringCchPrintf StringCchPrintfA
#define StringCchPrintfEx StringCchPrintfExA
#define StringCchVPrintf StringCchVPrintfA
#define StringCchVPrintfEx StringCchVPrintfExA
#define StringCbCopy StringCbCopyA
#define StringCbCopyN StringCbCopyNA
#define StringCbCopyEx StringCbCopyExA
#define StringCbCopyNEx StringCbCopyNExA
#define StringCbCat StringCbCatA
#define StringCbCatN StringCbCatNA
#define StringCbCatEx StringCbCatExA
#define StringCbCatNEx StringCbCatNExA
#define StringCbLength StringCbLengthA
#define StringCbPrintf StringCbPrintfA
#define StringCbPrintfEx StringCbPrintfExA
#define StringCbVPrintf StringCbVPrintfA
#define StringCbVPrintfEx StringCbVPrintfExA
#endif
#endif
