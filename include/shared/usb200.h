/* The descriptors of USB 2.0: usbspec.h has those of every version. */
#pragma once

#include <usbspec.h>
