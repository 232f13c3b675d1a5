#include "wdf/timer/timer.h"

#include "base/storyboard.h"
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

struct Expiries {
  TestDriver* driver;
  std::atomic<int> count;
  std::atomic<int> irql;
  std::atomic<int64_t> last;  // interrupt time
  int restarts;
};
WDF_DECLARE_CONTEXT_TYPE(Expiries)

Expiries& expiries_of(void* handle) {
  return *static_cast<Expiries*>(
      static_cast<Object*>(handle)->find_context(WDF_GET_CONTEXT_TYPE_INFO(Expiries)->UniqueType)->space());
}

void NTAPI expired(WDFTIMER timer) {
  Expiries& expiries = expiries_of(timer);
  expiries.irql = KeGetCurrentIrql();
  expiries.last = sched::current()->world().interrupt_time();
  expiries.count++;
}
void NTAPI expired_and_restarts(WDFTIMER timer) {
  expired(timer);
  Expiries& expiries = expiries_of(timer);
  if (expiries.restarts-- > 0) ddi::WdfTimerStart(expiries.driver->globals, timer, WDF_REL_TIMEOUT_IN_MS(5));
}

class TimerTest : public FrameworkTest {
 protected:
  static WDF_TIMER_CONFIG config(PFN_WDF_TIMER callback, ULONG period = 0) {
    WDF_TIMER_CONFIG config;
    WDF_TIMER_CONFIG_INIT_PERIODIC(&config, callback, static_cast<LONG>(period));
    return config;
  }
  static NTSTATUS create(TestDriver& driver, WDF_TIMER_CONFIG config, void* parent, WDFTIMER* timer,
                         WDF_EXECUTION_LEVEL level = WdfExecutionLevelInheritFromParent) {
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Expiries);
    attributes.ExecutionLevel = level;
    *timer = nullptr;
    const NTSTATUS status = ddi::WdfTimerCreate(driver.globals, &config, &attributes, timer);
    EXPECT_EQ(NT_SUCCESS(status), *timer != nullptr);
    if (*timer) expiries_of(*timer).driver = &driver;
    return status;
  }
  static void sleep(int milliseconds) {
    LARGE_INTEGER interval;
    interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(milliseconds);
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
  }
};
OWDF_IN_BOTH_FORMS(TimerTest);

TEST_P(TimerTest, AOneShotTimerExpiresOnceNotBeforeItsDueTimeAtDispatchLevel) {
  RecordProperty("ddi", "WdfTimerCreate WdfTimerStart WdfTimerGetParentObject");
  std::vector<std::string> story;
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFTIMER timer = nullptr;
    if (!NT_SUCCESS(create(driver, config(expired), device, &timer)) || !timer) return;
    const auto calls = [&] { return std::to_string(expiries_of(timer).count); };
    const bool parent = static_cast<void*>(ddi::WdfTimerGetParentObject(driver.globals, timer)) == device;
    story.push_back(parent ? "created for the device" : "created for something else");
    sleep(20);
    story.push_back(calls() + " calls before it is started");
    const int64_t begin = world().interrupt_time();
    EXPECT_FALSE(ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(10)));
    sleep(100);
    const bool due = expiries_of(timer).last - begin >= 10 * sched::kTicksPerMillisecond;
    story.push_back(calls() + " calls, not before its time: " + (due ? "yes" : "no"));
    story.push_back("at level " + std::to_string(expiries_of(timer).irql));
    EXPECT_FALSE(ddi::WdfTimerStop(driver.globals, timer, TRUE));
  });
  EXPECT_STORY(story, R"(
    created for the device                [SYN-042 TMR-002 TMR-003 TMR-010]
    0 calls before it is started          [TMR-003]
    1 calls, not before its time: yes     [TMR-002 TMR-003 TMR-004 TMR-012]
    at level 2                            [SYN-042 TMR-012]
  )");
}

TEST_P(TimerTest, StartingAQueuedTimerAgainMovesItAndStoppingTakesItOut) {
  RecordProperty("rows", "TMR-007");
  RecordProperty("ddi", "WdfTimerStart WdfTimerStop");
  as_driver([&](TestDriver& driver) {
    WDFTIMER timer;
    ASSERT_EQ(create(driver, config(expired), StandInDevice::make(driver), &timer), STATUS_SUCCESS);
    EXPECT_FALSE(ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_SEC(1000)));
    EXPECT_TRUE(ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_SEC(2000)));
    EXPECT_TRUE(ddi::WdfTimerStop(driver.globals, timer, FALSE));
    EXPECT_FALSE(ddi::WdfTimerStop(driver.globals, timer, TRUE));
    EXPECT_EQ(expiries_of(timer).count, 0);
  });
}

TEST_P(TimerTest, APeriodicTimerGoesOnUntilItIsStopped) {
  RecordProperty("rows", "TMR-005");
  RecordProperty("ddi", "WdfTimerStart WdfTimerStop");
  as_driver([&](TestDriver& driver) {
    WDFTIMER timer;
    ASSERT_EQ(create(driver, config(expired, 5), StandInDevice::make(driver), &timer), STATUS_SUCCESS);
    ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(1));
    while (expiries_of(timer).count < 4) sleep(5);
    EXPECT_TRUE(ddi::WdfTimerStop(driver.globals, timer, TRUE));
    const int count = expiries_of(timer).count;
    sleep(50);
    EXPECT_EQ(expiries_of(timer).count, count);
  });
}

