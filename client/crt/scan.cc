// The scanf family: one engine over a source of characters. Understood: white space, literals, % with * and width,
// sizes hh h l ll I64 w, and d i u o x X p c s S [ n e f g. The _s forms take the room of each text, in characters, as
// an unsigned argument after its pointer.
#include <cstdlib>
#include <string>

#include "client/crt/crt.h"
#include "client/crt/stream.h"
#include "client/crt/text.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

using Arguments = __builtin_ms_va_list;

constexpr bool white(unsigned c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

template <typename C>
class TextSource {
 public:
  explicit TextSource(const C* text) : text_(text) {}
  int peek() const { return *text_ ? static_cast<int>(text::unit(*text_)) : -1; }
  void advance() { text_++, taken_++; }
  int taken() const { return taken_; }

 private:
  const C* text_;
  int taken_ = 0;
};

class StreamSource {
 public:
  explicit StreamSource(Stream* stream) : stream_(stream) {}
  ~StreamSource() {
    if (ahead_ >= 0) stream_->unget(static_cast<char>(ahead_));
  }
  int peek() {
    if (ahead_ == kNothing) ahead_ = stream_->get();
    return ahead_;
  }
  void advance() { ahead_ = kNothing, taken_++; }
  int taken() const { return taken_; }

 private:
  static constexpr int kNothing = -2;
  Stream* stream_;
  int ahead_ = kNothing;
  int taken_ = 0;
};

// One conversion of a format.
template <typename C>
struct Conversion {
  bool assigns = true;
  int width = INT32_MAX;
  int bytes = 4;            // of an integer
  bool long_size = false;   // l: a wide text, a double
  bool short_size = false;  // h: a narrow text
  C kind = 0;
  const C* set = nullptr;  // of %[, with its end
  const C* set_end = nullptr;
};

// Reads what follows the percent sign; returns what follows the conversion.
template <typename C>
const C* read_conversion(const C* at, Conversion<C>* out) {
  if (*at == '*') out->assigns = false, at++;
  if (*at >= '0' && *at <= '9')
    for (out->width = 0; *at >= '0' && *at <= '9'; at++) out->width = out->width * 10 + (*at - '0');
  for (;; at++) {
    if (*at == 'h')
      out->bytes = out->bytes == 2 ? 1 : 2, out->short_size = true;
    else if (*at == 'l' || *at == 'w')
      out->bytes = out->long_size ? 8 : 4, out->long_size = true;
    else if (*at == 'j' || *at == 'z' || *at == 't')
      out->bytes = 8;
    else if (*at == 'I' && at[1] == '6' && at[2] == '4')
      out->bytes = 8, at += 2;
    else if (*at == 'I' && at[1] == '3' && at[2] == '2')
      at += 2;
    else
      break;
  }
  out->kind = *at;
  if (*at != '[') return *at ? at + 1 : at;
  out->set = ++at;
  if (*at == '^') at++;
  if (*at == ']') at++;  // first in the set, it is a member
  while (*at && *at != ']') at++;
  out->set_end = at;
  return *at ? at + 1 : at;
}

template <typename C>
bool in_set(const Conversion<C>& conversion, int c) {
  const C* at = conversion.set;
  const bool negated = *at == '^';
  if (negated) at++;
  bool found = false;
  for (; at < conversion.set_end; at++) {
    if (at + 2 < conversion.set_end && at[1] == '-') {
      found |= static_cast<unsigned>(c) >= text::unit(at[0]) && static_cast<unsigned>(c) <= text::unit(at[2]);
      at += 2;
    } else {
      found |= static_cast<unsigned>(c) == text::unit(*at);
    }
  }
  return found != negated;
}

enum class Outcome : uint8_t { kStored, kMismatch, kEnd };

void store_integer(void* to, uint64_t value, int bytes) {
  memcpy(to, &value, static_cast<size_t>(bytes));
}

int digit_value(int c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int folded = c | 0x20;
  return c > 0 && folded >= 'a' && folded <= 'z' ? folded - 'a' + 10 : 99;
}

template <typename Source, typename C>
Outcome scan_integer(Source& source, const Conversion<C>& conversion, Arguments& arguments) {
  int left = conversion.width;
  const auto take = [&] { source.advance(), left--; };
  unsigned base = conversion.kind == 'x' || conversion.kind == 'X' || conversion.kind == 'p' ? 16
                  : conversion.kind == 'o'                                                   ? 8
                                                                                             : 10;
  if (source.peek() < 0) return Outcome::kEnd;
  const bool negative = source.peek() == '-';
  if (left > 0 && (source.peek() == '-' || source.peek() == '+')) take();
  bool any = false;
  if (left > 0 && source.peek() == '0' && (base == 16 || conversion.kind == 'i')) {
    take(), any = true;
    if (left > 0 && (source.peek() | 0x20) == 'x')
      take(), any = false, base = 16;
    else if (conversion.kind == 'i')
      base = 8;
  }
  uint64_t value = 0;
  for (; left > 0 && digit_value(source.peek()) < static_cast<int>(base); any = true) {
    value = value * base + static_cast<unsigned>(digit_value(source.peek()));
    take();
  }
  if (!any) return Outcome::kMismatch;
  const int bytes = conversion.kind == 'p' ? 8 : conversion.bytes;
  if (conversion.assigns) store_integer(__builtin_va_arg(arguments, void*), negative ? 0 - value : value, bytes);
  return Outcome::kStored;
}

template <typename Source, typename C>
Outcome scan_real(Source& source, const Conversion<C>& conversion, Arguments& arguments) {
  if (source.peek() < 0) return Outcome::kEnd;
  std::string text;
  const auto fits = [](int c) {
    return (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.' || (c | 0x20) == 'e';
  };
  while (static_cast<int>(text.size()) < conversion.width && fits(source.peek())) {
    text += static_cast<char>(source.peek());
    source.advance();
  }
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str()) return Outcome::kMismatch;
  if (!conversion.assigns) return Outcome::kStored;
  void* to = __builtin_va_arg(arguments, void*);
  const float narrow = static_cast<float>(value);
  if (conversion.long_size)
    memcpy(to, &value, sizeof(value));
  else
    memcpy(to, &narrow, sizeof(narrow));
  return Outcome::kStored;
}

// Texts: %c takes any characters and no terminator, %s to the next white space, %[ those of its set.
template <typename Source, typename C>
Outcome scan_text(Source& source, const Conversion<C>& conversion, Arguments& arguments, bool secure) {
  const bool characters = conversion.kind == 'c' || conversion.kind == 'C';
  const bool other_width = conversion.kind == 'S' || conversion.kind == 'C';
  const bool wide = conversion.long_size || (!conversion.short_size && (sizeof(C) > 1) != other_width);
  const int width = characters && conversion.width == INT32_MAX ? 1 : conversion.width;
  char* narrow_to = nullptr;
  WideChar* wide_to = nullptr;
  unsigned room = UINT32_MAX;
  if (conversion.assigns) {
    void* to = __builtin_va_arg(arguments, void*);
    (wide ? reinterpret_cast<void*&>(wide_to) : reinterpret_cast<void*&>(narrow_to)) = to;
    if (secure) room = __builtin_va_arg(arguments, unsigned);
  }
  const auto put = [&](unsigned at, int c) {
    if (narrow_to) narrow_to[at] = static_cast<char>(c);
    if (wide_to) wide_to[at] = static_cast<WideChar>(c);
  };
  if (source.peek() < 0) return Outcome::kEnd;
  unsigned count = 0;
  for (; static_cast<int>(count) < width; count++) {
    const int c = source.peek();
    const bool wanted =
        c >= 0 && (characters || (conversion.kind == '[' ? in_set(conversion, c) : !white(static_cast<unsigned>(c))));
    if (!wanted) break;
    if (count + (characters ? 0 : 1) >= room) {
      if (room) put(0, 0);
      return Outcome::kMismatch;
    }
    put(count, c);
    source.advance();
  }
  if (count == 0 || (characters && static_cast<int>(count) < width)) return Outcome::kMismatch;
  if (!characters) put(count, 0);
  return Outcome::kStored;
}

template <typename Source>
void skip_white(Source& source) {
  while (source.peek() >= 0 && white(static_cast<unsigned>(source.peek()))) source.advance();
}

template <typename Source, typename C>
Outcome convert(Source& source, const Conversion<C>& conversion, Arguments& arguments, bool secure) {
  if (conversion.kind != 'c' && conversion.kind != 'C' && conversion.kind != '[') skip_white(source);
  switch (conversion.kind) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
    case 'p':
      return scan_integer(source, conversion, arguments);
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
      return scan_real(source, conversion, arguments);
    case 'c':
    case 'C':
    case 's':
    case 'S':
    case '[':
      return scan_text(source, conversion, arguments, secure);
    default:
      return Outcome::kMismatch;
  }
}

