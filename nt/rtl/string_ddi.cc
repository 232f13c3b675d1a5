// Counted strings: RtlInit*, copying, appending, comparing.
#include <algorithm>
#include <cstring>

#include "nt/rtl/counted.h"

namespace {

using owdf::rtl::upcase;
using owdf::rtl::view;

// The longest text that a counted string can describe, without its terminator.
constexpr size_t kLongestWide = (UINT16_MAX - 1) / 2 - 1;
constexpr size_t kLongestNarrow = UINT16_MAX - 1;

char upcase_ansi(char c) {
  const char16_t upper = upcase(owdf::rtl::ansi_to_utf16(static_cast<uint8_t>(c)));
  const uint8_t byte = owdf::rtl::utf16_to_ansi(upper);
  return byte == '?' ? c : static_cast<char>(byte);
}

size_t length_of(const char16_t* text) {
  return std::char_traits<char16_t>::length(text);
}

}  // namespace

extern "C" {

void NTAPI RtlInitUnicodeString(PUNICODE_STRING DestinationString, PCWSTR SourceString) {
  const size_t length = SourceString ? std::min(length_of(SourceString), kLongestWide) : 0;
  DestinationString->Length = static_cast<USHORT>(length * 2);
  DestinationString->MaximumLength = static_cast<USHORT>(SourceString ? length * 2 + 2 : 0);
  DestinationString->Buffer = const_cast<PWCH>(SourceString);
}

NTSTATUS NTAPI RtlInitUnicodeStringEx(PUNICODE_STRING DestinationString, PCWSTR SourceString) {
  if (SourceString && length_of(SourceString) > kLongestWide) return STATUS_NAME_TOO_LONG;
  RtlInitUnicodeString(DestinationString, SourceString);
  return STATUS_SUCCESS;
}

void NTAPI RtlInitAnsiString(PANSI_STRING DestinationString, PCSTR SourceString) {
  const size_t length = SourceString ? std::min(std::strlen(SourceString), kLongestNarrow) : 0;
  DestinationString->Length = static_cast<USHORT>(length);
  DestinationString->MaximumLength = static_cast<USHORT>(SourceString ? length + 1 : 0);
  DestinationString->Buffer = const_cast<PCHAR>(SourceString);
}

void NTAPI RtlInitString(PSTRING DestinationString, PCSTR SourceString) {
  RtlInitAnsiString(DestinationString, SourceString);
}

NTSTATUS NTAPI RtlInitAnsiStringEx(PANSI_STRING DestinationString, PCSTR SourceString) {
  if (SourceString && std::strlen(SourceString) > kLongestNarrow) return STATUS_NAME_TOO_LONG;
  RtlInitAnsiString(DestinationString, SourceString);
  return STATUS_SUCCESS;
}

void NTAPI RtlInitUTF8String(PUTF8_STRING DestinationString, PCSTR SourceString) {
  RtlInitAnsiString(DestinationString, SourceString);
}

// Copies what fits; a terminator is no part of the string, and is added where there is room.
void NTAPI RtlCopyUnicodeString(PUNICODE_STRING DestinationString, PCUNICODE_STRING SourceString) {
  if (!SourceString) {
    DestinationString->Length = 0;
    return;
  }
  const USHORT bytes = std::min<USHORT>(SourceString->Length, DestinationString->MaximumLength);
  std::memmove(DestinationString->Buffer, SourceString->Buffer, bytes);
  DestinationString->Length = bytes;
  if (bytes + sizeof(WCHAR) <= DestinationString->MaximumLength) DestinationString->Buffer[bytes / 2] = 0;
}

void NTAPI RtlCopyString(PSTRING DestinationString, const STRING* SourceString) {
  if (!SourceString) {
    DestinationString->Length = 0;
    return;
  }
  const USHORT bytes = std::min<USHORT>(SourceString->Length, DestinationString->MaximumLength);
  std::memmove(DestinationString->Buffer, SourceString->Buffer, bytes);
  DestinationString->Length = bytes;
}

NTSTATUS NTAPI RtlAppendUnicodeStringToString(PUNICODE_STRING Destination, PCUNICODE_STRING Source) {
  const size_t length = size_t{Destination->Length} + Source->Length;
  if (length > Destination->MaximumLength) return STATUS_BUFFER_TOO_SMALL;
  std::memmove(Destination->Buffer + Destination->Length / 2, Source->Buffer, Source->Length);
  Destination->Length = static_cast<USHORT>(length);
  if (length + sizeof(WCHAR) <= Destination->MaximumLength) Destination->Buffer[length / 2] = 0;
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI RtlAppendUnicodeToString(PUNICODE_STRING Destination, PCWSTR Source) {
  if (!Source) return STATUS_SUCCESS;
  UNICODE_STRING source;
  const NTSTATUS status = RtlInitUnicodeStringEx(&source, Source);
  return NT_SUCCESS(status) ? RtlAppendUnicodeStringToString(Destination, &source) : STATUS_BUFFER_TOO_SMALL;
}

LONG NTAPI RtlCompareUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive) {
  if (CaseInSensitive) return owdf::rtl::compare_ignoring_case(view(String1), view(String2));
  const std::u16string_view a = view(String1), b = view(String2);
  for (size_t i = 0; i < std::min(a.size(), b.size()); i++) {
    if (a[i] != b[i]) return a[i] - b[i];
  }
  return static_cast<LONG>(a.size()) - static_cast<LONG>(b.size());
}

BOOLEAN NTAPI RtlEqualUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive) {
  return String1->Length == String2->Length && RtlCompareUnicodeString(String1, String2, CaseInSensitive) == 0;
}

