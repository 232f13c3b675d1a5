/* Copying, joining and printing text into counted buffers that always end in a null. strsafe.h and ntstrsafe.h are this
   one body under two sets of names and statuses. */
#pragma once

#include <owdf/basic_types.h>
#if defined(OWDF_HOST)
#include <stddef.h>
#else
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#endif

OWDF_BEGIN

typedef enum { OWDF_SAFE_OK, OWDF_SAFE_TRUNCATED, OWDF_SAFE_INVALID } OWDF_SAFE_STATUS;

OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_copyA(CHAR* to, size_t room, size_t limit, const CHAR* from, CHAR** end,
                                                 size_t* left) {
  size_t at = 0;
  if (room == 0) return OWDF_SAFE_INVALID;
  while (room - at > 1 && at < limit && from[at]) {
    to[at] = from[at];
    at++;
  }
  to[at] = 0;
  if (end) *end = to + at;
  if (left) *left = room - at;
  return at < limit && from[at] ? OWDF_SAFE_TRUNCATED : OWDF_SAFE_OK;
}
OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_lengthA(const CHAR* text, size_t room, size_t* length) {
  size_t at = 0;
  while (at < room && text[at]) at++;
  if (length) *length = at < room ? at : 0;
  return at < room ? OWDF_SAFE_OK : OWDF_SAFE_INVALID;
}
OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_appendA(CHAR* to, size_t room, size_t limit, const CHAR* from, CHAR** end,
                                                   size_t* left) {
  size_t used = 0;
  OWDF_SAFE_STATUS status = owdf_safe_lengthA(to, room, &used);
  return status != OWDF_SAFE_OK ? status : owdf_safe_copyA(to + used, room - used, limit, from, end, left);
}

OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_copyW(WCHAR* to, size_t room, size_t limit, const WCHAR* from, WCHAR** end,
                                                 size_t* left) {
  size_t at = 0;
  if (room == 0) return OWDF_SAFE_INVALID;
  while (room - at > 1 && at < limit && from[at]) {
    to[at] = from[at];
    at++;
  }
  to[at] = 0;
  if (end) *end = to + at;
  if (left) *left = room - at;
  return at < limit && from[at] ? OWDF_SAFE_TRUNCATED : OWDF_SAFE_OK;
}
OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_lengthW(const WCHAR* text, size_t room, size_t* length) {
  size_t at = 0;
  while (at < room && text[at]) at++;
  if (length) *length = at < room ? at : 0;
  return at < room ? OWDF_SAFE_OK : OWDF_SAFE_INVALID;
}
OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_appendW(WCHAR* to, size_t room, size_t limit, const WCHAR* from, WCHAR** end,
                                                   size_t* left) {
  size_t used = 0;
  OWDF_SAFE_STATUS status = owdf_safe_lengthW(to, room, &used);
  return status != OWDF_SAFE_OK ? status : owdf_safe_copyW(to + used, room - used, limit, from, end, left);
}

/* What the flags of the extended forms ask for: a filled or an emptied buffer after a failure. */
OWDF_INLINE VOID owdf_safe_flags(PVOID to, size_t bytes, ULONG flags, OWDF_SAFE_STATUS status) {
  PCHAR buffer = (PCHAR)to;
  if (status == OWDF_SAFE_OK) return;
  if (flags & 0x00000400) {
    for (size_t at = 0; at < bytes; at++) buffer[at] = (CHAR)(flags & 0xff);
  }
  if (bytes >= sizeof(WCHAR) && (flags & (0x00000800 | 0x00001000))) *(WCHAR*)to = 0;
}

#if !defined(OWDF_HOST)
OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_printA(CHAR* to, size_t room, CHAR** end, size_t* left, const CHAR* format,
                                                  va_list arguments) {
  int written;
  OWDF_SAFE_STATUS status = OWDF_SAFE_OK;
  if (room == 0 || room > 0x7fffffff) return OWDF_SAFE_INVALID;
  written = _vsnprintf(to, room - 1, format, arguments);
  if (written < 0 || (size_t)written > room - 1) {
    written = (int)room - 1;
    status = OWDF_SAFE_TRUNCATED;
  }
  to[written] = 0;
  if (end) *end = to + written;
  if (left) *left = room - (size_t)written;
  return status;
}

OWDF_INLINE OWDF_SAFE_STATUS owdf_safe_printW(WCHAR* to, size_t room, WCHAR** end, size_t* left, const WCHAR* format,
                                                  va_list arguments) {
  int written;
  OWDF_SAFE_STATUS status = OWDF_SAFE_OK;
  if (room == 0 || room > 0x7fffffff) return OWDF_SAFE_INVALID;
  written = _vsnwprintf(to, room - 1, format, arguments);
  if (written < 0 || (size_t)written > room - 1) {
    written = (int)room - 1;
    status = OWDF_SAFE_TRUNCATED;
  }
  to[written] = 0;
  if (end) *end = to + written;
  if (left) *left = room - (size_t)written;
  return status;
}
#endif

OWDF_END
