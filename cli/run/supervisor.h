// supervise(): a piece of work in a child process, and what became of it. A driver that corrupts memory, that a
// sanitizer stops or that never ends takes the child with it, not the one who asked.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "cli/run/sandbox.h"

namespace owdf::cli {

struct SuperviseOptions {
  SandboxOptions sandbox;
  unsigned seconds = 0;  // of processor time; 0: no limit. Ten times as long by the clock, and the child is killed.
  bool ends_in_order = false;  // `work` takes interrupts itself and comes to its end after one
};

struct Outcome {
  int exit_code = 0;                 // what `work` returned, if there is no death
  std::optional<std::string> death;  // why the child did not come to its end: one sentence
};

// Forks; the child enters the sandbox, does `work` and exits with its result. The caller has one thread. Interrupts
// (cli/run/interrupts.h) go on to the child, which they end unless it takes them itself; a second one ends it anyway.
Outcome supervise(const SuperviseOptions& options, const std::function<int()>& work);

}  // namespace owdf::cli
