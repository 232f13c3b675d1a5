/* Sized integer types; the whole family is in one place because kernel and Win32 programs share it. */
#pragma once

#include <owdf/basic_types.h>
