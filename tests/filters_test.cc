// drivers/filters above drivers/echo: what each filter sees, changes and keeps, and that a stack of three drivers
// leaves nothing behind.
#include <gmock/gmock.h>

#include "nt/io/device.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FiltersTest : public ScenarioTest {
 protected:
  static Plugged plug_in_stack(const std::vector<std::string>& filters, const sched::Options& options) {
    std::vector<cli::DriverFiles> files;
    for (const std::string& filter : filters) files.push_back(driver("drivers/filters/" + filter));
    return plug_in(driver("drivers/echo/driver"), options, files);
  }

  // Runs filterapp to its end; what it printed.
  static std::string use(Plugged& plugged, uint32_t expected) {
    std::string output;
    client::ProgramOptions options;
    options.name = "filterapp.exe";
    options.file = program("drivers/filters/app");
    options.output = [&output](std::string_view text) { output += text; };
    std::string problem;
    auto application = plugged->load_program(options, &problem);
    EXPECT_TRUE(application) << problem;
    if (!application) return output;
    EXPECT_EQ(application->run(), expected) << output;
    return output;
  }

  // The services of the device's stack, the lowest first.
  static std::vector<std::string> stack(Plugged& plugged) {
    std::vector<std::string> services;
    for (const auto& driver : plugged.machine().pnp().find(plugged.instance)->drivers)
      services.push_back(io::record_of(driver.get()).service);
    return services;
  }
};
OWDF_IN_BOTH_FORMS(FiltersTest);

TEST_P(FiltersTest, OneChangesWhatComesUpAndTheOtherCountsWhatGoesDown) {
  Plugged plugged = plug_in_stack({"shout", "tally"}, world(1));
  ASSERT_TRUE(plugged.session);
  EXPECT_THAT(stack(plugged), ElementsAre("echo", "shout", "tally"));
  EXPECT_EQ(holdings(*plugged.session).clients, 3u);
  const std::string output = use(plugged, 0);
  EXPECT_THAT(output, HasSubstr("wrote \"quiet words\", read \"QUIET WORDS\""));
  EXPECT_THAT(output, HasSubstr("tally: 1 reads, 1 writes, 1 control requests; echo: 1 reads, 1 writes"));
  unplug(plugged);
}

TEST_P(FiltersTest, TheirOrderMakesNoDifference) {
  Plugged plugged = plug_in_stack({"tally", "shout"}, world(2));
  ASSERT_TRUE(plugged.session);
  EXPECT_THAT(stack(plugged), ElementsAre("echo", "tally", "shout"));
  use(plugged, 0);
  unplug(plugged);
}

TEST_P(FiltersTest, WithoutTheLoudOneWordsStayQuiet) {
  Plugged plugged = plug_in_stack({"tally"}, world(3));
  ASSERT_TRUE(plugged.session);
  EXPECT_THAT(use(plugged, 1), HasSubstr("read \"quiet words\""));
  unplug(plugged);
}

// Many requests at once pass both filters, and one that is cancelled below comes up through both.
TEST_P(FiltersTest, TheApplicationOfTheFunctionDriverDoesNotNoticeTheOneThatCounts) {
  for (uint64_t seed = 1; seed <= 5; seed++) {
    Plugged plugged = plug_in_stack({"tally"}, world(seed, sched::Strategy::kRandom));
    ASSERT_TRUE(plugged.session);
    std::string output;
    client::ProgramOptions options;
    options.name = "echoapp.exe";
    options.file = program("drivers/echo/app");
    options.output = [&output](std::string_view text) { output += text; };
    std::string problem;
    auto application = plugged->load_program(options, &problem);
    ASSERT_TRUE(application) << problem;
    EXPECT_EQ(application->run(), 0u) << output;
    EXPECT_THAT(output, HasSubstr("all as expected"));
    application.reset();
    unplug(plugged);
  }
}

}  // namespace
}  // namespace owdf::scenarios
