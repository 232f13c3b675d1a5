/* The interface of a USB bus driver that client drivers query (IRP_MN_QUERY_INTERFACE): bus time, bus facts, and streaming
   without an IRP. Each version begins with the one before. */
#include <wdm.h>
#include <usb.h>

#ifndef OWDF_USBBUSIF
#define OWDF_USBBUSIF
#define USB_BUSIFFN NTAPI
OWDF_BEGIN

typedef NTSTATUS(USB_BUSIFFN* PUSB_BUSIFFN_SUBMIT_ISO_OUT_URB)(PVOID BusContext, PURB Urb);
typedef void(USB_BUSIFFN* PUSB_BUSIFFN_GETUSBDI_VERSION)(PVOID BusContext, PUSBD_VERSION_INFORMATION VersionInformation,
                                                         PULONG HcdCapabilities);
typedef NTSTATUS(USB_BUSIFFN* PUSB_BUSIFFN_QUERY_BUS_TIME)(PVOID BusContext, PULONG CurrentUsbFrame);
typedef NTSTATUS(USB_BUSIFFN* PUSB_BUSIFFN_QUERY_BUS_TIME_EX)(PVOID BusContext, PULONG HighSpeedFrameCounter);
typedef NTSTATUS(USB_BUSIFFN* PUSB_BUSIFFN_QUERY_BUS_INFORMATION)(PVOID BusContext, ULONG Level,
                                                                  PVOID BusInformationBuffer,
                                                                  PULONG BusInformationBufferLength,
                                                                  PULONG BusInformationActualLength);
typedef BOOLEAN(USB_BUSIFFN* PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED)(PVOID BusContext);
typedef NTSTATUS(USB_BUSIFFN* PUSB_BUSIFFN_ENUM_LOG_ENTRY)(PVOID BusContext, ULONG DriverTag, ULONG EnumTag, ULONG P1,
                                                           ULONG P2);
typedef NTSTATUS(USB_BUSIFFN* PUSB_BUSIFFN_QUERY_CONTROLLER_TYPE)(PVOID BusContext, PULONG HcdiOptionFlags,
                                                                  PUSHORT PciVendorId, PUSHORT PciDeviceId,
                                                                  PUCHAR PciClass, PUCHAR PciSubClass,
                                                                  PUCHAR PciRevisionId, PUCHAR PciProgIf);

typedef struct _USB_BUS_INFORMATION_LEVEL_0 {
  ULONG TotalBandwidth;
  ULONG ConsumedBandwidth;
} USB_BUS_INFORMATION_LEVEL_0, *PUSB_BUS_INFORMATION_LEVEL_0;
OWDF_SIZE(USB_BUS_INFORMATION_LEVEL_0, 8);

typedef struct _USB_BUS_INFORMATION_LEVEL_1 {
  ULONG TotalBandwidth;
  ULONG ConsumedBandwidth;
  ULONG ControllerNameLength;
  WCHAR ControllerNameUnicodeString[1];
} USB_BUS_INFORMATION_LEVEL_1, *PUSB_BUS_INFORMATION_LEVEL_1;
OWDF_SIZE(USB_BUS_INFORMATION_LEVEL_1, 16);

#define USB_BUSIF_USBDI_VERSION_0 0x0000
#define USB_BUSIF_USBDI_VERSION_1 0x0001
#define USB_BUSIF_USBDI_VERSION_2 0x0002
#define USB_BUSIF_USBDI_VERSION_3 0x0003

#define OWDF_USB_BUS_INTERFACE_V0                     \
  USHORT Size;                                        \
  USHORT Version;                                     \
  PVOID BusContext;                                   \
  PINTERFACE_REFERENCE InterfaceReference;            \
  PINTERFACE_DEREFERENCE InterfaceDereference;        \
  PUSB_BUSIFFN_GETUSBDI_VERSION GetUSBDIVersion;      \
  PUSB_BUSIFFN_QUERY_BUS_TIME QueryBusTime;           \
  PUSB_BUSIFFN_SUBMIT_ISO_OUT_URB SubmitIsoOutUrb;    \
  PUSB_BUSIFFN_QUERY_BUS_INFORMATION QueryBusInformation;

typedef struct _USB_BUS_INTERFACE_USBDI_V0 {
  OWDF_USB_BUS_INTERFACE_V0
} USB_BUS_INTERFACE_USBDI_V0, *PUSB_BUS_INTERFACE_USBDI_V0;
OWDF_SIZE(USB_BUS_INTERFACE_USBDI_V0, 64);

typedef struct _USB_BUS_INTERFACE_USBDI_V1 {
  OWDF_USB_BUS_INTERFACE_V0
  PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED IsDeviceHighSpeed;
} USB_BUS_INTERFACE_USBDI_V1, *PUSB_BUS_INTERFACE_USBDI_V1;
OWDF_SIZE(USB_BUS_INTERFACE_USBDI_V1, 72);

typedef struct _USB_BUS_INTERFACE_USBDI_V2 {
  OWDF_USB_BUS_INTERFACE_V0
  PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED IsDeviceHighSpeed;
  PUSB_BUSIFFN_ENUM_LOG_ENTRY EnumLogEntry;
} USB_BUS_INTERFACE_USBDI_V2, *PUSB_BUS_INTERFACE_USBDI_V2;
OWDF_SIZE(USB_BUS_INTERFACE_USBDI_V2, 80);

typedef struct _USB_BUS_INTERFACE_USBDI_V3 {
  OWDF_USB_BUS_INTERFACE_V0
  PUSB_BUSIFFN_IS_DEVICE_HIGH_SPEED IsDeviceHighSpeed;
  PUSB_BUSIFFN_ENUM_LOG_ENTRY EnumLogEntry;
  PUSB_BUSIFFN_QUERY_BUS_TIME_EX QueryBusTimeEx;
  PUSB_BUSIFFN_QUERY_CONTROLLER_TYPE QueryControllerType;
} USB_BUS_INTERFACE_USBDI_V3, *PUSB_BUS_INTERFACE_USBDI_V3;
OWDF_SIZE(USB_BUS_INTERFACE_USBDI_V3, 96);
#undef OWDF_USB_BUS_INTERFACE_V0

OWDF_END

DEFINE_GUID(USB_BUS_INTERFACE_USBDI_GUID, 0xb1a96a13, 0x3de0, 0x4574, 0x9b, 0x01, 0xc0, 0x8f, 0xea, 0xb3, 0x18, 0xd6);
#endif
