// Conversions between string types, and of numbers and GUIDs to and from text.
#include <algorithm>
#include <cstring>

#include "nt/ex/executive.h"
#include "nt/machine.h"
#include "nt/rtl/counted.h"

namespace {

using owdf::rtl::view;

constexpr uint32_t kStringTag = 'grtS';
constexpr std::u16string_view kGuidShape = u"{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}";

char* allocate_text(size_t bytes, const void* caller) {
  return static_cast<char*>(
      owdf::nt::current_machine()->ex().allocate(owdf::ex::PoolType::kPaged, bytes, kStringTag, caller));
}

int digit_of(char16_t c) {
  if (c >= u'0' && c <= u'9') return c - u'0';
  if (c >= u'a' && c <= u'f') return c - u'a' + 10;
  if (c >= u'A' && c <= u'F') return c - u'A' + 10;
  return 99;
}

// Blanks, a sign, 0x, 0o or 0b where `base` is 0, then digits up to the first character that is none.
template <typename Char>
NTSTATUS parse_integer(std::basic_string_view<Char> text, ULONG base, PULONG value) {
  const auto at = [&](size_t i) { return i < text.size() ? static_cast<char16_t>(text[i]) : char16_t{0}; };
  if (base != 0 && base != 2 && base != 8 && base != 10 && base != 16) return STATUS_INVALID_PARAMETER;
  size_t i = 0;
  while (at(i) != 0 && at(i) <= u' ') i++;
  const bool negative = at(i) == u'-';
  if (at(i) == u'-' || at(i) == u'+') i++;
  if (base == 0) {
    base = 10;
    if (at(i) == u'0') {
      base = at(i + 1) == u'x' ? 16 : at(i + 1) == u'o' ? 8 : at(i + 1) == u'b' ? 2 : 10;
      if (base != 10) i += 2;
    }
  }
  ULONG result = 0;
  for (; static_cast<ULONG>(digit_of(at(i))) < base; i++) result = result * base + static_cast<ULONG>(digit_of(at(i)));
  *value = negative ? 0 - result : result;
  return STATUS_SUCCESS;
}

NTSTATUS integer_to_string(uint64_t value, ULONG base, PUNICODE_STRING string) {
  if (base == 0) base = 10;
  if (base != 2 && base != 8 && base != 10 && base != 16) return STATUS_INVALID_PARAMETER;
  char16_t digits[64];
  size_t first = 64;
  do {
    digits[--first] = u"0123456789ABCDEF"[value % base];
    value /= base;
  } while (value != 0);
  const size_t bytes = (64 - first) * 2;
  if (bytes > string->MaximumLength) return STATUS_BUFFER_OVERFLOW;
  std::memcpy(string->Buffer, digits + first, bytes);
  string->Length = static_cast<USHORT>(bytes);
  if (bytes + 2 <= string->MaximumLength) string->Buffer[bytes / 2] = 0;
  return STATUS_SUCCESS;
}

}  // namespace

