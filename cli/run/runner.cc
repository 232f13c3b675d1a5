#include "cli/run/runner.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstring>
#include <filesystem>

#include "cli/control/operator.h"
#include "cli/control/script.h"
#include "cli/run/session.h"
#include "cli/run/symbolize.h"
#include "nt/ex/executive.h"
#include "nt/io/device.h"
#include "nt/io/io_manager.h"

namespace owdf::cli {
namespace {

struct BuiltProgram {
  std::string name;
  std::string image;
  std::vector<std::string> arguments;
};

}  // namespace

class Run::Acts {
 public:
  explicit Acts(const RunOptions& options) : options_(options) {}

  bool build_all() {
    report_.form = options_.world.form == sched::Form::kDeterministic ? "deterministic" : "live";
    report_.seed = options_.world.seed;
    report_.replay = options_.replay;
    if (!build_one(options_.path, OutputKind::kDriver, &driver_)) return false;
    report_.driver = driver_.name;
    for (const FilterLine& line : options_.filters) {
      if (!build_one(line.path, OutputKind::kDriver, &filters_.emplace_back())) return false;
    }
    for (const ProgramLine& line : options_.programs) {
      Artifact program;
      if (!build_one(line.path, OutputKind::kProgram, &program)) return false;
      programs_.push_back({program.name, program.image, line.arguments});
    }
    return true;
  }

  void perform(const std::string& files) {
    if (!compose(files)) return;
    act();
    if (!session_->dead()) session_->shut_down();
    finish();
    session_.reset();  // with what it has on the host's heap, before somebody counts leaks
  }

  const RunReport& report() const { return report_; }

 private:
  bool fail(const char* act, std::string why) {
    if (report_.failure.empty()) {
      report_.failed_act = act;
      report_.failure = std::move(why);
    }
    return false;
  }

  // The artifact of `path`, which is a project, a folder, or an image that is there already.
  bool build_one(const std::string& path, OutputKind kind, Artifact* artifact) {
    if (path.ends_with(".so")) {
      *artifact = {kind, std::filesystem::path(path).stem().string(), path, {}, {}};
      const std::string inf = path.substr(0, path.size() - 3) + ".inf";
      if (kind == OutputKind::kDriver && std::filesystem::exists(inf)) artifact->inf = inf;
      return std::filesystem::exists(path) || fail("build", "error: " + path + ": there is no such file");
    }
    BuildOptions build_options;
    build_options.path = path;
    build_options.sanitize = options_.sanitize;
    build_options.coverage = options_.coverage;
    build_options.optimize = options_.optimize;
    build_options.configuration = options_.configuration;
    const BuildResult result = cli::build(build_options);
    if (!result.ok) return fail("build", result.messages);
    if (!options_.quiet) std::fputs(result.messages.c_str(), stderr);
    const Artifact* found = kind == OutputKind::kDriver ? result.driver() : result.program({});
    if (!found) return fail("build", nothing_of(kind, path, result));
    *artifact = *found;
    return hosted(*found);
  }

  // A user-mode driver is a library that a host process loads; the machine has the kernel's side only.
  bool hosted(const Artifact& artifact) {
    if (!artifact.framework.starts_with("UMDF")) return true;
    return fail("build", fmt::format("error: {} is a {} driver. It was built, but it cannot be run: UMDF hosts are not "
                                     "built by OpenWDF yet",
                                     artifact.name, artifact.framework));
  }

  static std::string nothing_of(OutputKind kind, const std::string& path, const BuildResult& result) {
    std::string others;
    for (const Artifact& artifact : result.artifacts) others += (others.empty() ? "" : ", ") + artifact.name;
    return kind == OutputKind::kDriver
               ? fmt::format("error: {}: holds no driver, only {}; a driver has a DriverEntry", path, others)
               : fmt::format("error: {}: holds no program, only {}; a program has a main", path, others);
  }

  bool compose(const std::string& files) {
    SessionOptions session_options;
    session_options.world = options_.world;
    session_options.machine.echo_debug_print = !options_.quiet;
    session_options.machine.echo_trace = options_.trace;
    session_options.machine.file_root = files;
    session_ = Session::create(session_options);
    if (!session_) return fail("start", "no machine can be made: out of address space");
    session_->world().recorder().set_listener([this](const trace::Event& event) { observer_.on_event(event); });
    return true;
  }

  static DriverFiles files_of(const Artifact& driver) {
    return {driver.name, driver.image, driver.inf, driver.inf_source};
  }

  bool install_filters(const std::u16string& instance) {
    for (size_t i = 0; i < filters_.size(); i++) {
      const FilterLine& line = options_.filters[i];
      std::string problem;
      if (!session_->install_filter(files_of(filters_[i]), instance, line.service, line.side, &problem))
        return fail("install", problem);
    }
    return true;
  }

  void act() {
    const DriverFiles files = files_of(driver_);
    std::string problem;
    if (!programs_.empty() && !session_->place_image(files, &problem)) {
      fail("install", problem);
      return;
    }
    if (options_.load_by_program) {
      if (driver_.framework != "WDM") report_.framework = driver_.framework;
      mark_ = session_->machine().ex().allocation_mark();
      run_programs();
      if (!session_->dead() && session_->loader().load_map().entries().empty()) {
        fail("load", fmt::format("no program started a service of {}.sys, which lay beside it in C:\\Users\\Public",
                                 driver_.name));
      }
      let_operator(files);
      return;
    }
    if (options_.device.empty() && session_->without_devices(files)) {
      if (!filters_.empty()) {
        fail("install", fmt::format("{} serves no device that a filter could be added to", driver_.name));
        return;
      }
      act_without_device(files);
      return;
    }
    auto instance = session_->install(files, options_.device, &problem);
    if (!instance) {
      fail("install", problem);
      return;
    }
    if (!install_filters(*instance)) return;
    mark_ = session_->machine().ex().allocation_mark();
    observer_.begin_phase("start");
    if (session_->start(*instance, &problem)) {
      note_framework();
      note_stack(*instance);
      run_programs();
      let_operator(files);
    } else {
      fail("start", problem);
    }
    remove_devices();
  }

