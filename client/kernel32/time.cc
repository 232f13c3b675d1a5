// Clocks: all of them are the world's. Local time is UTC.
#include <ctime>

#include "client/kernel32/win32.h"
#include "nt/machine.h"

using namespace owdf::client;

namespace {

owdf::sched::World& world() {
  return owdf::nt::current_machine()->world();
}

constexpr LONGLONG kTicksPerSecond = 10'000'000;
constexpr LONGLONG kTicksFrom1601To1970 = 116'444'736'000'000'000;

FILETIME file_time(LONGLONG ticks) {
  return {static_cast<DWORD>(ticks & 0xffffffff), static_cast<DWORD>(static_cast<ULONGLONG>(ticks) >> 32)};
}
LONGLONG ticks_of(const FILETIME& time) {
  return static_cast<LONGLONG>(static_cast<ULONGLONG>(time.dwHighDateTime) << 32 | time.dwLowDateTime);
}

SYSTEMTIME system_time(LONGLONG ticks) {
  const LONGLONG since = ticks - kTicksFrom1601To1970;
  const LONGLONG rest = ((since % kTicksPerSecond) + kTicksPerSecond) % kTicksPerSecond;
  const time_t seconds = (since - rest) / kTicksPerSecond;
  tm parts{};
  gmtime_r(&seconds, &parts);
  const auto word = [](int value) { return static_cast<WORD>(value); };
  return {word(parts.tm_year + 1900), word(parts.tm_mon + 1),
          word(parts.tm_wday),        word(parts.tm_mday),
          word(parts.tm_hour),        word(parts.tm_min),
          word(parts.tm_sec),         static_cast<WORD>(rest / owdf::sched::kTicksPerMillisecond)};
}

}  // namespace

extern "C" {

ULONGLONG NTAPI GetTickCount64() {
  return static_cast<ULONGLONG>(world().interrupt_time() / owdf::sched::kTicksPerMillisecond);
}
DWORD NTAPI GetTickCount() {
  return static_cast<DWORD>(GetTickCount64());
}
BOOL NTAPI QueryPerformanceCounter(PLARGE_INTEGER count) {
  count->QuadPart = world().interrupt_time();
  return TRUE;
}
BOOL NTAPI QueryPerformanceFrequency(PLARGE_INTEGER frequency) {
  frequency->QuadPart = kTicksPerSecond;
  return TRUE;
}
void NTAPI GetSystemTimeAsFileTime(LPFILETIME time) {
  *time = file_time(world().system_time());
}
void NTAPI GetSystemTime(LPSYSTEMTIME time) {
  *time = system_time(world().system_time());
}
void NTAPI GetLocalTime(LPSYSTEMTIME time) {
  *time = system_time(world().system_time());
}
BOOL NTAPI FileTimeToSystemTime(const FILETIME* from, LPSYSTEMTIME to) {
  if (ticks_of(*from) < 0) return fail(ERROR_INVALID_PARAMETER);
  *to = system_time(ticks_of(*from));
  return TRUE;
}
BOOL NTAPI FileTimeToLocalFileTime(const FILETIME* from, LPFILETIME to) {
  *to = *from;
  return TRUE;
}

void NTAPI GetSystemInfo(LPSYSTEM_INFO information) {
  constexpr WORD kAmd64 = 9;
  constexpr DWORD kAmdX8664 = 8664;
  *information = {};
  information->wProcessorArchitecture = kAmd64;
  information->dwProcessorType = kAmdX8664;
  information->dwPageSize = 4096;
  information->dwAllocationGranularity = 65536;
  information->lpMinimumApplicationAddress = reinterpret_cast<void*>(0x10000);
  information->lpMaximumApplicationAddress = reinterpret_cast<void*>(0x7ffffffeffff);
  information->dwNumberOfProcessors = world().options().processors;
  information->dwActiveProcessorMask = (1ull << world().options().processors) - 1;
}
void NTAPI GetNativeSystemInfo(LPSYSTEM_INFO information) {
  GetSystemInfo(information);
}
}
