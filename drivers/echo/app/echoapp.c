/*
 * Talks to the echo device: one message at a time, then several at once, then one that is cancelled.
 *
 *   echoapp            all three
 *   echoapp -overlapped COUNT   only the second, with COUNT transfers in flight
 *
 * Exit code: 0 when every answer was the one expected.
 */
#include <windows.h>
#include <cfgmgr32.h>
#include <initguid.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../public.h"

#define MAX_IN_FLIGHT 32

static BOOL FindDevice(WCHAR* Path, ULONG Length)
{
  CONFIGRET result = CM_Get_Device_Interface_ListW((LPGUID)&GUID_DEVINTERFACE_OWDF_ECHO, NULL, Path, Length,
                                                   CM_GET_DEVICE_INTERFACE_LIST_PRESENT);
  return result == CR_SUCCESS && Path[0] != L'\0';
}

static HANDLE Open(const WCHAR* Path, DWORD Flags)
{
  HANDLE device = CreateFileW(Path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING,
                              FILE_ATTRIBUTE_NORMAL | Flags, NULL);
  if (device == INVALID_HANDLE_VALUE) {
    printf("cannot open %ws: error %lu\n", Path, GetLastError());
  }
  return device;
}

static void Fill(char* Buffer, ULONG Length, ULONG Seed)
{
  for (ULONG i = 0; i < Length; i++) {
    Buffer[i] = (char)('a' + (i * 7 + Seed) % 26);
  }
}

static int OneAtATime(const WCHAR* Path)
{
  static const ULONG lengths[] = {1, 64, 512, ECHO_MAX_MESSAGE};
  char sent[ECHO_MAX_MESSAGE];
  char received[ECHO_MAX_MESSAGE];
  int failures = 0;
  HANDLE device = Open(Path, 0);

  if (device == INVALID_HANDLE_VALUE) {
    return 1;
  }
  for (ULONG i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
    DWORD written = 0;
    DWORD read = 0;
    Fill(sent, lengths[i], i);
    memset(received, 0, sizeof(received));
    if (!WriteFile(device, sent, lengths[i], &written, NULL) || !ReadFile(device, received, sizeof(received), &read, NULL)) {
      printf("  %lu bytes: error %lu\n", lengths[i], GetLastError());
      failures++;
    } else if (written != lengths[i] || read != written || memcmp(sent, received, read) != 0) {
      printf("  %lu bytes: wrote %lu, read %lu, and they differ\n", lengths[i], written, read);
      failures++;
    } else {
      printf("  %lu bytes: same\n", read);
    }
  }
  CloseHandle(device);
  return failures;
}

static int ManyAtOnce(const WCHAR* Path, ULONG Count)
{
  static char buffers[MAX_IN_FLIGHT][64];
  OVERLAPPED overlapped[MAX_IN_FLIGHT];
  HANDLE events[MAX_IN_FLIGHT];
  int failures = 0;
  ULONG done = 0;
  HANDLE device = Open(Path, FILE_FLAG_OVERLAPPED);

  if (device == INVALID_HANDLE_VALUE) {
    return 1;
  }
  for (ULONG i = 0; i < Count; i++) {
    memset(&overlapped[i], 0, sizeof(overlapped[i]));
    events[i] = CreateEventW(NULL, TRUE, FALSE, NULL);
    overlapped[i].hEvent = events[i];
    Fill(buffers[i], sizeof(buffers[i]), i);
    if (!WriteFile(device, buffers[i], sizeof(buffers[i]), NULL, &overlapped[i]) && GetLastError() != ERROR_IO_PENDING) {
      printf("  write %lu: error %lu\n", i, GetLastError());
      failures++;
    }
  }
  if (WaitForMultipleObjects(Count, events, TRUE, 60000) == WAIT_TIMEOUT) {
    printf("  not all writes came back in a minute\n");
    failures++;
  }
  for (ULONG i = 0; i < Count; i++) {
    DWORD moved = 0;
    if (GetOverlappedResult(device, &overlapped[i], &moved, TRUE) && moved == sizeof(buffers[i])) {
      done++;
    } else {
      failures++;
    }
    CloseHandle(events[i]);
  }
  printf("  %lu of %lu overlapped writes came back\n", done, Count);
  CloseHandle(device);
  return failures;
}

static int Cancelled(const WCHAR* Path)
{
  char buffer[16] = "never answered";
  ULONG slow = 60000;
  ULONG normal = 2;
  ECHO_STATISTICS statistics;
  OVERLAPPED overlapped;
  DWORD moved = 0;
  int failures = 0;
  HANDLE device = Open(Path, FILE_FLAG_OVERLAPPED);

  if (device == INVALID_HANDLE_VALUE) {
    return 1;
  }
  memset(&overlapped, 0, sizeof(overlapped));
  overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
  if (!DeviceIoControl(device, IOCTL_ECHO_SET_DELAY, &slow, sizeof(slow), NULL, 0, &moved, &overlapped)) {
    GetOverlappedResult(device, &overlapped, &moved, TRUE);
  }
  ResetEvent(overlapped.hEvent);
  if (!WriteFile(device, buffer, sizeof(buffer), NULL, &overlapped) && GetLastError() != ERROR_IO_PENDING) {
    printf("  write: error %lu\n", GetLastError());
    failures++;
  }
  CancelIoEx(device, &overlapped);
  if (GetOverlappedResult(device, &overlapped, &moved, TRUE) || GetLastError() != ERROR_OPERATION_ABORTED) {
    printf("  the cancelled write ended with error %lu\n", GetLastError());
    failures++;
  }
  ResetEvent(overlapped.hEvent);
  if (!DeviceIoControl(device, IOCTL_ECHO_SET_DELAY, &normal, sizeof(normal), NULL, 0, &moved, &overlapped)) {
    GetOverlappedResult(device, &overlapped, &moved, TRUE);
  }
  ResetEvent(overlapped.hEvent);
  if (!DeviceIoControl(device, IOCTL_ECHO_GET_STATISTICS, NULL, 0, &statistics, sizeof(statistics), &moved, &overlapped) &&
      !GetOverlappedResult(device, &overlapped, &moved, TRUE)) {
    printf("  statistics: error %lu\n", GetLastError());
    failures++;
  } else {
    printf("  writes %lu, reads %lu, cancelled %lu, open handles %lu\n", statistics.Writes, statistics.Reads,
           statistics.Cancelled, statistics.OpenHandles);
  }
  CloseHandle(overlapped.hEvent);
  CloseHandle(device);
  return failures;
}

int main(int argc, char** argv)
{
  static WCHAR path[512];
  int failures = 0;

  if (!FindDevice(path, sizeof(path) / sizeof(path[0]))) {
    printf("there is no echo device\n");
    return 1;
  }
  printf("echo device: %ws\n", path);
  if (argc == 3 && strcmp(argv[1], "-overlapped") == 0) {
    ULONG count = strtoul(argv[2], NULL, 10);
    return ManyAtOnce(path, count < 1 || count > MAX_IN_FLIGHT ? MAX_IN_FLIGHT : count);
  }
  printf("one at a time:\n");
  failures += OneAtATime(path);
  printf("many at once:\n");
  failures += ManyAtOnce(path, 8);
  printf("cancelled:\n");
  failures += Cancelled(path);
  printf(failures == 0 ? "all as expected\n" : "%d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
