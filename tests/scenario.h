// Scenario: whole machines with real driver images. Drivers are built once per preset, with this build's sanitizers, by
// the library behind `wdf build`; applications are the functions of a test, run on threads of a process of their own.
//
//   class EchoTest : public scenarios::ScenarioTest {};
//   OWDF_IN_BOTH_FORMS(EchoTest);
//   TEST_P(EchoTest, StartsAndLeaves) { auto session = plug_in(driver("drivers/echo/driver"), 1); unplug(*session); }
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/build/build.h"
#include "cli/run/session.h"
#include "sched/testing.h"

namespace owdf::scenarios {

// Where the project's own files are: drivers/, tests/drivers/.
std::string source_root();
// A folder of this build for what tests build.
std::string output_folder(const std::string& path);
// The sanitizers this test program was built with; its drivers must have the same.
std::vector<std::string> sanitizers();
// Empty where the compiler of drivers is installed; otherwise the sentence for the one who wonders why a test was
// skipped.
std::string missing_tools();

// Builds what is at `path` below the source root.
cli::BuildResult build(const std::string& path);
cli::DriverFiles driver(const std::string& path);
std::string program(const std::string& path);  // the image

// What a machine has in hand; equal before and after, unless something was left behind.
struct Holdings {
  size_t pool_blocks = 0;
  int64_t objects = 0;   // of the object manager: files, devices, drivers, events, threads, processes
  int64_t requests = 0;  // IRPs; counted in the deterministic form
  size_t processes = 0;
  size_t clients = 0;  // of the framework
  size_t images = 0;   // of drivers, loaded now
  bool operator==(const Holdings&) const = default;
};
Holdings holdings(cli::Session& session);
std::ostream& operator<<(std::ostream& out, const Holdings& holdings);

// A session with one device that was installed and started by its INF.
struct Plugged {
  std::unique_ptr<cli::Session> session;
  std::u16string instance;
  Holdings before;    // when its driver had not been loaded
  uint64_t mark = 0;  // the newest pool block then
  cli::Session* operator->() { return session.get(); }
  nt::Machine& machine() { return session->machine(); }
};

class ScenarioTest : public ::testing::TestWithParam<sched::Form> {
 protected:
  void SetUp() override {
    if (const std::string missing = missing_tools(); !missing.empty()) GTEST_SKIP() << missing;
  }
  static sched::Options world(uint64_t seed, sched::Strategy strategy = sched::Strategy::kRoundRobin) {
    sched::Options options;
    options.form = GetParam();
    options.seed = seed;
    options.strategy = strategy;
    return options;
  }
  static Plugged plug_in(const cli::DriverFiles& files, const sched::Options& options,
                         const std::vector<cli::DriverFiles>& filters = {});
  // Removes the device and expects that nothing is left of the driver and what used it.
  static void unplug(Plugged& plugged);
  static void expect_nothing_left(Plugged& plugged);
};

// A session in which the device is started, with `filters` in its stack as their INFs say; empty with a failure of the
// test otherwise.
Plugged plug_in(std::unique_ptr<cli::Session> session, const cli::DriverFiles& files,
                const std::vector<cli::DriverFiles>& filters = {});

// Runs `body` as the only thread of a fresh process and waits until the process has ended; its exit status.
NTSTATUS run_application(cli::Session& session, std::function<void()> body);

}  // namespace owdf::scenarios
