#include <fmt/format.h>
#include <sys/personality.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "cli/command.h"
#include "cli/run/interrupts.h"
#include "cli/run/runner.h"
#include "cli/run/supervisor.h"

namespace owdf::cli {
namespace {

struct Arguments {
  std::string path, device, form = "deterministic", strategy = "roundrobin", sanitize, configuration = "Debug", input;
  std::string files, script, machine = "machine";
  std::vector<std::string> app, filters;
  uint64_t seed = 1;
  unsigned processors = 2, time_limit = 120;
  int optimize = -1;
  bool coverage = false, quiet = false, json = false, in_process = false, gdb = false, keep = false;
  bool trace = false, load_by_program = false;
};

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::string replay_command(const Arguments& arguments) {
  std::string text = fmt::format("wdf run {}", arguments.path);
  text += arguments.form == "live" ? " --form live" : fmt::format(" --seed {}", arguments.seed);
  if (!arguments.device.empty()) text += " --device " + arguments.device;
  for (const std::string& filter : arguments.filters) text += " --filter " + filter;
  if (arguments.processors != Arguments{}.processors) text += fmt::format(" --processors {}", arguments.processors);
  if (arguments.optimize >= 0) text += fmt::format(" -O {}", arguments.optimize);
  if (arguments.strategy != "roundrobin") text += " --strategy " + arguments.strategy;
  if (!arguments.script.empty()) text += " --script " + arguments.script;
  if (!arguments.sanitize.empty()) text += " --sanitize " + arguments.sanitize;
  if (arguments.load_by_program) text += " --load-by-program";
  if (!arguments.files.empty()) text += " --files " + arguments.files;
  if (!arguments.app.empty()) {
    text += " --app";
    for (const std::string& word : arguments.app) text += " " + word;
  }
  return text;
}

// A sanitizer's run-time library is part of the program that loads the image, so it has to be in this one.
bool has_sanitizers(const std::vector<std::string>& wanted) {
#if defined(OWDF_SANITIZE)
  const std::string built = OWDF_SANITIZE;
#else
  const std::string built;
#endif
  const std::vector<std::string> present = split(built);
  for (const std::string& name : wanted) {
    if (std::find(present.begin(), present.end(), name) != present.end()) continue;
    fmt::print(stderr,
               "wdf run: --sanitize {}: this wdf was built {}, so it cannot run a driver that is built with '{}'; "
               "build/asan/bin/wdf has address and undefined, build/tsan/bin/wdf has thread (./dev build --preset "
               "asan|tsan)\n",
               fmt::join(wanted, ","), built.empty() ? "without sanitizers" : "with " + built + " only", name);
    return false;
  }
  return true;
}

RunOptions options_of(const Arguments& arguments) {
  RunOptions options;
  options.path = arguments.path;
  for (const std::string& filter : arguments.filters) options.filters.push_back(parse_filter(filter));
  options.device = arguments.device;
  options.world.form = arguments.form == "live" ? sched::Form::kLive : sched::Form::kDeterministic;
  options.world.strategy = arguments.strategy == "random" ? sched::Strategy::kRandom : sched::Strategy::kRoundRobin;
  options.world.seed = arguments.seed;
  options.world.processors = arguments.processors;
  options.sanitize = split(arguments.sanitize);
  options.coverage = arguments.coverage;
  options.optimize = arguments.optimize;
  options.configuration = arguments.configuration;
  options.quiet = arguments.quiet || arguments.json;
  options.input = arguments.input;
  options.trace = arguments.trace;
  options.load_by_program = arguments.load_by_program;
  if (!arguments.app.empty()) {
    options.programs.push_back({arguments.app.front(), {arguments.app.begin() + 1, arguments.app.end()}});
  }
  options.script = arguments.script;
  options.replay = replay_command(arguments);
  return options;
}

int print(const RunReport& report, bool json) {
  if (report.came_to_nothing()) std::fputs(report.why_nothing().c_str(), stderr);
  if (json) {
    std::fputs(report.json().c_str(), stdout);
  } else if (!report.came_to_nothing()) {
    std::fputs(report.text(isatty(STDOUT_FILENO)).c_str(), stdout);
  }
  return report.exit_code();
}

// Drive C: of the run: the user's folder, or one that goes with this object, however the child ended.
class Drive {
 public:
  explicit Drive(const std::string& chosen) : folder_(chosen) {
    if (!folder_.empty()) return;
    folder_ = (std::filesystem::temp_directory_path() / "openwdf-c-XXXXXX").string();
    temporary_ = mkdtemp(folder_.data()) != nullptr;
  }
  ~Drive() {
    std::error_code ignored;
    if (temporary_) std::filesystem::remove_all(folder_, ignored);
  }
  Drive(const Drive&) = delete;
  const std::string& folder() const { return folder_; }