extern "C" {

NTSTATUS NTAPI RtlAnsiStringToUnicodeString(PUNICODE_STRING DestinationString, PCANSI_STRING SourceString,
                                            BOOLEAN AllocateDestinationString) {
  const std::string_view source = view(SourceString);
  const size_t bytes = source.size() * 2;
  if (bytes + 2 > UINT16_MAX) return STATUS_INVALID_PARAMETER_2;
  if (AllocateDestinationString) {
    auto* buffer = reinterpret_cast<PWCH>(allocate_text(bytes + 2, __builtin_return_address(0)));
    if (!buffer) return STATUS_NO_MEMORY;
    *DestinationString = {0, static_cast<USHORT>(bytes + 2), buffer};
  } else if (bytes + 2 > DestinationString->MaximumLength) {
    return STATUS_BUFFER_OVERFLOW;
  }
  for (size_t i = 0; i < source.size(); i++) {
    DestinationString->Buffer[i] = owdf::rtl::ansi_to_utf16(static_cast<uint8_t>(source[i]));
  }
  DestinationString->Buffer[source.size()] = 0;
  DestinationString->Length = static_cast<USHORT>(bytes);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeStringToAnsiString(PANSI_STRING DestinationString, PCUNICODE_STRING SourceString,
                                            BOOLEAN AllocateDestinationString) {
  const std::u16string_view source = view(SourceString);
  NTSTATUS status = STATUS_SUCCESS;
  size_t count = source.size();
  if (AllocateDestinationString) {
    char* buffer = allocate_text(count + 1, __builtin_return_address(0));
    if (!buffer) return STATUS_NO_MEMORY;
    *DestinationString = {0, static_cast<USHORT>(count + 1), buffer};
  } else if (count + 1 > DestinationString->MaximumLength) {
    status = STATUS_BUFFER_OVERFLOW;
    if (DestinationString->MaximumLength == 0) return status;
    count = DestinationString->MaximumLength - 1u;
  }
  for (size_t i = 0; i < count; i++) {
    DestinationString->Buffer[i] = static_cast<char>(owdf::rtl::utf16_to_ansi(source[i]));
  }
  DestinationString->Buffer[count] = 0;
  DestinationString->Length = static_cast<USHORT>(count);
  return status;
}

ULONG NTAPI RtlxAnsiStringToUnicodeSize(PCANSI_STRING AnsiString) {
  return AnsiString->Length * 2u + 2u;
}
ULONG NTAPI RtlxUnicodeStringToAnsiSize(PCUNICODE_STRING UnicodeString) {
  return UnicodeString->Length / 2u + 1u;
}

void NTAPI RtlFreeUnicodeString(PUNICODE_STRING UnicodeString) {
  if (!UnicodeString->Buffer) return;
  owdf::nt::current_machine()->ex().free(UnicodeString->Buffer);
  *UnicodeString = {};
}

void NTAPI RtlFreeAnsiString(PANSI_STRING AnsiString) {
  if (!AnsiString->Buffer) return;
  owdf::nt::current_machine()->ex().free(AnsiString->Buffer);
  *AnsiString = {};
}

NTSTATUS NTAPI RtlUpcaseUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString,
                                      BOOLEAN AllocateDestinationString) {
  if (AllocateDestinationString) {
    auto* buffer = reinterpret_cast<PWCH>(allocate_text(SourceString->Length, __builtin_return_address(0)));
    if (!buffer) return STATUS_NO_MEMORY;
    *DestinationString = {0, SourceString->Length, buffer};
  } else if (SourceString->Length > DestinationString->MaximumLength) {
    return STATUS_BUFFER_OVERFLOW;
  }
  const std::u16string_view source = view(SourceString);
  std::transform(source.begin(), source.end(), DestinationString->Buffer, owdf::rtl::upcase);
  DestinationString->Length = SourceString->Length;
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlDowncaseUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString,
                                        BOOLEAN AllocateDestinationString) {
  if (AllocateDestinationString) {
    auto* buffer = reinterpret_cast<PWCH>(allocate_text(SourceString->Length, __builtin_return_address(0)));
    if (!buffer) return STATUS_NO_MEMORY;
    *DestinationString = {0, SourceString->Length, buffer};
  } else if (SourceString->Length > DestinationString->MaximumLength) {
    return STATUS_BUFFER_OVERFLOW;
  }
  const std::u16string_view source = view(SourceString);
  std::transform(source.begin(), source.end(), DestinationString->Buffer, owdf::rtl::downcase);
  DestinationString->Length = SourceString->Length;
  return STATUS_SUCCESS;
}

// Malformed input is replaced and reported (STATUS_SOME_NOT_MAPPED); what does not fit is left out whole
// (STATUS_BUFFER_TOO_SMALL). Without a destination only the size is asked for.
NTSTATUS NTAPI RtlUTF8ToUnicodeN(PWSTR UnicodeStringDestination, ULONG UnicodeStringMaxByteCount,
                                 PULONG UnicodeStringActualByteCount, PCCH UTF8StringSource,
                                 ULONG UTF8StringByteCount) {
  if (!UTF8StringSource) return STATUS_INVALID_PARAMETER_4;
  std::string_view source(UTF8StringSource, UTF8StringByteCount);
  NTSTATUS status = STATUS_SUCCESS;
  ULONG bytes = 0;
  while (!source.empty()) {
    const bool replacement_itself = source.substr(0, 3) == "\xEF\xBF\xBD";
    const char32_t c = owdf::rtl::next_code_point(source);
    if (c == 0xFFFD && !replacement_itself && status == STATUS_SUCCESS) status = STATUS_SOME_NOT_MAPPED;
    const ULONG size = c >= 0x10000 ? 4 : 2;
    if (UnicodeStringDestination) {
      if (bytes + size > UnicodeStringMaxByteCount) {
        status = STATUS_BUFFER_TOO_SMALL;
        break;
      }
      WCHAR* out = UnicodeStringDestination + bytes / 2;
      if (size == 4) {
        out[0] = static_cast<WCHAR>(0xD800 + ((c - 0x10000) >> 10));
        out[1] = static_cast<WCHAR>(0xDC00 + (c & 0x3FF));
      } else {
        out[0] = static_cast<WCHAR>(c);
      }
    }
    bytes += size;
  }
  if (UnicodeStringActualByteCount) *UnicodeStringActualByteCount = bytes;
  return status;
}

NTSTATUS NTAPI RtlUnicodeToUTF8N(PCHAR UTF8StringDestination, ULONG UTF8StringMaxByteCount,
                                 PULONG UTF8StringActualByteCount, PCWCH UnicodeStringSource,
                                 ULONG UnicodeStringByteCount) {
  if (!UnicodeStringSource) return STATUS_INVALID_PARAMETER_4;
  if (UnicodeStringByteCount % 2 != 0) return STATUS_INVALID_PARAMETER_5;
  std::u16string_view source(UnicodeStringSource, UnicodeStringByteCount / 2);
  NTSTATUS status = STATUS_SUCCESS;
  ULONG bytes = 0;
  while (!source.empty()) {
    const bool replacement_itself = source.front() == 0xFFFD;
    const char32_t c = owdf::rtl::next_code_point(source);
    if (c == 0xFFFD && !replacement_itself && status == STATUS_SUCCESS) status = STATUS_SOME_NOT_MAPPED;
    char encoded[4];
    const auto size = static_cast<ULONG>(owdf::rtl::encode_utf8(c, encoded));
    if (UTF8StringDestination) {
      if (bytes + size > UTF8StringMaxByteCount) {
        status = STATUS_BUFFER_TOO_SMALL;
        break;
      }
      std::memcpy(UTF8StringDestination + bytes, encoded, size);
    }
    bytes += size;
  }
  if (UTF8StringActualByteCount) *UTF8StringActualByteCount = bytes;
  return status;
}

NTSTATUS NTAPI RtlUnicodeToMultiByteN(PCHAR MultiByteString, ULONG MaxBytesInMultiByteString,
                                      PULONG BytesInMultiByteString, PCWCH UnicodeString, ULONG BytesInUnicodeString) {
  const ULONG count = std::min(BytesInUnicodeString / 2, MaxBytesInMultiByteString);
  for (ULONG i = 0; i < count; i++) {
    MultiByteString[i] = static_cast<char>(owdf::rtl::utf16_to_ansi(UnicodeString[i]));
  }
  if (BytesInMultiByteString) *BytesInMultiByteString = count;
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlMultiByteToUnicodeN(PWCH UnicodeString, ULONG MaxBytesInUnicodeString, PULONG BytesInUnicodeString,
                                      const CHAR* MultiByteString, ULONG BytesInMultiByteString) {
  const ULONG count = std::min(BytesInMultiByteString, MaxBytesInUnicodeString / 2);
  for (ULONG i = 0; i < count; i++) {
    UnicodeString[i] = owdf::rtl::ansi_to_utf16(static_cast<uint8_t>(MultiByteString[i]));
  }
  if (BytesInUnicodeString) *BytesInUnicodeString = count * 2;
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, PULONG Value) {
  return parse_integer(view(String), Base, Value);
}

NTSTATUS NTAPI RtlCharToInteger(PCSTR String, ULONG Base, PULONG Value) {
  return parse_integer(std::string_view(String), Base, Value);
}

NTSTATUS NTAPI RtlIntegerToUnicodeString(ULONG Value, ULONG Base, PUNICODE_STRING String) {
  return integer_to_string(Value, Base, String);
}

NTSTATUS NTAPI RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, PUNICODE_STRING String) {
  return integer_to_string(Value, Base, String);
}

NTSTATUS NTAPI RtlGUIDFromString(PCUNICODE_STRING GuidString, GUID* Guid) {
  const std::u16string_view text = view(GuidString);
  if (text.size() != kGuidShape.size()) return STATUS_INVALID_PARAMETER;
  uint8_t nibbles[32];
  size_t count = 0;
  for (size_t i = 0; i < text.size(); i++) {
    const int digit = digit_of(text[i]);
    if (kGuidShape[i] == u'x' ? digit > 15 : text[i] != kGuidShape[i]) return STATUS_INVALID_PARAMETER;
    if (kGuidShape[i] == u'x') nibbles[count++] = static_cast<uint8_t>(digit);
  }
  const auto number = [&](size_t first, size_t digits) {
    uint32_t value = 0;
    for (size_t i = 0; i < digits; i++) value = value << 4 | nibbles[first + i];
    return value;
  };
  Guid->Data1 = number(0, 8);
  Guid->Data2 = static_cast<unsigned short>(number(8, 4));
  Guid->Data3 = static_cast<unsigned short>(number(12, 4));
  for (size_t i = 0; i < 8; i++) Guid->Data4[i] = static_cast<unsigned char>(number(16 + 2 * i, 2));
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlStringFromGUID(REFGUID Guid, PUNICODE_STRING GuidString) {
  const GUID& guid = Guid;
  const size_t bytes = kGuidShape.size() * 2;
  auto* buffer = reinterpret_cast<PWCH>(allocate_text(bytes + 2, __builtin_return_address(0)));
  if (!buffer) return STATUS_NO_MEMORY;
  uint8_t ordered[16] = {static_cast<uint8_t>(guid.Data1 >> 24), static_cast<uint8_t>(guid.Data1 >> 16),
                         static_cast<uint8_t>(guid.Data1 >> 8),  static_cast<uint8_t>(guid.Data1),
                         static_cast<uint8_t>(guid.Data2 >> 8),  static_cast<uint8_t>(guid.Data2),
                         static_cast<uint8_t>(guid.Data3 >> 8),  static_cast<uint8_t>(guid.Data3)};
  std::memcpy(ordered + 8, guid.Data4, 8);
  size_t nibble = 0;
  for (size_t i = 0; i < kGuidShape.size(); i++) {
    buffer[i] = kGuidShape[i];
    if (kGuidShape[i] != u'x') continue;
    const uint8_t byte = ordered[nibble / 2];
    buffer[i] = u"0123456789ABCDEF"[nibble % 2 == 0 ? byte >> 4 : byte & 15];
    nibble++;
  }
  buffer[kGuidShape.size()] = 0;
  *GuidString = {static_cast<USHORT>(bytes), static_cast<USHORT>(bytes + 2), buffer};
  return STATUS_SUCCESS;
}

}  // extern "C"
