// A driver that does what it must not: the documented status or the bug check as a value, with the driver's line; and
// another machine of the same world, which goes on working whatever happened next to it.
#include <initguid.h>
#include <wdm.h>

#include <gmock/gmock.h>

#include "cli/run/symbolize.h"
#include "nt/bug_codes.h"
#include "nt/cm/registry.h"
#include "tests/counter.h"
#include "tests/drivers/misbehave/public.h"
#include "tests/source_line.h"
#include "wdf/violation.h"

namespace owdf::scenarios {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using wdf::Violation;

constexpr char kDriver[] = "tests/drivers/misbehave/driver";
constexpr char kSource[] = "tests/drivers/misbehave/driver/misbehave.c";

class BadInputTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped()) return;
    neighbour_ = plug_in(driver("tests/drivers/counter"), world(1));
    ASSERT_TRUE(neighbour_.session);
    EXPECT_EQ(ask_counter(*neighbour_.session, 3), 103);
    session_ = cli::Session::create_beside(*neighbour_.session, {.name = "misbehaving"});
    ASSERT_TRUE(session_);
    std::string problem;
    const auto instance = session_->install(driver(kDriver), {}, &problem);
    ASSERT_TRUE(instance) << problem;
    instance_ = *instance;
  }

  // First the neighbour works on beside what is left of the machine, then without it.
  void TearDown() override {
    if (!neighbour_.session) return;
    EXPECT_EQ(ask_counter(*neighbour_.session, 1), 104);
    session_.reset();
    EXPECT_EQ(ask_counter(*neighbour_.session, 1), 105);
    unplug(neighbour_);
  }

  nt::Machine& machine() { return session_->machine(); }

  // What the driver finds in its Parameters key.
  void choose(MISDEED misdeed) {
    session_->run("parameters", [&] {
      cm::Registry& registry = machine().cm();
      auto key = registry.make("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\misbehave\\Parameters");
      ASSERT_TRUE(key.ok());
      EXPECT_TRUE(registry.set_dword(*key, "Misdeed", misdeed).ok());
    });
  }

  // Starts the device, which cannot work; the sentence why. Nothing is left of the attempt but the device's node.
  std::string fail_to_start(uint32_t problem_code, NTSTATUS status) {
    const Holdings before = holdings(*session_);
    std::string problem;
    EXPECT_FALSE(session_->start(instance_, &problem));
    EXPECT_FALSE(session_->dead());
    const pnp::DeviceNode* node = machine().pnp().find(instance_);
    EXPECT_EQ(node->problem.code, problem_code);
    EXPECT_EQ(node->problem.status.value, status) << problem;
    EXPECT_EQ(node->problem.driver, "misbehave");
    settle();
    EXPECT_EQ(holdings(*session_), before);
    return problem;
  }

  void start() {
    std::string problem;
    ASSERT_TRUE(session_->start(instance_, &problem)) << problem;
  }

  // Asks for the misdeed from an application; what the request ended with, if it ended.
  NTSTATUS ask_for(MISDEED misdeed) {
    NTSTATUS status = STATUS_PENDING;
    run_application(*session_, [&] {
      HANDLE device = nullptr;
      const std::u16string path = interface_path(*session_, GUID_DEVINTERFACE_OWDF_MISBEHAVE);
      ASSERT_EQ(open_device(path, Transfers::kSynchronous, &device), STATUS_SUCCESS);
      IO_STATUS_BLOCK block;
      ULONG input = misdeed;
      status = NtDeviceIoControlFile(device, nullptr, nullptr, nullptr, &block, IOCTL_MISBEHAVE, &input, sizeof(input),
                                     nullptr, 0);
      NtClose(device);
    });
    settle();
    return status;
  }

  void expect_alive_and_removable() {
    ASSERT_FALSE(session_->dead()) << machine().bug_check()->message;
    std::string problem;
    EXPECT_TRUE(session_->remove(instance_, &problem)) << problem;
  }

  // The machine has stopped with this code in this driver, and the report shows the line that is to blame.
  const nt::BugCheck& expect_bug_check(uint32_t code, const std::string& guilty) {
    static const nt::BugCheck none;
    EXPECT_TRUE(session_->dead());
    if (!session_->dead()) return none;
    const nt::BugCheck& value = *machine().bug_check();
    EXPECT_EQ(value.code, code) << value.message;
    EXPECT_EQ(value.driver, "misbehave");
    EXPECT_THAT(cli::symbolize(value.stack, session_->loader().load_map()),
                Contains(HasSubstr(place_of(kSource, "guilty: " + guilty + " */"))));
    return value;
  }
  const nt::BugCheck& expect_violation(Violation rule, const std::string& guilty) {
    const nt::BugCheck& value = expect_bug_check(wdf::kWdfViolation, guilty);
    EXPECT_EQ(value.parameters[0], static_cast<uint64_t>(rule)) << value.message;
    return value;
  }

  std::vector<std::string> finding_messages() {
    std::vector<std::string> messages;
    for (const nt::Finding& finding : machine().findings()) messages.push_back(finding.driver + ": " + finding.message);
    return messages;
  }

  void settle() { session_->world().settle(10 * sched::kTicksPerMillisecond); }

  Plugged neighbour_;
  std::unique_ptr<cli::Session> session_;
  std::u16string instance_;
};
OWDF_IN_BOTH_FORMS(BadInputTest);

