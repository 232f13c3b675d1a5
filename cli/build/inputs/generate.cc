#include "cli/build/inputs/generate.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/build/inputs/event_manifest.h"
#include "cli/build/inputs/message_file.h"
#include "cli/build/inputs/mof.h"
#include "cli/build/inputs/resource_script.h"
#include "cli/build/msbuild.h"
#include "cli/build/overlay.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

bool read_bytes(const std::string& path, std::string& data) {
  if (!fs::is_regular_file(path)) return false;
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  data = text.str();
  return true;
}

// A header, and the script with the tables that resource scripts include.
void make_messages(const InputFile& input, const std::string& text, const std::string& folder) {
  const CompiledMessages made = compile_messages(input.path, text);
  const std::string base = folder + "/" + fs::path(input.header).stem().string();
  write_if_changed(folder + "/" + input.header, made.header);
  std::string script;
  for (const MessageTable& table : made.tables) {
    write_if_changed(folder + "/" + table.file + ".bin", message_table_data(table));
    script += fmt::format("LANGUAGE {:#x},{:#x}\n1 11 \"{}.bin\"\n", table.language & 0x3ff, table.language >> 10,
                          table.file);
  }
  write_if_changed(base + ".rc", script);
}

void make_events(const InputFile& input, const std::string& text, const std::string& folder) {
  write_if_changed(folder + "/" + input.header, event_header(input.path, text, input.kernel_mode));
  // What decodes events on Windows is of no use here; the script that names it exists, and names nothing.
  write_if_changed(folder + "/" + fs::path(input.header).stem().string() + ".rc", "\n");
}

// The classes' text stands for their binary form: whoever reads the resource has our own reader.
void make_classes(const InputFile& input, const std::string& text, const std::string& folder) {
  const std::vector<MofClass> classes = parse_mof(input.path, text);
  if (!input.header.empty())
    write_if_changed(folder + "/" + input.header, mof_header(input.path, classes, input.methods));
  write_if_changed(folder + "/" + input.data, text);
}

}  // namespace

void write_if_changed(const std::string& path, const std::string& text) {
  std::string before;
  if (read_bytes(path, before) && before == text) return;
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

bool generate_inputs(const Project& project, const std::string& folder, std::string& problems) {
  bool ok = true;
  for (const InputFile& input : project.inputs) {
    try {
      if (input.kind == InputKind::kResources) continue;
      if (!fs::is_regular_file(input.path)) throw input.at + ": " + input.path + " does not exist";
      bool converted = false;
      const std::string text = read_as_utf8(input.path, converted);
      if (input.kind == InputKind::kMessages) make_messages(input, text, folder);
      if (input.kind == InputKind::kEvents) make_events(input, text, folder);
      if (input.kind == InputKind::kClasses) make_classes(input, text, folder);
    } catch (const std::string& problem) {
      problems += "error: " + problem + "\n";
      ok = false;
    }
  }
  return ok;
}

bool make_resource_section(const Project& project, const std::vector<PreprocessedScript>& scripts,
                           const std::string& folder, std::string& section, std::string& problems) {
  const auto read = [&](const std::string& name, const std::string& from, std::string& data) {
    std::vector<std::string> folders = {from, project.folder, folder};
    folders.insert(folders.end(), project.include_folders.begin(), project.include_folders.end());
    for (const std::string& one : folders)
      if (read_bytes(resolve_path(one, name), data)) return true;
    // What a tool wrote into its output folder there, it wrote into ours here.
    std::string plain = name;
    std::replace(plain.begin(), plain.end(), '\\', '/');
    return read_bytes(resolve_path(folder, fs::path(plain).filename().string()), data);
  };
  std::vector<Resource> all;
  for (const PreprocessedScript& script : scripts) {
    try {
      ResourceScript made = parse_resource_script(script.path, script.text, read);
      for (const std::string& note : made.left_out)
        problems += note.substr(0, note.find(": ")) + ": note" + note.substr(note.find(": ")) + "\n";
      std::move(made.resources.begin(), made.resources.end(), std::back_inserter(all));
    } catch (const std::string& problem) {
      problems += "error: " + problem + "\n";
      return false;
    }
  }
  section = resource_section(all);
  return true;
}

}  // namespace owdf::cli
