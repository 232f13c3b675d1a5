// A script: the operator's commands, one to a line. `!` before a command says that it must fail.
#pragma once

#include <string>

#include "cli/control/operator.h"

namespace owdf::cli {

// Runs the file to its end or to the first command that did not do what it should; that one is told with file and line.
// Echoes commands and replies to stdout unless `quiet`.
bool run_script(Operator& person, const std::string& file, bool quiet, std::string* problem);

}  // namespace owdf::cli
