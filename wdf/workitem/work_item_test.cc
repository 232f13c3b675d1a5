#include "wdf/workitem/work_item.h"

#include "base/storyboard.h"
#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

// The state that callbacks share with their test; guarded by the events that order them.
struct Shared {
  TestDriver* driver;
  std::atomic<int> calls;
  std::atomic<int> irql;
  KEVENT* started;
  KEVENT* proceed;
  std::vector<std::string>* log;
};
WDF_DECLARE_CONTEXT_TYPE(Shared)

Shared& shared_of(void* handle) {
  return *static_cast<Shared*>(
      static_cast<Object*>(handle)->find_context(WDF_GET_CONTEXT_TYPE_INFO(Shared)->UniqueType)->space());
}

void NTAPI counts(WDFWORKITEM item) {
  shared_of(item).irql = KeGetCurrentIrql();
  shared_of(item).calls++;
}
void NTAPI waits(WDFWORKITEM item) {
  Shared& shared = shared_of(item);
  KeSetEvent(shared.started, 0, FALSE);
  KeWaitForSingleObject(shared.proceed, Executive, KernelMode, FALSE, nullptr);
  shared.calls++;
}
void NTAPI deletes_itself(WDFWORKITEM item) {
  Shared& shared = shared_of(item);
  ddi::WdfObjectDelete(shared.driver->globals, reinterpret_cast<WDFOBJECT>(item));
  shared.log->push_back("callback goes on");
  KeSetEvent(shared.started, 0, FALSE);
}
void NTAPI tells_cleanup(WDFOBJECT object) {
  shared_of(object).log->push_back("cleanup");
}

class WorkItemTest : public FrameworkTest {
 protected:
  WDFWORKITEM make(TestDriver& driver, PFN_WDF_WORKITEM callback, void* parent) {
    WDF_WORKITEM_CONFIG config;
    WDF_WORKITEM_CONFIG_INIT(&config, callback);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(parent);
    attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(Shared);
    attributes.EvtCleanupCallback = tells_cleanup;
    WDFWORKITEM item = nullptr;
    EXPECT_EQ(ddi::WdfWorkItemCreate(driver.globals, &config, &attributes, &item), STATUS_SUCCESS);
    Shared& shared = shared_of(item);
    shared.driver = &driver, shared.started = &started_, shared.proceed = &proceed_, shared.log = &log_;
    KeInitializeEvent(&started_, SynchronizationEvent, FALSE);
    KeInitializeEvent(&proceed_, SynchronizationEvent, FALSE);
    return item;
  }
  static void wait(KEVENT& event) { KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr); }

  KEVENT started_, proceed_;
  std::vector<std::string> log_;
};
OWDF_IN_BOTH_FORMS(WorkItemTest);

TEST_P(WorkItemTest, TheCallbackRunsAtPassiveLevelAfterAnEnqueueAtDispatchLevel) {
  RecordProperty("ddi", "WdfWorkItemCreate WdfWorkItemEnqueue WdfWorkItemFlush WdfWorkItemGetParentObject");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFWORKITEM item = make(driver, counts, device);
    log_.push_back("created");
    EXPECT_EQ(static_cast<void*>(ddi::WdfWorkItemGetParentObject(driver.globals, item)), static_cast<void*>(device));
    for (int round = 1; round <= 3; round++) {
      KIRQL old;
      KeRaiseIrql(DISPATCH_LEVEL, &old);
      ddi::WdfWorkItemEnqueue(driver.globals, item);
      ddi::WdfWorkItemEnqueue(driver.globals, item);  // WRK-016: queued already
      KeLowerIrql(old);
      ddi::WdfWorkItemFlush(driver.globals, item);
      // Whatever came before the callback, its second enqueue may have come after it.
      const bool called = shared_of(item).calls.load() >= round;
      log_.push_back((called ? "called at level " : "not called, level ") +
                     std::to_string(shared_of(item).irql.load()));
    }
    log_.push_back("driver goes");
  });
  EXPECT_STORY(log_, R"(
    created                [WRK-002 WRK-003 WRK-004 WRK-015]
    called at level 0      [WRK-001 WRK-002 WRK-003 WRK-004 WRK-005 WRK-017]
    called at level 0      [WRK-015]
    called at level 0      [WRK-015]
    driver goes
    cleanup
  )");
}

