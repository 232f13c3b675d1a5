// Functions of Windows that a driver uses and that nobody has built: a call of one fails loudly when it happens, and
// the build says so before.
#pragma once

#include <string>
#include <vector>

#include "cli/build/project.h"

namespace owdf::cli {

struct UnbuiltFunction {
  std::string name;
  std::string place;  // "file:line" of its first use; empty if only the objects tell
};

// `symbols`: what llvm-nm says of the project's objects. Framework functions are inline there, so they are looked for
// in the sources.
std::vector<UnbuiltFunction> unbuilt_functions(const Project& project, const std::string& symbols);

// One sentence; empty for an empty list.
std::string describe(const std::vector<UnbuiltFunction>& functions);

}  // namespace owdf::cli
