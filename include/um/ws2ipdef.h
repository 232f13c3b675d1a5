/* See ws2tcpip.h. */
#pragma once
#include <ws2tcpip.h>
