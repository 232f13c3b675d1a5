/* What a console program starts with. */
#pragma once

#ifndef _WINDOWS_
#define _WINDOWS_
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#ifndef WINVER
#define WINVER _WIN32_WINNT
#endif
#ifndef NTDDI_VERSION
#define NTDDI_VERSION 0x0A00000C
#endif

#include <sal.h>
#if !defined(OWDF_HOST)
#include <stdarg.h>
#endif
#include <windef.h>
#include <winnt.h>
#include <winbase.h>
#include <winerror.h>
#include <libloaderapi.h>
#include <memoryapi.h>
#include <namedpipeapi.h>
#include <processenv.h>
#include <stringapiset.h>
#include <synchapi.h>
#include <sysinfoapi.h>
#include <threadpoolapiset.h>
#include <winreg.h>
#ifndef WIN32_LEAN_AND_MEAN
#include <winioctl.h>
#include <winsvc.h>
#if !defined(OWDF_HOST)
#include <objbase.h>
#include <winsock2.h>
#endif
#endif
