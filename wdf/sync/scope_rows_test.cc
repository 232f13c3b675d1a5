// Synchronization scope and execution level of queue callbacks, row by row: at which IRQL, and under which lock.
#include "wdf/testing_device.h"

namespace owdf::wdf {
namespace {

class ScopeRowsTest : public DeviceTest {
 protected:
  struct Call {
    KIRQL irql = 0xFF;
    bool device_locked = false;
    bool queue_locked = false;
  };

  // One read to a queue of a device with these attributes; what held while its handler ran.
  Call read_with(WDF_SYNCHRONIZATION_SCOPE device_scope, WDF_EXECUTION_LEVEL level,
                 WDF_SYNCHRONIZATION_SCOPE queue_scope = WdfSynchronizationScopeInheritFromParent,
                 KIRQL sent_at = PASSIVE_LEVEL) {
    WDF_OBJECT_ATTRIBUTES of_device = attributes_with_parent(nullptr), of_queue = attributes_with_parent(nullptr);
    of_device.SynchronizationScope = device_scope;
    of_device.ExecutionLevel = level;
    of_queue.SynchronizationScope = queue_scope;
    Call call;
    with_device(
        [&](Hooks& on) {
          on.device_attributes = &of_device;
          on.read = [&](WDFQUEUE queue, WDFREQUEST request, size_t) {
            call = {KeGetCurrentIrql(), is_locked(device()), is_locked(queue)};
            ddi::WdfRequestComplete(globals(), request, STATUS_SUCCESS);
          };
          on.created = [&](WDFDEVICE device) {
            WDF_IO_QUEUE_CONFIG config = queue_config(WdfIoQueueDispatchParallel);
            return ddi::WdfIoQueueCreate(globals(), device, &config, &of_queue, nullptr);
          };
        },
        [&](Rig& rig) {
          KIRQL old;
          KeRaiseIrql(sent_at, &old);
          auto read = rig.read(4);
          KeLowerIrql(old);
          EXPECT_EQ(read->status(), STATUS_SUCCESS);
        });
    return call;
  }
  // Sent at DISPATCH_LEVEL to a device whose callbacks run at PASSIVE_LEVEL.
  Call read_deferred() {
    return read_with(WdfSynchronizationScopeNone, WdfExecutionLevelPassive, WdfSynchronizationScopeInheritFromParent,
                     DISPATCH_LEVEL);
  }
  template <typename Handle>
  bool is_locked(Handle handle) {
    CallbackLock* lock = object_of<Object>(Client::from(globals()), handle).callback_lock();
    return lock && lock->held_by_current();
  }
};
OWDF_IN_BOTH_FORMS(ScopeRowsTest);

TEST_P(ScopeRowsTest, DeviceScopeAtPassiveLevel) {
  RecordProperty("rows", "SYN-030 SYN-026 SYN-018");
  const Call call = read_with(WdfSynchronizationScopeDevice, WdfExecutionLevelPassive);
  EXPECT_EQ(call.irql, PASSIVE_LEVEL);
  EXPECT_TRUE(call.device_locked);
}

// The worker still has the queue when the request is completed and the device goes; the driver may not go before it.
TEST_P(ScopeRowsTest, ADeferredCallbackIsOverBeforeTheDriverGoes) {
  RecordProperty("rows", "SYN-034 SYN-037");
  const Call call = read_with(WdfSynchronizationScopeDevice, WdfExecutionLevelPassive,
                              WdfSynchronizationScopeInheritFromParent, DISPATCH_LEVEL);
  EXPECT_EQ(call.irql, PASSIVE_LEVEL);
}

TEST_P(ScopeRowsTest, DeviceScopeAtDispatchLevel) {
  RecordProperty("rows", "SYN-031 SYN-005 SYN-012");
  const Call call = read_with(WdfSynchronizationScopeDevice, WdfExecutionLevelDispatch);
  EXPECT_EQ(call.irql, DISPATCH_LEVEL);
  EXPECT_TRUE(call.device_locked);
}

TEST_P(ScopeRowsTest, QueueScopeAtPassiveLevel) {
  RecordProperty("rows", "SYN-032 SYN-020");
  const Call call = read_with(WdfSynchronizationScopeQueue, WdfExecutionLevelPassive);
  EXPECT_EQ(call.irql, PASSIVE_LEVEL);
  EXPECT_TRUE(call.queue_locked);
  EXPECT_FALSE(call.device_locked);
}

TEST_P(ScopeRowsTest, QueueScopeAtDispatchLevel) {
  RecordProperty("rows", "SYN-033 SYN-013");
  const Call call = read_with(WdfSynchronizationScopeQueue, WdfExecutionLevelDispatch);
  EXPECT_EQ(call.irql, DISPATCH_LEVEL);
  EXPECT_TRUE(call.queue_locked);
  EXPECT_FALSE(call.device_locked);
}

TEST_P(ScopeRowsTest, AQueueMayHaveAScopeOfItsOwn) {
  RecordProperty("rows", "SYN-019 SYN-011");
  const Call call = read_with(WdfSynchronizationScopeNone, WdfExecutionLevelDispatch, WdfSynchronizationScopeQueue);
  EXPECT_TRUE(call.queue_locked);
}

// Each without synchronisation stands beside one with it, so that ignoring what is asked for makes a difference.
TEST_P(ScopeRowsTest, NoScopeAtDispatchLevelRunsAtTheSendersLevel) {
  RecordProperty("rows", "SYN-035 SYN-021");
  for (const KIRQL level : {static_cast<KIRQL>(PASSIVE_LEVEL), static_cast<KIRQL>(DISPATCH_LEVEL)}) {
    const Call call = read_with(WdfSynchronizationScopeNone, WdfExecutionLevelDispatch,
                                WdfSynchronizationScopeInheritFromParent, level);
    EXPECT_EQ(call.irql, level);
    EXPECT_FALSE(call.device_locked || call.queue_locked);
  }
  EXPECT_TRUE(read_with(WdfSynchronizationScopeDevice, WdfExecutionLevelDispatch).device_locked);
  EXPECT_EQ(read_deferred().irql, PASSIVE_LEVEL);
}

TEST_P(ScopeRowsTest, AScopeAtDispatchLevelRaisesToIt) {
  RecordProperty("rows", "SYN-027");
  EXPECT_EQ(read_with(WdfSynchronizationScopeDevice, WdfExecutionLevelDispatch).irql, DISPATCH_LEVEL);
  EXPECT_EQ(read_with(WdfSynchronizationScopeNone, WdfExecutionLevelDispatch).irql, PASSIVE_LEVEL);
  EXPECT_EQ(read_deferred().irql, PASSIVE_LEVEL);
}

TEST_P(ScopeRowsTest, ByDefaultNothingIsSynchronized) {
  RecordProperty("rows", "SYN-016 SYN-029");
  RecordProperty("ddi", "WdfIoQueueCreate");
  const Call call = read_with(WdfSynchronizationScopeInheritFromParent, WdfExecutionLevelInheritFromParent,
                              WdfSynchronizationScopeInheritFromParent, DISPATCH_LEVEL);
  EXPECT_EQ(call.irql, DISPATCH_LEVEL);
  EXPECT_FALSE(call.device_locked || call.queue_locked);
  EXPECT_TRUE(read_with(WdfSynchronizationScopeDevice, WdfExecutionLevelInheritFromParent).device_locked);
  EXPECT_EQ(read_deferred().irql, PASSIVE_LEVEL);
}

}  // namespace
}  // namespace owdf::wdf
