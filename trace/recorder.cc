#include "trace/recorder.h"

#include <algorithm>

namespace owdf::trace {

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

void Recorder::record(const Event& event) {
  Guard guard(*this);
  keep(event);
  if (listener_) listener_(event);
}

std::vector<Event> Recorder::tail(size_t most) const {
  Guard guard(*this);
  const size_t length = std::min({static_cast<size_t>(count_), kKept, most});
  std::vector<Event> events;
  events.reserve(length);
  for (uint64_t i = count_ - length; i < count_; i++) events.push_back(ring_[i % kKept]);
  return events;
}

}  // namespace owdf::trace
