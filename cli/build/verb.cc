// `wdf build`.
#include <cstdio>
#include <memory>

#include <nlohmann/json.hpp>

#include "cli/build/build.h"
#include "cli/command.h"

namespace owdf::cli {
namespace {

struct Arguments {
  BuildOptions options;
  std::vector<std::string> sanitize, properties;
  bool json = false;
};

const char* kind_text(OutputKind kind) {
  return kind == OutputKind::kDriver ? "driver" : kind == OutputKind::kProgram ? "program" : "library";
}

void print_json(const BuildResult& result) {
  nlohmann::json document = {{"ok", result.ok}, {"compiled", result.compiled}, {"messages", result.messages}};
  document["artifacts"] = nlohmann::json::array();
  for (const Artifact& artifact : result.artifacts)
    document["artifacts"].push_back({{"kind", kind_text(artifact.kind)},
                                     {"name", artifact.name},
                                     {"image", artifact.image},
                                     {"inf", artifact.inf},
                                     {"framework", artifact.framework}});
  std::printf("%s\n", document.dump(2).c_str());
}

void print_text(const BuildResult& result) {
  std::fputs(result.messages.c_str(), stderr);
  for (const Artifact& artifact : result.artifacts) {
    const std::string framework = artifact.framework.empty() ? "" : " (" + artifact.framework + ")";
    std::printf("%-8s%s%s\n", kind_text(artifact.kind), artifact.image.c_str(), framework.c_str());
    if (!artifact.inf.empty()) std::printf("%-8s%s\n", "inf", artifact.inf.c_str());
  }
}

}  // namespace

void register_build(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  BuildOptions& options = arguments->options;
  CLI::App* verb =
      app.add_subcommand("build", "Build a driver or program from its project, or from a folder of sources");
  verb->footer("Example: wdf build drivers/echo --sanitize address,undefined -o out");
  verb->add_option("path", options.path, ".vcxproj, .sln, sources or dirs file, or a folder")->required();
  verb->add_option("-o,--output", options.output, "Folder for images (default: a folder in the user's cache)");
  verb->add_option("--sanitize", options.sanitize, "address, undefined, thread")->delimiter(',');
  verb->add_flag("--coverage", options.coverage, "Source-based coverage");
  verb->add_option("-O", options.optimize, "Optimization level (default: 0 for Debug, 2 for Release)")
      ->check(CLI::Range(0, 3));
  verb->add_option("--configuration", options.configuration, "Project configuration")->capture_default_str();
  verb->add_option("--platform", options.platform, "Platform whose settings count (default: x64 or the nearest to it)");
  verb->add_option("--property", arguments->properties, "NAME=VALUE, as msbuild /p");
  verb->add_option("--compile-commands", options.compile_commands,
                   "Also write compile_commands.json there (default: beside the images only)");
  verb->add_flag("--strict", options.strict, "Refuse a driver that uses functions that OpenWDF has not built yet");
  verb->add_option("-j,--jobs", options.jobs, "Compilers at a time (default: one a processor)");
  verb->add_flag("-v,--verbose", options.verbose, "Print the commands");
  verb->add_flag("--json", arguments->json, "Print the result as JSON");
  verb->callback([arguments, &exit_code] {
    for (const std::string& property : arguments->properties)
      arguments->options.properties[property.substr(0, property.find('='))] = property.substr(property.find('=') + 1);
    const BuildResult result = build(arguments->options);
    if (arguments->json)
      print_json(result);
    else
      print_text(result);
    exit_code = result.ok ? kSuccess : kFailed;
  });
}

}  // namespace owdf::cli
