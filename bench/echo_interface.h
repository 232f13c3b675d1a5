// What drivers/echo and its applications agree on, for host code.
#pragma once

#include <wdm.h>
#include <initguid.h>

#include "drivers/echo/public.h"
