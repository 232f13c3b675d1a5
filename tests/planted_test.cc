// A driver's memory errors and races are reported with the driver's source line by `wdf run --sanitize`, for people who
// have nothing but that command. A sanitizer's run-time library is part of wdf itself, so each test needs its preset.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/drivers/misbehave/misdeed.h"
#include "tests/source_line.h"
#include "tests/subprocess.h"

namespace owdf::scenarios {
namespace {

using ::testing::HasSubstr;

constexpr char kFolder[] = "tests/drivers/misbehave";
constexpr char kSource[] = "tests/drivers/misbehave/driver/misbehave.c";

class PlantedTest : public ScenarioTest {
 protected:
  // A sentence if this build cannot show what `sanitizer` finds.
  static std::string missing(const std::string& sanitizer, const std::string& preset) {
    const std::vector<std::string> present = sanitizers();
    if (std::find(present.begin(), present.end(), sanitizer) != present.end()) return {};
    return fmt::format("this wdf has no {} sanitizer; ./dev test --preset {} has", sanitizer, preset);
  }

  static Outcome run_misdeed(MISDEED misdeed) {
    const std::string folder = source_root() + "/" + kFolder;
    return run_wdf("run", {folder + "/driver", "--quiet", "--form",
                           GetParam() == sched::Form::kDeterministic ? "deterministic" : "live", "--app",
                           folder + "/app", std::to_string(misdeed)});
  }

  // The first line of the report that names a place is the driver's.
  static void expect_report(const Outcome& outcome, const std::string& what, const std::string& guilty) {
    EXPECT_NE(outcome.exit_code, 0);
    EXPECT_THAT(outcome.err, HasSubstr(what));
    const size_t innermost = outcome.err.find("#0 ");
    ASSERT_NE(innermost, std::string::npos) << outcome.err;
    const std::string line = outcome.err.substr(innermost, outcome.err.find('\n', innermost) - innermost);
    EXPECT_THAT(line, HasSubstr(place_of(kSource, "guilty: " + guilty + " */") + ":"));
  }
};
OWDF_IN_BOTH_FORMS(PlantedTest);

TEST_P(PlantedTest, AHeapOverflowIsReportedWithTheDriversLine) {
  if (const std::string why = missing("address", "asan"); !why.empty()) GTEST_SKIP() << why;
  const Outcome outcome = run_misdeed(MisdeedHeapOverflow);
  expect_report(outcome, "ERROR: AddressSanitizer: ", "heap overflow");
  EXPECT_THAT(outcome.err, HasSubstr("WRITE of size 1"));
}

TEST_P(PlantedTest, ARaceIsReportedWithTheDriversLine) {
  if (const std::string why = missing("thread", "tsan"); !why.empty()) GTEST_SKIP() << why;
  const Outcome outcome = run_misdeed(MisdeedRace);
  expect_report(outcome, "WARNING: ThreadSanitizer: data race", "race");
  EXPECT_THAT(outcome.err, HasSubstr("global 'Counted'"));
}

TEST_P(PlantedTest, ASanitizerThatThisWdfDoesNotHaveIsRefusedInOneSentence) {
  const std::vector<std::string> present = sanitizers();
  const std::string absent =
      std::find(present.begin(), present.end(), "thread") == present.end() ? "thread" : "address";
  const Outcome outcome =
      run_command({wdf_program(), "run", source_root() + "/" + kFolder + "/driver", "--sanitize", absent});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr(fmt::format("so it cannot run a driver that is built with '{}'", absent)));
}

}  // namespace
}  // namespace owdf::scenarios