BOOLEAN NTAPI RtlPrefixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive) {
  if (String1->Length > String2->Length) return FALSE;
  UNICODE_STRING beginning = *String2;
  beginning.Length = String1->Length;
  return RtlEqualUnicodeString(String1, &beginning, CaseInSensitive);
}

BOOLEAN NTAPI RtlSuffixUnicodeString(PCUNICODE_STRING String1, PCUNICODE_STRING String2, BOOLEAN CaseInSensitive) {
  if (String1->Length > String2->Length) return FALSE;
  UNICODE_STRING end = *String2;
  end.Buffer += (String2->Length - String1->Length) / 2;
  end.Length = String1->Length;
  return RtlEqualUnicodeString(String1, &end, CaseInSensitive);
}

LONG NTAPI RtlCompareString(const STRING* String1, const STRING* String2, BOOLEAN CaseInSensitive) {
  const std::string_view a = view(String1), b = view(String2);
  for (size_t i = 0; i < std::min(a.size(), b.size()); i++) {
    const auto x = static_cast<uint8_t>(CaseInSensitive ? upcase_ansi(a[i]) : a[i]);
    const auto y = static_cast<uint8_t>(CaseInSensitive ? upcase_ansi(b[i]) : b[i]);
    if (x != y) return x - y;
  }
  return static_cast<LONG>(a.size()) - static_cast<LONG>(b.size());
}

BOOLEAN NTAPI RtlEqualString(const STRING* String1, const STRING* String2, BOOLEAN CaseInSensitive) {
  return String1->Length == String2->Length && RtlCompareString(String1, String2, CaseInSensitive) == 0;
}

WCHAR NTAPI RtlUpcaseUnicodeChar(WCHAR SourceCharacter) {
  return upcase(SourceCharacter);
}
WCHAR NTAPI RtlDowncaseUnicodeChar(WCHAR SourceCharacter) {
  return owdf::rtl::downcase(SourceCharacter);
}
CHAR NTAPI RtlUpperChar(CHAR Character) {
  return upcase_ansi(Character);
}

void NTAPI RtlUpperString(PSTRING DestinationString, const STRING* SourceString) {
  const USHORT bytes = std::min<USHORT>(SourceString->Length, DestinationString->MaximumLength);
  for (USHORT i = 0; i < bytes; i++) DestinationString->Buffer[i] = upcase_ansi(SourceString->Buffer[i]);
  DestinationString->Length = bytes;
}

// x65599, the one published algorithm; hashes are equal on every machine.
NTSTATUS NTAPI RtlHashUnicodeString(PCUNICODE_STRING String, BOOLEAN CaseInSensitive, ULONG HashAlgorithm,
                                    PULONG HashValue) {
  constexpr ULONG kDefault = 0, kX65599 = 1;
  if (!String || !HashValue || (HashAlgorithm != kDefault && HashAlgorithm != kX65599)) return STATUS_INVALID_PARAMETER;
  ULONG hash = 0;
  for (char16_t c : view(String)) hash = hash * 65599 + (CaseInSensitive ? upcase(c) : c);
  *HashValue = hash;
  return STATUS_SUCCESS;
}

SIZE_T NTAPI RtlCompareMemory(const void* Source1, const void* Source2, SIZE_T Length) {
  const auto* a = static_cast<const uint8_t*>(Source1);
  const auto* b = static_cast<const uint8_t*>(Source2);
  return static_cast<SIZE_T>(std::mismatch(a, a + Length, b).first - a);
}

SIZE_T NTAPI RtlCompareMemoryUlong(PVOID Source, SIZE_T Length, ULONG Pattern) {
  const auto* words = static_cast<const ULONG*>(Source);
  SIZE_T equal = 0;
  while (equal < Length / 4 && words[equal] == Pattern) equal++;
  return equal * 4;
}

}  // extern "C"
