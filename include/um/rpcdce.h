/* See rpc.h. */
#pragma once
#include <rpc.h>