  // A driver that serves no device is loaded as a service, as the service control manager would.
  void act_without_device(const DriverFiles& files) {
    std::string problem;
    mark_ = session_->machine().ex().allocation_mark();
    observer_.begin_phase("load");
    const auto service = session_->install_service(files, &problem);
    if (!service || !session_->load_driver(*service, &problem)) {
      fail("load", problem);
      return;
    }
    note_framework();
    run_programs();
    let_operator(files);
    // A program may have stopped the driver by itself.
    if (session_->dead() || !session_->machine().io().find_driver(*service)) return;
    observer_.begin_phase("unload");
    if (!session_->unload_driver(*service, &problem)) fail("unload", problem);
  }

  void note_framework() {
    session_->library().visit_clients([this](wdf::Client& client) {
      const wdf::Version& version = client.version();
      report_.framework = fmt::format("{} {}.{}", client.kernel_mode() ? "KMDF" : "UMDF", version.major, version.minor);
    });
  }

  // The script, then whoever talks to the control socket.
  void let_operator(const DriverFiles& files) {
    Operator person(*session_, files);
    std::string problem;
    if (!options_.script.empty() && !session_->dead()) {
      observer_.begin_phase("script");
      if (!run_script(person, options_.script, options_.quiet, &problem)) fail("run the script", problem);
    }
    if (options_.socket && !session_->dead()) {
      observer_.begin_phase("kept");
      options_.socket->serve(person, *session_);
    }
  }

  // All that are there: an operator may have taken devices away and plugged others.
  void remove_devices() {
    if (session_->dead()) return;
    observer_.begin_phase("remove");
    std::vector<std::u16string> instances;
    session_->run("look", [&] {
      for (const auto& node : session_->machine().pnp().nodes()) instances.push_back(node->instance_path);
    });
    for (const std::u16string& instance : instances) {
      std::string problem;
      if (!session_->dead() && !session_->remove(instance, &problem)) fail("remove", problem);
    }
  }

  void note_stack(const std::u16string& instance) {
    const pnp::DeviceNode* node = session_->machine().pnp().find(instance);
    if (!node || node->drivers.size() < 2) return;
    for (const auto& driver : node->drivers) report_.drivers.push_back(io::record_of(driver.get()).service);
  }

  void run_programs() {
    for (const BuiltProgram& program : programs_) {
      if (session_->dead()) return;
      observer_.begin_phase(program.name);
      client::ProgramOptions program_options;
      program_options.name = program.name + ".exe";
      program_options.file = program.image;
      program_options.arguments = program.arguments;
      program_options.input = options_.input;
      program_options.output = [](std::string_view text) {
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout);
      };
      program_options.error_output = [](std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); };
      std::string problem;
      auto running = session_->load_program(program_options, &problem);
      if (!running) {
        fail("load the program", problem);
        return;
      }
      report_.programs.push_back({program.name, running->run()});
    }
  }

  void finish() {
    nt::Machine& machine = session_->machine();
    report_.findings = machine.findings();
    report_.bug_check = machine.bug_check();
    if (report_.bug_check) {
      report_.stack = symbolize(report_.bug_check->stack, session_->loader().load_map());
    } else {
      session_->settle();
      if (mark_) report_.leaks = machine.ex().describe_leaks(*mark_);
    }
    machine.ex().debug_log().flush();  // drivers print lines without an end; the last words count most
    session_->world().recorder().set_listener({});
    report_.phases = observer_.phases();
    report_.requests_dispatched = observer_.requests_dispatched();
    report_.requests_completed = observer_.requests_completed();
    report_.requests_cancelled = observer_.requests_cancelled();
    if (session_->world().deterministic()) report_.digest = session_->world().recorder().digest();
  }

  const RunOptions options_;
  RunReport report_;
  Observer observer_;
  Artifact driver_;
  std::vector<Artifact> filters_;
  std::vector<BuiltProgram> programs_;
  std::unique_ptr<Session> session_;
  std::optional<uint64_t> mark_;  // what the machine allocated before the driver's first act is no leak of it
};

FilterLine parse_filter(const std::string& text) {
  FilterLine line;
  line.path = text;
  for (const auto& [prefix, side] : {std::pair<const char*, setup::FilterSide>{"upper:", setup::FilterSide::kUpper},
                                     {"lower:", setup::FilterSide::kLower}}) {
    if (!line.path.starts_with(prefix)) continue;
    line.path = line.path.substr(std::strlen(prefix));
    line.side = side;
    break;
  }
  const size_t equals = line.path.find('=');
  if (equals != std::string::npos && line.path.substr(0, equals).find('/') == std::string::npos) {
    line.service = line.path.substr(0, equals);
    line.path = line.path.substr(equals + 1);
  }
  return line;
}

Run::Run(const RunOptions& options) : acts_(std::make_unique<Acts>(options)) {}

Run::~Run() = default;

bool Run::build() {
  return acts_->build_all();
}

void Run::perform(const std::string& files) {
  acts_->perform(files);
}

const RunReport& Run::report() const {
  return acts_->report();
}

}  // namespace owdf::cli
