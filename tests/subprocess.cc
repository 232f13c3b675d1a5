#include "tests/subprocess.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/build/run_commands.h"
#include "tests/scenario.h"

namespace owdf::scenarios {

namespace fs = std::filesystem;

std::string wdf_program() {
  return (fs::read_symlink("/proc/self/exe").parent_path() / "wdf").string();
}

Outcome run_command(std::vector<std::string> command, std::vector<std::string> environment) {
  const std::string cache = output_folder("cache");
  fs::create_directories(cache);
  const std::string errors = fmt::format("{}/stderr-{}", cache, getpid());
  std::vector<std::string> line = {"timeout", "120", "env", "XDG_CACHE_HOME=" + cache};
  line.insert(line.end(), environment.begin(), environment.end());
  line.insert(line.end(), {"sh", "-c", "exec \"$@\" 2>\"$0\"", errors});
  line.insert(line.end(), command.begin(), command.end());
  const cli::CommandOutput output = cli::run_commands({line}, 1).front();
  std::ifstream stream(errors);
  Outcome outcome{output.status, output.text, {std::istreambuf_iterator<char>(stream), {}}};
  fs::remove(errors);
  return outcome;
}

Outcome run_wdf(const std::string& verb, std::vector<std::string> arguments, std::vector<std::string> environment) {
  std::vector<std::string> command = {wdf_program(), verb};
  if (!sanitizers().empty())
    command.insert(command.end(), {"--sanitize", fmt::format("{}", fmt::join(sanitizers(), ","))});
  command.insert(command.end(), arguments.begin(), arguments.end());
  return run_command(std::move(command), std::move(environment));
}

}  // namespace owdf::scenarios
