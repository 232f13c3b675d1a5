#include "nt/io/io_timer.h"

#include "nt/io/testing.h"

namespace owdf::io {
namespace {

struct Ticks {
  std::atomic<int> count{0};
  std::atomic<int> irql{-1};
  std::atomic<void*> device{nullptr};
  KEVENT ticked;
};

VOID NTAPI on_tick(PDEVICE_OBJECT device, PVOID context) {
  auto& ticks = *static_cast<Ticks*>(context);
  ticks.count++;
  ticks.irql = KeGetCurrentIrql();
  ticks.device = device;
  KeSetEvent(&ticks.ticked, 0, FALSE);
}

NTSTATUS NTAPI driver_entry(PDRIVER_OBJECT driver, PUNICODE_STRING) {
  driver->DriverUnload = [](PDRIVER_OBJECT) NTAPI {};
  return STATUS_SUCCESS;
}

// One device of a driver without devices of its own.
class IoTimerTest : public WdmTest {
 protected:
  void with_device(std::function<void(PDEVICE_OBJECT, Ticks&)> body) {
    provide("ticking", driver_entry);
    machine().run("test", [&] {
      pnp::Problem why;
      auto driver = machine().pnp().load_driver("ticking", &why);
      ASSERT_TRUE(driver.ok()) << why.text;
      PDEVICE_OBJECT device;
      ASSERT_EQ(IoCreateDevice(driver->get(), 0, nullptr, FILE_DEVICE_UNKNOWN, 0, FALSE, &device), STATUS_SUCCESS);
      KeInitializeEvent(&ticks_.ticked, SynchronizationEvent, FALSE);
      body(device, ticks_);
    });
  }
  void wait_for_tick() { KeWaitForSingleObject(&ticks_.ticked, Executive, KernelMode, FALSE, nullptr); }
  static void pass(int64_t milliseconds) {
    LARGE_INTEGER interval;
    interval.QuadPart = -10000 * milliseconds;
    KeDelayExecutionThread(KernelMode, FALSE, &interval);
  }

  Ticks ticks_;
};
OWDF_IN_BOTH_FORMS(IoTimerTest);

TEST_P(IoTimerTest, TheRoutineIsCalledOnceASecondWhileTheTimerRuns) {
  RecordProperty("ddi", "IoInitializeTimer IoStartTimer IoStopTimer");
  with_device([&](PDEVICE_OBJECT device, Ticks& ticks) {
    ASSERT_EQ(IoInitializeTimer(device, on_tick, &ticks), STATUS_SUCCESS);
    IoStartTimer(device);
    IoStartTimer(device);
    EXPECT_EQ(ticks.count, 0);
    wait_for_tick();
    EXPECT_EQ(ticks.count, 1);
    EXPECT_EQ(ticks.irql, DISPATCH_LEVEL);
    EXPECT_EQ(ticks.device, device);
    IoStopTimer(device);
    if (!live()) {  // a real second is too long for what the other form shows as well
      pass(5000);
      EXPECT_EQ(ticks.count, 1);
      IoStartTimer(device);
      pass(2500);
      EXPECT_EQ(ticks.count, 3);
    }
    IoDeleteDevice(device);
  });
}

TEST_P(IoTimerTest, TheTimerEndsWithItsDevice) {
  RecordProperty("ddi", "IoInitializeTimer IoStartTimer IoDeleteDevice");
  with_device([&](PDEVICE_OBJECT device, Ticks& ticks) {
    ASSERT_EQ(IoInitializeTimer(device, on_tick, &ticks), STATUS_SUCCESS);
    IoStartTimer(device);
    IoDeleteDevice(device);
    if (!live()) pass(5000);
    EXPECT_EQ(ticks.count, 0);
  });
}

TEST_P(IoTimerTest, StartingWhatWasNotInitializedIsABugCheck) {
  RecordProperty("ddi", "IoStartTimer");
  with_device([&](PDEVICE_OBJECT device, Ticks&) { IoStartTimer(device); });
  ASSERT_TRUE(machine().bug_check().has_value());
  EXPECT_NE(machine().bug_check()->message.find("IoStartTimer"), std::string::npos);
}

}  // namespace
}  // namespace owdf::io
