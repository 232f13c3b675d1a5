#include "nt/dbg/trace_format.h"

#include <fmt/format.h>
#include <wdm.h>

#include <cstring>
#include <vector>

#include "nt/rtl/format.h"
#include "nt/rtl/status_name.h"
#include "nt/rtl/text.h"

namespace owdf::dbg {
namespace {

constexpr std::string_view kFlagCharacters = "-+ #0123456789.*";

// The arguments of a call of the Microsoft convention: a row of eight-byte places.
class Arguments {
 public:
  explicit Arguments(__builtin_ms_va_list list) : at_(reinterpret_cast<const uint64_t*>(list)) {}
  uint64_t next() { return *at_++; }
  template <typename T>
  T* pointer() {
    return reinterpret_cast<T*>(next());
  }
  const uint64_t* here() const { return at_; }
  void skip(size_t count) { at_ += count; }

 private:
  const uint64_t* at_;
};

// One conversion by the engine that DbgPrint stands on, over the arguments from `here` on.
std::string converted(const std::string& conversion, const uint64_t* here) {
  const bool passive = KeGetCurrentIrql() == PASSIVE_LEVEL;
  auto list = reinterpret_cast<__builtin_ms_va_list>(const_cast<uint64_t*>(here));
  return rtl::format_string(conversion.c_str(), list, {.narrow = rtl::Narrow::kUtf8, .floating_point = passive});
}

std::string number(const char* conversion, uint64_t value) {
  return converted(conversion, &value);
}

std::string guid_text(const GUID* guid) {
  if (!guid) return "(null)";
  const uint8_t* d = guid->Data4;
  return fmt::format("{{{:08x}-{:04x}-{:04x}-{:02x}{:02x}-{:02x}{:02x}{:02x}{:02x}{:02x}{:02x}}}", guid->Data1,
                     guid->Data2, guid->Data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
}

std::string time_text(int64_t time) {
  LARGE_INTEGER value;
  value.QuadPart = time;
  TIME_FIELDS at{};
  RtlTimeToTimeFields(&value, &at);
  return fmt::format("{:02}/{:02}/{:04}-{:02}:{:02}:{:02}.{:03}", at.Month, at.Day, at.Year, at.Hour, at.Minute,
                     at.Second, at.Milliseconds);
}

// day~h:m:s, of milliseconds.
std::string interval_text(int64_t milliseconds) {
  const int64_t seconds = milliseconds / 1000;
  return fmt::format("{}~{}:{}:{}", seconds / 86400, seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
}

std::string irql_text(uint8_t irql) {
  switch (irql) {
    case PASSIVE_LEVEL:
      return "PASSIVE_LEVEL";
    case APC_LEVEL:
      return "APC_LEVEL";
    case DISPATCH_LEVEL:
      return "DISPATCH_LEVEL";
    default:
      return fmt::format("IRQL {}", irql);
  }
}

std::string address_text(uint32_t network_order) {
  uint8_t bytes[4];
  std::memcpy(bytes, &network_order, sizeof bytes);
  return fmt::format("{}.{}.{}.{}", bytes[0], bytes[1], bytes[2], bytes[3]);
}

std::string hex_text(const std::string& bytes) {
  std::string text = fmt::format("{} bytes:", bytes.size());
  for (const char byte : bytes) text += fmt::format(" {:02x}", static_cast<uint8_t>(byte));
  return text;
}

// Specifications that are a printf conversion of one argument.
struct Simple {
  std::string_view name;
  const char* conversion;
};
constexpr Simple kSimple[] = {
    {"sbyte", "%hhd"},   {"ubyte", "%hhu"},   {"xbyte", "%02hhx"}, {"sshort", "%hd"},   {"ushort", "%hu"},
    {"xshort", "%04hx"}, {"sint", "%d"},      {"uint", "%u"},      {"xint", "%08x"},    {"oint", "%o"},
    {"slong", "%ld"},    {"ulong", "%lu"},    {"xlong", "%08lx"},  {"olong", "%lo"},    {"sint64", "%I64d"},
    {"int64", "%I64d"},  {"uint64", "%I64u"}, {"xint64", "%I64x"}, {"oint64", "%I64o"}, {"int", "%d"},
    {"x", "%x"},         {"ptr", "%p"},       {"handle", "%p"},    {"double", "%f"},    {"str", "%hs"},
    {"astr", "%hs"},     {"pstr", "%hs"},     {"wstr", "%ls"},     {"pwstr", "%ls"},    {"ustr", "%wZ"},
    {"anstr", "%hZ"},    {"port", "%hu"},
};

bool same(std::string_view a, std::string_view b) {
  return rtl::equal_ignoring_case(a, b);
}
template <typename... Names>
bool is_one_of(std::string_view name, Names... names) {
  return (same(name, names) || ...);
}

// What a complex type's helper gives: the pieces, first to last.
struct Pieces : OWDF_TRACE_SINK {
  std::vector<std::string> all;
  static void NTAPI append(OWDF_TRACE_SINK* sink, ULONG64 length, const void* address) {
    const size_t bounded = std::min<size_t>(length, kLongestTrace);
    const bool some = address && bounded;
    static_cast<Pieces*>(sink)->all.emplace_back(some ? static_cast<const char*>(address) : "", some ? bounded : 0);
  }
};

std::string complex_text(const OWDF_TRACE_TYPE& type, const uint64_t* argument) {
  Pieces pieces;
  pieces.Append = Pieces::append;
  type.Marshal(&pieces, reinterpret_cast<const ULONG64*>(argument));
  const std::string data = pieces.all.empty() ? std::string() : pieces.all.back();
  const std::string_view item = type.Item;
  if (item == "ItemPString" || item == "ItemString") return data;
  if (item == "ItemPWString" || item == "ItemWString") {
    std::u16string text(data.size() / 2, u'\0');
    std::memcpy(text.data(), data.data(), text.size() * 2);
    return rtl::utf8(text);
  }
  return hex_text(data);
}

// The names of a list by number, or of a set's bits.
std::string list_text(const OWDF_TRACE_TYPE& type, uint64_t argument) {
  const std::string_view item = type.Item;
  const uint64_t value = item.find("Byte") != item.npos && item.find("Long") == item.npos ? argument & 0xff
                         : item.find("Short") != item.npos                                ? argument & 0xffff
                                                                                          : argument & 0xffffffff;
  const bool set = item.starts_with("ItemSet");
  std::string text;
  std::string_view rest = type.Values;
  for (uint64_t index = 0; !rest.empty(); index++) {
    const size_t end = std::min(rest.find(','), rest.size());
    const std::string_view name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!set && index == value) return std::string(name);
    if (set && index < 64 && value >> index & 1) text += (text.empty() ? "" : ",") + std::string(name);
  }
  return set ? "[" + text + "]" : fmt::format("{}", value);
}

class Formatter {
 public:
  Formatter(const OWDF_TRACE_MESSAGE& message, __builtin_ms_va_list arguments)
      : message_(message), arguments_(arguments) {}

  std::string text() {
    std::string_view rest = message_.Text;
    while (!rest.empty() && out_.size() < kLongestTrace) {
      const size_t percent = std::min(rest.find('%'), rest.size());
      out_ += rest.substr(0, percent);
      rest.remove_prefix(percent);
      if (!rest.empty()) rest.remove_prefix(conversion(rest));
    }
    if (out_.size() > kLongestTrace) out_.resize(kLongestTrace);
    return std::move(out_);
  }

 private:
  // Prints what begins with the percent sign; how long that is.
  size_t conversion(std::string_view rest) {
    const size_t type = rest.find_first_not_of(kFlagCharacters, 1);
    if (type == rest.npos) return out_ += rest, rest.size();
    if (rest[type] == '%') return out_ += '%', type + 1;
    const size_t end = rest[type] == '!' ? rest.find('!', type + 1) : rest.npos;
    if (end != rest.npos) {
      specification(rest.substr(type + 1, end - type - 1));
      return end + 1;
    }
    if (rest[type] == '!') return out_ += rest.substr(0, type + 1), type + 1;
    return plain(rest, type);
  }

  size_t plain(std::string_view rest, size_t type) {
    constexpr std::string_view kSizes = "hlwzjtLI";
    size_t end = type;
    while (end < rest.size() && (kSizes.find(rest[end]) != kSizes.npos ||
                                 (end > type && rest[end - 1] == 'I' && is_width(rest.substr(end, 2)))))
      end += rest[end] == '6' || rest[end] == '3' ? 2 : 1;
    end = std::min(end + 1, rest.size());
    const std::string one(rest.substr(0, end));
    out_ += converted(one, arguments_.here());
    arguments_.skip(1 + static_cast<size_t>(std::count(one.begin(), one.end(), '*')));
    return end;
  }
  static bool is_width(std::string_view text) { return text == "64" || text == "32"; }

  void specification(std::string_view name) {
    if (of_the_call(name)) return;
    for (const OWDF_TRACE_TYPE* type = message_.Types; type && type->Name; type++) {
      if (same(name, type->Name)) return configured(*type);
    }
    for (const Simple& simple : kSimple) {
      if (same(name, simple.name)) return void(out_ += number(simple.conversion, arguments_.next()));
    }
    with_meaning(name);
  }

  bool of_the_call(std::string_view name) {
    const std::string_view file = message_.File;
    if (same(name, "FUNC")) return out_ += message_.Function, true;
    if (same(name, "FILE")) return out_ += file.substr(file.find_last_of("/\\") + 1), true;
    if (same(name, "LINE")) return out_ += fmt::format("{}", message_.Line), true;
    if (same(name, "LEVEL")) return out_ += message_.Level, true;
    if (same(name, "FLAGS")) return out_ += message_.Flags, true;
    // Processor, time and driver stand in front of every line of the log.
    return is_one_of(name, "STDPREFIX", "COMPNAME", "TYP");
  }

  void configured(const OWDF_TRACE_TYPE& type) {
    if (type.Marshal) {
      out_ += complex_text(type, arguments_.here());
      arguments_.skip(1);
    } else if (type.Values) {
      out_ += list_text(type, arguments_.next());
    } else {
      out_ += number(("%" + std::string(type.Format ? type.Format : "p")).c_str(), arguments_.next());
    }
  }

  void with_meaning(std::string_view name) {
    const uint64_t value = arguments_.next();
    if (is_one_of(name, "STATUS", "NTSTATUS")) {
      out_ += rtl::status_text(Status(static_cast<int32_t>(value)));
    } else if (is_one_of(name, "WINERROR")) {
      out_ += fmt::format("{}", static_cast<uint32_t>(value));
    } else if (is_one_of(name, "HRESULT")) {
      out_ += fmt::format("0x{:08x}", static_cast<uint32_t>(value));
    } else if (is_one_of(name, "bool", "boolean")) {
      out_ += value & 0xff ? "TRUE" : "FALSE";
    } else if (is_one_of(name, "irql")) {
      out_ += irql_text(static_cast<uint8_t>(value));
    } else if (is_one_of(name, "GUID", "CLSID", "IID", "LIBID")) {
      out_ += guid_text(reinterpret_cast<const GUID*>(value));
    } else if (is_one_of(name, "TIMESTAMP", "TIME", "DATE", "DATETIME")) {
      out_ += time_text(static_cast<int64_t>(value));
    } else if (is_one_of(name, "delta", "due", "WAITTIME")) {
      out_ += interval_text(static_cast<int64_t>(value));
    } else if (is_one_of(name, "IPADDR")) {
      out_ += address_text(static_cast<uint32_t>(value));
    } else {
      out_ += fmt::format("%!{}!({:#x})", name, value);
    }
  }

  const OWDF_TRACE_MESSAGE& message_;
  Arguments arguments_;
  std::string out_;
};

}  // namespace

// What follows the standard prefix, which prints nothing, follows it at a distance.
std::string format_trace(const OWDF_TRACE_MESSAGE& message, __builtin_ms_va_list arguments) {
  std::string text = Formatter(message, arguments).text();
  const bool prefixed = std::string_view(message.Text).starts_with("%!STDPREFIX!");
  const size_t first = prefixed ? text.find_first_not_of(' ') : 0;
  const size_t last = text.find_last_not_of("\r\n");
  return first == text.npos || last == text.npos ? std::string() : text.substr(first, last + 1 - first);
}

}  // namespace owdf::dbg
