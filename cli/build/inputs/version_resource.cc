#include "cli/build/inputs/version_resource.h"

#include "cli/build/inputs/binary_writer.h"

namespace owdf::cli {

std::string version_data(const VersionNode& node) {
  const bool is_text = node.words.empty() && node.bytes.empty() && node.children.empty();
  BinaryWriter value;
  if (is_text) {
    value.utf16(node.text);
    value.u16(0);
  }
  for (const uint16_t word : node.words) value.u16(word);
  value.bytes(node.bytes);
  BinaryWriter out;
  out.u16(0);
  // The length of a text counts characters, that of other values bytes.
  out.u16(static_cast<uint16_t>(is_text ? value.size() / 2 : value.size()));
  out.u16(is_text || (value.size() == 0 && !node.children.empty()) ? 1 : 0);
  out.utf16(node.key);
  out.u16(0);
  out.align(4);
  out.bytes(value.data());
  for (const VersionNode& child : node.children) {
    out.align(4);
    out.bytes(version_data(child));
  }
  out.set_u16(0, static_cast<uint16_t>(out.size()));
  return out.data();
}

}  // namespace owdf::cli
