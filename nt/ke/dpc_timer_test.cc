#include "nt/ke/testing.h"

namespace owdf::ke {
namespace {

class DpcTest : public KernelTest {};
OWDF_IN_BOTH_FORMS(DpcTest);
class TimerTest : public KernelTest {};
OWDF_IN_BOTH_FORMS(TimerTest);

struct Observed {
  std::atomic<int> runs{0};
  std::atomic<int> irql{-1};
  std::atomic<void*> argument1{nullptr};
  std::atomic<unsigned> processor{99};
  KEVENT event;
  Observed() { KeInitializeEvent(&event, SynchronizationEvent, FALSE); }
};

void NTAPI observe(KDPC*, void* context, void* argument1, void*) {
  auto* observed = static_cast<Observed*>(context);
  observed->irql = KeGetCurrentIrql();
  observed->argument1 = argument1;
  observed->processor = KeGetCurrentProcessorNumberEx(nullptr);
  observed->runs++;
  KeSetEvent(&observed->event, 0, FALSE);
}

NTSTATUS wait_for(KEVENT& event) {
  return KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr);
}

TEST_P(DpcTest, ADpcRunsOnceAtDispatchLevelWithItsArguments) {
  RecordProperty("ddi", "KeInitializeDpc KeInsertQueueDpc KeFlushQueuedDpcs");
  run([] {
    Observed observed;
    KDPC dpc;
    KeInitializeDpc(&dpc, observe, &observed);
    EXPECT_TRUE(KeInsertQueueDpc(&dpc, &dpc, nullptr));
    KeFlushQueuedDpcs();
    EXPECT_EQ(observed.runs, 1);
    EXPECT_EQ(observed.irql, DISPATCH_LEVEL);
    EXPECT_EQ(observed.argument1, &dpc);
  });
}

TEST_P(DpcTest, AQueuedDpcIsNotQueuedTwice) {
  RecordProperty("ddi", "KeInsertQueueDpc KeRemoveQueueDpc");
  run([] {
    Observed observed;
    KDPC dpc;
    KeInitializeDpc(&dpc, observe, &observed);
    const KIRQL before = KfRaiseIrql(DISPATCH_LEVEL);
    EXPECT_TRUE(KeInsertQueueDpc(&dpc, nullptr, nullptr));
    EXPECT_FALSE(KeInsertQueueDpc(&dpc, nullptr, nullptr));
    EXPECT_TRUE(KeRemoveQueueDpc(&dpc));
    EXPECT_FALSE(KeRemoveQueueDpc(&dpc));
    EXPECT_TRUE(KeInsertQueueDpc(&dpc, nullptr, nullptr));
    KeLowerIrql(before);
    KeFlushQueuedDpcs();
    EXPECT_EQ(observed.runs, 1);
  });
}

TEST_P(DpcTest, ATargetedDpcRunsOnItsProcessor) {
  RecordProperty("ddi", "KeSetTargetProcessorDpc KeSetTargetProcessorDpcEx");
  run([] {
    Observed observed;
    KDPC dpc;
    KeInitializeDpc(&dpc, observe, &observed);
    KeSetTargetProcessorDpc(&dpc, 1);
    KeInsertQueueDpc(&dpc, nullptr, nullptr);
    KeFlushQueuedDpcs();
    EXPECT_EQ(observed.processor, 1u);
    PROCESSOR_NUMBER number = {0, 0, 0};
    EXPECT_EQ(KeSetTargetProcessorDpcEx(&dpc, &number), STATUS_SUCCESS);
    KeInsertQueueDpc(&dpc, nullptr, nullptr);
    KeFlushQueuedDpcs();
    EXPECT_EQ(observed.processor, 0u);
    number.Number = 77;
    EXPECT_EQ(KeSetTargetProcessorDpcEx(&dpc, &number), STATUS_INVALID_PARAMETER);
  });
}

TEST_P(DpcTest, ADpcMayQueueItselfAgain) {
  run([] {
    struct Chain {
      int left = 5;
      KEVENT done;
    } chain;
    KeInitializeEvent(&chain.done, NotificationEvent, FALSE);
    KDPC dpc;
    KeInitializeDpc(
        &dpc,
        [](KDPC* self, void* context, void*, void*) NTAPI {
          auto* chain = static_cast<Chain*>(context);
          if (--chain->left > 0) {
            EXPECT_TRUE(KeInsertQueueDpc(self, nullptr, nullptr));
          } else {
            KeSetEvent(&chain->done, 0, FALSE);
          }
        },
        &chain);
    KeInsertQueueDpc(&dpc, nullptr, nullptr);
    wait_for(chain.done);
    EXPECT_EQ(chain.left, 0);
    KeFlushQueuedDpcs();
  });
}

TEST_P(DpcTest, ADpcThatReturnsAtAnotherIrqlStopsTheMachine) {
  EXPECT_EQ(run_to_bug_check([] {
              KDPC dpc;
              KeInitializeDpc(&dpc, [](KDPC*, void*, void*, void*) NTAPI { KfRaiseIrql(HIGH_LEVEL); }, nullptr);
              KeInsertQueueDpc(&dpc, nullptr, nullptr);
              KeFlushQueuedDpcs();
            }),
            0xC8u);
}

TEST_P(DpcTest, IrqlMayOnlyBeRaisedByRaiseAndLoweredByLower) {
  RecordProperty("ddi", "KfRaiseIrql KeLowerIrql KeGetCurrentIrql");
  run([] {
    EXPECT_EQ(KfRaiseIrql(APC_LEVEL), PASSIVE_LEVEL);
    EXPECT_EQ(KfRaiseIrql(HIGH_LEVEL), APC_LEVEL);
    EXPECT_EQ(KeGetCurrentIrql(), HIGH_LEVEL);
    KeLowerIrql(APC_LEVEL);
    KeLowerIrql(PASSIVE_LEVEL);
  });
  EXPECT_EQ(run_to_bug_check([] {
              KfRaiseIrql(DISPATCH_LEVEL);
              KfRaiseIrql(PASSIVE_LEVEL);
            }),
            0x9u);
}

TEST_P(DpcTest, SpinLocksRaiseExcludeAndKnowTheirHolder) {
  RecordProperty("ddi",
                 "KeInitializeSpinLock KeAcquireSpinLockRaiseToDpc KeReleaseSpinLock KeTryToAcquireSpinLockAtDpcLevel "
                 "KeAcquireInStackQueuedSpinLock KeReleaseInStackQueuedSpinLock");
  int shared = 0;
  run([&] {
    KSPIN_LOCK lock;
    KeInitializeSpinLock(&lock);
    const auto worker = [&] {
      for (int i = 0; i < 50; i++) {
        KLOCK_QUEUE_HANDLE handle;
        KeAcquireInStackQueuedSpinLock(&lock, &handle);
        EXPECT_EQ(KeGetCurrentIrql(), DISPATCH_LEVEL);
        const int seen = shared;
        world().point(sched::Point::kAccess);
        shared = seen + 1;
        KeReleaseInStackQueuedSpinLock(&handle);
      }
    };
    TestThread first(machine(), "first", worker);
    TestThread second(machine(), "second", worker);
    first.join();
    second.join();
    EXPECT_EQ(shared, 100);
  });
  EXPECT_EQ(run_to_bug_check([] {
              KSPIN_LOCK lock;
              KeInitializeSpinLock(&lock);
              KeAcquireSpinLockRaiseToDpc(&lock);
              KeAcquireSpinLockRaiseToDpc(&lock);
            }),
            0xFu);
}

TEST_P(TimerTest, AOneShotTimerExpiresOnceAndRunsItsDpc) {
  RecordProperty("ddi", "KeInitializeTimer KeSetTimer KeReadStateTimer");
  run([this] {
    Observed observed;
    KTIMER timer;
    KDPC dpc;
    KeInitializeTimer(&timer);
    KeInitializeDpc(&dpc, observe, &observed);
    const sched::Ticks begin = world().interrupt_time();
    EXPECT_FALSE(KeSetTimer(&timer, milliseconds_from_now(10), &dpc));
    EXPECT_FALSE(KeReadStateTimer(&timer));
    wait_for(observed.event);
    EXPECT_GE(world().interrupt_time() - begin, 10 * sched::kTicksPerMillisecond);
    EXPECT_EQ(observed.irql, DISPATCH_LEVEL);
    EXPECT_TRUE(KeReadStateTimer(&timer));
    EXPECT_FALSE(KeCancelTimer(&timer));
    KeFlushQueuedDpcs();
    EXPECT_EQ(observed.runs, 1);
  });
}

TEST_P(TimerTest, APeriodicTimerExpiresUntilItIsCancelled) {
  RecordProperty("ddi", "KeInitializeTimerEx KeSetTimerEx KeCancelTimer");
  run([this] {
    Observed observed;
    KTIMER timer;
    KDPC dpc;
    KeInitializeTimerEx(&timer, SynchronizationTimer);
    KeInitializeDpc(&dpc, observe, &observed);
    KeSetTimerEx(&timer, milliseconds_from_now(5), 5, &dpc);
    for (int i = 0; i < 3; i++) wait_for(observed.event);
    EXPECT_TRUE(KeCancelTimer(&timer));
    KeFlushQueuedDpcs();
    const int runs = observed.runs;
    EXPECT_GE(runs, 3);
    LARGE_INTEGER pause = milliseconds_from_now(20);
    KeDelayExecutionThread(KernelMode, FALSE, &pause);
    EXPECT_EQ(observed.runs, runs);
    if (!live()) {
      EXPECT_EQ(runs, 3);
    }
  });
}

TEST_P(TimerTest, SettingASetTimerMovesIt) {
  RecordProperty("ddi", "KeSetTimer KeCancelTimer");
  run([] {
    KTIMER timer;
    KeInitializeTimerEx(&timer, SynchronizationTimer);
    EXPECT_FALSE(KeSetTimer(&timer, milliseconds_from_now(1'000'000), nullptr));
    EXPECT_TRUE(KeSetTimer(&timer, milliseconds_from_now(5), nullptr));
    EXPECT_EQ(KeWaitForSingleObject(&timer, Executive, KernelMode, FALSE, nullptr), STATUS_SUCCESS);
    EXPECT_FALSE(KeReadStateTimer(&timer)) << "a synchronization timer is reset by the wait that it satisfies";
    KeSetTimer(&timer, milliseconds_from_now(1'000'000), nullptr);
    EXPECT_TRUE(KeCancelTimer(&timer));
    EXPECT_FALSE(KeCancelTimer(&timer));
  });
}

TEST_P(TimerTest, ADelayTakesAtLeastItsTime) {
  RecordProperty("ddi", "KeDelayExecutionThread KeStallExecutionProcessor KeQueryInterruptTime");
  run([] {
    const ULONGLONG begin = KeQueryInterruptTime();
    LARGE_INTEGER delay = milliseconds_from_now(7);
    EXPECT_EQ(KeDelayExecutionThread(KernelMode, FALSE, &delay), STATUS_SUCCESS);
    EXPECT_GE(KeQueryInterruptTime() - begin, 70'000u);
    const ULONGLONG middle = KeQueryInterruptTime();
    KeStallExecutionProcessor(50);
    EXPECT_GE(KeQueryInterruptTime() - middle, 500u);
  });
}

}  // namespace
}  // namespace owdf::ke
