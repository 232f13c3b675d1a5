#include <windows.h>
#include "../cpp_paths.h"
