// The sandbox of a run: the process may read and execute what its user may, but write only where it was told, reach no
// network, and touch no other process and nothing of the system. By Landlock, seccomp and resource limits; for good.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

struct SandboxOptions {
  std::vector<std::string> writable;  // folders; those that do not exist are left out
};

// Confines the calling process and those it starts. Returns a sentence for each wall that this system does not offer.
std::vector<std::string> enter_sandbox(const SandboxOptions& options);

}  // namespace owdf::cli
