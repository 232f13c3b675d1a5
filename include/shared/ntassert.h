/* Assertions of drivers, by their own header. */
#pragma once
#include <owdf/assertions.h>
