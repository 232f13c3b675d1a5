// Which functions the tests of a run cite.
#pragma once

#include <set>
#include <string>

namespace owdf::cli {

// Names under "ddi" in the file; `path` empty: citations.json of the build that this program is from, where no file
// means that nothing is cited. `problem`: why a named file could not be read.
std::set<std::string> cited_functions(const std::string& path, std::string& problem);

}  // namespace owdf::cli
