/* Variable arguments, by the name Microsoft's headers give them. */
#pragma once

#include <stdarg.h>
