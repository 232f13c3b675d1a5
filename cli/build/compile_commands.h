// compile_commands.json, by which clangd and other tools know how a source is compiled.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

struct EditorCommand {
  std::string folder, source, object;
  std::vector<std::string> command;
};

void write_compile_commands(const std::string& file, const std::vector<EditorCommand>& commands);

}  // namespace owdf::cli
