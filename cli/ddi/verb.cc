// `wdf ddi`: every framework function with its state. The state is derived, never declared: `missing` while the slot
// holds the stub, `built` once somebody defined the function, `partial` if that function says that it does not act on
// something it accepts (wdf/partial.h), `proved` when a test that passed cites it (citations.json
// of ./dev test).
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/ddi/citations.h"
#include "cli/ddi/compatibility.h"
#include "cli/ddi/state.h"
#include "cli/ddi/use_report.h"

namespace owdf::cli {
namespace {

struct Arguments {
  bool json = false;
  bool missing = false;
  bool markdown = false;
  std::string driver;
  std::string citations;
};

bool partial(std::string_view ddi) {
  return !not_acted_on(ddi).empty();
}

const char* state_of(const wdf::Ddi& row, const std::set<std::string>& cited) {
  if (!row.built) return "missing";
  if (partial(row.name)) return "partial";
  return cited.contains(row.name) ? "proved" : "built";
}

nlohmann::json index_of(int16_t index) {
  return index < 0 ? nlohmann::json() : nlohmann::json(index);
}

struct Count {
  unsigned kmdf = 0;
  unsigned umdf = 0;
  unsigned partial = 0;
  unsigned proved = 0;
};

Count count(const std::set<std::string>& cited) {
  Count result;
  for (const wdf::Ddi& row : wdf::ddis()) {
    if (!row.built) continue;
    result.kmdf += row.kmdf_index >= 0;
    result.umdf += row.umdf_index >= 0;
    result.partial += partial(row.name);
    result.proved += cited.contains(row.name) && !partial(row.name);
  }
  return result;
}

void print_json(const std::set<std::string>& cited) {
  const Count built = count(cited);
  nlohmann::ordered_json document;
  document["kmdf"] = {{"slots", wdf::kKmdfSlots}, {"built", built.kmdf}};
  document["umdf2"] = {{"slots", wdf::kUmdf2Slots}, {"built", built.umdf}};
  document["functions"] = nlohmann::ordered_json::array();
  for (const wdf::Ddi& row : wdf::ddis())
    document["functions"].push_back({{"name", row.name},
                                     {"kmdf_index", index_of(row.kmdf_index)},
                                     {"umdf_index", index_of(row.umdf_index)},
                                     {"state", state_of(row, cited)},
                                     {"not_acted_on", not_acted_on(row.name)}});
  std::printf("%s\n", document.dump(1).c_str());
}

void print_index(int16_t index) {
  if (index < 0)
    std::printf("%6s", "-");
  else
    std::printf("%6d", index);
}

void print_text(const std::set<std::string>& cited, bool missing_only) {
  for (const wdf::Ddi& row : wdf::ddis()) {
    if (missing_only && row.built) continue;
    std::printf("%-8s", state_of(row, cited));
    print_index(row.kmdf_index);
    print_index(row.umdf_index);
    std::printf("  %s\n", row.name);
    if (missing_only) continue;
    for (const std::string_view what : not_acted_on(row.name))
      std::printf("%22snot acted on yet: %s\n", "", std::string(what).c_str());
  }
  const Count built = count(cited);
  std::printf("KMDF %u of %u slots built, UMDF 2 %u of %u; %u of %u functions proved by a passing test, %u partial\n",
              built.kmdf, wdf::kKmdfSlots, built.umdf, wdf::kUmdf2Slots, built.proved, wdf::kDdiCount, built.partial);
}

int run(const Arguments& arguments) {
  if (!arguments.driver.empty()) return report_use(arguments.driver, arguments.json);
  if (arguments.markdown) {
    std::fputs(compatibility_page().c_str(), stdout);
    return kSuccess;
  }
  std::string problem;
  const std::set<std::string> cited = cited_functions(arguments.citations, problem);
  if (!problem.empty()) {
    std::fprintf(stderr, "error: %s\n", problem.c_str());
    return kUsage;
  }
  if (arguments.json)
    print_json(cited);
  else
    print_text(cited, arguments.missing);
  return kSuccess;
}

}  // namespace

void register_ddi(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb =
      app.add_subcommand("ddi", "List the framework's functions, or what a driver uses, and how far each is built");
  verb->footer("Examples: wdf ddi --missing\n          wdf ddi --for drivers/echo/driver/echo.vcxproj");
  verb->add_flag("--json", arguments->json, "Print as JSON");
  verb->add_flag("--missing", arguments->missing, "Only functions that are not built");
  CLI::Option* driver = verb->add_option(
      "--for", arguments->driver, "A driver's project, folder or image: the functions it uses; fails if one is loud");
  verb->add_flag("--markdown", arguments->markdown, "The whole interface by header, kernel and programs too")
      ->excludes(driver);
  verb->add_option("--citations", arguments->citations, "citations.json of a test run (default: that of this build)");
  verb->callback([arguments, &exit_code] { exit_code = run(*arguments); });
}

}  // namespace owdf::cli
