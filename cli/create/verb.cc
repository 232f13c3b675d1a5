// `wdf new`.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/create/create.h"

namespace owdf::cli {
namespace {

struct Arguments {
  NewDriver driver;
  bool kmdf = false, umdf = false, json = false;
};

int complain(const std::string& problem, int code) {
  fmt::print(stderr, "wdf new: {}\n", problem);
  return code;
}

void print_text(const NewDriver& driver, const std::string& folder, const std::vector<NewFile>& files) {
  for (const NewFile& file : files) fmt::print("{}/{}\n", folder, file.path);
  if (driver.kind == "filter")
    fmt::print("\nNext: wdf run FUNCTION-DRIVER --filter {}/driver\n", folder);
  else
    fmt::print("\nNext: wdf run {0}/driver --app {0}/app\n", folder);
}

void print_json(const std::string& folder, const std::vector<NewFile>& files) {
  nlohmann::ordered_json document = {{"folder", folder}, {"files", nlohmann::json::array()}};
  for (const NewFile& file : files) document["files"].push_back(file.path);
  fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
}

int new_verb(const Arguments& arguments) {
  const NewDriver& driver = arguments.driver;
  if (arguments.umdf)
    return complain("--umdf: UMDF drivers are not built by OpenWDF yet; --kmdf makes a KMDF driver", kUsage);
  if (const std::string problem = problem_with(driver); !problem.empty()) return complain(problem, kUsage);
  std::error_code error;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", error).string();
  const std::vector<NewFile> files = files_of(driver, error ? "wdf" : program);
  if (const std::string problem = write_all(driver, files); !problem.empty()) return complain(problem, kUsage);
  const std::string folder = (std::filesystem::path(driver.parent) / driver.name).lexically_normal().string();
  if (arguments.json)
    print_json(folder, files);
  else
    print_text(driver, folder, files);
  return kSuccess;
}

}  // namespace

void register_new(CLI::App& app, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  NewDriver& driver = arguments->driver;
  CLI::App* verb = app.add_subcommand("new", "write a small driver that builds and runs here and with the WDK");
  verb->footer(
      "Example:\n  wdf new Blinker --kmdf\n  wdf run Blinker/driver --app Blinker/app\n"
      "Makes the folder NAME, or nothing: what is there already is never written to.");
  verb->add_option("name", driver.name, "of the driver, its folder and its functions: letters, digits and _")
      ->required();
  CLI::Option* kmdf = verb->add_flag("--kmdf", arguments->kmdf, "a KMDF driver (also without saying so)");
  verb->add_flag("--umdf", arguments->umdf, "a UMDF driver: not yet")->excludes(kmdf);
  verb->add_option("--kind", driver.kind,
                   "function (a device with an interface), filter, or nonpnp (a control device; default: function)")
      ->check(CLI::IsMember({"function", "filter", "nonpnp"}));
  verb->add_option("--device", driver.device, "hardware id that the INF names (default: ROOT\\NAME)");
  verb->add_option("--output", driver.parent, "the folder in which the driver's folder is made (default: this one)");
  verb->add_flag("--json", arguments->json, "print what was made as JSON");
  verb->callback([arguments, &exit_code] { exit_code = new_verb(*arguments); });
}

}  // namespace owdf::cli
