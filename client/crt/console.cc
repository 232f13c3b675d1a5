// Console input and output without streams, error texts, and small things of stdlib and stdio that need a program.
#include <windows.h>

#include <string>

#include "client/crt/crt.h"
#include "client/crt/stream.h"
#include "client/crt/text.h"
#include "nt/rtl/format.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

CRT_API int crt_getchar();
CRT_API int crt_putchar(int c);
CRT_API char* crt_getenv(const char* name);
CRT_API void* crt_malloc(size_t size);
CRT_API void crt_exit(int code);
CRT_API void crt__exit(int code);

namespace {

struct ErrnoText {
  int error;
  const char* text;
};
constexpr ErrnoText kErrnoTexts[] = {{0, "No error"},
                                     {1, "Operation not permitted"},
                                     {2, "No such file or directory"},
                                     {4, "Interrupted function call"},
                                     {5, "Input/output error"},
                                     {9, "Bad file descriptor"},
                                     {11, "Resource temporarily unavailable"},
                                     {12, "Not enough space"},
                                     {13, "Permission denied"},
                                     {16, "Resource device"},
                                     {17, "File exists"},
                                     {22, "Invalid argument"},
                                     {28, "No space left on device"},
                                     {33, "Domain error"},
                                     {34, "Result too large"}};

const char* errno_text(int error) {
  for (const ErrnoText& row : kErrnoTexts)
    if (row.error == error) return row.text;
  return "Unknown error";
}

}  // namespace

CRT_API char* crt_strerror(int error) {
  return const_cast<char*>(errno_text(error));
}
CRT_API Errno crt_strerror_s(char* out, size_t room, int error) {
  // A text that does not fit is cut, and that is no error.
  const Errno result = text::copy_checked("strerror_s", out, 0, room, errno_text(error), kTruncate, true);
  return result == kTruncated ? kNoError : result;
}
CRT_API void crt_perror(const char* message) {
  const std::string line =
      (message && *message ? std::string(message) + ": " : std::string()) + errno_text(thread_errno()) + "\n";
  current_program()->write_output(true, line);
}

CRT_API int crt__kbhit() {
  return current_program()->input_left();
}
CRT_API int crt__getche() {
  const int c = crt_getchar();
  if (c >= 0) crt_putchar(c);
  return c;
}
CRT_API WideChar crt__getwch() {
  return static_cast<WideChar>(crt_getchar());
}
CRT_API int crt__putch(int c) {
  return crt_putchar(c);
}
CRT_API int crt__cputs(const char* text) {
  return current_program()->write_output(false, text), 0;
}
CRT_API int crt__getpid() {
  return static_cast<int>(GetCurrentProcessId());
}
CRT_API int crt__isatty(int descriptor) {
  return descriptor >= 0 && descriptor <= 2;
}
CRT_API int crt__setmode(int descriptor, int) {
  constexpr int kText = 0x4000;  // _O_TEXT: what every standard stream is, whatever is asked for
  return descriptor >= 0 && descriptor <= 2 ? kText : -1;
}
CRT_API void crt__Exit(int code) {
  crt__exit(code);
}
CRT_API void crt__cexit() {
  current_program()->run_exit_routines();
}
CRT_API int crt__flushall() {
  return current_program()->streams->flush_all() ? 0 : -1;
}
CRT_API int crt_fileno(Stream* stream) {
  for (unsigned i = 0; i < 3; i++)
    if (current_program()->streams->standard(i) == stream) return static_cast<int>(i);
  return -1;
}
CRT_API UnsignedLong* crt___doserrno() {
  return &current_thread_state()->last_error;
}

CRT_API Errno crt_getenv_s(size_t* needed, char* out, size_t room, const char* name) {
  if (!needed || (!out && room > 0)) return invalid_parameter("getenv_s", kInvalid);
  const char* value = crt_getenv(name);
  *needed = value ? text::length(value) + 1 : 0;
  if (!value) {
    if (room) out[0] = 0;
    return kNoError;
  }
  if (!out) return kNoError;
  if (*needed > room) return kRange;
  text::copy(out, value);
  return kNoError;
}
CRT_API Errno crt__dupenv_s(char** out, size_t* size, const char* name) {
  if (!out) return invalid_parameter("_dupenv_s", kInvalid);
  const char* value = crt_getenv(name);
  if (size) *size = value ? text::length(value) + 1 : 0;
  *out = value ? static_cast<char*>(crt_malloc(text::length(value) + 1)) : nullptr;
  if (value && !*out) return kNoMemory;
  if (value) text::copy(*out, value);
  return kNoError;
}

CRT_API int crt_stricmp(const char* a, const char* b) {
  return text::compare(a, b, SIZE_MAX, true);
}
CRT_API int crt_strnicmp(const char* a, const char* b, size_t most) {
  return text::compare(a, b, most, true);
}
CRT_API int crt_strcasecmp(const char* a, const char* b) {
  return text::compare(a, b, SIZE_MAX, true);
}
CRT_API int crt_wcsicmp(const WideChar* a, const WideChar* b) {
  return text::compare(a, b, SIZE_MAX, true);
}
CRT_API int crt_strcoll(const char* a, const char* b) {
  return text::compare(a, b, SIZE_MAX, false);
}
CRT_API int crt_wcscoll(const WideChar* a, const WideChar* b) {
  return text::compare(a, b, SIZE_MAX, false);
}
CRT_API int crt_remove(const char* name) {
  if (DeleteFileA(name)) return 0;
  thread_errno() = GetLastError() == ERROR_ACCESS_DENIED ? 13 : 2;
  return -1;
}
CRT_API int crt__unlink(const char* name) {
  return crt_remove(name);
}