// --- it fails to start ---

TEST_P(BadInputTest, AFailingDriverEntryIsTheProblemOfItsDevice) {
  choose(MisdeedFailDriverEntry);
  const std::string problem = fail_to_start(pnp::kProblemFailedDriverEntry, STATUS_INSUFFICIENT_RESOURCES);
  EXPECT_THAT(problem, HasSubstr("DriverEntry failed (driver misbehave, code 37): STATUS_INSUFFICIENT_RESOURCES"));
  EXPECT_TRUE(machine().findings().empty());
}

TEST_P(BadInputTest, AFailingDeviceAddIsTheProblemOfItsDevice) {
  choose(MisdeedFailDeviceAdd);
  const std::string problem = fail_to_start(pnp::kProblemFailedAdd, STATUS_DEVICE_CONFIGURATION_ERROR);
  EXPECT_THAT(problem, HasSubstr("STATUS_DEVICE_CONFIGURATION_ERROR"));
  EXPECT_TRUE(machine().findings().empty());
}

TEST_P(BadInputTest, ADriverThatFailedCanBeStartedOnceItsReasonIsGone) {
  choose(MisdeedFailDeviceAdd);
  fail_to_start(pnp::kProblemFailedAdd, STATUS_DEVICE_CONFIGURATION_ERROR);
  std::string problem;
  ASSERT_TRUE(session_->remove(instance_, &problem)) << problem;
  const auto again = session_->install(driver(kDriver), {}, &problem);
  ASSERT_TRUE(again) << problem;
  instance_ = *again;
  choose(MisdeedNone);
  start();
  expect_alive_and_removable();
}

TEST_P(BadInputTest, AnImportThatNobodyOffersIsNamed) {
  session_->loader().set_lookup([](std::string_view name) {
    return name == "HalAllocateHardwareCounters" ? nullptr : loader::find_host_import(name);
  });
  fail_to_start(pnp::kProblemDriverFailedLoad, STATUS_DRIVER_ENTRYPOINT_NOT_FOUND);
  EXPECT_THAT(finding_messages(), Contains(HasSubstr("HalAllocateHardwareCounters")));
}

// --- it passes what is wrong ---

TEST_P(BadInputTest, AWrongStructureSizeIsRefused) {
  start();
  EXPECT_EQ(ask_for(MisdeedQueueConfigSize), STATUS_INFO_LENGTH_MISMATCH);
  EXPECT_EQ(ask_for(MisdeedAttributesSize), STATUS_INFO_LENGTH_MISMATCH);
  expect_alive_and_removable();
}

TEST_P(BadInputTest, ANullHandleIsAViolation) {
  start();
  ask_for(MisdeedNullHandle);
  const nt::BugCheck& value = expect_violation(Violation::kRequiredParameterIsNull, "null handle");
  EXPECT_EQ(session_->loader().image_at(reinterpret_cast<void*>(value.parameters[2])), "misbehave");
}