// The number of assignments; -1 if the source ended before the first.
template <typename Source, typename C>
int scan(Source source, const C* format, Arguments arguments, bool secure) {
  int assigned = 0;
  while (*format) {
    if (white(text::unit(*format))) {
      skip_white(source);
      format++;
      continue;
    }
    if (*format != '%' || format[1] == '%') {
      if (*format == '%') format++, skip_white(source);
      if (source.peek() < 0) return assigned ? assigned : -1;
      if (source.peek() != static_cast<int>(text::unit(*format))) return assigned;
      source.advance();
      format++;
      continue;
    }
    Conversion<C> conversion;
    format = read_conversion(format + 1, &conversion);
    if (conversion.kind == 'n') {
      if (conversion.assigns)
        store_integer(__builtin_va_arg(arguments, void*), static_cast<uint64_t>(source.taken()), conversion.bytes);
      continue;
    }
    const Outcome outcome = convert(source, conversion, arguments, secure);
    if (outcome == Outcome::kEnd) return assigned ? assigned : -1;
    if (outcome == Outcome::kMismatch) return assigned;
    if (conversion.assigns) assigned++;
  }
  return assigned;
}

StreamSource from_input() {
  return StreamSource(current_program()->streams->standard(0));
}

}  // namespace

#define SCAN(source, secure)                                  \
  Arguments arguments;                                        \
  __builtin_ms_va_start(arguments, format);                   \
  const int result = scan(source, format, arguments, secure); \
  __builtin_ms_va_end(arguments);                             \
  return result

CRT_API int crt_sscanf(const char* text, const char* format, ...) {
  SCAN(TextSource<char>(text), false);
}
CRT_API int crt_sscanf_s(const char* text, const char* format, ...) {
  SCAN(TextSource<char>(text), true);
}
CRT_API int crt_swscanf(const WideChar* text, const WideChar* format, ...) {
  SCAN(TextSource<WideChar>(text), false);
}
CRT_API int crt_swscanf_s(const WideChar* text, const WideChar* format, ...) {
  SCAN(TextSource<WideChar>(text), true);
}
CRT_API int crt_scanf(const char* format, ...) {
  SCAN(from_input(), false);
}
CRT_API int crt_scanf_s(const char* format, ...) {
  SCAN(from_input(), true);
}
CRT_API int crt_wscanf_s(const WideChar* format, ...) {
  SCAN(from_input(), true);
}
CRT_API int crt_fscanf(Stream* stream, const char* format, ...) {
  SCAN(StreamSource(stream), false);
}
CRT_API int crt_fscanf_s(Stream* stream, const char* format, ...) {
  SCAN(StreamSource(stream), true);
}
