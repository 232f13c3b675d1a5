#include <ntddk.h>
#include "../cpp_paths.h"
