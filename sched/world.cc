#include "sched/world.h"

#include "base/sanitizers.h"
#include "sched/deterministic.h"

namespace owdf::sched {

constinit thread_local Thread* t_current = nullptr;

std::unique_ptr<World> World::create(const Options& options) {
  OWDF_ASSERT(options.processors >= 1);
  OWDF_ASSERT(options.form == Form::kDeterministic);
  return std::make_unique<DeterministicWorld>(options);
}

void World::record(trace::Kind kind, uint64_t a, uint64_t b, uint64_t c) {
  HiddenFromTsan hidden;
  const Thread* thread = current();
  recorder_.record({interrupt_time(), kind, thread ? thread->irql() : kPassiveLevel, thread ? thread->serial() : 0, a, b, c});
}

void World::flush_with_markers() {
  struct Marker : DpcLink {
    std::atomic<bool> ran{false};
    World* world = nullptr;
    Thread* waiter = nullptr;
  };
  Thread* waiter = current();
  OWDF_ASSERT(waiter && waiter->irql() == kPassiveLevel);
  std::vector<Marker> markers(options_.processors);
  for (unsigned i = 0; i < options_.processors; i++) {
    Marker& marker = markers[i];
    marker.domain = waiter->domain();
    marker.world = this;
    marker.waiter = waiter;
    marker.routine = [](DpcLink* link) {
      Marker* self = static_cast<Marker*>(link);
      // After `ran` is set the waiter may return and the marker be gone.
      World* world = self->world;
      Thread* waiting = self->waiter;
      self->ran.store(true, std::memory_order_release);
      world->unpark(waiting);
    };
    queue_dpc(&marker, i);
  }
  point(Point::kWake);
  for (Marker& marker : markers) {
    while (!marker.ran.load(std::memory_order_acquire)) park(kForever);
  }
}

}  // namespace owdf::sched
