// Timers of a driver with a real device, from EvtDriverDeviceAdd to the removal.
#include <atomic>

#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

// What the device's context holds.
struct Clock {
  WDFTIMER timer;
  std::atomic<int> ticks;
};
WDF_DECLARE_CONTEXT_TYPE(Clock)

class TimerDeviceTest : public DeviceTest {
 protected:
  Clock& clock() {
    void* context = ddi::WdfObjectGetTypedContextWorker(globals(), static_cast<WDFOBJECT>(static_cast<void*>(device())),
                                                        WDF_GET_CONTEXT_TYPE_INFO(Clock));
    return *static_cast<Clock*>(context);
  }
  static VOID NTAPI ticked(WDFTIMER) { running_->clock().ticks++; }
  NTSTATUS create_timer(WDFDEVICE device) {
    WDF_TIMER_CONFIG config;
    WDF_TIMER_CONFIG_INIT(&config, ticked);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(device);
    return ddi::WdfTimerCreate(globals(), &config, &attributes, &clock().timer);
  }

  inline static TimerDeviceTest* running_ = nullptr;
};
OWDF_IN_BOTH_FORMS(TimerDeviceTest);

TEST_P(TimerDeviceTest, ATimerMadeInDeviceAddIsKeptInTheDevicesContext) {
  RecordProperty("rows", "TMR-011");
  RecordProperty("ddi", "WdfTimerCreate WdfTimerStart");
  running_ = this;
  WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(nullptr);
  attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Clock);
  with_device(
      [&](Hooks& on) {
        on.device_attributes = &attributes;
        on.created = [&](WDFDEVICE device) { return create_timer(device); };
      },
      [&](Rig&) {
        EXPECT_EQ(log(), std::vector<std::string>{"DeviceAdd"});
        ASSERT_NE(clock().timer, nullptr);
        EXPECT_FALSE(ddi::WdfTimerStart(globals(), clock().timer, WDF_REL_TIMEOUT_IN_MS(1)));
        LARGE_INTEGER interval{.QuadPart = WDF_REL_TIMEOUT_IN_MS(20)};
        KeDelayExecutionThread(KernelMode, FALSE, &interval);
        EXPECT_EQ(clock().ticks, 1);
      });
}

}  // namespace
}  // namespace owdf::wdf
