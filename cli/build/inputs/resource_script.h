// A resource script (.rc), after the preprocessor: what it puts into an image.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace owdf::cli {

struct Resource {
  std::string type, name;  // "#16" where it is a number
  uint16_t language = 0x409;
  std::string data;
};

struct ResourceScript {
  std::vector<Resource> resources;
  std::vector<std::string> left_out;  // "file:line: " and what is not kept
};

// `read` gives a file that the script names, searched from the script's folders. Throws std::string, a sentence that
// begins with "file:line: ".
ResourceScript parse_resource_script(
    const std::string& path, const std::string& preprocessed,
    const std::function<bool(const std::string& name, const std::string& from, std::string& data)>& read);

// The section of an image: a signature, a count, then type, name, language and bytes of each.
std::string resource_section(const std::vector<Resource>& resources);

}  // namespace owdf::cli
