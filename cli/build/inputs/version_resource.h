// VS_VERSIONINFO: a tree of keys with values, each padded to four bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace owdf::cli {

struct VersionNode {
  std::string key;
  std::string text;             // of a string value, without its terminator
  std::vector<uint16_t> words;  // of a binary value
  std::string bytes;            // of the root: VS_FIXEDFILEINFO
  std::vector<VersionNode> children;
};

std::string version_data(const VersionNode& node);

}  // namespace owdf::cli
