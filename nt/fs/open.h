// IRP_MJ_CREATE of the volume: what a name, a disposition and options come to.
#pragma once

#include "nt/fs/file_system.h"

namespace owdf::fs {

// FILE_OPENED, FILE_CREATED ...; the file object's FsContext is the OpenFile.
Result<ULONG_PTR> open_file(FileSystem& files, const IO_STACK_LOCATION& stack);

}  // namespace owdf::fs
