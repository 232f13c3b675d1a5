// Last errors, their texts, and the way from statuses to them.
#include "client/crt/text.h"
#include "client/kernel32/error_texts.h"
#include "client/kernel32/win32.h"
#include "nt/rtl/format.h"

using namespace owdf::client;

extern "C" {

DWORD NTAPI GetLastError() {
  return current_thread_state()->last_error;
}
void NTAPI SetLastError(DWORD error) {
  current_thread_state()->last_error = error;
}
ULONG NTAPI RtlNtStatusToDosError(NTSTATUS status) {
  return error_of(status);
}
}

namespace {

const char* text_of(uint32_t error) {
  const auto row = std::lower_bound(std::begin(kErrorTexts), std::end(kErrorTexts), error,
                                    [](const ErrorText& candidate, uint32_t value) { return candidate.error < value; });
  return row != std::end(kErrorTexts) && row->error == error ? row->text : nullptr;
}

// Inserts: %1 .. %99 with an optional !printf format!, %n, %%, %0 (no line end). Each argument is a pointer-sized word.
template <typename C>
std::basic_string<C> expand(const C* source, bool ignore_inserts, const ULONG_PTR* arguments) {
  std::basic_string<C> out;
  for (; *source; source++) {
    if (*source != '%' || !source[1]) {
      out += *source;
      continue;
    }
    source++;
    if (*source >= '1' && *source <= '9' && !ignore_inserts && arguments) {
      size_t index = static_cast<size_t>(*source - '0');
      if (source[1] >= '0' && source[1] <= '9') index = index * 10 + static_cast<size_t>(*++source - '0');
      std::basic_string<C> format = {'%'};
      if (source[1] == '!') {
        for (source += 2; *source && *source != '!'; source++) format += *source;
      } else {
        format += 's';
      }
      ULONG_PTR word[] = {arguments[index - 1]};
      const auto list = reinterpret_cast<__builtin_ms_va_list>(word);
      C piece[1024];
      const int64_t length = owdf::rtl::format(piece, std::size(piece), format.c_str(), list);
      out.append(piece, static_cast<size_t>(std::clamp<int64_t>(length, 0, std::size(piece))));
    } else if (*source == 'n') {
      out += '\r', out += '\n';
    } else if (*source == '0') {
      break;
    } else if (*source >= '1' && *source <= '9') {
      out += '%', out += *source;
    } else {
      out += *source;
    }
    if (!*source) break;
  }
  return out;
}

template <typename C>
DWORD format_message(DWORD flags, const void* source, DWORD id, C* buffer, DWORD room, const void* arguments) {
  std::basic_string<C> text;
  const bool array = flags & FORMAT_MESSAGE_ARGUMENT_ARRAY;
  const auto words =
      static_cast<const ULONG_PTR*>(array || !arguments ? arguments : *static_cast<void* const*>(arguments));
  if (flags & FORMAT_MESSAGE_FROM_STRING) {
    text = expand(static_cast<const C*>(source), flags & FORMAT_MESSAGE_IGNORE_INSERTS, words);
  } else if (flags & FORMAT_MESSAGE_FROM_SYSTEM) {
    const char* found = text_of(id & 0xffff0000u ? error_of(static_cast<NTSTATUS>(id)) : id);
    if (!found) return fail(317);  // ERROR_MR_MID_NOT_FOUND
    const std::basic_string<C> wide(found, found + strlen(found));
    text = expand(wide.c_str(), flags & FORMAT_MESSAGE_IGNORE_INSERTS, words);
    // The width field 0xff asks for one line; else the text of the system ends its line.
    if ((flags & FORMAT_MESSAGE_MAX_WIDTH_MASK) == FORMAT_MESSAGE_MAX_WIDTH_MASK)
      text += ' ';
    else
      text += '\r', text += '\n';
  } else {
    return fail(ERROR_INVALID_PARAMETER);
  }
  C* out = buffer;
  if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
    room = static_cast<DWORD>(std::max<size_t>(room, text.size() + 1));
    out = static_cast<C*>(current_program()->heap.allocate(room * sizeof(C)));
    *reinterpret_cast<C**>(buffer) = out;
    if (!out) return fail(ERROR_NOT_ENOUGH_MEMORY);
  }
  if (text.size() >= room) return fail(ERROR_INSUFFICIENT_BUFFER);
  text::copy(out, text.c_str());
  return static_cast<DWORD>(text.size());
}

}  // namespace

extern "C" {

DWORD NTAPI FormatMessageA(DWORD flags, LPCVOID source, DWORD id, DWORD, LPSTR buffer, DWORD room,
                           OWDF_VA_LIST* arguments) {
  return format_message(flags, source, id, buffer, room, arguments);
}
DWORD NTAPI FormatMessageW(DWORD flags, LPCVOID source, DWORD id, DWORD, LPWSTR buffer, DWORD room,
                           OWDF_VA_LIST* arguments) {
  return format_message(flags, source, id, buffer, room, arguments);
}
}
