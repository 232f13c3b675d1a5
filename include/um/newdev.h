/* Installing drivers for devices. */
#pragma once

#include <windef.h>

#define INSTALLFLAG_FORCE 0x00000001
#define INSTALLFLAG_READONLY 0x00000002
#define INSTALLFLAG_NONINTERACTIVE 0x00000004

OWDF_BEGIN
BOOL NTAPI UpdateDriverForPlugAndPlayDevicesA(HWND parent, LPCSTR hardware_id, LPCSTR inf, DWORD flags, PBOOL reboot);
BOOL NTAPI UpdateDriverForPlugAndPlayDevicesW(HWND parent, LPCWSTR hardware_id, LPCWSTR inf, DWORD flags, PBOOL reboot);
OWDF_END
#if !defined(OWDF_HOST)
#ifdef UNICODE
#define UpdateDriverForPlugAndPlayDevices UpdateDriverForPlugAndPlayDevicesW
#else
#define UpdateDriverForPlugAndPlayDevices UpdateDriverForPlugAndPlayDevicesA
#endif
#endif
