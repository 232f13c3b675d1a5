#include "sched/testing.h"

#include <cerrno>

#include "sched/lock.h"

namespace owdf::sched {
namespace {

class WorldFormTest : public WorldTest {};
OWDF_IN_BOTH_FORMS(WorldFormTest);

struct TestDomain : Domain {};

TEST_P(WorldFormTest, RunReturnsWhenItsBodyHasEnded) {
  bool ran = false;
  run([&] {
    ran = true;
    EXPECT_EQ(&current()->world(), &world());
    EXPECT_EQ(current()->irql(), kPassiveLevel);
  });
  EXPECT_TRUE(ran);
  EXPECT_EQ(current(), nullptr);
}

TEST_P(WorldFormTest, SpawnedThreadsRunAndUnparkTheirWaiter) {
  int sum = 0;
  run([&] {
    Thread* waiter = current();
    std::atomic<int> left{10};
    std::atomic<int> total{0};
    for (int i = 1; i <= 10; i++) {
      world().spawn({"adder", nullptr, nullptr}, [&, i] {
        total += i;
        if (--left == 0) world().unpark(waiter);
      });
    }
    while (left.load() != 0) world().park(kForever);
    sum = total.load();
  });
  EXPECT_EQ(sum, 55);
}

TEST_P(WorldFormTest, AnUnparkThatCameFirstIsKeptAsOnePermit) {
  run([&] {
    world().unpark(current());
    world().unpark(current());
    EXPECT_EQ(world().park(kForever), WakeReason::kUnparked);
    EXPECT_EQ(world().park(world().interrupt_time() + kTicksPerMillisecond), WakeReason::kTimeout);
  });
}

TEST_P(WorldFormTest, ParkTimesOutAtItsDeadline) {
  run([&] {
    const Ticks deadline = world().interrupt_time() + 5 * kTicksPerMillisecond;
    EXPECT_EQ(world().park(deadline), WakeReason::kTimeout);
    EXPECT_GE(world().interrupt_time(), deadline);
    if (!live()) {
      EXPECT_EQ(world().interrupt_time(), deadline);
    }
  });
}

TEST_P(WorldFormTest, ExitThreadEndsTheRunWithoutReturning) {
  bool after = false;
  run([&] {
    world().exit_thread();
    after = true;
  });
  EXPECT_FALSE(after);
  run([] {});
}

struct CountingDpc : DpcLink {
  CountingDpc() {
    routine = [](DpcLink* link) {
      auto* self = static_cast<CountingDpc*>(link);
      self->irql = current()->irql();
      self->ran_on = current()->world().current_processor();
      self->runs++;
    };
  }
  std::atomic<int> runs{0};
  std::atomic<unsigned> ran_on{99};
  std::atomic<int> irql{-1};
};

TEST_P(WorldFormTest, ADpcRunsAtDispatchLevelOnItsProcessor) {
  CountingDpc dpc;
  run([&] {
    world().queue_dpc(&dpc, 1);
    world().flush_dpcs();
    EXPECT_EQ(dpc.runs, 1);
  });
  EXPECT_EQ(dpc.irql, kDispatchLevel);
  EXPECT_EQ(dpc.ran_on, 1u);
}

TEST_P(WorldFormTest, ADpcOfARaisedThreadsProcessorWaitsUntilItLowers) {
  CountingDpc dpc;
  run([&] {
    world().raise_irql(kDispatchLevel);
    world().queue_dpc(&dpc, world().current_processor());
    world().point(Point::kCall);
    world().stall(kTicksPerMillisecond);
    EXPECT_EQ(dpc.runs, 0);
    world().lower_irql(kPassiveLevel);
    if (!live()) {
      EXPECT_EQ(dpc.runs, 1);
    }
    world().flush_dpcs();
    EXPECT_EQ(dpc.runs, 1);
  });
}

TEST_P(WorldFormTest, ARemovedDpcDoesNotRun) {
  CountingDpc dpc;
  run([&] {
    world().raise_irql(kDispatchLevel);
    world().queue_dpc(&dpc, world().current_processor());
    EXPECT_TRUE(world().remove_dpc(&dpc));
    EXPECT_FALSE(world().remove_dpc(&dpc));
    world().lower_irql(kPassiveLevel);
    world().flush_dpcs();
  });
  EXPECT_EQ(dpc.runs, 0);
}

struct CountingTimer : TimerLink {
  CountingTimer() {
    routine = [](TimerLink* link) {
      auto* self = static_cast<CountingTimer*>(link);
      self->irql = current()->irql();
      self->fired_at = current()->world().interrupt_time();
      Thread* waiter = self->waiter;
      self->runs++;
      current()->world().unpark(waiter);
    };
  }
  Thread* waiter = nullptr;
  std::atomic<int> runs{0};
  std::atomic<int> irql{-1};
  std::atomic<Ticks> fired_at{0};
};

TEST_P(WorldFormTest, ATimerExpiresAtDispatchLevelNotBeforeItIsDue) {
  run([&] {
    CountingTimer timer;
    timer.waiter = current();
    const Ticks due = world().interrupt_time() + 3 * kTicksPerMillisecond;
    world().arm_timer(&timer, due);
    while (timer.runs == 0) world().park(kForever);
    EXPECT_EQ(timer.irql, kDispatchLevel);
    EXPECT_GE(timer.fired_at, due);
    EXPECT_FALSE(world().disarm_timer(&timer));
    world().arm_timer(&timer, world().interrupt_time() + 1000 * kTicksPerMillisecond);
    EXPECT_TRUE(world().disarm_timer(&timer));
    EXPECT_EQ(timer.runs, 1);
    world().flush_dpcs();
  });
}

TEST_P(WorldFormTest, SpinLockHoldersOnTwoProcessorsExcludeEachOther) {
  std::atomic<uint64_t> word{0};
  int counter = 0;
  run([&] {
    Thread* waiter = current();
    std::atomic<int> left{4};
    for (int i = 0; i < 4; i++) {
      world().spawn({"spinner", nullptr, nullptr}, [&] {
        for (int round = 0; round < 50; round++) {
          world().raise_irql(kDispatchLevel);
          world().point(Point::kLock);
          spin_acquire(word);
          const int seen = counter;
          world().point(Point::kAccess);
          counter = seen + 1;
          spin_release(word);
          world().lower_irql(kPassiveLevel);
        }
        if (--left == 0) world().unpark(waiter);
      });
    }
    while (left != 0) world().park(kForever);
  });
  EXPECT_EQ(counter, 200);
}

TEST_P(WorldFormTest, AKilledDomainsThreadsNeverRunAgain) {
  TestDomain domain;
  int steps = 0;
  const RunResult result = world().run({"victim", &domain, nullptr}, [&] {
    steps = 1;
    world().spawn({"other", &domain, nullptr}, [&] { world().park(kForever); });
    world().yield();
    world().kill(&domain);
    steps = 2;
  });
  EXPECT_EQ(result, RunResult::kDomainDied);
  EXPECT_TRUE(domain.dead());
  world().settle(0);
  EXPECT_EQ(steps, 1);
  EXPECT_EQ(world().run({"late", &domain, nullptr}, [&] { steps = 3; }), RunResult::kDomainDied);
  EXPECT_EQ(steps, 1);
  run([] {});
}

TEST_P(WorldFormTest, ADpcMayKillItsDomain) {
  TestDomain domain;
  struct Killer : DpcLink {
    TestDomain* victim = nullptr;
  } killer;
  killer.victim = &domain;
  killer.domain = &domain;
  killer.routine = [](DpcLink* link) { current()->world().kill(static_cast<Killer*>(link)->victim); };
  EXPECT_EQ(world().run({"victim", &domain, nullptr},
                        [&] {
                          world().queue_dpc(&killer, 0);
                          world().park(kForever);
                        }),
            RunResult::kDomainDied);
  CountingDpc dpc;
  run([&] {
    world().queue_dpc(&dpc, 0);
    world().flush_dpcs();
  });
  EXPECT_EQ(dpc.runs, 1);
}

TEST_P(WorldFormTest, ErrnoBelongsToTheThread) {
  run([&] {
    Thread* waiter = current();
    errno = 7;
    std::atomic<bool> done{false};
    world().spawn({"other", nullptr, nullptr}, [&] {
      errno = 9;
      done = true;
      world().unpark(waiter);
    });
    while (!done) world().park(kForever);
    EXPECT_EQ(errno, 7);
  });
}

TEST_P(WorldFormTest, ExceptionsAreHandledPerThread) {
  run([&] {
    Thread* waiter = current();
    std::atomic<int> left{2};
    for (int i = 0; i < 2; i++) {
      world().spawn({"thrower", nullptr, nullptr}, [&, i] {
        try {
          throw i;
        } catch (int value) {
          world().yield();
          EXPECT_EQ(value, i);
          try {
            throw;
          } catch (int again) {
            EXPECT_EQ(again, i);
          }
        }
        if (--left == 0) world().unpark(waiter);
      });
    }
    while (left != 0) world().park(kForever);
  });
}

TEST_P(WorldFormTest, SettlingWaitsForThreadsThatOutliveTheRun) {
  for (int round = 0; round < 50; round++) {
    std::atomic<int> steps{0};
    run([&] {
      Thread* waiter = current();
      std::atomic<bool> woken{false};
      std::atomic<bool>* flag = &woken;
      world().spawn({"outlives", nullptr, nullptr}, [&steps, this, waiter, flag] {
        flag->store(true);
        world().unpark(waiter);
        for (int i = 0; i < 20; i++) {
          world().yield();
          steps++;
        }
      });
      while (!woken) world().park(kForever);
    });
    world().settle(10'000 * kTicksPerMillisecond);
    ASSERT_EQ(steps, 20);
  }
}

TEST_P(WorldFormTest, PostedWorkRunsWhileTheWorldSettles) {
  std::atomic<bool> ran{false};
  world().post({"posted", nullptr, nullptr}, [&] { ran = true; });
  world().settle(100 * kTicksPerMillisecond);
  EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace owdf::sched
