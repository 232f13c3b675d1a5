// drivers/nonpnp as its users meet it: its application finds the driver beside itself, installs it as a service,
// starts, uses, stops and deletes it.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "nt/ex/executive.h"
#include "nt/fs/file_system.h"
#include "nt/io/io_manager.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

class NonPnpTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped()) return;
    cli::SessionOptions options;
    options.world = world(1);
    session_ = cli::Session::create(options);
    ASSERT_TRUE(session_);
    std::string problem;
    ASSERT_TRUE(session_->place_image(driver("drivers/nonpnp/driver"), &problem)) << problem;
  }

  uint32_t use(std::vector<std::string> arguments = {}) {
    client::ProgramOptions options;
    options.name = "nonpnpapp.exe";
    options.file = program("drivers/nonpnp/app");
    options.arguments = std::move(arguments);
    options.output = [this](std::string_view text) { output_ += text; };
    std::string problem;
    auto application = session_->load_program(options, &problem);
    EXPECT_TRUE(application) << problem;
    return application ? application->run().value_or(99) : 98;
  }

  std::vector<std::string> debug_lines(bool traced) {
    std::vector<std::string> lines;
    for (const dbg::Line& line : session_->machine().ex().debug_log().lines())
      if (line.traced == traced) lines.push_back(line.text);
    return lines;
  }
  std::string log_file() {
    const auto path = session_->machine().fs().host_file(u"\\SystemRoot\\Temp\\owdfnote.log");
    if (!path.ok()) return "(none)";
    std::ifstream stream(path.value());
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  std::unique_ptr<cli::Session> session_;
  std::string output_;
};
OWDF_IN_BOTH_FORMS(NonPnpTest);

TEST_P(NonPnpTest, ComesAndGoesWithItsApplication) {
  RecordProperty("ddi",
                 "WdfControlDeviceInitAllocate WdfControlFinishInitializing WdfDeviceInitSetIoInCallerContextCallback "
                 "WdfRequestProbeAndLockUserBufferForRead WdfRequestProbeAndLockUserBufferForWrite");
  ASSERT_EQ(use(), 0u) << output_;
  EXPECT_THAT(output_, HasSubstr("all as expected"));
  output_.clear();
  session_->world().settle(10 * sched::kTicksPerMillisecond);
  const Holdings before = holdings(*session_);
  const uint64_t mark = session_->machine().ex().allocation_mark();
  ASSERT_EQ(use(), 0u) << output_;
  session_->world().settle(10 * sched::kTicksPerMillisecond);
  EXPECT_EQ(holdings(*session_), before);
  for (const std::string& leak : session_->machine().ex().describe_leaks(mark)) ADD_FAILURE() << leak;
  EXPECT_FALSE(session_->machine().io().find_driver("owdfnote"));
}

TEST_P(NonPnpTest, WritesWhatItsHandlesKeptWhenTheyAreGone) {
  RecordProperty("ddi", "ZwCreateFile ZwWriteFile ZwClose");
  ASSERT_EQ(use(), 0u) << output_;
  ASSERT_EQ(use(), 0u) << output_;
  EXPECT_EQ(log_file(), "\n*remember me\n\n*remember me\n");
}

TEST_P(NonPnpTest, TracesAreRecordedWhileTheProviderIsEnabled) {
  ASSERT_EQ(use(), 0u) << output_;
  const std::vector<std::string> traced = debug_lines(true);
  EXPECT_THAT(traced, Contains(HasSubstr("loaded for \\REGISTRY\\MACHINE")));
  EXPECT_THAT(traced, Contains("refused before the queue: STATUS_ACCESS_VIOLATION (0xC0000005)"));
  EXPECT_THAT(traced, Contains("control 22240b, 36 bytes in, 1024 out"));
  EXPECT_THAT(traced, Contains("unloading"));
}

TEST_P(NonPnpTest, IsToldWhenTheSystemGoesDown) {
  RecordProperty("ddi", "WdfControlDeviceInitSetShutdownNotification IoRegisterShutdownNotification");
  ASSERT_EQ(use({"-keep"}), 0u) << output_;
  EXPECT_TRUE(session_->machine().io().find_driver("owdfnote"));
  session_->shut_down();
  EXPECT_THAT(debug_lines(false), Contains("nonpnp: the system goes down"));
  std::string problem;
  EXPECT_TRUE(session_->unload_driver("owdfnote", &problem)) << problem;
}

}  // namespace
}  // namespace owdf::scenarios
