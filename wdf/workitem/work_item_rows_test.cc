// What the documentation says of work items, row by row.
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

struct Work {
  std::atomic<int> calls;
  std::atomic<int> irql;
  int data;
  WDFWORKITEM seen;
  PETHREAD thread;
};
WDF_DECLARE_CONTEXT_TYPE(Work)

Work& work_of(void* handle) {
  return *static_cast<Work*>(
      static_cast<Object*>(handle)->find_context(WDF_GET_CONTEXT_TYPE_INFO(Work)->UniqueType)->space());
}
void NTAPI works(WDFWORKITEM item) {
  Work& work = work_of(item);
  work.irql = KeGetCurrentIrql();
  work.seen = item;
  work.data *= 2;
  work.thread = reinterpret_cast<PETHREAD>(KeGetCurrentThread());
  work.calls++;
}

class WorkItemRowsTest : public FrameworkTest {
 protected:
  static NTSTATUS create(TestDriver& driver, void* parent, WDFWORKITEM* item) {
    WDF_WORKITEM_CONFIG config;
    WDF_WORKITEM_CONFIG_INIT(&config, works);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Work);
    *item = nullptr;
    return ddi::WdfWorkItemCreate(driver.globals, &config, &attributes, item);
  }
  static WDFWORKITEM make(TestDriver& driver, void* parent = nullptr) {
    WDFWORKITEM item;
    EXPECT_EQ(create(driver, parent ? parent : StandInDevice::make(driver), &item), STATUS_SUCCESS);
    work_of(item).irql = -1;
    return item;
  }
};
OWDF_IN_BOTH_FORMS(WorkItemRowsTest);

TEST_P(WorkItemRowsTest, TheCallbackRunsOnAnotherThreadAtPassiveLevel) {
  RecordProperty("rows", "WRK-001 WRK-005");
  as_driver([&](TestDriver& driver) {
    WDFWORKITEM item = make(driver);
    ddi::WdfWorkItemEnqueue(driver.globals, item);
    ddi::WdfWorkItemFlush(driver.globals, item);
    EXPECT_EQ(work_of(item).calls, 1);
    EXPECT_EQ(work_of(item).irql, PASSIVE_LEVEL);
    EXPECT_EQ(work_of(item).seen, item);
    EXPECT_NE(work_of(item).thread, reinterpret_cast<PETHREAD>(KeGetCurrentThread()));
  });
}

TEST_P(WorkItemRowsTest, AWorkItemIsMadeAndQueuedAtDispatchLevel) {
  RecordProperty("rows", "WRK-002");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    WDFWORKITEM item = make(driver, device);
    ddi::WdfWorkItemEnqueue(driver.globals, item);
    EXPECT_EQ(work_of(item).calls, 0);
    KeLowerIrql(old);
    ddi::WdfWorkItemFlush(driver.globals, item);
    EXPECT_EQ(work_of(item).calls, 1);
  });
}

TEST_P(WorkItemRowsTest, TheContextCarriesTheDataOfTheCallback) {
  RecordProperty("rows", "WRK-003 WRK-004");
  as_driver([&](TestDriver& driver) {
    WDFWORKITEM first = make(driver), second = make(driver);
    work_of(first).data = 7;
    work_of(second).data = 50;
    for (WDFWORKITEM item : {first, second}) ddi::WdfWorkItemEnqueue(driver.globals, item);
    for (WDFWORKITEM item : {first, second}) ddi::WdfWorkItemFlush(driver.globals, item);
    EXPECT_EQ(work_of(first).data, 14);
    EXPECT_EQ(work_of(second).data, 100);
  });
}

TEST_P(WorkItemRowsTest, TheParentOfAWorkItemIsTold) {
  RecordProperty("rows", "WRK-009");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    EXPECT_EQ(static_cast<void*>(ddi::WdfWorkItemGetParentObject(driver.globals, make(driver, device))),
              static_cast<void*>(device));
  });
}

TEST_P(WorkItemRowsTest, WithoutMemoryNoWorkItemIsMade) {
  RecordProperty("rows", "WRK-013 OBJ-128");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    driver.client().verifier().on = true;
    driver.client().verifier().allocations_until_failure = 0;
    WDFWORKITEM item;
    EXPECT_EQ(create(driver, device, &item), STATUS_INSUFFICIENT_RESOURCES);
    EXPECT_EQ(item, nullptr);
    driver.client().verifier().on = false;
  });
}

TEST_P(WorkItemRowsTest, AWorkItemIsUsedAgainAndAgain) {
  RecordProperty("rows", "WRK-015 WRK-017");
  as_driver([&](TestDriver& driver) {
    WDFWORKITEM item = make(driver);
    for (int round = 1; round <= 5; round++) {
      ddi::WdfWorkItemEnqueue(driver.globals, item);
      ddi::WdfWorkItemFlush(driver.globals, item);
      EXPECT_EQ(work_of(item).calls, round);  // the flush has waited for it
    }
  });
}

TEST_P(WorkItemRowsTest, AQueuedWorkItemIsNotQueuedTwice) {
  RecordProperty("rows", "WRK-016");
  if (live()) GTEST_SKIP() << "another thread may take the item between two enqueues";
  as_driver([&](TestDriver& driver) {
    WDFWORKITEM item = make(driver);
    KIRQL old;
    KeRaiseIrql(DISPATCH_LEVEL, &old);
    for (int i = 0; i < 3; i++) ddi::WdfWorkItemEnqueue(driver.globals, item);
    KeLowerIrql(old);
    ddi::WdfWorkItemFlush(driver.globals, item);
    EXPECT_EQ(work_of(item).calls, 1);
  });
}

}  // namespace
}  // namespace owdf::wdf
