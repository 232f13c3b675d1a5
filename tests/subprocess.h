// The `wdf` of this build as its users start it: a process of its own.
#pragma once

#include <string>
#include <vector>

namespace owdf::scenarios {

struct Outcome {
  int exit_code = -1;  // 128 and the signal, where one ended it
  std::string out, err;
};

std::string wdf_program();

// Runs the command to its end, at most two minutes. `environment`: NAME=value.
Outcome run_command(std::vector<std::string> command, std::vector<std::string> environment = {});
// Built images go to a cache of this build, and carry the sanitizers of this build if the verb is `run` or `build`.
Outcome run_wdf(const std::string& verb, std::vector<std::string> arguments, std::vector<std::string> environment = {});

}  // namespace owdf::scenarios
