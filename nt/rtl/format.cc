#include "nt/rtl/format.h"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "nt/rtl/text.h"

namespace owdf::rtl {
namespace {

enum class Size : uint8_t { kDefault, kChar, kShort, kLong, kWide, kLongLong };

struct Conversion {
  bool left = false, plus = false, space = false, alternate = false, zero = false;
  int width = 0;
  int precision = -1;
  Size size = Size::kDefault;
  char letter = 0;
};

// ANSI_STRING and UNICODE_STRING have one layout; `length` counts bytes.
struct CountedString {
  uint16_t length, maximum_length;
  const void* buffer;
};

// The arguments of a call in the Microsoft convention: eight bytes each, whatever their type.
class Arguments {
 public:
  explicit Arguments(__builtin_ms_va_list list) : at_(reinterpret_cast<const char*>(list)) {}
  template <typename T>
  T next() {
    static_assert(sizeof(T) <= 8);
    T value;
    std::memcpy(&value, at_, sizeof value);
    at_ += 8;
    return value;
  }

 private:
  const char* at_;
};

template <typename Char>
class Engine {
 public:
  Engine(Char* out, size_t capacity, const Char* text, __builtin_ms_va_list list, FormatOptions options)
      : out_(out), capacity_(capacity), at_(text), arguments_(list), options_(options) {}

  int64_t run() {
    while (*at_) {
      if (*at_ != '%') {
        put(*at_++);
        continue;
      }
      const Char* start = at_++;
      if (*at_ == '%') {
        put(*at_++);
        continue;
      }
      Conversion conversion;
      parse(conversion);
      if (!convert(conversion, start)) return kFormatError;
    }
    return static_cast<int64_t>(length_);
  }

 private:
  void put(Char c) {
    if (length_ < capacity_) out_[length_] = c;
    length_++;
  }
  void pad(Char c, int count) {
    for (; count > 0; count--) put(c);
  }
  void put_ascii(const char* text, size_t count) {
    for (size_t i = 0; i < count; i++) put(static_cast<Char>(static_cast<unsigned char>(text[i])));
  }

  bool take(char c) {
    if (*at_ != static_cast<Char>(c)) return false;
    at_++;
    return true;
  }

  int number() {
    int value = 0;
    for (; *at_ >= '0' && *at_ <= '9'; at_++) value = std::min(value * 10 + static_cast<int>(*at_ - '0'), 1 << 24);
    return value;
  }

  void parse(Conversion& c) {
    for (;;) {
      if (take('-'))
        c.left = true;
      else if (take('+'))
        c.plus = true;
      else if (take(' '))
        c.space = true;
      else if (take('#'))
        c.alternate = true;
      else if (take('0'))
        c.zero = true;
      else
        break;
    }
    if (take('*')) {
      c.width = arguments_.template next<int>();
      if (c.width < 0) c.left = true, c.width = -c.width;
    } else {
      c.width = number();
    }
    if (take('.')) c.precision = take('*') ? arguments_.template next<int>() : number();
    c.size = parse_size();
    c.letter = *at_ > 0 && *at_ < 0x80 ? static_cast<char>(*at_++) : 0;
  }

  Size parse_size() {
    if (take('h')) return take('h') ? Size::kChar : Size::kShort;
    if (take('l')) return take('l') ? Size::kLongLong : Size::kLong;
    if (take('w')) return Size::kWide;
    if (take('z') || take('t') || take('j')) return Size::kLongLong;
    if (take('L')) return Size::kDefault;  // long double is double
    if (take('I')) {
      if (at_[0] == '6' && at_[1] == '4') return at_ += 2, Size::kLongLong;
      if (at_[0] == '3' && at_[1] == '2') return at_ += 2, Size::kLong;
      return Size::kLongLong;
    }
    return Size::kDefault;
  }

