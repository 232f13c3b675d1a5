/* Calendar time; time_t is 64 bits wide. */
#pragma once

#include <crt_types.h>

typedef __time64_t time_t;
typedef long clock_t;
#define CLOCKS_PER_SEC ((clock_t)1000)
struct tm {
  int tm_sec;
  int tm_min;
  int tm_hour;
  int tm_mday;
  int tm_mon;
  int tm_year;
  int tm_wday;
  int tm_yday;
  int tm_isdst;
};
struct timespec {
  time_t tv_sec;
  long tv_nsec;
};

OWDF_CRT_BEGIN
clock_t __cdecl clock(void);
__time64_t __cdecl _time64(__time64_t* time);
__time64_t __cdecl _mktime64(struct tm* time);
double __cdecl _difftime64(__time64_t end, __time64_t start);
struct tm* __cdecl _localtime64(const __time64_t* time);
struct tm* __cdecl _gmtime64(const __time64_t* time);
errno_t __cdecl _localtime64_s(struct tm* to, const __time64_t* time);
errno_t __cdecl _gmtime64_s(struct tm* to, const __time64_t* time);
char* __cdecl _ctime64(const __time64_t* time);
char* __cdecl asctime(const struct tm* time);
errno_t __cdecl asctime_s(char* to, size_t room, const struct tm* time);
size_t __cdecl strftime(char* to, size_t room, const char* format, const struct tm* time);
size_t __cdecl wcsftime(wchar_t* to, size_t room, const wchar_t* format, const struct tm* time);
errno_t __cdecl _strdate_s(char* to, size_t room);
errno_t __cdecl _strtime_s(char* to, size_t room);
void __cdecl _tzset(void);
OWDF_CRT_INLINE time_t time(time_t* value) { return _time64(value); }
OWDF_CRT_INLINE time_t mktime(struct tm* value) { return _mktime64(value); }
OWDF_CRT_INLINE double difftime(time_t end, time_t start) { return _difftime64(end, start); }
OWDF_CRT_INLINE struct tm* localtime(const time_t* value) { return _localtime64(value); }
OWDF_CRT_INLINE struct tm* gmtime(const time_t* value) { return _gmtime64(value); }
OWDF_CRT_INLINE errno_t localtime_s(struct tm* to, const time_t* value) { return _localtime64_s(to, value); }
OWDF_CRT_INLINE errno_t gmtime_s(struct tm* to, const time_t* value) { return _gmtime64_s(to, value); }
OWDF_CRT_INLINE char* ctime(const time_t* value) { return _ctime64(value); }
errno_t __cdecl ctime_s(char* to, size_t room, const time_t* value);
OWDF_CRT_END
