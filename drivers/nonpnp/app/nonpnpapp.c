/*
 * Loads the nonpnp driver, sends it a text by each transfer method, lets it keep a note, and unloads it.
 *
 *   nonpnpapp          all of it
 *   nonpnpapp -keep    leaves the driver loaded
 *
 * Exit code: 0 when every answer was the one expected.
 */
#include <windows.h>
#include <winioctl.h>
#include <stdio.h>
#include <string.h>

#include "../public.h"
#include "service.h"

static int Upper(HANDLE Device, const char* Method, DWORD Code)
{
  char text[] = "every way leads to the same letters";
  char answer[NOTE_LONGEST];
  DWORD moved = 0;

  memset(answer, 0, sizeof(answer));
  if (!DeviceIoControl(Device, Code, text, sizeof(text), answer, sizeof(answer), &moved, NULL)) {
    printf("  %s: error %lu\n", Method, GetLastError());
    return 1;
  }
  printf("  %s: %lu bytes, %s\n", Method, moved, answer);
  return moved == sizeof(text) && strcmp(answer, "EVERY WAY LEADS TO THE SAME LETTERS") == 0 ? 0 : 1;
}

/* The note of one handle is not seen by another. */
static int Keep(HANDLE Device, HANDLE Other)
{
  char mark = '*';
  char note[] = "remember me";
  char answer[NOTE_LONGEST];
  DWORD moved = 0;

  memset(answer, 0, sizeof(answer));
  if (!DeviceIoControl(Device, IOCTL_NOTE_KEEP, &mark, 1, note, (DWORD)strlen(note), &moved, NULL)) {
    printf("  METHOD_IN_DIRECT: error %lu\n", GetLastError());
    return 1;
  }
  printf("  METHOD_IN_DIRECT: the driver took %lu bytes\n", moved);
  if (!ReadFile(Device, answer, sizeof(answer), &moved, NULL) || strcmp(answer, "*remember me") != 0) {
    printf("  the note reads as \"%s\"\n", answer);
    return 1;
  }
  if (!ReadFile(Other, answer, sizeof(answer), &moved, NULL) || moved != 0) {
    printf("  another handle sees the note\n");
    return 1;
  }
  return 0;
}

/* What a driver that takes addresses from programs must survive. */
static int Refuse(HANDLE Device)
{
  char text[] = "x";
  DWORD moved = 0;
  int failures = 0;

  if (DeviceIoControl(Device, IOCTL_NOTE_UPPER_NEITHER, text, sizeof(text), (void*)16, 64, &moved, NULL) ||
      GetLastError() != ERROR_NOACCESS) {
    printf("  an output buffer nowhere: error %lu\n", GetLastError());
    failures++;
  }
  if (DeviceIoControl(Device, IOCTL_NOTE_UPPER_BUFFERED, NULL, 0, text, sizeof(text), &moved, NULL) ||
      GetLastError() != ERROR_INSUFFICIENT_BUFFER) {
    printf("  no input: error %lu\n", GetLastError());
    failures++;
  }
  if (CreateFileA(NOTE_DEVICE "\\below", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) != INVALID_HANDLE_VALUE ||
      GetLastError() != ERROR_FILE_NOT_FOUND) {
    printf("  a name below the device: error %lu\n", GetLastError());
    failures++;
  }
  return failures;
}

static int UseDevice(void)
{
  HANDLE device = CreateFileA(NOTE_DEVICE, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
  HANDLE other = CreateFileA(NOTE_DEVICE, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL);
  int failures = 0;

  if (device == INVALID_HANDLE_VALUE || other == INVALID_HANDLE_VALUE) {
    printf("cannot open %s: error %lu\n", NOTE_DEVICE, GetLastError());
    return 1;
  }
  failures += Upper(device, "METHOD_BUFFERED", IOCTL_NOTE_UPPER_BUFFERED);
  failures += Upper(device, "METHOD_OUT_DIRECT", IOCTL_NOTE_UPPER_OUT_DIRECT);
  failures += Upper(device, "METHOD_NEITHER", IOCTL_NOTE_UPPER_NEITHER);
  failures += Keep(device, other);
  failures += Refuse(device);
  CloseHandle(other);
  CloseHandle(device);
  return failures;
}

int main(int Count, char** Arguments)
{
  BOOL keep = Count > 1 && strcmp(Arguments[1], "-keep") == 0;
  int failures;

  if (!StartDriver()) {
    return 1;
  }
  failures = UseDevice();
  if (!keep && !StopDriver()) {
    failures++;
  }
  if (failures == 0) {
    printf("all as expected\n");
  } else {
    printf("%d not as expected\n", failures);
  }
  return failures == 0 ? 0 : 1;
}
