#include "cli/command.h"

#include <algorithm>
#include <cstdio>
#include <string_view>

namespace {

// Takes `--app PROGRAM ARGUMENTS...` off the end of the command line.
std::vector<std::string> take_program(int& argc, char** argv) {
  char** end = argv + argc;
  char** app = std::find_if(argv, end, [](const char* word) { return std::string_view(word) == "--app"; });
  if (app == end || app + 1 == end) return {};
  argc = static_cast<int>(app - argv);
  return {app + 1, end};
}

bool has_verb(const CLI::App& app, const std::string& name) {
  return !app.get_subcommands([&](const CLI::App* verb) { return verb->check_name(name); }).empty();
}

// What the parser says of a value, with the option first, as elsewhere.
std::string what(const CLI::Error& error) {
  const std::string text = error.what(), mark = "Could not convert: ", equals = " = ";
  const size_t at = text.find(equals);
  if (!text.starts_with(mark) || at == std::string::npos) return text;
  return text.substr(mark.size(), at - mark.size()) + ": '" + text.substr(at + equals.size()) +
         "' is not a number that it takes";
}

std::string one_sentence(const CLI::App* app, const CLI::Error& error) {
  const std::string verb = app->get_subcommands().empty() ? "" : " " + app->get_subcommands().front()->get_name();
  return "wdf" + verb + ": " + what(error) + "; wdf" + verb + " --help has an example\n";
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> program;
  if (argc > 1 && std::string_view(argv[1]) == "run") {
    owdf::cli::start_reproducibly(argv);
    program = take_program(argc, argv);
  }
  CLI::App app{"wdf: build and run Windows drivers on Linux"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "wdf 0.1.0 (KMDF 1.33 and UMDF 2.33 tables)");
  int exit_code = owdf::cli::kSuccess;
  owdf::cli::register_new(app, exit_code);
  owdf::cli::register_build(app, exit_code);
  owdf::cli::register_run(app, program, exit_code);
  owdf::cli::register_control(app, exit_code);
  owdf::cli::register_ddi(app, exit_code);
  owdf::cli::register_conformance(app, exit_code);
  app.failure_message(one_sentence);
  if (argc > 1 && argv[1][0] != '-' && !has_verb(app, argv[1])) {
    std::fprintf(stderr, "wdf: there is no verb '%s'; wdf --help lists them\n", argv[1]);
    return owdf::cli::kUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? owdf::cli::kSuccess : owdf::cli::kUsage;
  }
  return exit_code;
}
