#include "wdf/sync/locks.h"

#include "wdf/testing.h"

namespace owdf::wdf {
namespace {

class LockTest : public FrameworkTest {
 protected:
  static WDFSPINLOCK spin_lock(TestDriver& driver) {
    WDFSPINLOCK lock = nullptr;
    EXPECT_EQ(ddi::WdfSpinLockCreate(driver.globals, nullptr, &lock), STATUS_SUCCESS);
    return lock;
  }
  static WDFWAITLOCK wait_lock(TestDriver& driver) {
    WDFWAITLOCK lock = nullptr;
    EXPECT_EQ(ddi::WdfWaitLockCreate(driver.globals, nullptr, &lock), STATUS_SUCCESS);
    return lock;
  }
  // Another thread of the same machine; returns when it has ended.
  static void on_another_thread(std::function<void()> body) {
    HANDLE thread = nullptr;
    auto start = +[](PVOID context) NTAPI { (*static_cast<std::function<void()>*>(context))(); };
    ASSERT_EQ(PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, nullptr, nullptr, nullptr, start, &body),
              STATUS_SUCCESS);
    EXPECT_EQ(ZwWaitForSingleObject(thread, FALSE, nullptr), STATUS_SUCCESS);
    ZwClose(thread);
  }
};
OWDF_IN_BOTH_FORMS(LockTest);

TEST_P(LockTest, ASpinLockIsHeldAtDispatchLevelAndGivesTheOldLevelBack) {
  RecordProperty("rows", "SYN-050 SYN-051 OBJ-071");
  RecordProperty("ddi", "WdfSpinLockCreate WdfSpinLockAcquire WdfSpinLockRelease");
  as_driver([&](TestDriver& driver) {
    WDFSPINLOCK outer = spin_lock(driver), inner = spin_lock(driver);
    ddi::WdfSpinLockAcquire(driver.globals, outer);
    EXPECT_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
    ddi::WdfSpinLockAcquire(driver.globals, inner);
    ddi::WdfSpinLockRelease(driver.globals, inner);
    EXPECT_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
    ddi::WdfSpinLockRelease(driver.globals, outer);
    EXPECT_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
  });
}

TEST_P(LockTest, ASpinLockAcquiredTwiceEndsTheMachine) {
  RecordProperty("ddi", "WdfSpinLockAcquire");
  expect_violation(Violation::kRecursiveLock, [&](TestDriver& driver) {
    WDFSPINLOCK lock = spin_lock(driver);
    ddi::WdfSpinLockAcquire(driver.globals, lock);
    ddi::WdfSpinLockAcquire(driver.globals, lock);
  });
}

TEST_P(LockTest, ASpinLockReleasedByAnotherThanItsHolderEndsTheMachine) {
  RecordProperty("ddi", "WdfSpinLockRelease");
  const nt::BugCheck value = expect_violation(Violation::kInvalidLockOperation, [&](TestDriver& driver) {
    ddi::WdfSpinLockRelease(driver.globals, spin_lock(driver));
  });
  EXPECT_EQ(value.parameters[2], 1u);
}

TEST_P(LockTest, AWaitLockExcludesOtherThreadsAndItsTimeoutEnds) {
  RecordProperty("rows", "SYN-049 COL-011 OBJ-077");
  RecordProperty("ddi", "WdfWaitLockCreate WdfWaitLockAcquire WdfWaitLockRelease");
  as_driver([&](TestDriver& driver) {
    WDFWAITLOCK lock = wait_lock(driver);
    EXPECT_EQ(ddi::WdfWaitLockAcquire(driver.globals, lock, nullptr), STATUS_SUCCESS);
    EXPECT_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
    on_another_thread([&] {
      LONGLONG now = 0, soon = WDF_REL_TIMEOUT_IN_MS(2);
      EXPECT_EQ(ddi::WdfWaitLockAcquire(driver.globals, lock, &now), STATUS_TIMEOUT);
      EXPECT_EQ(ddi::WdfWaitLockAcquire(driver.globals, lock, &soon), STATUS_TIMEOUT);
    });
    ddi::WdfWaitLockRelease(driver.globals, lock);
    on_another_thread([&] {
      LONGLONG now = 0;
      EXPECT_EQ(ddi::WdfWaitLockAcquire(driver.globals, lock, &now), STATUS_SUCCESS);
      ddi::WdfWaitLockRelease(driver.globals, lock);
    });
  });
}

TEST_P(LockTest, AWaitLockAcquiredTwiceWithoutTimeoutEndsTheMachine) {
  RecordProperty("ddi", "WdfWaitLockAcquire");
  expect_violation(Violation::kRecursiveLock, [&](TestDriver& driver) {
    WDFWAITLOCK lock = wait_lock(driver);
    ddi::WdfWaitLockAcquire(driver.globals, lock, nullptr);
    ddi::WdfWaitLockAcquire(driver.globals, lock, nullptr);
  });
}

TEST_P(LockTest, TheCallbackLockOfADispatchLevelDeviceIsASpinLock) {
  RecordProperty("rows", "SYN-041 SYN-046");
  RecordProperty("ddi", "WdfObjectAcquireLock WdfObjectReleaseLock");
  as_driver([&](TestDriver& driver) {
    void* dispatch = StandInDevice::make(driver);
    void* passive = StandInDevice::make(driver, WdfSynchronizationScopeNone, WdfExecutionLevelPassive);
    ddi::WdfObjectAcquireLock(driver.globals, dispatch);
    EXPECT_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
    ddi::WdfObjectReleaseLock(driver.globals, dispatch);
    ddi::WdfObjectAcquireLock(driver.globals, passive);
    EXPECT_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
    ddi::WdfObjectReleaseLock(driver.globals, passive);
  });
}

TEST_P(LockTest, ACallbackLockAcquiredTwiceEndsTheMachine) {
  RecordProperty("ddi", "WdfObjectAcquireLock");
  expect_violation(Violation::kRecursiveLock, [&](TestDriver& driver) {
    void* device = StandInDevice::make(driver);
    ddi::WdfObjectAcquireLock(driver.globals, device);
    ddi::WdfObjectAcquireLock(driver.globals, device);
  });
}

}  // namespace
}  // namespace owdf::wdf
