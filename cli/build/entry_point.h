// How a console program spells its main function. The Microsoft compiler takes any parameters and any result; ours
// takes a function of that name for what the standard says it is, so one that is not goes by another name.
#pragma once

#include <string>
#include <vector>

#include "cli/build/project.h"

namespace owdf::cli {

struct EntryPoint {
  bool unusual = false;          // not int main(int, ...)
  bool returns_nothing = false;  // its process then ends with 0
};

EntryPoint entry_point_of(const std::string& source_text);

// The flags that give an unusual main function its other name, for the C sources of the program.
std::vector<std::string> renaming_flags();

}  // namespace owdf::cli
