// Which of a project's configurations is built.
#pragma once

#include <string>
#include <vector>

#include "cli/build/project.h"

namespace owdf::cli {

struct ProjectConfiguration {
  std::string configuration, platform;
};

ProjectConfiguration parse_configuration(const std::string& text);  // "Debug|x64"

// The one that `query` means: by its name, or by its last word ("Win10 Debug" for Debug), for x64 if there is such.
// A choice that is not the obvious one is told in `notes`; `problem` is a sentence that lists what there is.
ProjectConfiguration choose_configuration(const std::vector<ProjectConfiguration>& known, const ProjectQuery& query,
                                          std::string& problem, std::string& notes, const std::string& file);

bool is_debug_configuration(const std::string& name);

}  // namespace owdf::cli