  bool convert(const Conversion& c, const Char* start) {
    switch (c.letter) {
      case 'd':
      case 'i':
        signed_integer(c);
        return true;
      case 'u':
        integer(c, unsigned_argument(c), 10, "", false);
        return true;
      case 'o':
        integer(c, unsigned_argument(c), 8, c.alternate ? "0" : "", false);
        return true;
      case 'x':
      case 'X':
        hexadecimal(c);
        return true;
      case 'p':
        pointer(c);
        return true;
      case 'c':
      case 'C':
        character(c);
        return true;
      case 's':
      case 'S':
        string(c);
        return true;
      case 'Z':
        counted_string(c);
        return true;
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
      case 'a':
      case 'A':
        return floating_point(c, start);
      case 'n':
      case 0:
        return false;
      default:  // Windows drops the percent sign of a conversion it does not know and goes on with the text
        put(static_cast<Char>(c.letter));
        return true;
    }
  }

  uint64_t unsigned_argument(const Conversion& c) {
    switch (c.size) {
      case Size::kChar:
        return arguments_.template next<uint8_t>();
      case Size::kShort:
        return arguments_.template next<uint16_t>();
      case Size::kLongLong:
        return arguments_.template next<uint64_t>();
      default:
        return arguments_.template next<uint32_t>();
    }
  }

  int64_t signed_argument(const Conversion& c) {
    switch (c.size) {
      case Size::kChar:
        return arguments_.template next<int8_t>();
      case Size::kShort:
        return arguments_.template next<int16_t>();
      case Size::kLongLong:
        return arguments_.template next<int64_t>();
      default:
        return arguments_.template next<int32_t>();
    }
  }

  void signed_integer(const Conversion& c) {
    const int64_t value = signed_argument(c);
    const char* sign = value < 0 ? "-" : c.plus ? "+" : c.space ? " " : "";
    integer(c, value < 0 ? -static_cast<uint64_t>(value) : static_cast<uint64_t>(value), 10, sign, false);
  }

  void hexadecimal(const Conversion& c) {
    const uint64_t value = unsigned_argument(c);
    const bool capital = c.letter == 'X';
    integer(c, value, 16, c.alternate && value != 0 ? (capital ? "0X" : "0x") : "", capital);
  }

  void pointer(Conversion c) {
    c.precision = 16;
    integer(c, arguments_.template next<uint64_t>(), 16, c.alternate ? "0X" : "", true);
  }

  void integer(const Conversion& c, uint64_t value, unsigned base, const char* prefix, bool capital) {
    char digits[24];
    int count = 0;
    for (; value != 0; value /= base)
      digits[count++] = (capital ? "0123456789ABCDEF" : "0123456789abcdef")[value % base];
    int zeros = std::max(0, (c.precision < 0 ? 1 : c.precision) - count);
    const int prefix_length = static_cast<int>(std::strlen(prefix));
    if (c.zero && !c.left && c.precision < 0) zeros = std::max(zeros, c.width - prefix_length - count);
    const int padding = c.width - prefix_length - zeros - count;
    if (!c.left) pad(' ', padding);
    put_ascii(prefix, static_cast<size_t>(prefix_length));
    pad('0', zeros);
    while (count > 0) put(static_cast<Char>(digits[--count]));
    if (c.left) pad(' ', padding);
  }

  // Whether %s, %c and %Z name 16-bit text: the size letter decides, else the output's own width, which a capital
  // reverses.
  static bool is_wide(const Conversion& c) {
    if (c.size == Size::kLong || c.size == Size::kWide || c.size == Size::kLongLong) return true;
    if (c.size == Size::kShort || c.size == Size::kChar) return false;
    const bool own = sizeof(Char) == 2;
    return (c.letter == 'S' || c.letter == 'C') ? !own : own;
  }

  // How many characters of output `count` characters of 16-bit text become, and the output itself.
  void put_wide(std::u16string_view text) {
    if constexpr (sizeof(Char) == 2) {
      for (char16_t c : text) put(c);
    } else if (options_.narrow == Narrow::kAnsi) {
      for (char16_t c : text) put(static_cast<char>(utf16_to_ansi(c)));
    } else {
      while (!text.empty()) {
        char bytes[4];
        const size_t length = encode_utf8(next_code_point(text), bytes);
        put_ascii(bytes, length);
      }
    }
  }
  void put_narrow(std::string_view text) {
    for (char c : text) {
      if constexpr (sizeof(Char) == 2)
        put(ansi_to_utf16(static_cast<uint8_t>(c)));
      else
        put(c);
    }
  }

