// Ctrl-C and its kin: a kept machine is taken down in order, any other run ends and says so, and nothing stays behind
// but what the user named.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>

#include "tests/background.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class InterruptTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped()) return;
    folder_ = output_folder("interrupt-" + std::to_string(getpid()));
    fs::create_directories(folder_ / "tmp");
    fs::create_directories(folder_ / "runtime");
    build("drivers/echo/driver");
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  std::vector<std::string> environment() const {
    return {"TMPDIR=" + (folder_ / "tmp").string(), "XDG_RUNTIME_DIR=" + (folder_ / "runtime").string(),
            "XDG_CACHE_HOME=" + output_folder("cache")};
  }
  std::vector<std::string> command(std::vector<std::string> more) const {
    std::vector<std::string> words = {wdf_program(), "run", source_root() + "/drivers/echo/driver", "--form",
                                      GetParam() == sched::Form::kDeterministic ? "deterministic" : "live"};
    if (!sanitizers().empty())
      words.insert(words.end(), {"--sanitize", fmt::format("{}", fmt::join(sanitizers(), ","))});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  // What is in the folders of temporary files and of sockets.
  std::vector<std::string> left_behind() const {
    std::vector<std::string> files;
    for (const char* folder : {"tmp", "runtime/openwdf"}) {
      if (!fs::exists(folder_ / folder)) continue;
      for (const auto& entry : fs::directory_iterator(folder_ / folder)) files.push_back(entry.path().string());
    }
    return files;
  }
  // A kept machine that answers.
  void wait_until_up() {
    const Outcome outcome = run_command({wdf_program(), "devices"}, environment());
    EXPECT_THAT(outcome.out, HasSubstr("started echo")) << outcome.err;
    EXPECT_THAT(left_behind(), Not(IsEmpty()));
  }

  fs::path folder_;
};
OWDF_IN_BOTH_FORMS(InterruptTest);

TEST_P(InterruptTest, AKeptMachineIsTakenDownInOrder) {
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) {
    Background machine(command({"--keep"}), environment());
    ASSERT_TRUE(machine.wait_for("listens at"));
    wait_until_up();
    machine.signal_group(signal);
    const Outcome outcome = machine.finish();
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr("EvtDeviceD0Exit  EvtDriverUnload"));
    EXPECT_THAT(outcome.out, HasSubstr("leaks        none"));
    EXPECT_THAT(left_behind(), IsEmpty());
  }
}

TEST_P(InterruptTest, OneThatReachesTheParentAloneIsPassedOn) {
  Background machine(command({"--keep"}), environment());
  ASSERT_TRUE(machine.wait_for("listens at"));
  wait_until_up();
  machine.signal_process(SIGTERM);
  const Outcome outcome = machine.finish();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("leaks        none"));
  EXPECT_THAT(left_behind(), IsEmpty());
}

TEST_P(InterruptTest, ARunThatIsNotKeptEndsAndSaysSo) {
  for (bool group : {true, false}) {
    Background run(command({"--app", source_root() + "/tests/programs/endless"}), environment());
    ASSERT_TRUE(run.wait_for("until somebody ends it"));
    EXPECT_THAT(left_behind(), Not(IsEmpty()));
    group ? run.signal_group(SIGINT) : run.signal_process(SIGINT);
    const Outcome outcome = run.finish();
    EXPECT_EQ(outcome.exit_code, 1) << outcome.out;
    EXPECT_THAT(outcome.out, HasSubstr("wdf run: the run was interrupted\n  replay  wdf run "));
    EXPECT_THAT(left_behind(), IsEmpty());
  }
}

// The program runs before anybody is served, so the first interrupt waits for its end, which does not come.
TEST_P(InterruptTest, TheSecondOneEndsWhatDoesNotEndByItself) {
  Background machine(command({"--keep", "--app", source_root() + "/tests/programs/endless"}), environment());
  ASSERT_TRUE(machine.wait_for("until somebody ends it"));
  machine.signal_process(SIGINT);
  machine.signal_process(SIGTERM);
  const Outcome outcome = machine.finish();
  EXPECT_EQ(outcome.exit_code, 1) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("the run was interrupted"));
  EXPECT_THAT(left_behind(), IsEmpty());
}

TEST_P(InterruptTest, AMachineThatWasKilledLeavesASocketThatNobodyStumblesOver) {
  Background machine(command({"--keep"}), environment());
  ASSERT_TRUE(machine.wait_for("listens at"));
  wait_until_up();
  machine.signal_group(SIGKILL);
  EXPECT_EQ(machine.finish().exit_code, 128 + SIGKILL);
  EXPECT_TRUE(fs::exists(folder_ / "runtime/openwdf/machine.sock"));
  const Outcome outcome = run_command({wdf_program(), "devices"}, environment());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_EQ(outcome.err, "wdf devices: no machine named 'machine' is up; `wdf run PATH --keep` leaves one up\n");
  Background next(command({"--keep"}), environment());
  ASSERT_TRUE(next.wait_for("listens at"));
  wait_until_up();
  EXPECT_EQ(run_command({wdf_program(), "leave"}, environment()).exit_code, 0);
  EXPECT_EQ(next.finish().exit_code, 0);
}

}  // namespace
}  // namespace owdf::scenarios
