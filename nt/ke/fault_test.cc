#include "nt/ke/testing.h"
#include "nt/upward.h"

namespace owdf::ke {
namespace {

// Says of every code address that it belongs to one driver, or to none.
struct OneDriver final : nt::DriverLoader {
  std::string name;
  Result<LoadedImage> load(const std::string&, const std::u16string&) override {
    return Status(STATUS_OBJECT_NAME_NOT_FOUND);
  }
  void unload(void*) override {}
  std::string image_at(const void*) override { return name; }
};

volatile int* volatile g_nowhere = nullptr;

class KernelFaultTest : public KernelTest {
 protected:
  KernelFaultTest() { machine().set_driver_loader(&loader_); }
  OneDriver loader_;
};
OWDF_IN_BOTH_FORMS(KernelFaultTest);

TEST_P(KernelFaultTest, AFailedAssertionIsAnExceptionThatNobodyHandles) {
  RecordProperty("ddi", "DbgRaiseAssertionFailure");
  EXPECT_EQ(run_to_bug_check([] { DbgRaiseAssertionFailure(); }), 0x1Eu);
  EXPECT_EQ(machine().bug_check()->parameters[0], static_cast<uint64_t>(int64_t{STATUS_ASSERTION_FAILURE}));
}

TEST_P(KernelFaultTest, ANullPointerInADriverStopsItsMachineAndNothingElse) {
  loader_.name = "faulty";
  EXPECT_EQ(run_to_bug_check([] { *g_nowhere = 1; }), 0x1Eu);
  const nt::BugCheck& value = *machine().bug_check();
  EXPECT_EQ(static_cast<NTSTATUS>(value.parameters[0]), STATUS_ACCESS_VIOLATION);
  EXPECT_EQ(value.parameters[2], 1u) << "a write";
  EXPECT_EQ(value.parameters[3], 0u) << "the address";
  EXPECT_EQ(value.driver, "faulty");
  auto other = std::move(nt::Machine::create(world(), {})).value();
  EXPECT_EQ(world().run({"other", other.get(), nullptr}, [] {}), sched::RunResult::kFinished);
}

TEST_P(KernelFaultTest, ANullPointerAtDispatchLevelIsTheIrqlBugCheck) {
  loader_.name = "faulty";
  EXPECT_EQ(run_to_bug_check([] {
              KfRaiseIrql(DISPATCH_LEVEL);
              *g_nowhere = 1;
            }),
            0xD1u);
  EXPECT_EQ(machine().bug_check()->parameters[1], DISPATCH_LEVEL);
}

TEST_P(KernelFaultTest, AFaultOfAProgramIsItsProcessesAffair) {
  uint32_t code = 0;
  run([&] {
    kernel().current_thread()->user_fault = [&](uint32_t value, void*) {
      code = value;
      world().exit_thread();
    };
    *g_nowhere = 1;
  });
  EXPECT_EQ(code, static_cast<uint32_t>(STATUS_ACCESS_VIOLATION));
  EXPECT_FALSE(machine().bug_check().has_value());
}

}  // namespace
}  // namespace owdf::ke
