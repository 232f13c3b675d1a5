// The listing of a directory: IRP_MN_QUERY_DIRECTORY of the volume.
#pragma once

#include <string>
#include <string_view>

#include "nt/fs/information.h"

namespace owdf::fs {

// Whether a name fits a pattern of * and ?, without regard to case.
bool matches_pattern(std::u16string_view pattern, std::u16string_view name);

struct DirectoryQuery {
  FILE_INFORMATION_CLASS what;
  std::u16string pattern;  // empty: every name
  bool single;
  bool restart;
};

// As many entries as there is room for, in the order of their names; the next query goes on behind them.
// STATUS_NO_SUCH_FILE: nothing fits the pattern; STATUS_NO_MORE_FILES: nothing is left; STATUS_BUFFER_OVERFLOW: no room
// for one entry; STATUS_INVALID_PARAMETER: not a directory.
Status query_directory(OpenFile& file, const DirectoryQuery& query, Answer& answer);

}  // namespace owdf::fs
