// Where a line of a test driver's source stands, for holding a report against it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/scenario.h"

namespace owdf::scenarios {

// "misbehave.c:142": the only line of the file that contains `mark`.
inline std::string place_in(const std::string& file, const std::string& mark) {
  std::ifstream stream(file);
  std::string place;
  int number = 1;
  for (std::string line; std::getline(stream, line); number++) {
    if (line.find(mark) == std::string::npos) continue;
    EXPECT_TRUE(place.empty()) << file << " has more than one line with '" << mark << "'";
    place = fmt::format("{}:{}", file.substr(file.rfind('/') + 1), number);
  }
  EXPECT_FALSE(place.empty()) << file << " has no line with '" << mark << "'";
  return place;
}

// `path`: below the source root.
inline std::string place_of(const std::string& path, const std::string& mark) {
  return place_in(source_root() + "/" + path, mark);
}

}  // namespace owdf::scenarios
