/* Folders of the shell; see shlobj.h. */
#pragma once
#include <shlobj.h>
