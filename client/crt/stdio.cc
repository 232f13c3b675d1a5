// printf and its kin, and the streams by name. Output of the standard streams is UTF-8, whatever its width in the
// program.
#include <windows.h>

#include "client/crt/crt.h"
#include "client/crt/stream.h"
#include "client/crt/text.h"
#include "nt/rtl/format.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

using Arguments = __builtin_ms_va_list;
constexpr int kEndOfFile = -1;
constexpr WideChar kWideEndOfFile = 0xffff;

Stream* standard_output() {
  return current_program() ? current_program()->streams->standard(1) : nullptr;
}
Stream* standard_input() {
  return current_program() ? current_program()->streams->standard(0) : nullptr;
}

owdf::rtl::FormatOptions options_of(const Stream* stream) {
  const bool file = stream->kind == Stream::Kind::kFile;
  return {.narrow = file ? owdf::rtl::Narrow::kAnsi : owdf::rtl::Narrow::kUtf8};
}

std::string narrowed(const char* text, size_t size) {
  return std::string(text, size);
}
std::string narrowed(const char16_t* text, size_t size) {
  return owdf::rtl::utf8(text, size);
}

template <typename C>
int print(Stream* stream, const C* format, Arguments arguments) {
  if (!stream || !format) return invalid_parameter("fprintf", kInvalid), -1;
  C small[256];
  const auto options = options_of(stream);
  const int64_t length = owdf::rtl::format(small, std::size(small), format, arguments, options);
  if (length < 0) return -1;
  std::basic_string<C> large;
  if (static_cast<size_t>(length) > std::size(small)) {
    large.resize(static_cast<size_t>(length));
    (void)owdf::rtl::format(large.data(), large.size(), format, arguments, options);
  }
  const C* text = large.empty() ? small : large.data();
  return stream->write(narrowed(text, static_cast<size_t>(length))) ? static_cast<int>(length) : -1;
}

bool put(Stream* stream, std::string_view text) {
  return stream && stream->write(text);
}
bool put(Stream* stream, const WideChar* text) {
  return put(stream, owdf::rtl::utf8(text));
}

// fgets: a line with its end, at most room - 1 characters.
char* line(Stream* stream, char* out, int room) {
  if (!stream || !out || room <= 0) return nullptr;
  int count = 0;
  while (count < room - 1) {
    const int byte = stream->get();
    if (byte < 0) break;
    out[count++] = static_cast<char>(byte);
    if (byte == '\n') break;
  }
  if (count == 0) return nullptr;
  out[count] = 0;
  return out;
}

// Takes the stream apart as fopen's mode says. False: not a mode.
template <typename C>
bool read_mode(const C* mode, Stream* stream, DWORD* creation) {
  switch (mode[0]) {
    case 'r':
      stream->readable = true, *creation = OPEN_EXISTING;
      break;
    case 'w':
      stream->writable = true, *creation = CREATE_ALWAYS;
      break;
    case 'a':
      stream->writable = stream->append = true, *creation = OPEN_ALWAYS;
      break;
    default:
      return false;
  }
  for (const C* at = mode + 1; *at && *at != ','; at++) {
    if (*at == '+') stream->readable = stream->writable = true;
    if (*at == 'b') stream->text = false;
  }
  return true;
}

template <typename C, typename Create>
Stream* open(const C* name, const C* mode, Create create) {
  Stream stream;
  DWORD creation = 0;
  if (!current_program() || !name || !mode || !read_mode(mode, &stream, &creation))
    return invalid_parameter("fopen", kInvalid), nullptr;
  const DWORD access = (stream.readable ? GENERIC_READ : 0) | (stream.writable ? GENERIC_WRITE : 0);
  stream.file =
      create(name, access, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, creation, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (stream.file == INVALID_HANDLE_VALUE) {
    thread_errno() = GetLastError() == ERROR_ACCESS_DENIED ? 13 : 2;  // EACCES, ENOENT
    return nullptr;
  }
  return current_program()->streams->add(std::move(stream));
}

}  // namespace

#define WITH_ARGUMENTS(last, call)        \
  Arguments arguments;                    \
  __builtin_ms_va_start(arguments, last); \
  const int result = (call);              \
  __builtin_ms_va_end(arguments);         \
  return result

CRT_API Stream* crt___acrt_iob_func(unsigned index) {
  return current_program() ? current_program()->streams->standard(index) : nullptr;
}

