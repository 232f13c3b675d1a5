// Little-endian data, as resources of Windows are laid out.
#pragma once

#include <cstdint>
#include <string>

namespace owdf::cli {

class BinaryWriter {
 public:
  void u16(uint16_t value) {
    data_ += static_cast<char>(value & 0xff);
    data_ += static_cast<char>(value >> 8);
  }
  void u32(uint32_t value) {
    u16(static_cast<uint16_t>(value));
    u16(static_cast<uint16_t>(value >> 16));
  }
  void bytes(const std::string& text) { data_ += text; }
  void align(size_t size) { data_.append((size - data_.size() % size) % size, '\0'); }
  void set_u16(size_t at, uint16_t value) {
    data_[at] = static_cast<char>(value & 0xff);
    data_[at + 1] = static_cast<char>(value >> 8);
  }

  // `text` is UTF-8, well-formed or what was read as Latin-1 before.
  void utf16(const std::string& text) {
    for (size_t at = 0; at < text.size();) {
      const auto first = static_cast<uint8_t>(text[at++]);
      const int more = first < 0xC0 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
      uint32_t point = more ? first & (0x3fu >> more) : first;
      for (int i = 0; i < more && at < text.size(); i++)
        point = point << 6 | (static_cast<uint8_t>(text[at++]) & 0x3fu);
      if (point >= 0x10000) {
        u16(static_cast<uint16_t>(0xD800 + ((point - 0x10000) >> 10)));
        point = 0xDC00 + ((point - 0x10000) & 0x3ff);
      }
      u16(static_cast<uint16_t>(point));
    }
  }

  const std::string& data() const { return data_; }
  size_t size() const { return data_.size(); }

 private:
  std::string data_;
};

}  // namespace owdf::cli
