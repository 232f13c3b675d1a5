/* misbehaveapp MISDEED: asks the device for a misdeed, by its number. Exit code: 0 when the device answered with success. */
#include <windows.h>
#include <cfgmgr32.h>
#include <initguid.h>
#include <stdio.h>
#include <stdlib.h>
#include <winioctl.h>

#include "../public.h"

int main(int argc, char** argv)
{
  static WCHAR path[512];
  ULONG misdeed = argc > 1 ? strtoul(argv[1], NULL, 10) : MisdeedNone;
  DWORD returned = 0;
  HANDLE device;

  if (CM_Get_Device_Interface_ListW((LPGUID)&GUID_DEVINTERFACE_OWDF_MISBEHAVE, NULL, path, 512,
                                    CM_GET_DEVICE_INTERFACE_LIST_PRESENT) != CR_SUCCESS) {
    printf("there is no such device\n");
    return 1;
  }
  device = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
  if (device == INVALID_HANDLE_VALUE) {
    printf("cannot open %ws: error %lu\n", path, GetLastError());
    return 1;
  }
  if (!DeviceIoControl(device, IOCTL_MISBEHAVE, &misdeed, sizeof(misdeed), NULL, 0, &returned, NULL)) {
    printf("misdeed %lu: error %lu\n", misdeed, GetLastError());
    CloseHandle(device);
    return 1;
  }
  printf("misdeed %lu: done\n", misdeed);
  CloseHandle(device);
  return 0;
}