 private:
  std::string folder_;
  bool temporary_ = false;
};

// What the child may write to.
std::vector<std::string> writable_folders(const Drive& drive) {
  std::vector<std::string> folders{drive.folder()};
  if (const char* profiles = std::getenv("OPENWDF_PROFILE_DIR")) folders.emplace_back(profiles);
  return folders;
}

// Empty: the words go together, and what they name is there.
std::string problem_with(const Arguments& arguments, const RunOptions& options) {
  namespace fs = std::filesystem;
  if (arguments.load_by_program && options.programs.empty())
    return "--load-by-program: no program is named that could load the driver; --app names it";
  if (arguments.load_by_program && (!options.filters.empty() || !options.device.empty()))
    return "--load-by-program installs no device, so it goes with neither --filter nor --device";
  std::vector<std::string> paths = {options.path};
  for (size_t i = 0; i < options.filters.size(); i++) {
    paths.push_back(options.filters[i].path);
    if (paths.back().empty()) return fmt::format("--filter: '{}' names no driver", arguments.filters[i]);
  }
  for (const ProgramLine& program : options.programs) paths.push_back(program.path);
  for (const std::string& path : paths) {
    if (!fs::exists(path)) return fmt::format("{}: there is no such file or folder", path);
  }
  const bool readable = options.script.empty() || access(options.script.c_str(), R_OK) == 0;
  if (!readable) return fmt::format("--script: {}: {}", options.script, std::strerror(errno));
  if (fs::is_directory(options.script)) return fmt::format("--script: {}: is a folder", options.script);
  return {};
}

int run_verb(const Arguments& arguments) {
  RunOptions options = options_of(arguments);
  if (const std::string problem = problem_with(arguments, options); !problem.empty()) {
    fmt::print(stderr, "wdf run: {}\n", problem);
    return kUsage;
  }
  if (!has_sanitizers(options.sanitize)) return kUsage;
  std::unique_ptr<ControlSocket> socket;
  if (arguments.keep) {
    std::string problem;
    socket = ControlSocket::listen(arguments.machine, &problem);
    if (!socket) {
      fmt::print(stderr, "wdf run: {}\n", problem);
      return kUsage;
    }
    options.socket = socket.get();
    if (!arguments.quiet)
      fmt::print(stderr, "wdf run: the machine '{}' listens at {}; `wdf leave` takes it down\n", arguments.machine,
                 socket->path());
  }
  Run run(options);
  if (!run.build()) return print(run.report(), arguments.json);
  const Drive drive(arguments.files);
  const auto perform = [&] {
    // A kept machine is taken down in order; its threads are made later and hold the signals back too.
    std::optional<Interrupts> interrupts;
    if (arguments.keep && arguments.in_process) interrupts.emplace();
    run.perform(drive.folder());
    return print(run.report(), arguments.json);
  };
  if (arguments.in_process) return perform();
  const Outcome outcome =
      supervise({{writable_folders(drive)}, arguments.keep ? 0 : arguments.time_limit, arguments.keep}, perform);
  if (!outcome.death) return outcome.exit_code;
  RunReport report = run.report();
  report.failed_act = "run";
  report.failure = *outcome.death + "\n  replay  " + options.replay;
  return print(report, arguments.json);
}

// The same command under gdb, in one process.
int run_under_gdb() {
  std::ifstream file("/proc/self/cmdline");
  std::vector<std::string> words{"gdb", "-q", "-ex", "set breakpoint pending on", "--args"};
  for (std::string word; std::getline(file, word, '\0');) {
    if (word == "--gdb") word = "--in-process";
    words.push_back(std::move(word));
  }
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  fmt::print(stderr, "wdf run: gdb cannot be started: {}; apt install gdb\n", std::strerror(errno));
  return kUsage;
}

}  // namespace

void register_run(CLI::App& app, const std::vector<std::string>& program, int& exit_code) {
  auto arguments = std::make_shared<Arguments>();
  CLI::App* verb =
      app.add_subcommand("run", "build a driver if needed, install it, start its device, run a program, remove it");
  verb->footer(
      "Example:\n  wdf run drivers/echo/driver/echo.vcxproj --app drivers/echo/app/echoapp.vcxproj -overlapped 8\n"
      "  wdf run drivers/echo/driver/echo.vcxproj --filter drivers/filters/tally/tally.vcxproj\n"
      "Exit status: 0 all went well, 1 the driver or program failed, 2 wrong usage, 3 a bug check");
  verb->add_option("path", arguments->path, "a .vcxproj, .sln, sources or dirs file, folder, or a built image (.so)")
      ->required();
  verb->add_option("--device", arguments->device,
                   "hardware id of the device to plug in (default: the first of the INF)");
  verb->add_option(
          "--filter", arguments->filters,
          "[upper:|lower:][SERVICE=]PATH: a filter driver in the device's stack; its INF says on which side of "
          "the function driver unless it is said here; repeat it, on each side the lowest first")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->add_option("--app", arguments->app, "a program (.vcxproj, folder or image) and its arguments; must come last");
  verb->add_option("--form", arguments->form, "deterministic (one seed decides everything) or live (real threads)")
      ->check(CLI::IsMember({"deterministic", "live"}));
  verb->add_option("--seed", arguments->seed, "every choice of the run is drawn from it (default 1)");
  verb->add_option("--strategy", arguments->strategy, "who runs next: roundrobin or random")
      ->check(CLI::IsMember({"roundrobin", "random"}));
  verb->add_option("--processors", arguments->processors, "virtual processors (default 2)")->check(CLI::Range(1, 64));
  verb->add_option("--sanitize", arguments->sanitize, "address, undefined, thread; needs a wdf built with the same");
  verb->add_option("--configuration", arguments->configuration, "of the project (default Debug)");
  verb->add_option("-O", arguments->optimize, "optimisation level of driver and program")->check(CLI::Range(0, 3));
  verb->add_option("--input", arguments->input, "what the program finds on its standard input");
  verb->add_flag("--coverage", arguments->coverage, "compile for llvm-cov; counters go to $OPENWDF_PROFILE_DIR");
  verb->add_option("--time-limit", arguments->time_limit,
                   "seconds of processor time, ten times as long by the clock; 0: none (default 120)")
      ->check(CLI::Range(0, 200'000));
  verb->add_option("--script", arguments->script,
                   "a file of commands, one to a line: devices, io, plug, remove, wait, ...");
  CLI::Option* keep = verb->add_flag("--keep", arguments->keep,
                                     "leave the machine up for wdf devices, io, remove, ... until wdf leave");
  verb->add_option("--machine", arguments->machine, "its name with --keep (default: machine)")->needs(keep);
  verb->add_flag("--in-process", arguments->in_process, "no sandbox and no child: for debuggers and profilers");
  verb->add_flag("--gdb", arguments->gdb, "the same under gdb; `break file.c:12` before `run`");
  verb->add_flag("--quiet", arguments->quiet, "no build messages, no DbgPrint");
  verb->add_flag("--trace", arguments->trace, "show what the driver and the program trace by WPP");
  verb->add_option("--files", arguments->files, "the directory that is drive C: (default: a fresh one for this run)")
      ->check(CLI::ExistingDirectory);
  verb->add_flag("--load-by-program", arguments->load_by_program,
                 "install nothing: the program finds the driver beside itself, as NAME.sys, and loads it as a service");
  verb->add_flag("--json", arguments->json, "the report as JSON");
  verb->callback([arguments, &program, &exit_code] {
    if (!program.empty()) arguments->app = program;
    exit_code = arguments->gdb ? run_under_gdb() : run_verb(*arguments);
  });
}

// Equal seeds give equal runs only if addresses are equal too wherever a driver looks at them.
void start_reproducibly(char** argv) {
  const int now = personality(0xFFFFFFFF);
  if (now == -1 || (now & ADDR_NO_RANDOMIZE) || std::getenv("OPENWDF_ASLR")) return;
  if (personality(static_cast<unsigned long>(now) | ADDR_NO_RANDOMIZE) == -1) return;
  execv("/proc/self/exe", argv);
}

}  // namespace owdf::cli
