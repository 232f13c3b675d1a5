#include "cli/build/compile_commands.h"

#include <nlohmann/json.hpp>

#include "cli/build/inputs/generate.h"

namespace owdf::cli {

void write_compile_commands(const std::string& file, const std::vector<EditorCommand>& commands) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const EditorCommand& one : commands)
    list.push_back(
        {{"directory", one.folder}, {"file", one.source}, {"output", one.object}, {"arguments", one.command}});
  write_if_changed(file, list.dump(1) + "\n");
}

}  // namespace owdf::cli