TEST_P(WorkItemTest, AParentThatReachesADeviceIsRequired) {
  RecordProperty("rows", "WRK-006 OBJ-080");
  RecordProperty("ddi", "WdfWorkItemCreate");
  as_driver([&](TestDriver& driver) {
    WDF_WORKITEM_CONFIG config;
    WDF_WORKITEM_CONFIG_INIT(&config, counts);
    WDFWORKITEM item = nullptr;
    EXPECT_EQ(ddi::WdfWorkItemCreate(driver.globals, &config, nullptr, &item), STATUS_WDF_PARENT_NOT_SPECIFIED);
    WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(driver.driver);
    EXPECT_EQ(ddi::WdfWorkItemCreate(driver.globals, &config, &attributes, &item), STATUS_INVALID_DEVICE_REQUEST);
    config.Size = 8;
    EXPECT_EQ(ddi::WdfWorkItemCreate(driver.globals, &config, &attributes, &item), STATUS_INFO_LENGTH_MISMATCH);
  });
}

TEST_P(WorkItemTest, SerialisationNeedsAPassiveLevelLock) {
  RecordProperty("rows", "SYN-023 SYN-048 BHV-026");
  RecordProperty("ddi", "WdfWorkItemCreate");
  as_driver([&](TestDriver& driver) {
    WDF_WORKITEM_CONFIG config;
    WDF_WORKITEM_CONFIG_INIT(&config, counts);
    WDFWORKITEM item = nullptr;
    auto create = [&](WDFDEVICE device) {
      WDF_OBJECT_ATTRIBUTES attributes = attributes_with_parent(device);
      return ddi::WdfWorkItemCreate(driver.globals, &config, &attributes, &item);
    };
    EXPECT_EQ(create(StandInDevice::make(driver, WdfSynchronizationScopeDevice)),
              STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL);
    EXPECT_EQ(create(StandInDevice::make(driver, WdfSynchronizationScopeDevice, WdfExecutionLevelPassive)),
              STATUS_SUCCESS);
    EXPECT_EQ(create(StandInDevice::make(driver)), STATUS_SUCCESS);  // no scope: nothing to serialise
  });
}

TEST_P(WorkItemTest, DeletingARunningWorkItemWaitsForItsCallback) {
  RecordProperty("rows", "WRK-007 WRK-008 WRK-019 WRK-021");
  RecordProperty("ddi", "WdfObjectDelete");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFWORKITEM item = make(driver, waits, device);
    ddi::WdfWorkItemEnqueue(driver.globals, item);
    wait(started_);
    KeSetEvent(&proceed_, 0, FALSE);
    object_of<Object>(driver.client(), device).dispose();
    EXPECT_EQ(log_, std::vector<std::string>{"cleanup"});
  });
}

TEST_P(WorkItemTest, ACallbackMayDeleteItsOwnWorkItem) {
  RecordProperty("rows", "WRK-010 WRK-012 WRK-020");
  RecordProperty("ddi", "WdfObjectDelete");
  as_driver([&](TestDriver& driver) {
    WDFDEVICE device = StandInDevice::make(driver);
    WDFWORKITEM item = make(driver, deletes_itself, device);
    Object& object = object_of<Object>(driver.client(), item);
    object.reference();
    ddi::WdfWorkItemEnqueue(driver.globals, item);
    ddi::WdfWorkItemFlush(driver.globals, item);
    // The flush ends with the callback; the cleanup follows on the worker.
    while (object.references() > 1) world().yield();
    object.dereference();
    EXPECT_EQ(log_, (std::vector<std::string>{"callback goes on", "cleanup"}));
  });
}

TEST_P(WorkItemTest, AWorkItemThatWasNeverQueuedIsDeletedAtOnce) {
  RecordProperty("rows", "WRK-014 WRK-018");
  as_driver([&](TestDriver& driver) {
    WDFWORKITEM item = make(driver, counts, StandInDevice::make(driver));
    ddi::WdfObjectDelete(driver.globals, reinterpret_cast<WDFOBJECT>(item));
    EXPECT_EQ(log_, std::vector<std::string>{"cleanup"});
  });
}

}  // namespace
}  // namespace owdf::wdf
