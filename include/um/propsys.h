/* Properties by key. */
#pragma once
#include <combaseapi.h>
#include <propkeydef.h>
