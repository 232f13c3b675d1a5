/* The IRQL and lock annotations live in sal.h; this name exists because drivers include it. */
#pragma once

#include <driverspecs.h>
