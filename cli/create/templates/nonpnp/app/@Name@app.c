/*
 * Uses the @Name@ device as any program would: opens it by its name, asks it to add, and asks it for
 * something it must refuse. Exit code: 0 when every answer was the one expected.
 */
#include <windows.h>
#include <winioctl.h>
#include <stdio.h>

#include "../public.h"

static HANDLE OpenDevice(void)
{
  HANDLE device = CreateFileA(@NAME@_DEVICE, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);

  if (device == INVALID_HANDLE_VALUE) {
    printf("cannot open %s: error %lu\n", @NAME@_DEVICE, GetLastError());
  }
  return device;
}

static BOOL Adds(HANDLE Device, ULONG First, ULONG Second)
{
  @NAME@_NUMBERS numbers;
  @NAME@_SUM sum;
  DWORD returned = 0;

  numbers.First = First;
  numbers.Second = Second;
  if (!DeviceIoControl(Device, IOCTL_@NAME@_ADD, &numbers, sizeof(numbers), &sum, sizeof(sum), &returned, NULL)) {
    printf("%lu + %lu: error %lu\n", First, Second, GetLastError());
    return FALSE;
  }
  printf("%lu + %lu = %lu (addition %lu)\n", First, Second, sum.Sum, sum.Additions);
  return returned == sizeof(sum) && sum.Sum == First + Second;
}

/* Input that is too short must be refused by the driver, whatever the program says about it. */
static BOOL RefusesHalfAQuestion(HANDLE Device)
{
  ULONG half = 1;
  @NAME@_SUM sum;
  DWORD returned = 0;

  if (DeviceIoControl(Device, IOCTL_@NAME@_ADD, &half, sizeof(half), &sum, sizeof(sum), &returned, NULL)) {
    printf("half a question was answered\n");
    return FALSE;
  }
  printf("half a question: error %lu\n", GetLastError());
  return GetLastError() == ERROR_INSUFFICIENT_BUFFER;
}

int main(void)
{
  HANDLE device = OpenDevice();
  BOOL good;

  if (device == INVALID_HANDLE_VALUE) {
    return 1;
  }
  good = Adds(device, 2, 3) && Adds(device, 40, 2) && RefusesHalfAQuestion(device);
  CloseHandle(device);
  return good ? 0 : 1;
}
