/* See winsock2.h. */
#pragma once
#include <winsock2.h>
