/* Drivers include usb.h before this header; so does this one, where there is one. */
#if __has_include(<usb.h>)
#include <usb.h>
#else
typedef LONG USBD_STATUS;
typedef struct _USBD_VERSION_INFORMATION {
  ULONG USBDI_Version;
  ULONG Supported_USB_Version;
} USBD_VERSION_INFORMATION, *PUSBD_VERSION_INFORMATION;
#endif

/* Standard request codes of the USB specification, table 9-4. */
enum { WDF_USB_REQUEST_GET_STATUS_ = 0, WDF_USB_REQUEST_CLEAR_FEATURE_ = 1, WDF_USB_REQUEST_SET_FEATURE_ = 3 };
