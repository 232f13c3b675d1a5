// Recorder: a ring of the last events of one world, and the running digest of all of them.
// Owner: World. Any IRQL; one writer at a time in the deterministic form, an internal lock in the live form.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "trace/event.h"

namespace owdf::trace {

class Recorder {
 public:
  // `capacity`: a power of two. The ring shares the nearest cache with what it watches, so it is small.
  explicit Recorder(size_t capacity = 512);

  // Several OS threads record (the live form). Set before the world starts.
  void set_shared(bool shared) { shared_ = shared; }

  void record(const Event& event);
  uint64_t digest() const { return digest_; }  // order-sensitive; time, thread and the three words take part
  uint64_t count() const { return count_; }
  std::vector<Event> tail(size_t most) const;  // oldest first

  // Called with every event after it was recorded (for `wdf run`'s callback listing). Set before the world starts.
  void set_listener(std::function<void(const Event&)> listener) { listener_ = std::move(listener); }

 private:
  class Guard;
  void keep(const Event& event);
  std::vector<Event> ring_;
  uint64_t count_ = 0;
  uint64_t digest_ = 1469598103934665603ull;
  std::function<void(const Event&)> listener_;
  bool shared_ = false;
  mutable std::atomic<bool> lock_{false};  // taken only while shared_; ThreadSanitizer must not take it for an order
};

}  // namespace owdf::trace
