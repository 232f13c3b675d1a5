/* The driver as a service: from the file beside the program to a driver that runs, and back. */
#pragma once

#include <windows.h>

/* TRUE: the driver runs, whoever started it. FALSE: it was said why. */
BOOL StartDriver(void);
/* Stops the driver and deletes its service. FALSE: it was said why. */
BOOL StopDriver(void);
