#include "cli/build/tool_items.h"

#include <algorithm>
#include <filesystem>

#include "cli/build/msbuild.h"

namespace owdf::cli {
namespace fs = std::filesystem;
namespace {

bool is_true(const std::string& text) {
  return lower(without_blanks(text)) == "true";
}

// A file's name as a project spells it: quoted, with the folder of outputs in front.
std::string file_name(std::string text) {
  std::erase(text, '"');
  std::replace(text.begin(), text.end(), '\\', '/');
  return fs::path(text).filename().string();
}

std::string stem(const std::string& text) {
  return fs::path(file_name(text)).stem().string();
}

class ToolItems {
 public:
  ToolItems(const Evaluation& evaluation, Project& project) : evaluation_(evaluation), project_(project) {}

  std::string read() {
    for (const ProjectItem& item : wanted("messagecompile")) messages(item);
    for (const ProjectItem& item : wanted("mofcomp")) classes(item);
    for (const ProjectItem& item : wanted("resourcecompile")) resources(item);
    for (const ProjectItem& item : wanted("midl"))
      notes_ += item.at + ": note: MIDL is not run on " + item.include + "; the headers it makes are not there\n";
    for (const ProjectItem& item : wanted("masm")) throw_unknown(item, "the assembler");
    for (const ProjectItem& item : wanted("custombuild")) custom_step(item);
    for (const char* event : {"prebuildevent", "prelinkevent", "postbuildevent", "custombuildstep"}) build_event(event);
    for (const std::string& name : split_list(evaluation_.definition("link", "additionaldependencies")))
      project_.libraries.push_back(file_name(name));
    return notes_;
  }

 private:
  std::vector<ProjectItem> wanted(const char* kind) const {
    std::vector<ProjectItem> found = evaluation_.items(kind);
    std::erase_if(found, [](const ProjectItem& item) { return is_true(item.get("excludedfrombuild")); });
    return found;
  }

  InputFile input(InputKind kind, const ProjectItem& item) const {
    InputFile result;
    result.kind = kind;
    result.path = resolve_path(project_.folder, item.include);
    result.at = item.at;
    if (!fs::is_regular_file(result.path))
      throw ProjectFailure{item.at + ": the file " + item.include + " does not exist"};
    return result;
  }

  void messages(const ProjectItem& item) {
    const bool manifest = lower(item.include).ends_with(".man") || lower(item.include).ends_with(".xml");
    InputFile made = input(manifest ? InputKind::kEvents : InputKind::kMessages, item);
    const std::string base = item.get("generatedfilesbasename");
    made.header = (base.empty() ? stem(item.include) : base) + ".h";
    made.kernel_mode = project_.kind == OutputKind::kDriver && project_.driver_type != "UMDF" &&
                       !is_true(item.get("generateusermodeloggingmacros"));
    project_.inputs.push_back(std::move(made));
  }

  // The binary file that one item makes is what others make the header of.
  void classes(const ProjectItem& item) {
    InputFile made = input(InputKind::kClasses, item);
    const std::string binary = item.get("createbinarymoffile");
    made.data = binary.empty() ? stem(item.include) + ".bmf" : file_name(binary);
    for (const ProjectItem& check : wanted("wmimofck")) {
      if (lower(file_name(check.include)) != lower(made.data) || check.get("headeroutputfile").empty()) continue;
      made.header = file_name(check.get("headeroutputfile"));
      made.methods = is_true(check.get("generatestructuredefinitionsformethodparameters"));
    }
    project_.inputs.push_back(std::move(made));
  }

  // A script may be one that another item makes; then it has a name and no folder yet.
  void resources(const ProjectItem& item) {
    const bool is_made = std::any_of(project_.inputs.begin(), project_.inputs.end(), [&](const InputFile& one) {
      return !one.header.empty() && lower(stem(one.header)) == lower(stem(item.include));
    });
    const bool exists = fs::exists(resolve_path(project_.folder, item.include));
    InputFile made;
    if (exists || !is_made)
      made = input(InputKind::kResources, item);
    else
      made = {.path = file_name(item.include), .at = item.at};
    made.defines = split_list(item.get("preprocessordefinitions"));
    for (const std::string& folder : split_list(item.get("additionalincludedirectories")))
      if (!folder.starts_with('\\')) made.include_folders.push_back(resolve_path(project_.folder, folder));
    project_.inputs.push_back(std::move(made));
  }

  [[noreturn]] void throw_unknown(const ProjectItem& item, const std::string& tool) const {
    throw ProjectFailure{item.at + ": " + item.include + " is for " + tool +
                         ", which OpenWDF does not run; make its outputs by hand, or exclude it from the build"};
  }

  static std::string tool_of(const std::string& command) {
    const std::string text = without_blanks(command);
    const bool quoted = text.starts_with('"');
    const std::string first =
        quoted ? text.substr(1, text.find('"', 1) - 1) : text.substr(0, text.find_first_of(" \t\r\n"));
    return lower(stem(first));
  }

  // Tools that are known do what they would; of others only the outputs matter: those that are there are good.
  void custom_step(const ProjectItem& item) {
    const std::string command = without_blanks(item.get("command"));
    if (command.empty()) return;
    const std::string tool = tool_of(command);
    if (tool == "mc" && (lower(item.include).ends_with(".mc") || lower(item.include).ends_with(".man")))
      return messages(item);
    if (tool == "mofcomp") return classes(item);
    if (tool == "stampinf" || tool == "tracewpp") return;  // done for every project
    for (const std::string& output : split_list(item.get("outputs")))
      if (!fs::exists(resolve_path(project_.folder, output)))
        throw ProjectFailure{item.at + ": the custom build step of " + item.include + " runs \"" + tool +
                             "\", which OpenWDF does not; its output " + file_name(output) + " is not there. " +
                             "Make it by hand beside the project, or exclude the step from the build"};
    notes_ += item.at + ": note: the custom build step \"" + tool + "\" is not run; its outputs are there\n";
  }

  // Copying and signing, mostly.
  void build_event(const char* event) {
    const std::string command = without_blanks(evaluation_.definition(event, "command"));
    if (command.empty() || is_true(std::string(evaluation_.definition(event, "excludedfrombuild")))) return;
    notes_ += project_.file + ": note: the " + event + " \"" + command.substr(0, command.find_first_of("\r\n")) +
              "\" is not run\n";
  }

  const Evaluation& evaluation_;
  Project& project_;
  std::string notes_;
};

}  // namespace

std::string read_tool_items(const Evaluation& evaluation, Project& project) {
  return ToolItems(evaluation, project).read();
}

}  // namespace owdf::cli
