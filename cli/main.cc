#include "cli/command.h"

#include <string_view>

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "run") owdf::cli::start_reproducibly(argv);
  CLI::App app{"wdf: build and run Windows drivers on Linux"};
  app.require_subcommand(1);
  app.set_version_flag("--version", "wdf 0.1.0 (KMDF 1.33 and UMDF 2.33 tables)");
  int exit_code = owdf::cli::kSuccess;
  owdf::cli::register_build(app, exit_code);
  owdf::cli::register_run(app, exit_code);
  owdf::cli::register_ddi(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? owdf::cli::kSuccess : owdf::cli::kUsage;
  }
  return exit_code;
}
