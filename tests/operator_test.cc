// The operator's commands, on a machine with drivers/echo.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "cli/control/operator.h"
#include "cli/control/script.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kInterface[] = "\\\\?\\ROOT#OWDF_ECHO#0000#{6b2e5a1c-3f0d-4c8e-9b57-1d2a7c40e9f3}";
constexpr char kInstance[] = "ROOT\\OWDF_ECHO\\0000";

class OperatorTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped()) return;
    plugged_ = plug_in(driver("drivers/echo/driver"), world(1));
    person_.emplace(*plugged_.session, driver("drivers/echo/driver"));
  }
  void TearDown() override {
    person_.reset();
    plugged_.session.reset();
  }
  cli::Reply say(std::vector<std::string> words) { return person_->execute(words); }
  std::string run_script(const std::string& text) {
    std::filesystem::create_directories(output_folder("scripts"));
    const std::string file = output_folder("scripts") + "/script" + std::to_string(static_cast<int>(GetParam()));
    std::ofstream(file) << text;
    std::string problem;
    return cli::run_script(*person_, file, true, &problem) ? "" : problem;
  }

  Plugged plugged_;
  std::optional<cli::Operator> person_;
};
OWDF_IN_BOTH_FORMS(OperatorTest);

TEST_P(OperatorTest, SeesTheDevices) {
  const cli::Reply reply = say({"devices"});
  EXPECT_TRUE(reply.done());
  EXPECT_THAT(reply.text, StartsWith(std::string(kInstance) + ": started"));
}

TEST_P(OperatorTest, SendsRequestsByHand) {
  const cli::Reply write = say({"io", kInterface, "write", "text:hello"});
  EXPECT_TRUE(write.done()) << write.text;
  EXPECT_THAT(write.text, HasSubstr("STATUS_SUCCESS (0x00000000), 5 bytes"));
  const cli::Reply bad = say({"io", kInterface, "ioctl", "0x222FFC"});
  EXPECT_EQ(bad.kind, cli::Reply::Kind::kFailed);
  EXPECT_THAT(bad.text, HasSubstr("STATUS_INVALID_DEVICE_REQUEST"));
  EXPECT_THAT(say({"io", "\\\\.\\nobody", "read", "1"}).text, HasSubstr("STATUS_OBJECT_NAME_NOT_FOUND"));
}

TEST_P(OperatorTest, TakesADeviceAwayAndPlugsAnother) {
  EXPECT_TRUE(say({"surprise-remove", kInstance}).done());
  EXPECT_EQ(say({"devices"}).text, "no devices\n");
  const cli::Reply again = say({"plug"});
  EXPECT_TRUE(again.done()) << again.text;
  EXPECT_TRUE(say({"remove", kInstance}).done());
  EXPECT_THAT(say({"remove", kInstance}).text,
              HasSubstr("there is no device 'ROOT\\OWDF_ECHO\\0000'; there is none at all"));
}

TEST_P(OperatorTest, StopsADeviceAndStartsItAgain) {
  EXPECT_TRUE(say({"stop", kInstance}).done());
  EXPECT_THAT(say({"devices"}).text, HasSubstr("stopped"));
  EXPECT_TRUE(say({"restart", kInstance}).done());
  EXPECT_THAT(say({"devices"}).text, HasSubstr("started"));
}

TEST_P(OperatorTest, SaysWhatItDoesNotUnderstand) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"frobnicate"},
                                                {"io", "x"},
                                                {"io", "x", "read", "many"},
                                                {"io", "x", "write", "0"},
                                                {"io", "x", "ioctl", "code"},
                                                {"io", "x", "read", "99999999"},
                                                {"wait", "-1"},
                                                {"remove"}}) {
    const cli::Reply reply = say(words);
    EXPECT_EQ(reply.kind, cli::Reply::Kind::kNotUnderstood) << words.front();
    EXPECT_FALSE(reply.text.empty());
  }
}

TEST_P(OperatorTest, AScriptEndsAtItsFirstWrongLineAndNamesIt) {
  EXPECT_EQ(run_script("devices\nwait 5\n! io \\\\.\\nobody read 1\n"), "");
  EXPECT_THAT(run_script("devices\n\nio \\\\.\\nobody read 1\n"), HasSubstr(":3: \\\\.\\nobody cannot be opened"));
  EXPECT_THAT(run_script("! devices\n"), HasSubstr(":1: the command succeeded"));
  EXPECT_THAT(run_script("! nonsense\n"), HasSubstr(":1: there is no command 'nonsense'"));
  EXPECT_THAT(run_script("io \"a\n"), HasSubstr(":1: a quotation mark is not closed"));
}

TEST_P(OperatorTest, AMachineThatStoppedSaysSo) {
  plugged_.session->run("stop", [&] { plugged_.machine().bug_check(0xE2, 0, 0, 0, 0, "asked for"); });
  EXPECT_THAT(say({"devices"}).text, HasSubstr("the machine has stopped: asked for"));
}

}  // namespace
}  // namespace owdf::scenarios
