// What a control request may cost where no clock can tell: allocations and locked operations of one round trip, counted
// by stepping through it. docs/performance.md names each of them; a change that needs more shall say so there.
#include <initguid.h>
#include <wdm.h>

#include "bench/instruction_census.h"
#include "drivers/echo/public.h"
#include "tests/application.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

constexpr uint64_t kLockedAlone = 0;
constexpr uint64_t kLockedLive = 32;

class BudgetTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (!sanitizers().empty()) GTEST_SKIP() << "a sanitizer's own work would be counted";
  }
};
OWDF_IN_BOTH_FORMS(BudgetTest);

bench::InstructionCensus census_of_a_control_request(HANDLE device) {
  char input[64] = {1}, output[64] = {};
  const auto ping = [&] {
    IO_STATUS_BLOCK block{};
    NtDeviceIoControlFile(device, nullptr, nullptr, nullptr, &block, IOCTL_ECHO_PING, input, sizeof(input), output,
                          sizeof(output));
  };
  ping();  // fills the caches of thread and client
  const auto census = bench::take_census(ping);
  EXPECT_EQ(output[0], 1) << "the device did not echo";
  return census;
}

TEST_P(BudgetTest, AControlRequestAllocatesNothingAndLocksNoMoreThanItsBudget) {
  Plugged plugged = plug_in(driver("drivers/echo/driver"), world(1));
  ASSERT_TRUE(plugged.session);
  const std::u16string path = interface_path(*plugged.session, GUID_DEVINTERFACE_OWDF_ECHO);
  bench::InstructionCensus census;
  run_application(*plugged.session, [&] {
    HANDLE device = nullptr;
    ASSERT_EQ(open_device(path, Transfers::kSynchronous, &device), STATUS_SUCCESS);
    census = census_of_a_control_request(device);
    NtClose(device);
  });
  EXPECT_GT(census.instructions, 100u) << "nothing was counted";
  EXPECT_EQ(census.allocations, 0u);
  EXPECT_LE(census.locked, GetParam() == sched::Form::kDeterministic ? kLockedAlone : kLockedLive);
  unplug(plugged);
}

}  // namespace
}  // namespace owdf::scenarios
