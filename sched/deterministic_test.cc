// What only the deterministic form promises.
#include "sched/testing.h"

#include "sched/lock.h"

namespace owdf::sched {
namespace {

std::unique_ptr<World> make(Strategy strategy, uint64_t seed) {
  Options options;
  options.strategy = strategy;
  options.seed = seed;
  return World::create(options);
}

std::string interleaving(Strategy strategy, uint64_t seed, uint64_t* digest) {
  auto world = make(strategy, seed);
  std::string order;
  Lock lock(LockRank::kLeaf, "order");
  world->run({"main", nullptr, nullptr}, [&] {
    for (char name : {'a', 'b', 'c'}) {
      world->spawn({std::string(1, name), nullptr, nullptr}, [&, name] {
        for (int i = 0; i < 4; i++) {
          {
            LockGuard guard(lock);
            order += name;
          }
          world->point(Point::kCall);
        }
      });
    }
  });
  world->settle(kForever);
  *digest = world->recorder().digest();
  return order;
}

TEST(DeterministicWorldTest, TheSameSeedGivesTheSameRun) {
  for (uint64_t seed = 1; seed <= 20; seed++) {
    uint64_t first = 0;
    uint64_t second = 0;
    EXPECT_EQ(interleaving(Strategy::kRandom, seed, &first), interleaving(Strategy::kRandom, seed, &second));
    EXPECT_EQ(first, second);
  }
}

TEST(DeterministicWorldTest, DifferentSeedsGiveDifferentRuns) {
  uint64_t digest = 0;
  std::vector<std::string> orders;
  for (uint64_t seed = 1; seed <= 20; seed++) orders.push_back(interleaving(Strategy::kRandom, seed, &digest));
  std::sort(orders.begin(), orders.end());
  orders.erase(std::unique(orders.begin(), orders.end()), orders.end());
  EXPECT_GT(orders.size(), 10u);
}

TEST(DeterministicWorldTest, RoundRobinTakesTurns) {
  uint64_t digest = 0;
  EXPECT_EQ(interleaving(Strategy::kRoundRobin, 1, &digest), "abcabcabcabc");
}

TEST(DeterministicWorldTest, ARunWhoseBodyWaitsForNothingIsStuck) {
  auto world = make(Strategy::kRoundRobin, 1);
  EXPECT_EQ(world->run({"main", nullptr, nullptr}, [&] { world->park(kForever); }), RunResult::kStuck);
}

TEST(DeterministicWorldTest, TwoProcessorsThatSpinForEachOtherAreStuck) {
  auto world = make(Strategy::kRoundRobin, 1);
  std::atomic<uint64_t> first{0};
  std::atomic<uint64_t> second{0};
  const auto take_both = [&](std::atomic<uint64_t>& one, std::atomic<uint64_t>& other) {
    world->raise_irql(kDispatchLevel);
    spin_acquire(one);
    world->point(Point::kLock);
    spin_acquire(other);
  };
  EXPECT_EQ(world->run({"main", nullptr, nullptr},
                       [&] {
                         world->spawn({"other", nullptr, nullptr}, [&] { take_both(second, first); });
                         take_both(first, second);
                       }),
            RunResult::kStuck);
}

TEST(DeterministicWorldTest, TimeStandsStillUntilAllIsIdle) {
  auto world = make(Strategy::kRoundRobin, 1);
  world->run({"main", nullptr, nullptr}, [&] {
    for (int i = 0; i < 1000; i++) world->yield();
    EXPECT_EQ(world->interrupt_time(), 0);
  });
  world->settle(5 * kTicksPerMillisecond);
  EXPECT_EQ(world->interrupt_time(), 5 * kTicksPerMillisecond);
}

TEST(DeterministicWorldTest, AThousandThreadsShareFewStacksOneAfterTheOther) {
  auto world = make(Strategy::kRoundRobin, 1);
  int ended = 0;
  for (int i = 0; i < 1000; i++) {
    world->run({"main", nullptr, nullptr}, [&] { ended++; });
  }
  EXPECT_EQ(ended, 1000);
}

TEST(DeterministicWorldTest, AThousandParkedThreadsWakeInOrder) {
  auto world = make(Strategy::kRoundRobin, 1);
  std::vector<int> order;
  Lock lock(LockRank::kLeaf, "order");
  world->run({"main", nullptr, nullptr}, [&] {
    for (int i = 0; i < 1000; i++) {
      world->spawn({"sleeper", nullptr, nullptr}, [&, i] {
        world->park(1000 - i);
        LockGuard guard(lock);
        order.push_back(i);
      });
    }
  });
  world->settle(kForever);
  ASSERT_EQ(order.size(), 1000u);
  EXPECT_EQ(order.front(), 999);
  EXPECT_EQ(order.back(), 0);
}

}  // namespace
}  // namespace owdf::sched