CRT_API int crt_vprintf(const char* format, Arguments arguments) {
  return print(standard_output(), format, arguments);
}
CRT_API int crt_printf(const char* format, ...) {
  WITH_ARGUMENTS(format, print(standard_output(), format, arguments));
}
CRT_API int crt_printf_s(const char* format, ...) {
  WITH_ARGUMENTS(format, print(standard_output(), format, arguments));
}
CRT_API int crt_vfprintf(Stream* s, const char* format, Arguments arguments) {
  return print(s, format, arguments);
}
CRT_API int crt_fprintf(Stream* s, const char* format, ...) {
  WITH_ARGUMENTS(format, print(s, format, arguments));
}
CRT_API int crt_fprintf_s(Stream* s, const char* format, ...) {
  WITH_ARGUMENTS(format, print(s, format, arguments));
}
CRT_API int crt_vwprintf(const WideChar* format, Arguments arguments) {
  return print(standard_output(), format, arguments);
}
CRT_API int crt_wprintf(const WideChar* format, ...) {
  WITH_ARGUMENTS(format, print(standard_output(), format, arguments));
}
CRT_API int crt_wprintf_s(const WideChar* format, ...) {
  WITH_ARGUMENTS(format, print(standard_output(), format, arguments));
}
CRT_API int crt_vfwprintf(Stream* s, const WideChar* format, Arguments arguments) {
  return print(s, format, arguments);
}
CRT_API int crt_fwprintf(Stream* s, const WideChar* format, ...) {
  WITH_ARGUMENTS(format, print(s, format, arguments));
}
CRT_API int crt_fwprintf_s(Stream* s, const WideChar* format, ...) {
  WITH_ARGUMENTS(format, print(s, format, arguments));
}

CRT_API int crt_puts(const char* text) {
  return put(standard_output(), std::string(text) + '\n') ? 0 : kEndOfFile;
}
CRT_API int crt__putws(const WideChar* text) {
  return put(standard_output(), owdf::rtl::utf8(text) + '\n') ? 0 : kEndOfFile;
}
CRT_API int crt_fputs(const char* text, Stream* stream) {
  return put(stream, std::string_view(text)) ? 0 : kEndOfFile;
}
CRT_API int crt_fputws(const WideChar* text, Stream* stream) {
  return put(stream, text) ? 0 : kEndOfFile;
}
CRT_API int crt_fputc(int c, Stream* stream) {
  const char byte = static_cast<char>(c);
  return put(stream, std::string_view(&byte, 1)) ? static_cast<unsigned char>(byte) : kEndOfFile;
}
CRT_API int crt_putc(int c, Stream* stream) {
  return crt_fputc(c, stream);
}
CRT_API int crt_putchar(int c) {
  return crt_fputc(c, standard_output());
}
CRT_API WideChar crt_fputwc(WideChar c, Stream* stream) {
  const WideChar text[] = {c, 0};
  return put(stream, text) ? c : kWideEndOfFile;
}
CRT_API WideChar crt_putwchar(WideChar c) {
  return crt_fputwc(c, standard_output());
}

CRT_API int crt_fgetc(Stream* stream) {
  return stream ? stream->get() : kEndOfFile;
}
CRT_API int crt_getc(Stream* stream) {
  return crt_fgetc(stream);
}
CRT_API int crt_getchar() {
  return crt_fgetc(standard_input());
}
CRT_API int crt_ungetc(int c, Stream* stream) {
  if (c == kEndOfFile || !stream) return kEndOfFile;
  stream->unget(static_cast<char>(c));
  return c;
}
CRT_API WideChar crt_getwchar() {
  const int byte = crt_getchar();
  return byte < 0 ? kWideEndOfFile : owdf::rtl::ansi_to_utf16(static_cast<uint8_t>(byte));
}
CRT_API int crt__getch() {
  return crt_getchar();
}
CRT_API char* crt_fgets(char* out, int room, Stream* stream) {
  return line(stream, out, room);
}

CRT_API WideChar* crt_fgetws(WideChar* out, int room, Stream* stream) {
  if (!out || room <= 0) return nullptr;
  std::string narrow(static_cast<size_t>(room), '\0');
  if (!line(stream, narrow.data(), room)) return nullptr;
  int i = 0;
  for (; narrow[static_cast<size_t>(i)]; i++)
    out[i] = owdf::rtl::ansi_to_utf16(static_cast<uint8_t>(narrow[static_cast<size_t>(i)]));
  out[i] = 0;
  return out;
}

