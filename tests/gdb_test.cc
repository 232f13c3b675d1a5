// gdb knows a driver as it knows any program: it stops at a line of the driver's source, shows its variables, and walks
// from the driver into the framework that called it.
#include <gmock/gmock.h>

#include "cli/build/run_commands.h"
#include "tests/source_line.h"
#include "tests/subprocess.h"

namespace owdf::scenarios {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

constexpr char kQueue[] = "drivers/echo/driver/queue.c";

class GdbTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped()) return;
    if (!sanitizers().empty()) GTEST_SKIP() << "gdb is shown in the builds without sanitizers";
    const cli::CommandOutput version = cli::run_commands({{"gdb", "-nx", "--version"}}, 1).front();
    if (version.status != 0) GTEST_SKIP() << "gdb is not installed (apt-get install gdb)";
    const Outcome plain = run_command({"gdb", "-nx", "-q", "-batch", "-ex", "run", "--args", "/bin/true"});
    if (plain.out.find("exited normally") == std::string::npos)
      GTEST_SKIP() << "gdb may not trace a process here: " << plain.err;
  }

  // `wdf run` of drivers/echo with its application under gdb, up to the first stop at `place` and what follows there.
  static Outcome stop_at(const std::string& place, const std::vector<std::string>& commands) {
    std::vector<std::string> line = {"gdb", "-nx", "-q", "-batch"};
    const auto tell = [&](const std::string& command) { line.insert(line.end(), {"-ex", command}); };
    tell("set breakpoint pending on");  // the driver is not loaded yet
    tell("set follow-exec-mode same");  // wdf starts itself again without address space randomisation
    tell("break " + place);
    tell("run");
    for (const std::string& command : commands) tell(command);
    tell("kill");
    const std::string echo = source_root() + "/drivers/echo";
    line.insert(line.end(),
                {"--args", wdf_program(), "run", "--in-process", echo + "/driver", "--quiet", "--form",
                 GetParam() == sched::Form::kDeterministic ? "deterministic" : "live", "--app", echo + "/app"});
    return run_command(line);
  }
};
OWDF_IN_BOTH_FORMS(GdbTest);

TEST_P(GdbTest, StopsAtADriversLineAndShowsItsVariablesAndItsCallers) {
  const std::string place = place_of(kQueue, "  file->Message = message;");
  const Outcome outcome = stop_at(place, {"print Length", "print context->DelayMilliseconds",
                                          "print attributes.ParentObject == handle", "backtrace 3"});
  if (outcome.err.find("Operation not permitted") != std::string::npos) GTEST_SKIP() << "gdb may not trace here";
  EXPECT_THAT(outcome.out,
              ContainsRegex("Breakpoint 1, EchoWrite \\(Queue=0x[0-9a-f]+, Request=0x[0-9a-f]+, Length=1\\)"))
      << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr(place));
  EXPECT_THAT(outcome.out, HasSubstr("file->Message = message;"));
  EXPECT_THAT(outcome.out, HasSubstr("$1 = 1\n")) << "the argument: the application's first message has one byte";
  EXPECT_THAT(outcome.out, HasSubstr("$2 = 2\n")) << "through a local variable, as EchoDeviceAdd set it";
  EXPECT_THAT(outcome.out, HasSubstr("$3 = 1\n"));
  EXPECT_THAT(outcome.out, ContainsRegex("#0  EchoWrite .*" + place));
  EXPECT_THAT(outcome.out, HasSubstr("owdf::wdf::")) << "the frames that called the driver";
}

}  // namespace
}  // namespace owdf::scenarios
