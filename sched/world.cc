#include "sched/world.h"

#include "base/sanitizers.h"
#include "sched/atomics.h"
#include "sched/deterministic.h"
#include "sched/live.h"
#include "sched/lock.h"

namespace owdf::sched {

constinit thread_local Thread* t_current __attribute__((tls_model("initial-exec"))) = nullptr;

std::unique_ptr<World> World::create(const Options& options) {
  OWDF_ASSERT(options.processors >= 1);
  if (options.form == Form::kLive) return std::make_unique<LiveWorld>(options);
  return std::make_unique<DeterministicWorld>(options);
}

void World::record(trace::Kind kind, uint64_t a, uint64_t b, uint64_t c) {
  const Thread* thread = current();
  if (!thread || !thread->alone() || recorder_.observed()) return record_among_others(kind, a, b, c);
  recorder_.keep({now_, kind, thread->irql(), thread->serial(), a, b, c});
}

void World::record_among_others(trace::Kind kind, uint64_t a, uint64_t b, uint64_t c) {
  HiddenFromTsan hidden;
  if (!deterministic() && !recorder_.has_listener() && trace::comes_with_requests(kind)) return;
  const Thread* thread = current();
  const Ticks time = deterministic() ? now_ : interrupt_time();
  recorder_.record({time, kind, thread ? thread->irql() : kPassiveLevel, thread ? thread->serial() : 0, a, b, c});
}

void World::revive(Domain* domain) {
  OWDF_ASSERT(domain->dead() && (!current() || &current()->world() != this));
  domain->dead_.store(false);
}

void World::flush_with_markers() {
  struct Flush {
    Lock lock{LockRank::kLeaf, "sched.flush"};
    unsigned left;
    Thread* waiter;
  };
  struct Marker : DpcLink {
    Flush* flush = nullptr;
  };
  Flush flush;
  flush.left = options_.processors;
  flush.waiter = current();
  OWDF_ASSERT(flush.waiter && flush.waiter->irql() == kPassiveLevel);
  std::vector<Marker> markers(options_.processors);
  for (unsigned i = 0; i < options_.processors; i++) {
    Marker& marker = markers[i];
    marker.domain = flush.waiter->domain();
    marker.flush = &flush;
    marker.routine = [](DpcLink* link) {
      Flush* of = static_cast<Marker*>(link)->flush;
      // Under the lock: the waiter must not see the last marker gone, and be gone itself, before it has been unparked.
      LockGuard guard(of->lock);
      if (--of->left == 0) of->waiter->world().unpark(of->waiter);
    };
    queue_dpc(&marker, i);
  }
  point(Point::kWake);
  for (;;) {
    {
      LockGuard guard(flush.lock);
      if (flush.left == 0) return;
    }
    park(kForever);
  }
}

}  // namespace owdf::sched
