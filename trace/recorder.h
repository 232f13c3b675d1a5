// Recorder: a ring of the last events of one world, and the running digest of all of them.
// Owner: World. Any IRQL; one writer at a time in the deterministic form, an internal lock in the live form.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "trace/event.h"

namespace owdf::trace {

class Recorder {
 public:
  // The ring shares the nearest cache with what it watches, so it is small.
  static constexpr size_t kKept = 128;

  // Several OS threads record (the live form). Set before the world starts.
  void set_shared(bool shared) {
    shared_ = shared;
    observed_ = shared_ || listener_;
  }
  // Called with every event after it was recorded (for `wdf run`'s callback listing). Set before the world starts.
  void set_listener(std::function<void(const Event&)> listener) {
    listener_ = std::move(listener);
    observed_ = shared_ || listener_;
  }
  bool has_listener() const { return listener_ != nullptr; }
  // Somebody else records, or listens: then record(); else keep() will do.
  bool observed() const { return observed_; }

  void record(const Event& event);
  // Inline, so that an event goes from the registers of who records it into the ring and is built nowhere else.
  void keep(const Event& event) {
    ring_[count_++ % kKept] = event;
    digest_ = digest_after(event);
  }
  uint64_t digest() const { return digest_; }  // order-sensitive; time, thread and the three words take part
  uint64_t count() const { return count_; }
  std::vector<Event> tail(size_t most) const;  // oldest first

 private:
  class Guard;

  // A sum of products by odd numbers, which the processor forms side by side; only the sum enters the chain from one
  // digest to the next, so that the chain is one multiplication long.
  uint64_t digest_after(const Event& event) const {
    const uint64_t who =
        (uint64_t{event.thread} << 32) | (uint64_t{event.irql} << 16) | static_cast<uint64_t>(event.kind);
    const uint64_t sum = static_cast<uint64_t>(event.time) * 0x9E3779B97F4A7C15 + who * 0xD1B54A32D192ED03 +
                         event.a * 0x8CB92BA72F3D8DD7 + event.b * 0xAEF17502108EF2D9 + event.c * 0xDB4F0B9175AE2165;
    return (std::rotl(digest_, 23) ^ sum) * 0xA0761D6478BD642F;
  }

  uint64_t count_ = 0;
  uint64_t digest_ = 1469598103934665603ull;
  bool observed_ = false;
  bool shared_ = false;
  mutable std::atomic<bool> lock_{false};  // taken only while shared_; ThreadSanitizer must not take it for an order
  std::function<void(const Event&)> listener_;
  std::array<Event, kKept> ring_{};
};

}  // namespace owdf::trace
