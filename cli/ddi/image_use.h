// What an image on disk uses of the interface, read from its file: nothing of it is loaded or run.
#pragma once

#include <optional>
#include <set>
#include <string>

namespace owdf::cli {

struct ImageUse {
  std::set<std::string> framework;  // DDIs: calls go through a table, so these come from the debug information
  std::set<std::string> imports;    // names in the image's import table
};

// `problem`: why the file could not be read.
std::optional<ImageUse> read_image_use(const std::string& path, std::string& problem);

}  // namespace owdf::cli
