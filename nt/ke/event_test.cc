#include "nt/ke/testing.h"

namespace owdf::ke {
namespace {

class EventTest : public KernelTest {};
OWDF_IN_BOTH_FORMS(EventTest);

NTSTATUS wait_for(void* object, PLARGE_INTEGER timeout = nullptr) {
  return KeWaitForSingleObject(object, Executive, KernelMode, FALSE, timeout);
}

NTSTATUS poll(void* object) {
  LARGE_INTEGER zero{};
  return wait_for(object, &zero);
}

TEST_P(EventTest, ASetNotificationEventSatisfiesEveryWaitUntilItIsCleared) {
  RecordProperty("ddi",
                 "KeInitializeEvent KeSetEvent KeClearEvent KeResetEvent KeReadStateEvent KeWaitForSingleObject");
  run([] {
    KEVENT event;
    KeInitializeEvent(&event, NotificationEvent, FALSE);
    EXPECT_EQ(poll(&event), STATUS_TIMEOUT);
    EXPECT_EQ(KeSetEvent(&event, 0, FALSE), 0);
    EXPECT_EQ(KeSetEvent(&event, 0, FALSE), 1);
    EXPECT_EQ(wait_for(&event), STATUS_SUCCESS);
    EXPECT_EQ(wait_for(&event), STATUS_SUCCESS);
    EXPECT_EQ(KeReadStateEvent(&event), 1);
    KeClearEvent(&event);
    EXPECT_EQ(KeReadStateEvent(&event), 0);
    EXPECT_EQ(poll(&event), STATUS_TIMEOUT);
    KeSetEvent(&event, 0, FALSE);
    EXPECT_EQ(KeResetEvent(&event), 1);
    EXPECT_EQ(KeResetEvent(&event), 0);
  });
}

TEST_P(EventTest, ASynchronizationEventSatisfiesOneWait) {
  RecordProperty("ddi", "KeInitializeEvent KeSetEvent KeWaitForSingleObject");
  run([this] {
    KEVENT event;
    KeInitializeEvent(&event, SynchronizationEvent, FALSE);
    KeSetEvent(&event, 0, FALSE);
    EXPECT_EQ(poll(&event), STATUS_SUCCESS);
    EXPECT_EQ(poll(&event), STATUS_TIMEOUT);
    std::atomic<int> woken{0};
    const auto waiter = [&] {
      EXPECT_EQ(wait_for(&event), STATUS_SUCCESS);
      woken++;
    };
    TestThread first(machine(), "first", waiter);
    TestThread second(machine(), "second", waiter);
    KeSetEvent(&event, 0, FALSE);
    while (woken == 0) world().yield();
    LARGE_INTEGER short_time = milliseconds_from_now(20);
    KeDelayExecutionThread(KernelMode, FALSE, &short_time);
    EXPECT_EQ(woken, 1);
    KeSetEvent(&event, 0, FALSE);
    first.join();
    second.join();
    EXPECT_EQ(woken, 2);
    EXPECT_EQ(KeReadStateEvent(&event), 0);
  });
}

TEST_P(EventTest, AWaitTimesOutAtARelativeOrAnAbsoluteTime) {
  RecordProperty("ddi", "KeWaitForSingleObject KeQuerySystemTime");
  run([this] {
    KEVENT event;
    KeInitializeEvent(&event, NotificationEvent, FALSE);
    const sched::Ticks begin = world().interrupt_time();
    LARGE_INTEGER timeout = milliseconds_from_now(10);
    EXPECT_EQ(wait_for(&event, &timeout), STATUS_TIMEOUT);
    EXPECT_GE(world().interrupt_time() - begin, 10 * sched::kTicksPerMillisecond);
    KeQuerySystemTime(&timeout);
    timeout.QuadPart += 5 * sched::kTicksPerMillisecond;
    EXPECT_EQ(wait_for(&event, &timeout), STATUS_TIMEOUT);
    EXPECT_GE(world().interrupt_time() - begin, 15 * sched::kTicksPerMillisecond);
    if (!live()) {
      EXPECT_EQ(world().interrupt_time() - begin, 15 * sched::kTicksPerMillisecond);
    }
    EXPECT_EQ(wait_for(&event, &timeout), STATUS_TIMEOUT) << "a time that has passed only tests";
  });
}

TEST_P(EventTest, WaitAnyNamesTheFirstSignaledObject) {
  RecordProperty("ddi", "KeWaitForMultipleObjects");
  run([this] {
    KEVENT events[3];
    void* objects[3];
    for (int i = 0; i < 3; i++) {
      KeInitializeEvent(&events[i], SynchronizationEvent, FALSE);
      objects[i] = &events[i];
    }
    KeSetEvent(&events[2], 0, FALSE);
    KeSetEvent(&events[1], 0, FALSE);
    const auto wait = [&] {
      return KeWaitForMultipleObjects(3, objects, WaitAny, Executive, KernelMode, FALSE, nullptr, nullptr);
    };
    EXPECT_EQ(wait(), STATUS_WAIT_1);
    EXPECT_EQ(wait(), STATUS_WAIT_2);
    TestThread setter(machine(), "setter", [&] { KeSetEvent(&events[0], 0, FALSE); });
    EXPECT_EQ(wait(), STATUS_WAIT_0);
    setter.join();
  });
}

TEST_P(EventTest, WaitAllTakesNothingUntilItCanTakeAll) {
  RecordProperty("ddi", "KeWaitForMultipleObjects");
  run([this] {
    KEVENT events[2];
    void* objects[2] = {&events[0], &events[1]};
    for (KEVENT& event : events) KeInitializeEvent(&event, SynchronizationEvent, FALSE);
    std::atomic<bool> done{false};
    TestThread waiter(machine(), "waiter", [&] {
      EXPECT_EQ(KeWaitForMultipleObjects(2, objects, WaitAll, Executive, KernelMode, FALSE, nullptr, nullptr),
                STATUS_SUCCESS);
      done = true;
    });
    LARGE_INTEGER pause = milliseconds_from_now(10);
    KeDelayExecutionThread(KernelMode, FALSE, &pause);
    KeSetEvent(&events[0], 0, FALSE);
    KeDelayExecutionThread(KernelMode, FALSE, &pause);
    EXPECT_FALSE(done);
    EXPECT_EQ(KeReadStateEvent(&events[0]), 1);
    KeSetEvent(&events[1], 0, FALSE);
    waiter.join();
    EXPECT_EQ(KeReadStateEvent(&events[0]), 0);
    EXPECT_EQ(KeReadStateEvent(&events[1]), 0);
  });
}

TEST_P(EventTest, TooManyObjectsStopTheMachine) {
  RecordProperty("ddi", "KeWaitForMultipleObjects");
  EXPECT_EQ(run_to_bug_check([] {
              void* objects[4] = {};
              KeWaitForMultipleObjects(4, objects, WaitAny, Executive, KernelMode, FALSE, nullptr, nullptr);
            }),
            0xCu);
}

TEST_P(EventTest, AWaitAtDispatchLevelStopsTheMachineUnlessItOnlyTests) {
  RecordProperty("ddi", "KeWaitForSingleObject");
  EXPECT_EQ(run_to_bug_check([] {
              KEVENT event;
              KeInitializeEvent(&event, NotificationEvent, FALSE);
              KfRaiseIrql(DISPATCH_LEVEL);
              EXPECT_EQ(poll(&event), STATUS_TIMEOUT);
              wait_for(&event);
            }),
            0xAu);
}

TEST_P(EventTest, AWaitForAThreadEndsWithTheThread) {
  run([this] {
    std::atomic<bool> ran{false};
    TestThread thread(machine(), "thread", [&] { ran = true; });
    EXPECT_EQ(wait_for(&thread.object()), STATUS_SUCCESS);
    EXPECT_TRUE(ran);
  });
}

TEST_P(EventTest, AnAlertableWaitRunsUserApcsAndEnds) {
  RecordProperty("ddi", "KeWaitForSingleObject KeDelayExecutionThread");
  run([this] {
    KEVENT event;
    KeInitializeEvent(&event, NotificationEvent, FALSE);
    std::atomic<int> runs{0};
    TestThread thread(machine(), "thread", [&] {
      EXPECT_EQ(KeWaitForSingleObject(&event, UserRequest, UserMode, TRUE, nullptr), STATUS_USER_APC);
      EXPECT_EQ(runs, 1);
      LARGE_INTEGER long_time = milliseconds_from_now(1'000'000);
      EXPECT_EQ(KeDelayExecutionThread(UserMode, TRUE, &long_time), STATUS_USER_APC);
      EXPECT_EQ(runs, 2);
    });
    kernel().queue_user_apc(thread.object(), [&] { runs++; });
    while (runs != 1) world().yield();
    kernel().queue_user_apc(thread.object(), [&] { runs++; });
    thread.join();
  });
}

}  // namespace
}  // namespace owdf::ke
