// Visual Studio solutions: .sln, and .slnx, which says the same in XML.
#pragma once

#include <string>

#include "cli/build/project.h"

namespace owdf::cli {

// The solution's C++ projects, each for what the solution maps the wanted configuration to, after those that they
// depend on.
ProjectList read_solution(const std::string& path, const ProjectQuery& query);

}  // namespace owdf::cli
