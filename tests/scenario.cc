#include "tests/scenario.h"

#include <filesystem>
#include <map>
#include <ostream>

#include "cli/build/toolchain.h"
#include "nt/ex/executive.h"
#include "nt/io/io_manager.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"

namespace owdf::scenarios {

namespace fs = std::filesystem;

std::string source_root() {
  cli::Toolchain toolchain;
  std::string problem;
  cli::Toolchain::find(toolchain, problem);
  return toolchain.source_root;
}

std::string missing_tools() {
  cli::Toolchain toolchain;
  std::string problem;
  return cli::Toolchain::find(toolchain, problem) ? std::string() : problem;
}

std::string output_folder(const std::string& path) {
  std::string name = path;
  for (char& letter : name)
    if (letter == '/') letter = '-';
  return (fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "scenario-images" / name).string();
}

std::vector<std::string> sanitizers() {
#ifdef OWDF_SANITIZE
  const std::string all = OWDF_SANITIZE;
  std::vector<std::string> names;
  for (size_t begin = 0; begin < all.size();) {
    const size_t end = std::min(all.find(',', begin), all.size());
    names.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
#else
  return {};
#endif
}

cli::BuildResult build(const std::string& path) {
  cli::BuildOptions options;
  options.path = source_root() + "/" + path;
  options.output = output_folder(path);
  options.sanitize = sanitizers();
  return cli::build(options);
}

namespace {

// Built once a test program: even what is up to date takes a while to find out.
const cli::BuildResult& built(const std::string& path) {
  static std::map<std::string, cli::BuildResult> results;
  const auto [at, fresh] = results.try_emplace(path);
  if (fresh) at->second = build(path);
  EXPECT_TRUE(at->second.ok) << at->second.messages;
  return at->second;
}

}  // namespace

cli::DriverFiles driver(const std::string& path) {
  const cli::BuildResult& result = built(path);
  if (!result.ok || !result.driver()) return {};
  const cli::Artifact& made = *result.driver();
  return {made.name, made.image, made.inf, made.inf_source};
}

std::string program(const std::string& path) {
  const cli::BuildResult& result = built(path);
  return result.ok && result.program({}) ? result.program({})->image : std::string();
}

Holdings holdings(cli::Session& session) {
  nt::Machine& machine = session.machine();
  Holdings now;
  now.pool_blocks = machine.ex().pool().live_count();
  now.objects = machine.ob().live_objects();
  now.requests = machine.io().irps_alive();
  now.processes = machine.ps().process_count();
  session.library().visit_clients([&](wdf::Client&) { now.clients++; });
  for (const loader::LoadMapEntry& entry : session.loader().load_map().entries()) now.images += entry.loaded;
  return now;
}

std::ostream& operator<<(std::ostream& out, const Holdings& now) {
  return out << now.pool_blocks << " pool blocks, " << now.objects << " objects, " << now.requests << " IRPs, "
             << now.processes << " processes, " << now.clients << " framework clients, " << now.images << " images";
}

Plugged plug_in(std::unique_ptr<cli::Session> session, const cli::DriverFiles& files,
                const std::vector<cli::DriverFiles>& filters) {
  Plugged plugged;
  std::string problem;
  // The first device of a machine makes its root bus, which stays; so the books are opened after a device that never
  // starts.
  auto instance = session->install(files, {}, &problem);
  if (!instance || !session->remove(*instance, &problem)) {
    ADD_FAILURE() << problem;
    return plugged;
  }
  plugged.before = holdings(*session);
  plugged.mark = session->machine().ex().allocation_mark();
  instance = session->install(files, {}, &problem);
  for (const cli::DriverFiles& filter : filters)
    if (instance && !session->install_filter(filter, *instance, {}, {}, &problem)) instance.reset();
  if (!instance || !session->start(*instance, &problem)) {
    ADD_FAILURE() << problem << (session->dead() ? session->machine().bug_check()->message : "");
    return plugged;
  }
  plugged.instance = *instance;
  plugged.session = std::move(session);
  return plugged;
}

Plugged ScenarioTest::plug_in(const cli::DriverFiles& files, const sched::Options& options,
                              const std::vector<cli::DriverFiles>& filters) {
  cli::SessionOptions session_options;
  session_options.world = options;
  auto session = cli::Session::create(session_options);
  if (!session) {
    ADD_FAILURE() << "no machine can be made";
    return {};
  }
  return scenarios::plug_in(std::move(session), files, filters);
}

void ScenarioTest::unplug(Plugged& plugged) {
  std::string problem;
  EXPECT_TRUE(plugged->remove(plugged.instance, &problem)) << problem;
  expect_nothing_left(plugged);
}

void ScenarioTest::expect_nothing_left(Plugged& plugged) {
  plugged->settle();
  EXPECT_EQ(holdings(*plugged.session), plugged.before);
  for (const std::string& leak : plugged.machine().ex().describe_leaks(plugged.mark)) ADD_FAILURE() << leak;
  for (const nt::Finding& finding : plugged.machine().findings())
    ADD_FAILURE() << finding.rule << ": " << finding.message;
}

NTSTATUS run_application(cli::Session& session, std::function<void()> body) {
  NTSTATUS status = STATUS_PENDING;
  session.run("application", [&] {
    ps::ProcessManager& processes = session.machine().ps();
    auto process = processes.create_process("application.exe").value();
    EXPECT_TRUE(processes.create_thread(*process, "main", std::move(body)).ok());
    status = processes.wait_for_exit(*process);
  });
  return status;
}

}  // namespace owdf::scenarios
