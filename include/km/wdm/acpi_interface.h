/* The interface that the ACPI driver gives to the drivers above it: general-purpose events, device notifications. */
#pragma once

#include <wdm/pci_express.h>

OWDF_BEGIN

typedef BOOLEAN(NTAPI* PGPE_SERVICE_ROUTINE)(PVOID ObjectContext, PVOID ServiceContext);
typedef NTSTATUS(NTAPI* PGPE_CONNECT_VECTOR2)(PVOID Context, ULONG GpeNumber, KINTERRUPT_MODE Mode, BOOLEAN Shareable,
                                              PGPE_SERVICE_ROUTINE ServiceRoutine, PVOID ServiceContext,
                                              PVOID* ObjectContext);
typedef NTSTATUS(NTAPI* PGPE_DISCONNECT_VECTOR2)(PVOID Context, PVOID ObjectContext);
typedef NTSTATUS(NTAPI* PGPE_ENABLE_EVENT2)(PVOID Context, PVOID ObjectContext);
typedef NTSTATUS(NTAPI* PGPE_DISABLE_EVENT2)(PVOID Context, PVOID ObjectContext);
typedef NTSTATUS(NTAPI* PGPE_CLEAR_STATUS2)(PVOID Context, PVOID ObjectContext);
typedef VOID(NTAPI* PDEVICE_NOTIFY_CALLBACK2)(PVOID NotificationContext, ULONG NotifyCode);
typedef NTSTATUS(NTAPI* PREGISTER_FOR_DEVICE_NOTIFICATIONS2)(PVOID Context,
                                                             PDEVICE_NOTIFY_CALLBACK2 NotificationHandler,
                                                             PVOID NotificationContext);
typedef VOID(NTAPI* PUNREGISTER_FOR_DEVICE_NOTIFICATIONS2)(PVOID Context);

typedef struct _ACPI_INTERFACE_STANDARD2 {
  OWDF_INTERFACE_MEMBERS
  PGPE_CONNECT_VECTOR2 GpeConnectVector;
  PGPE_DISCONNECT_VECTOR2 GpeDisconnectVector;
  PGPE_ENABLE_EVENT2 GpeEnableEvent;
  PGPE_DISABLE_EVENT2 GpeDisableEvent;
  PGPE_CLEAR_STATUS2 GpeClearStatus;
  PREGISTER_FOR_DEVICE_NOTIFICATIONS2 RegisterForDeviceNotifications;
  PUNREGISTER_FOR_DEVICE_NOTIFICATIONS2 UnregisterForDeviceNotifications;
} ACPI_INTERFACE_STANDARD2, *PACPI_INTERFACE_STANDARD2;
OWDF_SIZE(ACPI_INTERFACE_STANDARD2, 88);

/* A line of computers that Windows ran on once. */
#define IsNEC_98 (FALSE)
#define IsNotNEC_98 (TRUE)
#define SetNEC_98
#define SetNotNEC_98
#define NT_ANALYSIS_ASSUME(exp) ((void)0)
#if !defined(OWDF_HOST)
unsigned char _BitScanForward(unsigned long* index, unsigned long mask);
unsigned char _BitScanReverse(unsigned long* index, unsigned long mask);
unsigned char _BitScanForward64(unsigned long* index, unsigned long long mask);
unsigned char _BitScanReverse64(unsigned long* index, unsigned long long mask);
#endif

OWDF_END
