#include "bench/benchmarks.h"
#include "sched/fiber.h"

namespace owdf::bench {

// One way: there and back is two switches, so each iteration goes one.
void fiber_switch(benchmark::State& state) {
  struct Pair {
    sched::Fiber here, there;
  } pair;
  sched::StackPool stacks;
  pair.here.adopt_caller();
  pair.there.prepare(
      stacks.take(),
      [](void* argument) {
        auto& both = *static_cast<Pair*>(argument);
        for (;;) sched::Fiber::switch_to(both.there, both.here);
      },
      &pair);
  while (state.KeepRunningBatch(2)) sched::Fiber::switch_to(pair.here, pair.there);
  pair.there.abandon(pair.here);
}

}  // namespace owdf::bench
