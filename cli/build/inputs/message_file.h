// The message compiler: a text file of numbered messages (.mc) becomes a header with their names and, for each
// language, the table that Windows keeps in an image's resources.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace owdf::cli {

struct MessageTable {
  uint16_t language = 0x409;
  std::string file = "MSG00409";          // name of the table's file, without extension
  std::map<uint32_t, std::string> texts;  // UTF-8, by message id
};

struct CompiledMessages {
  std::string header;
  std::vector<MessageTable> tables;
};

// Throws std::string, a sentence that begins with "file:line: ".
CompiledMessages compile_messages(const std::string& path, const std::string& text);

// MESSAGE_RESOURCE_DATA: blocks of consecutive ids, then the texts in UTF-16.
std::string message_table_data(const MessageTable& table);

}  // namespace owdf::cli
