// drivers/echo as its users meet it: installed, started, used by its application, removed; twice the same; two at a
// time.
#include <initguid.h>
#include <wdm.h>

#include <gmock/gmock.h>

#include "drivers/echo/public.h"
#include "tests/application.h"
#include "tests/counter.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

using ::testing::HasSubstr;

class EchoTest : public ScenarioTest {
 protected:
  // Runs echoapp to its end; what it printed.
  static std::string use(Plugged& plugged, std::vector<std::string> arguments = {}) {
    std::string output;
    client::ProgramOptions options;
    options.name = "echoapp.exe";
    options.file = program("drivers/echo/app");
    options.arguments = std::move(arguments);
    options.output = [&output](std::string_view text) { output += text; };
    std::string problem;
    auto application = plugged->load_program(options, &problem);
    EXPECT_TRUE(application) << problem;
    if (!application) return output;
    EXPECT_EQ(application->run(), 0u) << output;
    return output;
  }

  // Both machines run the counter: neither sees what the other counts, and one goes on without the other.
  static void expect_own_copies(Plugged& one, Plugged& two) {
    EXPECT_EQ(ask_counter(*one.session, 5), 105);
    EXPECT_EQ(ask_counter(*two.session, 1), 101);
    EXPECT_EQ(ask_counter(*one.session, 1), 106);
    unplug(one);
    EXPECT_EQ(ask_counter(*two.session, 1), 102);
    unplug(two);
  }

  // Plugs in, uses and unplugs; the digest of it all.
  static uint64_t digest_of_a_run(const sched::Options& options, uintptr_t* image_base = nullptr) {
    Plugged plugged = plug_in(driver("drivers/echo/driver"), options);
    if (!plugged.session) return 0;
    use(plugged);
    unplug(plugged);
    if (image_base) *image_base = plugged->loader().load_map().entries().front().base;
    return plugged->world().recorder().digest();
  }
};
OWDF_IN_BOTH_FORMS(EchoTest);

TEST_P(EchoTest, StartsServesItsApplicationAndLeavesNothingBehind) {
  Plugged plugged = plug_in(driver("drivers/echo/driver"), world(1));
  ASSERT_TRUE(plugged.session);
  EXPECT_EQ(holdings(*plugged.session).clients, 1u);
  const std::string output = use(plugged);
  EXPECT_THAT(output, HasSubstr("8 of 8 overlapped writes came back"));
  EXPECT_THAT(output, HasSubstr("open handles 1"));
  EXPECT_THAT(output, HasSubstr("all as expected"));
  unplug(plugged);
}

TEST_P(EchoTest, ComesBackAfterItWasRemoved) {
  const cli::DriverFiles files = driver("drivers/echo/driver");
  Plugged plugged = plug_in(files, world(1));
  ASSERT_TRUE(plugged.session);
  std::string problem;
  ASSERT_TRUE(plugged->remove(plugged.instance, &problem)) << problem;
  Plugged again = scenarios::plug_in(std::move(plugged.session), files);
  ASSERT_TRUE(again.session);
  EXPECT_THAT(use(again, {"-overlapped", "8"}), HasSubstr("8 of 8 overlapped writes came back"));
  unplug(again);
}

TEST_P(EchoTest, TwoMachinesInTwoWorldsRunTheirOwnCopies) {
  const cli::DriverFiles files = driver("tests/drivers/counter");
  Plugged one = plug_in(files, world(1));
  Plugged two = plug_in(files, world(2));
  ASSERT_TRUE(one.session && two.session);
  expect_own_copies(one, two);
}

TEST_P(EchoTest, TwoMachinesInOneWorldRunTheirOwnCopies) {
  const cli::DriverFiles files = driver("tests/drivers/counter");
  Plugged one = plug_in(files, world(1));
  ASSERT_TRUE(one.session);
  Plugged two = scenarios::plug_in(cli::Session::create_beside(*one.session, {.name = "other"}), files);
  ASSERT_TRUE(two.session);
  expect_own_copies(one, two);
}

// One machine is destroyed as a whole while the other one's application is in the middle of its work.
TEST_P(EchoTest, AMachineOutlivesItsNeighbour) {
  const cli::DriverFiles files = driver("drivers/echo/driver");
  Plugged one = plug_in(files, world(1));
  ASSERT_TRUE(one.session);
  Plugged two = scenarios::plug_in(cli::Session::create_beside(*one.session, {.name = "other"}), files);
  ASSERT_TRUE(two.session);
  one.session.reset();
  EXPECT_THAT(use(two), HasSubstr("all as expected"));
  unplug(two);
}

class EchoReplayTest : public EchoTest {};
INSTANTIATE_TEST_SUITE_P(Form, EchoReplayTest, ::testing::Values(sched::Form::kDeterministic), sched::form_name);

TEST_P(EchoReplayTest, TheSameSeedIsTheSameRun) {
  const sched::Options options = world(7, sched::Strategy::kRandom);
  const uint64_t first = digest_of_a_run(options);
  EXPECT_EQ(digest_of_a_run(options), first);
  EXPECT_NE(digest_of_a_run(world(8, sched::Strategy::kRandom)), first);
}

// Nothing is ordered, hashed or chosen by address: a run whose memory lies elsewhere is the same run.
TEST_P(EchoReplayTest, TheSameSeedIsTheSameRunWhereverMemoryLies) {
  const sched::Options options = world(3, sched::Strategy::kRandom);
  uintptr_t first_base = 0, second_base = 0;
  const uint64_t first = digest_of_a_run(options, &first_base);
  // Another machine that stays, and blocks of odd sizes, so that neither arena nor image nor heap comes to lie as
  // before.
  Plugged in_the_way = plug_in(driver("drivers/echo/driver"), world(1));
  std::vector<std::unique_ptr<char[]>> blocks;
  for (size_t i = 1; i < 400; i++) blocks.push_back(std::make_unique<char[]>(i * 37));
  for (size_t i = 0; i < blocks.size(); i += 2) blocks[i].reset();
  EXPECT_EQ(digest_of_a_run(options, &second_base), first);
  EXPECT_NE(first_base, second_base);
}

}  // namespace
}  // namespace owdf::scenarios
