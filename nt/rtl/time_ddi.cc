// System time (100 ns since 1601) and the calendar.
#include "nt/rtl/counted.h"

namespace {

constexpr int64_t kTicksPerSecond = 10'000'000;
constexpr int64_t kTicksPerDay = 86'400 * kTicksPerSecond;
constexpr int64_t kSecondsTo1970 = 11'644'473'600;
constexpr int64_t kSecondsTo1980 = 11'960'006'400;

// Days since 1601-01-01, the first day of a 400-year cycle, for a date of the Gregorian calendar. Years begin in March
// here, so that the leap day is the last of its year.
int64_t days_of(int64_t year, int64_t month, int64_t day) {
  if (month <= 2) year--, month += 12;
  const int64_t since_march = (153 * (month - 3) + 2) / 5 + day - 1;
  return 365 * year + year / 4 - year / 100 + year / 400 + since_march - 584'694;
}

struct Date {
  int64_t year, month, day;
};

Date date_of(int64_t days) {
  days += 584'694;
  const int64_t cycle = days / 146'097, in_cycle = days % 146'097;
  const int64_t year_of_cycle = (in_cycle - in_cycle / 1460 + in_cycle / 36'524 - in_cycle / 146'096) / 365;
  const int64_t in_year = in_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
  const int64_t month = (5 * in_year + 2) / 153;
  const int64_t day = in_year - (153 * month + 2) / 5 + 1;
  const bool next_year = month >= 10;
  return {cycle * 400 + year_of_cycle + (next_year ? 1 : 0), next_year ? month - 9 : month + 3, day};
}

BOOLEAN seconds_since(PLARGE_INTEGER time, int64_t epoch, PULONG seconds) {
  const int64_t value = time->QuadPart / kTicksPerSecond - epoch;
  if (value < 0 || value > UINT32_MAX) return FALSE;
  *seconds = static_cast<ULONG>(value);
  return TRUE;
}

}  // namespace

extern "C" {

void NTAPI RtlTimeToTimeFields(PLARGE_INTEGER Time, PTIME_FIELDS TimeFields) {
  const int64_t days = Time->QuadPart / kTicksPerDay, in_day = Time->QuadPart % kTicksPerDay;
  const Date date = date_of(days);
  TimeFields->Year = static_cast<CSHORT>(date.year);
  TimeFields->Month = static_cast<CSHORT>(date.month);
  TimeFields->Day = static_cast<CSHORT>(date.day);
  TimeFields->Hour = static_cast<CSHORT>(in_day / (3600 * kTicksPerSecond));
  TimeFields->Minute = static_cast<CSHORT>(in_day / (60 * kTicksPerSecond) % 60);
  TimeFields->Second = static_cast<CSHORT>(in_day / kTicksPerSecond % 60);
  TimeFields->Milliseconds = static_cast<CSHORT>(in_day / 10'000 % 1000);
  TimeFields->Weekday = static_cast<CSHORT>((days + 1) % 7);  // 1601-01-01 was a Monday
}

BOOLEAN NTAPI RtlTimeFieldsToTime(PTIME_FIELDS TimeFields, PLARGE_INTEGER Time) {
  const TIME_FIELDS& f = *TimeFields;
  if (f.Year < 1601 || f.Month < 1 || f.Month > 12 || f.Day < 1 || f.Hour < 0 || f.Hour > 23 || f.Minute < 0 ||
      f.Minute > 59 || f.Second < 0 || f.Second > 59 || f.Milliseconds < 0 || f.Milliseconds > 999) {
    return FALSE;
  }
  const int64_t days = days_of(f.Year, f.Month, f.Day);
  if (date_of(days).month != f.Month) return FALSE;  // a day that its month does not have
  const int64_t seconds = (f.Hour * 60 + f.Minute) * 60 + f.Second;
  Time->QuadPart = days * kTicksPerDay + seconds * kTicksPerSecond + f.Milliseconds * 10'000;
  return TRUE;
}

BOOLEAN NTAPI RtlTimeToSecondsSince1970(PLARGE_INTEGER Time, PULONG ElapsedSeconds) {
  return seconds_since(Time, kSecondsTo1970, ElapsedSeconds);
}
BOOLEAN NTAPI RtlTimeToSecondsSince1980(PLARGE_INTEGER Time, PULONG ElapsedSeconds) {
  return seconds_since(Time, kSecondsTo1980, ElapsedSeconds);
}
void NTAPI RtlSecondsSince1970ToTime(ULONG ElapsedSeconds, PLARGE_INTEGER Time) {
  Time->QuadPart = (ElapsedSeconds + kSecondsTo1970) * kTicksPerSecond;
}

// The machine's time zone is UTC.
void NTAPI ExSystemTimeToLocalTime(PLARGE_INTEGER SystemTime, PLARGE_INTEGER LocalTime) {
  *LocalTime = *SystemTime;
}
void NTAPI ExLocalTimeToSystemTime(PLARGE_INTEGER LocalTime, PLARGE_INTEGER SystemTime) {
  *SystemTime = *LocalTime;
}

}  // extern "C"
