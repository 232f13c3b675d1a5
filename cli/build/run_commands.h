// Runs compilers side by side and collects what they print.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

struct CommandOutput {
  int status = -1;   // exit status; 128 + signal; -1 if it could not be started
  std::string text;  // stdout and stderr
};

// At most `jobs` at a time; results in the order of `commands`, whichever ended first.
std::vector<CommandOutput> run_commands(const std::vector<std::vector<std::string>>& commands, unsigned jobs);

}  // namespace owdf::cli