TEST_P(TimerTest, ACallbackMayStartItsTimerAgain) {
  RecordProperty("rows", "TMR-006");
  as_driver([&](TestDriver& driver) {
    WDFTIMER timer;
    ASSERT_EQ(create(driver, config(expired_and_restarts), StandInDevice::make(driver), &timer), STATUS_SUCCESS);
    expiries_of(timer).restarts = 2;
    ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(1));
    while (expiries_of(timer).count < 3) sleep(5);
    sleep(50);
    EXPECT_EQ(expiries_of(timer).count, 3);
  });
}

TEST_P(TimerTest, APassiveLevelTimerRunsAtPassiveLevelAndCannotBePeriodic) {
  RecordProperty("rows", "TMR-014 TMR-015");
  RecordProperty("ddi", "WdfTimerCreate");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver, WdfSynchronizationScopeNone, WdfExecutionLevelPassive);
    WDFTIMER timer;
    EXPECT_FALSE(NT_SUCCESS(create(driver, config(expired, 5), device, &timer, WdfExecutionLevelPassive)));
    ASSERT_EQ(create(driver, config(expired), device, &timer, WdfExecutionLevelPassive), STATUS_SUCCESS);
    ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(1));
    while (expiries_of(timer).count < 1) sleep(5);
    EXPECT_EQ(expiries_of(timer).irql, PASSIVE_LEVEL);
  });
}

TEST_P(TimerTest, NoCallbackComesAfterTheParentWasDeleted) {
  RecordProperty("rows", "TMR-009");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFTIMER timer;
    ASSERT_EQ(create(driver, config(expired, 1), device, &timer), STATUS_SUCCESS);
    Object& object = object_of<Object>(driver.client(), timer);
    object.reference();
    ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(1));
    sleep(10);
    object_of<Object>(driver.client(), device).dispose();
    const int count = expiries_of(timer).count;
    EXPECT_GT(count, 0);
    sleep(20);
    EXPECT_EQ(expiries_of(timer).count, count);
    object.dereference();
  });
}

TEST_P(TimerTest, AParentAndFittingLevelsAreRequired) {
  RecordProperty("rows", "TMR-008 OBJ-073 SYN-023 SYN-039 SYN-040 BHV-026");
  RecordProperty("ddi", "WdfTimerCreate");
  as_driver([&](TestDriver& driver) {
    WDFTIMER timer;
    EXPECT_EQ(create(driver, config(expired), nullptr, &timer), STATUS_WDF_PARENT_NOT_SPECIFIED);
    EXPECT_EQ(create(driver, config(expired), driver.driver, &timer), STATUS_INVALID_DEVICE_REQUEST);
    WDFDEVICE passive = StandInDevice::make(driver, WdfSynchronizationScopeDevice, WdfExecutionLevelPassive);
    WDFDEVICE dispatch = StandInDevice::make(driver, WdfSynchronizationScopeDevice);
    EXPECT_EQ(create(driver, config(expired), passive, &timer), STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
    EXPECT_EQ(create(driver, config(expired), dispatch, &timer, WdfExecutionLevelPassive),
              STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
    EXPECT_EQ(create(driver, config(expired), dispatch, &timer), STATUS_SUCCESS);
    EXPECT_EQ(create(driver, config(expired), passive, &timer, WdfExecutionLevelPassive), STATUS_SUCCESS);
    WDF_TIMER_CONFIG wrong = config(expired);
    wrong.Size -= 8;
    EXPECT_EQ(create(driver, wrong, dispatch, &timer), STATUS_INFO_LENGTH_MISMATCH);
    wrong = config(expired);
    wrong.UseHighResolutionTimer = WdfTrue;
    wrong.TolerableDelay = 10;
    EXPECT_EQ(create(driver, wrong, dispatch, &timer), STATUS_INVALID_PARAMETER);
  });
}

TEST_P(TimerTest, ASerialisedTimerWaitsForTheDevicesLock) {
  RecordProperty("rows", "SYN-010 SYN-012 SYN-046 SYN-047");
  RecordProperty("ddi", "WdfObjectAcquireLock WdfObjectReleaseLock WdfTimerCreate");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver, WdfSynchronizationScopeDevice, WdfExecutionLevelPassive);
    WDFTIMER timer;
    ASSERT_EQ(create(driver, config(expired), device, &timer, WdfExecutionLevelPassive), STATUS_SUCCESS);
    ddi::WdfObjectAcquireLock(driver.globals, static_cast<void*>(device));
    ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(1));
    sleep(20);
    EXPECT_EQ(expiries_of(timer).count, 0);
    ddi::WdfObjectReleaseLock(driver.globals, static_cast<void*>(device));
    while (expiries_of(timer).count < 1) sleep(5);
  });
}

}  // namespace
}  // namespace owdf::wdf
