/* A part of kernel32; see sysinfoapi.h. */
#pragma once
#include <sysinfoapi.h>
