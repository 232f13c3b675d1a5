// A command that runs beside the test: a machine that is kept, and what is done to it meanwhile.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "tests/subprocess.h"

namespace owdf::scenarios {

class Background {
 public:
  // Starts the command in a process group of its own, which Ctrl-C would reach as a whole. `environment`: NAME=value.
  Background(const std::vector<std::string>& command, const std::vector<std::string>& environment);
  ~Background();  // nothing of the group is left
  Background(const Background&) = delete;

  // Until the command has printed `text`; false: it ended before, or two minutes have passed.
  bool wait_for(const std::string& text);
  void signal_process(int signal);
  void signal_group(int signal);
  // To its end; `out` holds stdout and stderr as they came.
  Outcome finish();

 private:
  bool read_more();

  pid_t pid_ = -1;
  int pipe_ = -1;
  std::string text_;
};

}  // namespace owdf::scenarios