  // %0Ns pads with zeros on Windows.
  template <typename Text>
  void justified(const Conversion& c, Text text) {
    const int padding = c.width - static_cast<int>(text.size());
    if (!c.left) pad(c.zero ? '0' : ' ', padding);
    if constexpr (sizeof(text[0]) == 2)
      put_wide(text);
    else
      put_narrow(text);
    if (c.left) pad(' ', padding);
  }

  void character(const Conversion& c) {
    if (is_wide(c)) {
      const auto value = arguments_.template next<char16_t>();
      justified(c, std::u16string_view(&value, 1));
    } else {
      const auto value = arguments_.template next<char>();
      justified(c, std::string_view(&value, 1));
    }
  }

  template <typename Unit>
  static std::basic_string_view<Unit> bounded(const Unit* text, int precision) {
    const size_t most = precision < 0 ? SIZE_MAX : static_cast<size_t>(precision);
    size_t length = 0;
    while (length < most && text[length]) length++;
    return {text, length};
  }

  void string(const Conversion& c) {
    const void* argument = arguments_.template next<const void*>();
    if (!argument) {
      justified(c, std::string_view("(null)").substr(0, c.precision < 0 ? 6 : static_cast<size_t>(c.precision)));
    } else if (is_wide(c)) {
      justified(c, bounded(static_cast<const char16_t*>(argument), c.precision));
    } else {
      justified(c, bounded(static_cast<const char*>(argument), c.precision));
    }
  }

  void counted_string(const Conversion& c) {
    const auto* argument = arguments_.template next<const CountedString*>();
    if (!argument || !argument->buffer) {
      justified(c, std::string_view("(null)"));
      return;
    }
    const size_t most = c.precision < 0 ? SIZE_MAX : static_cast<size_t>(c.precision);
    const bool wide = c.size == Size::kLong || c.size == Size::kWide;
    if (wide) {
      const size_t length = std::min<size_t>(argument->length / 2, most);
      justified(c, std::u16string_view(static_cast<const char16_t*>(argument->buffer), length));
    } else {
      justified(c,
                std::string_view(static_cast<const char*>(argument->buffer), std::min<size_t>(argument->length, most)));
    }
  }

  bool floating_point(const Conversion& c, const Char* start) {
    const double value = arguments_.template next<double>();
    if (!options_.floating_point) {
      for (; start != at_; start++) put(*start);
      return true;
    }
    char spec[16];
    std::snprintf(spec, sizeof spec, "%%%s%s%s%s%s*.*%c", c.left ? "-" : "", c.plus ? "+" : "", c.space ? " " : "",
                  c.alternate ? "#" : "", c.zero ? "0" : "", c.letter);
    // Enough for the largest double and any precision that carries information; beyond it Windows prints zeros too.
    char text[1200];
    const int length =
        std::snprintf(text, sizeof text, spec, std::min(c.width, 800), std::min(c.precision, 800), value);
    put_ascii(text, std::min(static_cast<size_t>(length), sizeof text - 1));
    return true;
  }

  Char* out_;
  size_t capacity_;
  size_t length_ = 0;
  const Char* at_;
  Arguments arguments_;
  FormatOptions options_;
};

}  // namespace

int64_t format(char* out, size_t capacity, const char* text, __builtin_ms_va_list arguments, FormatOptions options) {
  return Engine<char>(out, capacity, text, arguments, options).run();
}

int64_t format(char16_t* out, size_t capacity, const char16_t* text, __builtin_ms_va_list arguments,
               FormatOptions options) {
  return Engine<char16_t>(out, capacity, text, arguments, options).run();
}

std::string format_string(const char* text, __builtin_ms_va_list arguments, FormatOptions options) {
  std::string result(256, '\0');
  int64_t length = format(result.data(), result.size(), text, arguments, options);
  if (length < 0) return {};
  const bool fits = static_cast<size_t>(length) <= result.size();
  result.resize(static_cast<size_t>(length));
  if (!fits) format(result.data(), result.size(), text, arguments, options);
  return result;
}

}  // namespace owdf::rtl
