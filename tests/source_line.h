// Where a line of a test driver's source stands, for holding a report against it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/scenario.h"

namespace owdf::scenarios {

// "misbehave.c:142": the only line of the file (below the source root) that contains `mark`.
inline std::string place_of(const std::string& path, const std::string& mark) {
  std::ifstream stream(source_root() + "/" + path);
  std::string place;
  int number = 1;
  for (std::string line; std::getline(stream, line); number++) {
    if (line.find(mark) == std::string::npos) continue;
    EXPECT_TRUE(place.empty()) << path << " has more than one line with '" << mark << "'";
    place = fmt::format("{}:{}", path.substr(path.rfind('/') + 1), number);
  }
  EXPECT_FALSE(place.empty()) << path << " has no line with '" << mark << "'";
  return place;
}

}  // namespace owdf::scenarios
