/* The descriptors of USB 1.0: usbspec.h has those of every version. */
#pragma once

#include <usbspec.h>
