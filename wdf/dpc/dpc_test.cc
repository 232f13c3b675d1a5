#include "wdf/dpc/dpc.h"

#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

struct Runs {
  std::atomic<int> count;
  std::atomic<int> irql;
};
WDF_DECLARE_CONTEXT_TYPE(Runs)

Runs& runs_of(void* handle) {
  return *static_cast<Runs*>(
      static_cast<Object*>(handle)->find_context(WDF_GET_CONTEXT_TYPE_INFO(Runs)->UniqueType)->space());
}
void NTAPI runs(WDFDPC dpc) {
  runs_of(dpc).irql = KeGetCurrentIrql();
  runs_of(dpc).count++;
}

class DpcTest : public FrameworkTest {
 protected:
  static NTSTATUS create(TestDriver& driver, void* parent, WDFDPC* dpc) {
    WDF_DPC_CONFIG config;
    WDF_DPC_CONFIG_INIT(&config, runs);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Runs);
    return ddi::WdfDpcCreate(driver.globals, &config, &attributes, dpc);
  }
};
OWDF_IN_BOTH_FORMS(DpcTest);

TEST_P(DpcTest, AQueuedDpcRunsOnceAtDispatchLevel) {
  RecordProperty("rows", "OBJ-057 SYN-042");
  RecordProperty("ddi", "WdfDpcCreate WdfDpcEnqueue WdfDpcCancel WdfDpcGetParentObject WdfDpcWdmGetDpc");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFDPC dpc = nullptr;
    ASSERT_EQ(create(driver, device, &dpc), STATUS_SUCCESS);
    EXPECT_EQ(static_cast<void*>(ddi::WdfDpcGetParentObject(driver.globals, dpc)), static_cast<void*>(device));
    EXPECT_NE(ddi::WdfDpcWdmGetDpc(driver.globals, dpc), nullptr);
    EXPECT_TRUE(ddi::WdfDpcEnqueue(driver.globals, dpc));
    EXPECT_FALSE(ddi::WdfDpcCancel(driver.globals, dpc, TRUE) && runs_of(dpc).count);
    ddi::WdfDpcEnqueue(driver.globals, dpc);
    KeFlushQueuedDpcs();
    EXPECT_GE(runs_of(dpc).count, 1);
    EXPECT_EQ(runs_of(dpc).irql, DISPATCH_LEVEL);
    EXPECT_FALSE(ddi::WdfDpcCancel(driver.globals, dpc, TRUE));
  });
}

TEST_P(DpcTest, AtDispatchLevelADpcWaitsItsTurnAndCanBeTakenBack) {
  RecordProperty("ddi", "WdfDpcEnqueue WdfDpcCancel");
  if (live()) GTEST_SKIP() << "in the live form the DPC may run at once on another processor";
  as_driver([&](TestDriver& driver) {
    WDFDPC dpc = nullptr;
    ASSERT_EQ(create(driver, StandInDevice::make(driver), &dpc), STATUS_SUCCESS);
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    EXPECT_TRUE(ddi::WdfDpcEnqueue(driver.globals, dpc));
    EXPECT_FALSE(ddi::WdfDpcEnqueue(driver.globals, dpc));
    EXPECT_TRUE(ddi::WdfDpcCancel(driver.globals, dpc, FALSE));
    KeLowerIrql(old);
    EXPECT_EQ(runs_of(dpc).count, 0);
  });
}

TEST_P(DpcTest, AParentAndAFittingLevelAreRequired) {
  RecordProperty("rows", "SYN-039 BHV-026");
  RecordProperty("ddi", "WdfDpcCreate");
  as_driver([&](TestDriver& driver) {
    WDFDPC dpc = nullptr;
    EXPECT_EQ(create(driver, nullptr, &dpc), STATUS_WDF_PARENT_NOT_SPECIFIED);
    EXPECT_EQ(create(driver, driver.driver, &dpc), STATUS_INVALID_DEVICE_REQUEST);
    EXPECT_EQ(create(driver, StandInDevice::make(driver, WdfSynchronizationScopeNone, WdfExecutionLevelPassive), &dpc),
              STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
  });
}

}  // namespace
}  // namespace owdf::wdf
