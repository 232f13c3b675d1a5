// What the documentation says of timers, row by row.
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

struct Ticks {
  TestDriver* driver;
  WDFWORKITEM item;
  std::atomic<int> count;
  std::atomic<int> irql;
  std::atomic<int64_t> last;  // interrupt time
};
WDF_DECLARE_CONTEXT_TYPE(Ticks)

Ticks& ticks_of(void* handle) {
  return *static_cast<Ticks*>(
      static_cast<Object*>(handle)->find_context(WDF_GET_CONTEXT_TYPE_INFO(Ticks)->UniqueType)->space());
}
void NTAPI ticked(WDFTIMER timer) {
  Ticks& ticks = ticks_of(timer);
  ticks.irql = KeGetCurrentIrql();
  ticks.last = sched::current()->world().interrupt_time();
  ticks.count++;
}
void NTAPI hands_on(WDFTIMER timer) {
  EXPECT_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
  ddi::WdfWorkItemEnqueue(ticks_of(timer).driver->globals, ticks_of(timer).item);
}
void NTAPI worked(WDFWORKITEM item) {
  ticks_of(item).irql = KeGetCurrentIrql();
  ticks_of(item).count++;
}

class TimerRowsTest : public FrameworkTest {
 protected:
  static WDFTIMER make(TestDriver& driver, void* parent, LONG period = 0, PFN_WDF_TIMER routine = ticked) {
    WDF_TIMER_CONFIG config;
    WDF_TIMER_CONFIG_INIT_PERIODIC(&config, routine, period);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Ticks);
    WDFTIMER timer = nullptr;
    EXPECT_EQ(ddi::WdfTimerCreate(driver.globals, &config, &attributes, &timer), STATUS_SUCCESS);
    ticks_of(timer).driver = &driver;
    return timer;
  }
  static void sleep(int milliseconds) {
    LARGE_INTEGER interval;
    interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(milliseconds);
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
  }
};
OWDF_IN_BOTH_FORMS(TimerRowsTest);

TEST_P(TimerRowsTest, APeriodOfZeroRunsTheCallbackOncePerStart) {
  RecordProperty("rows", "TMR-001 TMR-002");
  RecordProperty("ddi", "WdfTimerCreate WdfTimerStart");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFTIMER once = make(driver, device), again = make(driver, device, 10);
    for (int starts = 1; starts <= 2; starts++) {
      ddi::WdfTimerStart(driver.globals, once, WDF_REL_TIMEOUT_IN_MS(5));
      sleep(100);
      EXPECT_EQ(ticks_of(once).count, starts);
    }
    ddi::WdfTimerStart(driver.globals, again, WDF_REL_TIMEOUT_IN_MS(5));
    while (ticks_of(again).count < 3) sleep(10);
    EXPECT_TRUE(ddi::WdfTimerStop(driver.globals, again, TRUE));
  });
}

TEST_P(TimerRowsTest, NoTimerRunsBeforeItIsStarted) {
  RecordProperty("rows", "TMR-003");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFTIMER timers[] = {make(driver, device), make(driver, device, 5)};
    sleep(50);
    for (WDFTIMER timer : timers) {
      EXPECT_EQ(ticks_of(timer).count, 0);
      EXPECT_FALSE(ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(1)));
      while (ticks_of(timer).count < 1) sleep(5);
      ddi::WdfTimerStop(driver.globals, timer, TRUE);
    }
  });
}

TEST_P(TimerRowsTest, TheCallbackComesWhenTheDueTimeHasElapsed) {
  RecordProperty("rows", "TMR-004");
  as_driver([&](TestDriver& driver) {
    WDFTIMER timer = make(driver, StandInDevice::make(driver));
    const int64_t begin = world().interrupt_time();
    ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(30));
    while (ticks_of(timer).count < 1) sleep(5);
    EXPECT_GE(ticks_of(timer).last - begin, 30 * sched::kTicksPerMillisecond);
    sleep(50);
    EXPECT_EQ(ticks_of(timer).count, 1);
  });
}

TEST_P(TimerRowsTest, TheParentOfATimerIsTold) {
  RecordProperty("rows", "TMR-010");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFTIMER timer = make(driver, device);
    EXPECT_EQ(static_cast<void*>(ddi::WdfTimerGetParentObject(driver.globals, timer)), static_cast<void*>(device));
  });
}

TEST_P(TimerRowsTest, ATimerRunsAtDispatchLevelAndHandsLongWorkToAWorkItem) {
  RecordProperty("rows", "TMR-012 TMR-013");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFTIMER timer = make(driver, device), handing = make(driver, device, 0, hands_on);
    ddi::WdfTimerStart(driver.globals, timer, WDF_REL_TIMEOUT_IN_MS(1));
    while (ticks_of(timer).count < 1) sleep(5);
    EXPECT_EQ(ticks_of(timer).irql, DISPATCH_LEVEL);

    WDF_WORKITEM_CONFIG config;
    WDF_WORKITEM_CONFIG_INIT(&config, worked);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(device);
    attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Ticks);
    WDFWORKITEM item = nullptr;
    ASSERT_EQ(ddi::WdfWorkItemCreate(driver.globals, &config, &attributes, &item), STATUS_SUCCESS);
    ticks_of(handing).item = item;
    ticks_of(item).irql = DISPATCH_LEVEL;
    ddi::WdfTimerStart(driver.globals, handing, WDF_REL_TIMEOUT_IN_MS(1));
    for (int i = 0; i < 20 && ticks_of(item).count < 1; i++) sleep(5);
    ddi::WdfWorkItemFlush(driver.globals, item);
    EXPECT_EQ(ticks_of(item).count, 1);
    EXPECT_EQ(ticks_of(item).irql, PASSIVE_LEVEL);
  });
}

}  // namespace
}  // namespace owdf::wdf
