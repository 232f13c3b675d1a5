// The items of a project that other tools than the compiler act on.
#pragma once

#include <string>

#include "cli/build/evaluation.h"
#include "cli/build/project.h"

namespace owdf::cli {

// Fills in the project's inputs and libraries. Returns lines for the user about steps that are not done. Throws
// ProjectFailure for a step whose outputs are missing and that nothing here makes.
std::string read_tool_items(const Evaluation& evaluation, Project& project);

}  // namespace owdf::cli
