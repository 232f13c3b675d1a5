// What a file says of itself and what can be set: IRP_MJ_QUERY_INFORMATION and IRP_MJ_SET_INFORMATION of the volume.
// Times are not kept: they read as zero, which says so, and would make two runs differ.
#pragma once

#include "nt/fs/file_system.h"

namespace owdf::fs {

struct Answer {
  char* buffer;
  ULONG length;
  ULONG written = 0;
};

Status query_information(FileSystem& files, OpenFile& file, FILE_INFORMATION_CLASS what, Answer& answer);
Status set_information(FileSystem& files, OpenFile& file, FILE_INFORMATION_CLASS what, const void* given, ULONG length);

}  // namespace owdf::fs
