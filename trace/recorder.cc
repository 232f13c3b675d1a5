#include "trace/recorder.h"

namespace owdf::trace {

namespace {
uint64_t mix(uint64_t digest, uint64_t word) {
  digest ^= word;
  digest *= 1099511628211ull;
  return digest ^ (digest >> 29);
}
}  // namespace

// A few stores long, so waiting for it spins.
class Recorder::Guard {
 public:
  explicit Guard(const Recorder& recorder) : lock_(recorder.shared_ ? &recorder.lock_ : nullptr) {
    while (lock_ && lock_->exchange(true, std::memory_order_acquire)) __builtin_ia32_pause();
  }
  ~Guard() {
    if (lock_) lock_->store(false, std::memory_order_release);
  }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

 private:
  std::atomic<bool>* lock_;
};

Recorder::Recorder(size_t capacity) : ring_(capacity) {}

void Recorder::record(const Event& event) {
  Guard guard(*this);
  Event* slots = ring_.data();
  slots[count_ % ring_.size()] = event;
  count_++;
  uint64_t digest = mix(digest_, static_cast<uint64_t>(event.time));
  digest =
      mix(digest, (uint64_t{event.thread} << 32) | (uint64_t{event.irql} << 16) | static_cast<uint64_t>(event.kind));
  digest = mix(digest, event.a);
  digest = mix(digest, event.b);
  digest_ = mix(digest, event.c);
  if (listener_) listener_(event);
}

std::vector<Event> Recorder::tail(size_t most) const {
  Guard guard(*this);
  size_t length = count_ < ring_.size() ? static_cast<size_t>(count_) : ring_.size();
  if (length > most) length = most;
  std::vector<Event> events;
  events.reserve(length);
  for (uint64_t i = count_ - length; i < count_; i++) events.push_back(ring_[i % ring_.size()]);
  return events;
}

}  // namespace owdf::trace
