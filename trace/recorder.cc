#include "trace/recorder.h"

#include "base/assert.h"

namespace owdf::trace {

namespace {

uint64_t fold(uint64_t a, uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

// An event by itself, so that the chain from one digest to the next is a single multiplication.
uint64_t hash(const Event& event) {
  const uint64_t who =
      (uint64_t{event.thread} << 32) | (uint64_t{event.irql} << 16) | static_cast<uint64_t>(event.kind);
  return fold(static_cast<uint64_t>(event.time) ^ 0x9E3779B97F4A7C15ull, who ^ 0xD1B54A32D192ED03ull) ^
         fold(event.a ^ 0x8CB92BA72F3D8DD7ull, event.b ^ 0xAEF17502108EF2D9ull) ^ (event.c * 0xDB4F0B9175AE2165ull);
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

Recorder::Recorder(size_t capacity) : ring_(capacity) {
  OWDF_ASSERT((capacity & (capacity - 1)) == 0 && capacity != 0);
}

void Recorder::keep(const Event& event) {
  ring_[count_ & (ring_.size() - 1)] = event;
  count_++;
  digest_ = fold(digest_ ^ hash(event), 0xA0761D6478BD642Full);
  if (__builtin_expect(static_cast<bool>(listener_), 0)) listener_(event);
}

void Recorder::record(const Event& event) {
  if (!shared_) return keep(event);
  Guard guard(*this);
  keep(event);
}

std::vector<Event> Recorder::tail(size_t most) const {
  Guard guard(*this);
  size_t length = count_ < ring_.size() ? static_cast<size_t>(count_) : ring_.size();
  if (length > most) length = most;
  std::vector<Event> events;
  events.reserve(length);
  for (uint64_t i = count_ - length; i < count_; i++) events.push_back(ring_[i & (ring_.size() - 1)]);
  return events;
}

}  // namespace owdf::trace
