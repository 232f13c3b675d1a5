#include "nt/ke/testing.h"

namespace owdf::ke {
namespace {

class MutexTest : public KernelTest {};
OWDF_IN_BOTH_FORMS(MutexTest);

NTSTATUS poll(void* object) {
  LARGE_INTEGER zero{};
  return KeWaitForSingleObject(object, Executive, KernelMode, FALSE, &zero);
}

TEST_P(MutexTest, AMutexIsHeldAsOftenAsItsOwnerTookIt) {
  RecordProperty("ddi", "KeInitializeMutex KeReleaseMutex KeReadStateMutex");
  run([this] {
    KMUTEX mutex;
    KeInitializeMutex(&mutex, 0);
    EXPECT_EQ(KeReadStateMutex(&mutex), 1);
    EXPECT_EQ(poll(&mutex), STATUS_SUCCESS);
    EXPECT_TRUE(KeAreApcsDisabled());
    EXPECT_EQ(poll(&mutex), STATUS_SUCCESS);
    EXPECT_EQ(KeReadStateMutex(&mutex), -1);
    TestThread other(machine(), "other", [&] { EXPECT_EQ(poll(&mutex), STATUS_TIMEOUT); });
    other.join();
    EXPECT_EQ(KeReleaseMutex(&mutex, FALSE), -1);
    EXPECT_EQ(KeReleaseMutex(&mutex, FALSE), 0);
    EXPECT_FALSE(KeAreApcsDisabled());
    EXPECT_EQ(KeReadStateMutex(&mutex), 1);
  });
}

TEST_P(MutexTest, AMutexPassesFromOwnerToWaiter) {
  int shared = 0;
  run([&] {
    KMUTEX mutex;
    KeInitializeMutex(&mutex, 0);
    const auto worker = [&] {
      for (int i = 0; i < 50; i++) {
        EXPECT_EQ(KeWaitForSingleObject(&mutex, Executive, KernelMode, FALSE, nullptr), STATUS_SUCCESS);
        const int seen = shared;
        world().yield();
        shared = seen + 1;
        KeReleaseMutex(&mutex, FALSE);
      }
    };
    TestThread first(machine(), "first", worker);
    TestThread second(machine(), "second", worker);
    first.join();
    second.join();
    EXPECT_EQ(shared, 100);
  });
}

TEST_P(MutexTest, ReleasingAMutexOfAnotherThreadStopsTheMachine) {
  RecordProperty("ddi", "KeReleaseMutex");
  EXPECT_EQ(run_to_bug_check([] {
              KMUTEX mutex;
              KeInitializeMutex(&mutex, 0);
              KeReleaseMutex(&mutex, FALSE);
            }),
            0x1Eu);
  EXPECT_EQ(static_cast<NTSTATUS>(machine().bug_check()->parameters[0]), STATUS_MUTANT_NOT_OWNED);
}

TEST_P(MutexTest, AThreadThatEndsWithAMutexStopsTheMachine) {
  RecordProperty("ddi", "KeInitializeMutex");
  EXPECT_EQ(run_to_bug_check([&] {
              KMUTEX mutex;
              KeInitializeMutex(&mutex, 0);
              poll(&mutex);
              kernel().thread_ended(*kernel().current_thread());
            }),
            0x4000008Au);
}

TEST_P(MutexTest, ASemaphoreLetsInAsManyAsItCounts) {
  RecordProperty("ddi", "KeInitializeSemaphore KeReleaseSemaphore KeReadStateSemaphore");
  run([this] {
    KSEMAPHORE semaphore;
    KeInitializeSemaphore(&semaphore, 2, 3);
    EXPECT_EQ(poll(&semaphore), STATUS_SUCCESS);
    EXPECT_EQ(poll(&semaphore), STATUS_SUCCESS);
    EXPECT_EQ(poll(&semaphore), STATUS_TIMEOUT);
    TestThread waiter(machine(), "waiter", [&] {
      EXPECT_EQ(KeWaitForSingleObject(&semaphore, Executive, KernelMode, FALSE, nullptr), STATUS_SUCCESS);
    });
    EXPECT_EQ(KeReleaseSemaphore(&semaphore, 0, 3, FALSE), 0);
    waiter.join();
    EXPECT_EQ(KeReadStateSemaphore(&semaphore), 2);
  });
}

TEST_P(MutexTest, ASemaphoreReleasedPastItsLimitStopsTheMachine) {
  RecordProperty("ddi", "KeReleaseSemaphore");
  EXPECT_EQ(run_to_bug_check([] {
              KSEMAPHORE semaphore;
              KeInitializeSemaphore(&semaphore, 1, 1);
              KeReleaseSemaphore(&semaphore, 0, 1, FALSE);
            }),
            0x1Eu);
  EXPECT_EQ(static_cast<NTSTATUS>(machine().bug_check()->parameters[0]), STATUS_SEMAPHORE_LIMIT_EXCEEDED);
}

TEST_P(MutexTest, AFastMutexExcludesAndRaisesToApcLevel) {
  RecordProperty("ddi", "ExAcquireFastMutex ExReleaseFastMutex ExTryToAcquireFastMutex");
  int shared = 0;
  run([&] {
    FAST_MUTEX mutex;
    KeInitializeGuardedMutex(&mutex);  // the same structure and the same beginning
    const auto worker = [&] {
      for (int i = 0; i < 50; i++) {
        ExAcquireFastMutex(&mutex);
        EXPECT_EQ(KeGetCurrentIrql(), APC_LEVEL);
        const int seen = shared;
        world().yield();
        shared = seen + 1;
        ExReleaseFastMutex(&mutex);
        EXPECT_EQ(KeGetCurrentIrql(), PASSIVE_LEVEL);
      }
    };
    TestThread first(machine(), "first", worker);
    TestThread second(machine(), "second", worker);
    first.join();
    second.join();
    EXPECT_EQ(shared, 100);
    EXPECT_TRUE(ExTryToAcquireFastMutex(&mutex));
    TestThread other(machine(), "other", [&] { EXPECT_FALSE(ExTryToAcquireFastMutex(&mutex)); });
    other.join();
    ExReleaseFastMutex(&mutex);
  });
}

}  // namespace
}  // namespace owdf::ke