TEST_P(BadInputTest, TheHandleOfAnotherKindIsAViolation) {
  start();
  ask_for(MisdeedOtherHandle);
  const nt::BugCheck& value = expect_violation(Violation::kInvalidHandle, "other handle");
  EXPECT_THAT(value.message, HasSubstr("the handle of a WDFDEVICE"));
}

TEST_P(BadInputTest, TheHandleOfADeletedObjectIsAViolation) {
  start();
  ask_for(MisdeedStaleHandle);
  expect_violation(Violation::kInvalidHandle, "stale handle");
}

// --- it completes what is complete ---

TEST_P(BadInputTest, ARequestThatWasCompletedAndIsGoneIsAnInvalidHandle) {
  RecordProperty("rows", "REQ-051");
  start();
  ask_for(MisdeedCompleteTwice);
  expect_violation(Violation::kInvalidHandle, "completed twice");
}

TEST_P(BadInputTest, ARequestThatWasCompletedAndIsReferencedIsARequestError) {
  RecordProperty("rows", "REQ-051");
  start();
  ask_for(MisdeedCompleteTwiceReferenced);
  const nt::BugCheck& value = expect_violation(Violation::kRequestFatalError, "completed twice, referenced");
  EXPECT_EQ(value.parameters[1], 2u) << "WDF_REQUEST_FATAL_ERROR_NULL_IRP";
}

// --- it faults ---

TEST_P(BadInputTest, ANullPointerAtPassiveLevelIsAnUnhandledException) {
  start();
  ask_for(MisdeedNullWrite);
  const nt::BugCheck& value = expect_bug_check(KMODE_EXCEPTION_NOT_HANDLED, "null write");
  EXPECT_EQ(static_cast<NTSTATUS>(value.parameters[0]), STATUS_ACCESS_VIOLATION);
  EXPECT_EQ(value.parameters[2], 1u) << "a write";
  EXPECT_EQ(value.irql, PASSIVE_LEVEL);
}

TEST_P(BadInputTest, ANullPointerInADpcIsTheIrqlBugCheck) {
  start();
  ask_for(MisdeedNullReadInDpc);
  const nt::BugCheck& value = expect_bug_check(DRIVER_IRQL_NOT_LESS_OR_EQUAL, "null read");
  EXPECT_EQ(value.parameters[0], 0u) << "the address";
  EXPECT_EQ(value.parameters[1], DISPATCH_LEVEL);
  EXPECT_EQ(value.parameters[2], 0u) << "a read";
}

TEST_P(BadInputTest, ACallOfANullPointerIsBlamedOnTheCaller) {
  start();
  ask_for(MisdeedNullCall);
  const nt::BugCheck& value = expect_bug_check(KMODE_EXCEPTION_NOT_HANDLED, "null call");
  EXPECT_EQ(value.parameters[1], 0u) << "the address that was called";
}

// --- it asks for what is not there ---

TEST_P(BadInputTest, ADdiThatIsNotBuiltSaysItsName) {
  start();
  EXPECT_EQ(ask_for(MisdeedMissingDdi), STATUS_NOT_IMPLEMENTED);
  EXPECT_THAT(finding_messages(), Contains(HasSubstr("misbehave: WdfDeviceAssignMofResourceName is not built")));
  expect_alive_and_removable();
}

TEST_P(BadInputTest, ADdiThatIsNotBuiltAndHasNoStatusStopsTheMachine) {
  start();
  ask_for(MisdeedMissingDdiWithoutStatus);
  const nt::BugCheck& value = expect_violation(Violation::kApiUnavailable, "missing DDI");
  EXPECT_THAT(value.message, HasSubstr("WdfDeviceSetSpecialFileSupport is not built"));
}

TEST_P(BadInputTest, ASystemFunctionThatIsNotBuiltSaysItsName) {
  start();
  EXPECT_EQ(ask_for(MisdeedMissingFunction), STATUS_NOT_IMPLEMENTED);
  EXPECT_THAT(finding_messages(), Contains(HasSubstr("misbehave: HalAllocateHardwareCounters is not built")));
  expect_alive_and_removable();
}

}  // namespace
}  // namespace owdf::scenarios
