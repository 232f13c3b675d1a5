/* Control codes for programs: CTL_CODE and the device types live in shared/devioctl.h. */
#pragma once

#include <windef.h>
#include <guiddef.h>
#include <devioctl.h>
