// The file system as a Windows compiler sees it: names found in any case, sources in any encoding.
#pragma once

#include <string>
#include <vector>

#include "cli/build/source_text.h"

namespace owdf::cli {

// Writes a clang overlay (-ivfsoverlay) that lists every header-like file below `folders`, case-insensitively. Written
// only when it changed. Files that are not UTF-8 are shown converted; the copies go to `scratch`.
void write_overlay(const std::string& path, const std::vector<std::string>& folders, const std::string& scratch);

}  // namespace owdf::cli
