/* The kernel's types that user-mode drivers share with it: object attributes, I/O status, resources, lists, registers.
   Comes with wdf.h in a UMDF driver. */
#pragma once

#include <windows.h>
#include <winternl.h>
#include <devioctl.h>
#include <ntdef.h>
#include <ntstatus.h>
#include <owdf/assertions.h>
#include <owdf/debug_filters.h>
#include <owdf/device_interface.h>
#include <owdf/device_properties.h>
#include <owdf/io_basics.h>
#include <owdf/lists.h>
#include <owdf/pages.h>
#include <owdf/power.h>
#include <owdf/power_framework.h>
#include <owdf/registers.h>
#include <owdf/resources.h>
#include <owdf/usb_versions.h>

OWDF_BEGIN

/* What the kernel knows in detail is opaque here: the framework hands these through. */
typedef PVOID PIRP;
typedef PVOID PMDL;
typedef struct _DRIVER_OBJECT* PDRIVER_OBJECT;
typedef struct _DEVICE_OBJECT* PDEVICE_OBJECT;
typedef struct _FILE_OBJECT* PFILE_OBJECT;
typedef struct _KTHREAD* PKTHREAD;
typedef struct _ACCESS_STATE* PACCESS_STATE;
typedef UCHAR KIRQL, *PKIRQL;
typedef ULONG_PTR KSPIN_LOCK, *PKSPIN_LOCK;

typedef NTSTATUS NTAPI DRIVER_INITIALIZE(_In_ struct _DRIVER_OBJECT* DriverObject, _In_ PUNICODE_STRING RegistryPath);
typedef DRIVER_INITIALIZE* PDRIVER_INITIALIZE;

#define PASSIVE_LEVEL 0
#define APC_LEVEL 1
#define DISPATCH_LEVEL 2

#if !defined(OWDF_HOST)
/* User mode has no raised IRQL at which a page could not be brought in. */
#define PAGED_CODE()
#define PAGED_CODE_LOCKED()
#define Iosb64ToIosb(_iosb, _iosb64) ((_iosb) = (_iosb64))
#define IosbToIosb64(_iosb64, _iosb) ((_iosb64) = (_iosb))
#endif

OWDF_END
