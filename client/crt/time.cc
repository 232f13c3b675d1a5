// Time of the C runtime: the world's clock, in UTC; there is no other time zone here.
#include <ctime>

#include "client/crt/crt.h"
#include "client/program_state.h"
#include "client/crt/text.h"
#include "nt/machine.h"

using namespace owdf::client;

namespace {

// struct tm as images see it: nine ints.
struct BrokenDown {
  int second, minute, hour, day, month, year, weekday, yearday, daylight;
};

constexpr int64_t kTicksPerSecond = 10'000'000;
constexpr int64_t kSecondsFrom1601To1970 = 11'644'473'600;

int64_t now_seconds() {
  return owdf::nt::current_machine()->world().system_time() / kTicksPerSecond - kSecondsFrom1601To1970;
}

BrokenDown break_down(int64_t seconds) {
  const time_t value = seconds;
  tm parts{};
  gmtime_r(&value, &parts);
  return {parts.tm_sec,  parts.tm_min,  parts.tm_hour,
          parts.tm_mday, parts.tm_mon,  parts.tm_year,
          parts.tm_wday, parts.tm_yday, 0};
}

tm host_parts(const BrokenDown& parts) {
  tm host{};
  host.tm_sec = parts.second, host.tm_min = parts.minute, host.tm_hour = parts.hour, host.tm_mday = parts.day;
  host.tm_mon = parts.month, host.tm_year = parts.year, host.tm_wday = parts.weekday, host.tm_yday = parts.yearday;
  return host;
}

// The blocks of the functions that hand out their own memory; one per thread, as on Windows.
BrokenDown* thread_parts(int64_t seconds) {
  ThreadState* thread = current_thread_state();
  static_assert(sizeof(thread->time_parts) == sizeof(BrokenDown));
  const BrokenDown parts = break_down(seconds);
  memcpy(thread->time_parts, &parts, sizeof(parts));
  return reinterpret_cast<BrokenDown*>(thread->time_parts);
}

// "Wed Jan 02 02:03:55 1980\n": two digits for the day, unlike glibc.
void write_text(const BrokenDown& parts, char* out) {
  const tm host = host_parts(parts);
  (void)strftime(out, 26, "%a %b %d %H:%M:%S %Y\n", &host);
}

}  // namespace

CRT_API int64_t crt__time64(int64_t* out) {
  const int64_t now = now_seconds();
  if (out) *out = now;
  return now;
}
CRT_API int64_t crt_time(int64_t* out) {
  return crt__time64(out);
}

// Milliseconds since the world began; CLOCKS_PER_SEC is 1000.
CRT_API Long crt_clock() {
  return static_cast<Long>(owdf::nt::current_machine()->world().interrupt_time() / owdf::sched::kTicksPerMillisecond);
}
CRT_API double crt_difftime(int64_t later, int64_t earlier) {
  return static_cast<double>(later - earlier);
}

CRT_API BrokenDown* crt__gmtime64(const int64_t* seconds) {
  return thread_parts(*seconds);
}
CRT_API BrokenDown* crt_gmtime(const int64_t* seconds) {
  return thread_parts(*seconds);
}
CRT_API BrokenDown* crt__localtime64(const int64_t* seconds) {
  return thread_parts(*seconds);
}
CRT_API BrokenDown* crt_localtime(const int64_t* seconds) {
  return thread_parts(*seconds);
}
CRT_API Errno crt_gmtime_s(BrokenDown* out, const int64_t* seconds) {
  if (!out || !seconds) return invalid_parameter("gmtime_s", kInvalid);
  return *out = break_down(*seconds), kNoError;
}
CRT_API Errno crt_localtime_s(BrokenDown* out, const int64_t* seconds) {
  return crt_gmtime_s(out, seconds);
}
CRT_API Errno crt__gmtime64_s(BrokenDown* out, const int64_t* seconds) {
  return crt_gmtime_s(out, seconds);
}
CRT_API Errno crt__localtime64_s(BrokenDown* out, const int64_t* seconds) {
  return crt_gmtime_s(out, seconds);
}

CRT_API int64_t crt__mktime64(BrokenDown* parts) {
  tm host = host_parts(*parts);
  const int64_t seconds = timegm(&host);
  *parts = break_down(seconds);
  return seconds;
}
CRT_API int64_t crt_mktime(BrokenDown* parts) {
  return crt__mktime64(parts);
}

CRT_API char* crt_asctime(const BrokenDown* parts) {
  char* out = current_thread_state()->time_text;
  write_text(*parts, out);
  return out;
}
CRT_API char* crt_ctime(const int64_t* seconds) {
  return crt_asctime(thread_parts(*seconds));
}
CRT_API char* crt__ctime64(const int64_t* seconds) {
  return crt_ctime(seconds);
}
CRT_API Errno crt_ctime_s(char* out, size_t room, const int64_t* seconds) {
  if (!out || room < 26 || !seconds) return invalid_parameter("ctime_s", kInvalid);
  return write_text(break_down(*seconds), out), kNoError;
}
CRT_API Errno crt_asctime_s(char* out, size_t room, const BrokenDown* parts) {
  if (!out || room < 26 || !parts) return invalid_parameter("asctime_s", kInvalid);
  return write_text(*parts, out), kNoError;
}
CRT_API size_t crt_strftime(char* out, size_t room, const char* format, const BrokenDown* parts) {
  const tm host = host_parts(*parts);
  return strftime(out, room, format, &host);
}
