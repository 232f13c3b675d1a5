// What a compiler's error means where a habit of Windows caused it.
#pragma once

#include <string>

#include "cli/build/project.h"

namespace owdf::cli {

// `output` with a line behind each error that has such a cause.
std::string with_hints(const std::string& output, const Project& project, const std::string& source_root);

}  // namespace owdf::cli
