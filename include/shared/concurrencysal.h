/* Lock annotations; they live in sal.h and vanish there. */
#pragma once

#include <sal.h>
