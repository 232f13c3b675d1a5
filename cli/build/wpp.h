// The step of a build that WPP's preprocessor is on Windows: a trace header for every source that includes one.
#pragma once

#include <string>

#include "cli/build/project.h"

namespace owdf::cli {

// Writes the headers of a source into `folder`, which is to be an include folder of that source; files that would not
// change are left alone. False: `problems` says why, with file and line. Sources that include none need no folder.
bool write_trace_headers(const Project& project, const SourceFile& source, const std::string& folder,
                         std::string& problems);

// Whether the source includes a trace header.
bool needs_trace_headers(const SourceFile& source);

}  // namespace owdf::cli
