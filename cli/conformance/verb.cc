// `wdf conformance`: the requirement rows with their state.
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <memory>

#include "cli/command.h"
#include "cli/conformance/conformance.h"
#include "cli/source_paths.h"

namespace owdf::cli {
namespace {

struct Arguments {
  std::string area;
  bool json = false;
  bool html = false;
  std::string specification = std::string(kSourceRoot) + "/spec";
  std::string citations;
  std::string proofs;
};

int run(const Arguments& arguments) {
  std::string area = arguments.area;
  std::transform(area.begin(), area.end(), area.begin(), [](unsigned char c) { return std::toupper(c); });
  try {
    const Specification specification = read_specification(arguments.specification);
    const Conformance conformance =
        derive(specification, read_citations(arguments.citations), read_prove_result(arguments.proofs), area);
    if (conformance.list.empty()) {
      std::fprintf(stderr, "error: there is no area '%s'; `wdf conformance` lists them\n", area.c_str());
      return kUsage;
    }
    const std::string out = arguments.json   ? conformance.json()
                            : arguments.html ? conformance.html()
                                             : conformance.text(area, isatty(STDOUT_FILENO));
    std::fwrite(out.data(), 1, out.size(), stdout);
    return kSuccess;
  } catch (const BadInput& problem) {
    std::fprintf(stderr, "error: %s\n", problem.what());
    return kUsage;
  }
}

}  // namespace

void register_conformance(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb = app.add_subcommand("conformance", "List the requirement rows and which of them are proved");
  verb->footer("Example: wdf conformance QUE");
  verb->add_option("area", arguments->area, "Only this area, row by row");
  CLI::Option* json = verb->add_flag("--json", arguments->json, "Print as JSON");
  verb->add_flag("--html", arguments->html, "Print as one HTML page")->excludes(json);
  verb->add_option("--spec", arguments->specification, "Folder of the requirement tables");
  verb->add_option("--citations", arguments->citations, "citations.json of a test run (default: that of this build)");
  verb->add_option("--proofs", arguments->proofs, "prove.json of ./dev prove (default: that of the prove build)");
  verb->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace owdf::cli
