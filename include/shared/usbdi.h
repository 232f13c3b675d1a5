/* The USB driver interface as client drivers include it: requests and control codes. */
#pragma once

#include <usb.h>
#include <usbioctl.h>
