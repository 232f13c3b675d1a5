// Machine::reset as fuzzing and exploration use it: one session, the same drivers again and again, nothing mapped
// twice.
#include <initguid.h>
#include <wdm.h>

#include "drivers/echo/public.h"
#include "tests/application.h"
#include "tests/counter.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

class ResetTest : public ScenarioTest {
 protected:
  static std::u16string start(cli::Session& session, const cli::DriverFiles& files) {
    std::string problem;
    const auto instance = session.install(files, {}, &problem);
    EXPECT_TRUE(instance && session.start(*instance, &problem)) << problem;
    return instance.value_or(std::u16string());
  }
  static std::unique_ptr<cli::Session> make_session() {
    cli::SessionOptions options;
    options.world = world(1);
    return cli::Session::create(options);
  }
};

OWDF_IN_BOTH_FORMS(ResetTest);

TEST_P(ResetTest, DriverStaticsArePristineAfterAReset) {
  auto session = make_session();
  const cli::DriverFiles counter = driver("tests/drivers/counter");
  LONG first = 0;
  for (int round = 0; round < 3; round++) {
    start(*session, counter);
    const LONG count = ask_counter(*session, 1);
    if (round == 0) first = count;
    EXPECT_EQ(count, first);
    session->reset();
  }
}

TEST_P(ResetTest, EchoStartsIsUsedAndLeavesAfterEachOfAHundredResets) {
  auto session = make_session();
  const cli::DriverFiles echo = driver("drivers/echo/driver");
  for (int round = 0; round < 100; round++) {
    const std::u16string instance = start(*session, echo);
    const std::u16string path = interface_path(*session, GUID_DEVINTERFACE_OWDF_ECHO);
    run_application(*session, [&] {
      HANDLE device = nullptr;
      ASSERT_EQ(open_device(path, Transfers::kOverlapped, &device), STATUS_SUCCESS);
      Transfer written, read;
      written.buffer[0] = 'a';
      written.write(device);
      EXPECT_EQ(written.finish(), STATUS_SUCCESS);
      read.read(device);
      EXPECT_EQ(read.finish(), STATUS_SUCCESS);
      EXPECT_EQ(read.buffer[0], 'a');
      NtClose(device);
    });
    std::string problem;
    // Every other machine is reset as it stands, with its driver loaded and its device started.
    if (round % 2 == 0) {
      EXPECT_TRUE(session->remove(instance, &problem)) << problem;
    }
    session->reset();
    EXPECT_TRUE(session->machine().findings().empty());
  }
}

TEST_P(ResetTest, AMachineThatABugCheckStoppedBeginsAnew) {
  auto session = make_session();
  const cli::DriverFiles echo = driver("drivers/echo/driver");
  start(*session, echo);
  session->run("crash", [&] { session->machine().bug_check(0xE2); });
  ASSERT_TRUE(session->dead());
  session->reset();
  EXPECT_FALSE(session->dead());
  EXPECT_FALSE(session->machine().bug_check().has_value());
  std::string problem;
  EXPECT_TRUE(session->remove(start(*session, echo), &problem)) << problem;
}

}  // namespace
}  // namespace owdf::scenarios
