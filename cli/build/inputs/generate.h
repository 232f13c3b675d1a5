// What other tools make of a project's inputs on Windows, before the compiler runs: headers of messages (mc), events
// (mc) and WMI classes (mofcomp, wmimofck), and the data that resources name.
#pragma once

#include <string>

#include "cli/build/project.h"

namespace owdf::cli {

// Writes them into `folder`; files that would not change are left alone. False: `problems` says why, with file and
// line.
bool generate_inputs(const Project& project, const std::string& folder, std::string& problems);

// Makes the data of one resource section of preprocessed scripts; names in them are looked for beside the script, in
// the project's folders and in `folder`. False: `problems` says why.
struct PreprocessedScript {
  std::string path;  // of the script
  std::string text;
};
bool make_resource_section(const Project& project, const std::vector<PreprocessedScript>& scripts,
                           const std::string& folder, std::string& section, std::string& problems);

void write_if_changed(const std::string& path, const std::string& text);

}  // namespace owdf::cli
