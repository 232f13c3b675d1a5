// Names of files as the system checks them. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace owdf::fs {

struct Path {
  std::vector<std::u16string> components;
  bool names_directory = false;  // ended with a backslash
};

// What follows the volume in a path: "\dir\file". STATUS_OBJECT_NAME_INVALID for a component that is empty, too long,
// "." or "..", or has a character that no file name has; streams ("file:stream") are not supported and have one.
Result<Path> parse_path(std::u16string_view text);

// "\dir\file", without a backslash at the end.
std::u16string text_of(const std::vector<std::u16string>& components);

}  // namespace owdf::fs
