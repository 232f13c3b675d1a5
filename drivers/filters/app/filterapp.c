/*
 * Talks to an echo device that has the two filters above it. Exit code: 0 when every answer was the one expected.
 */
#include <windows.h>
#include <cfgmgr32.h>
#include <initguid.h>
#include <stdio.h>
#include <string.h>

#include "../../echo/public.h"
#include "../public.h"

static BOOL FindDevice(WCHAR* Path, ULONG Length)
{
  CONFIGRET result = CM_Get_Device_Interface_ListW((LPGUID)&GUID_DEVINTERFACE_OWDF_ECHO, NULL, Path, Length,
                                                   CM_GET_DEVICE_INTERFACE_LIST_PRESENT);
  return result == CR_SUCCESS && Path[0] != L'\0';
}

static BOOL ReadIsLoud(HANDLE Device)
{
  static const char quiet[] = "quiet words";
  char read[sizeof(quiet)] = "";
  DWORD moved = 0;

  if (!WriteFile(Device, quiet, sizeof(quiet), &moved, NULL) || !ReadFile(Device, read, sizeof(read), &moved, NULL)) {
    printf("error %lu\n", GetLastError());
    return FALSE;
  }
  printf("wrote \"%s\", read \"%s\"\n", quiet, read);
  return moved == sizeof(read) && strcmp(read, "QUIET WORDS") == 0;
}

static BOOL CountsAreRight(HANDLE Device)
{
  ECHO_STATISTICS below;
  TALLY_COUNTS counts;
  DWORD moved = 0;

  /* One control request that the function driver answers, and the one that the filter answers itself. */
  if (!DeviceIoControl(Device, IOCTL_ECHO_GET_STATISTICS, NULL, 0, &below, sizeof(below), &moved, NULL) ||
      !DeviceIoControl(Device, IOCTL_TALLY_GET, NULL, 0, &counts, sizeof(counts), &moved, NULL)) {
    printf("error %lu\n", GetLastError());
    return FALSE;
  }
  printf("tally: %lu reads, %lu writes, %lu control requests; echo: %lu reads, %lu writes\n", counts.Reads, counts.Writes,
         counts.Controls, below.Reads, below.Writes);
  return counts.Reads == below.Reads && counts.Writes == below.Writes && counts.Controls == 1;
}

int main(void)
{
  WCHAR path[256];
  HANDLE device;
  BOOL right;

  if (!FindDevice(path, sizeof(path) / sizeof(path[0]))) {
    printf("there is no echo device\n");
    return 1;
  }
  device = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
  if (device == INVALID_HANDLE_VALUE) {
    printf("cannot open %ws: error %lu\n", path, GetLastError());
    return 1;
  }
  right = ReadIsLoud(device) && CountsAreRight(device);
  CloseHandle(device);
  return right ? 0 : 1;
}