CRT_API char* crt_gets_s(char* out, size_t room) {
  if (!out || room == 0) return invalid_parameter("gets_s", kInvalid), nullptr;
  std::string text;
  int byte;
  while ((byte = crt_getchar()) >= 0 && byte != '\n') text += static_cast<char>(byte);
  if (byte < 0 && text.empty()) return nullptr;
  if (text.size() >= room) {
    out[0] = 0;
    invalid_parameter("gets_s", kRange);
    return nullptr;
  }
  return text::copy(out, text.c_str());
}

CRT_API Stream* crt_fopen(const char* name, const char* mode) {
  return open(name, mode, CreateFileA);
}
CRT_API Stream* crt__wfopen(const WideChar* name, const WideChar* mode) {
  return open(name, mode, CreateFileW);
}
CRT_API Stream* crt__fsopen(const char* name, const char* mode, int) {
  return open(name, mode, CreateFileA);
}
CRT_API Errno crt_fopen_s(Stream** stream, const char* name, const char* mode) {
  if (!stream) return invalid_parameter("fopen_s", kInvalid);
  *stream = crt_fopen(name, mode);
  return *stream ? kNoError : thread_errno();
}
CRT_API Errno crt__wfopen_s(Stream** stream, const WideChar* name, const WideChar* mode) {
  if (!stream) return invalid_parameter("_wfopen_s", kInvalid);
  *stream = crt__wfopen(name, mode);
  return *stream ? kNoError : thread_errno();
}

CRT_API int crt_fclose(Stream* stream) {
  return current_program() && current_program()->streams->close(stream) ? 0 : kEndOfFile;
}
CRT_API int crt_fflush(Stream* stream) {
  if (!current_program()) return kEndOfFile;
  return (stream ? stream->flush() : current_program()->streams->flush_all()) ? 0 : kEndOfFile;
}
CRT_API size_t crt_fwrite(const void* from, size_t size, size_t count, Stream* stream) {
  if (size == 0 || count == 0) return 0;
  return put(stream, std::string_view(static_cast<const char*>(from), size * count)) ? count : 0;
}
CRT_API size_t crt_fread(void* to, size_t size, size_t count, Stream* stream) {
  if (size == 0 || count == 0 || !stream) return 0;
  const std::string bytes = stream->read(size * count);
  memcpy(to, bytes.data(), bytes.size());
  return bytes.size() / size;
}
CRT_API int crt_fseek(Stream* stream, Long offset, int whence) {
  return stream && stream->seek(offset, whence) ? 0 : -1;
}
CRT_API int crt__fseeki64(Stream* stream, int64_t offset, int whence) {
  return stream && stream->seek(offset, whence) ? 0 : -1;
}
CRT_API Long crt_ftell(Stream* stream) {
  return stream ? static_cast<Long>(stream->tell()) : -1;
}
CRT_API int64_t crt__ftelli64(Stream* stream) {
  return stream ? stream->tell() : -1;
}
CRT_API void crt_rewind(Stream* stream) {
  crt_fseek(stream, 0, 0), stream->failed = false;
}
CRT_API int crt_feof(Stream* stream) {
  return stream->end;
}
CRT_API int crt_ferror(Stream* stream) {
  return stream->failed;
}
CRT_API void crt_clearerr(Stream* stream) {
  stream->end = stream->failed = false;
}
// The buffer is always our own, of the size that the program asked for. Line buffering is full buffering, as on
// Windows; the console is never buffered.
CRT_API int crt_setvbuf(Stream* stream, char*, int mode, size_t size) {
  const bool sized = mode == _IOFBF || mode == _IOLBF;
  if (!stream || (!sized && mode != _IONBF) || (sized && (size < 2 || size > INT32_MAX)))
    return invalid_parameter("setvbuf", kInvalid), -1;
  stream->buffer_size = sized ? size : 0;
  return stream->flush() ? 0 : -1;
}
CRT_API void crt_setbuf(Stream* stream, char* buffer) {
  crt_setvbuf(stream, buffer, buffer ? _IOFBF : _IONBF, 512);
}
CRT_API int crt__fileno(Stream* stream) {
  for (unsigned i = 0; i < 3; i++)
    if (crt___acrt_iob_func(i) == stream) return static_cast<int>(i);
  return -1;
}
