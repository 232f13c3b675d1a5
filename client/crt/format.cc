// The sprintf family: one engine (nt/rtl/format.h), and the many contracts for what does not fit.
#include "client/crt/crt.h"
#include "client/crt/text.h"
#include "nt/rtl/format.h"

using namespace owdf::client;

namespace {

using Arguments = __builtin_ms_va_list;

// How long the text would be; negative if the format is wrong.
template <typename C>
int counted(const C* format, Arguments arguments) {
  return static_cast<int>(owdf::rtl::format(static_cast<C*>(nullptr), 0, format, arguments));
}

// sprintf: the caller vouches for the room.
template <typename C>
int unbounded(C* out, const C* format, Arguments arguments) {
  const int64_t length = owdf::rtl::format(out, SIZE_MAX / sizeof(C), format, arguments);
  out[length < 0 ? 0 : length] = 0;
  return static_cast<int>(length);
}

// _snprintf: a text that fills the field has no terminator; one that does not fit is cut and gives -1.
template <typename C>
int field(C* out, size_t count, const C* format, Arguments arguments) {
  const int64_t length = owdf::rtl::format(out, count, format, arguments);
  if (length < 0 || static_cast<uint64_t>(length) > count) return -1;
  if (static_cast<uint64_t>(length) < count) out[length] = 0;
  return static_cast<int>(length);
}

// snprintf: always terminated, gives the length of the whole text; the wide one gives -1 when it was cut.
template <typename C>
int standard(C* out, size_t count, const C* format, Arguments arguments) {
  const int64_t length = owdf::rtl::format(out, count ? count - 1 : 0, format, arguments);
  const bool cut = length < 0 || static_cast<uint64_t>(length) >= count;
  if (count) out[length < 0 ? 0 : cut ? count - 1 : static_cast<size_t>(length)] = 0;
  return sizeof(C) > 1 && cut ? -1 : static_cast<int>(length);
}

// sprintf_s and _snprintf_s: what does not fit is the caller's error, unless `count` says how much may be kept.
template <typename C>
int checked(std::string_view name, C* out, size_t room, size_t count, const C* format, Arguments arguments) {
  if (!out || room == 0 || !format) {
    invalid_parameter(name, kInvalid);
    return -1;
  }
  const size_t most = std::min(count, room - 1);
  const int64_t length = owdf::rtl::format(out, most, format, arguments);
  if (length >= 0 && static_cast<uint64_t>(length) <= most) {
    out[length] = 0;
    return static_cast<int>(length);
  }
  const bool may_cut = length >= 0 && (count == kTruncate || count < room);
  out[may_cut ? most : 0] = 0;
  if (!may_cut) invalid_parameter(name, length < 0 ? kInvalid : kRange);
  return -1;
}

// sprintf_s: nothing may be cut, so the count lies just beyond every room that can be.
constexpr size_t kWhole = SIZE_MAX - 1;

}  // namespace

#define WITH_ARGUMENTS(last, call)        \
  Arguments arguments;                    \
  __builtin_ms_va_start(arguments, last); \
  const int result = (call);              \
  __builtin_ms_va_end(arguments);         \
  return result

CRT_API int crt_vsprintf(char* out, const char* format, Arguments arguments) {
  return unbounded(out, format, arguments);
}
CRT_API int crt_sprintf(char* out, const char* format, ...) {
  WITH_ARGUMENTS(format, unbounded(out, format, arguments));
}

CRT_API int crt__vsnprintf(char* out, size_t count, const char* format, Arguments arguments) {
  return field(out, count, format, arguments);
}
CRT_API int crt__snprintf(char* out, size_t count, const char* format, ...) {
  WITH_ARGUMENTS(format, field(out, count, format, arguments));
}
CRT_API int crt__vsnwprintf(WideChar* out, size_t count, const WideChar* format, Arguments arguments) {
  return field(out, count, format, arguments);
}
CRT_API int crt__snwprintf(WideChar* out, size_t count, const WideChar* format, ...) {
  WITH_ARGUMENTS(format, field(out, count, format, arguments));
}

CRT_API int crt_vsnprintf(char* out, size_t count, const char* format, Arguments arguments) {
  return standard(out, count, format, arguments);
}
CRT_API int crt_snprintf(char* out, size_t count, const char* format, ...) {
  WITH_ARGUMENTS(format, standard(out, count, format, arguments));
}
CRT_API int crt_vswprintf(WideChar* out, size_t count, const WideChar* format, Arguments arguments) {
  return standard(out, count, format, arguments);
}
CRT_API int crt_swprintf(WideChar* out, size_t count, const WideChar* format, ...) {
  WITH_ARGUMENTS(format, standard(out, count, format, arguments));
}

CRT_API int crt_vsprintf_s(char* out, size_t room, const char* format, Arguments arguments) {
  return checked("vsprintf_s", out, room, kWhole, format, arguments);
}
CRT_API int crt_sprintf_s(char* out, size_t room, const char* format, ...) {
  WITH_ARGUMENTS(format, checked("sprintf_s", out, room, kWhole, format, arguments));
}
CRT_API int crt_vswprintf_s(WideChar* out, size_t room, const WideChar* format, Arguments arguments) {
  return checked("vswprintf_s", out, room, kWhole, format, arguments);
}
CRT_API int crt_swprintf_s(WideChar* out, size_t room, const WideChar* format, ...) {
  WITH_ARGUMENTS(format, checked("swprintf_s", out, room, kWhole, format, arguments));
}

CRT_API int crt__vsnprintf_s(char* out, size_t room, size_t count, const char* format, Arguments arguments) {
  return checked("_vsnprintf_s", out, room, count, format, arguments);
}
CRT_API int crt__snprintf_s(char* out, size_t room, size_t count, const char* format, ...) {
  WITH_ARGUMENTS(format, checked("_snprintf_s", out, room, count, format, arguments));
}
CRT_API int crt__vsnwprintf_s(WideChar* out, size_t room, size_t count, const WideChar* format, Arguments arguments) {
  return checked("_vsnwprintf_s", out, room, count, format, arguments);
}
CRT_API int crt__snwprintf_s(WideChar* out, size_t room, size_t count, const WideChar* format, ...) {
  WITH_ARGUMENTS(format, checked("_snwprintf_s", out, room, count, format, arguments));
}

CRT_API int crt__vscprintf(const char* format, Arguments arguments) {
  return counted(format, arguments);
}
CRT_API int crt__scprintf(const char* format, ...) {
  WITH_ARGUMENTS(format, counted(format, arguments));
}
CRT_API int crt__vscwprintf(const WideChar* format, Arguments arguments) {
  return counted(format, arguments);
}
CRT_API int crt__scwprintf(const WideChar* format, ...) {
  WITH_ARGUMENTS(format, counted(format, arguments));
}
