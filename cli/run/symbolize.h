// Turns the return addresses of a bug check into lines for people: function, file and line of the driver's source.
#pragma once

#include <string>
#include <vector>

#include "loader/load_map.h"

namespace owdf::cli {

// A line per function that an address lies in, inlined ones first; frames of our own code by function name only. Runs
// llvm-symbolizer.
std::vector<std::string> symbolize(const std::vector<void*>& stack, const loader::LoadMap& images);

}  // namespace owdf::cli
