/* Opens the echo device, leaves a transfer under way, and writes where nothing is. */
#include <windows.h>
#include <cfgmgr32.h>
#include <initguid.h>
#include <stdio.h>

#include "../../../drivers/echo/public.h"

int main(void)
{
  WCHAR path[256];
  static char message[4] = "abc";
  static OVERLAPPED overlapped;
  HANDLE device;

  if (CM_Get_Device_Interface_ListW((LPGUID)&GUID_DEVINTERFACE_OWDF_ECHO, NULL, path, 256,
                                    CM_GET_DEVICE_INTERFACE_LIST_PRESENT) != CR_SUCCESS) {
    return 1;
  }
  device = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
  if (device == INVALID_HANDLE_VALUE || WriteFile(device, message, sizeof(message), NULL, &overlapped) ||
      GetLastError() != ERROR_IO_PENDING) {
    return 2;
  }
  printf("about to crash\n");
  fflush(stdout);
  *(volatile int*)16 = 1;
  return 0;
}
