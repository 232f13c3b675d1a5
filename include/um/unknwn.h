/* A part of COM; see combaseapi.h. */
#pragma once
#include <combaseapi.h>
