#include "nt/dbg/debug_log.h"

#include <fmt/format.h>

#include <cstdio>
#include <vector>

#include "nt/machine.h"
#include "nt/upward.h"

namespace owdf::dbg {
namespace {

// The text takes part in the digest of the run by its hash (FNV-1a).
uint64_t hash_of(std::string_view text) {
  uint64_t hash = 1469598103934665603ull;
  for (char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 1099511628211ull;
  return hash;
}

}  // namespace

std::string Line::prefixed() const {
  return fmt::format("[{} {} {} {}.{:04}] {}", driver.empty() ? "-" : driver, processor, irql,
                     time / sched::kTicksPerMillisecond, time % sched::kTicksPerMillisecond, text);
}

void DebugLog::print(std::string_view text, const void* caller) {
  sched::World& world = machine_.world();
  const sched::Thread* thread = sched::current();
  world.record(trace::Kind::kDebugPrint, text.size(), hash_of(text));

  Line begun;
  if (nt::DriverLoader* loader = machine_.driver_loader()) begun.driver = loader->image_at(caller);
  begun.processor = thread ? world.current_processor() : 0;
  begun.irql = thread ? thread->irql() : sched::kPassiveLevel;
  begun.time = world.interrupt_time();

  std::vector<Line> finished;
  {
    sched::LockGuard guard(lock_);
    while (!text.empty()) {
      if (!has_open_) open_ = begun, has_open_ = true;
      const size_t end = text.find('\n');
      std::string_view part = text.substr(0, end);
      if (!part.empty() && part.back() == '\r') part.remove_suffix(1);
      open_.text += part;
      if (end == std::string_view::npos) break;
      text.remove_prefix(end + 1);
      finished.push_back(open_);
      has_open_ = false;
    }
  }
  for (const Line& line : finished) finish(line);
}

void DebugLog::flush() {
  Line line;
  {
    sched::LockGuard guard(lock_);
    if (!has_open_) return;
    line = open_;
    has_open_ = false;
  }
  finish(line);
}

void DebugLog::finish(const Line& line) {
  {
    sched::LockGuard guard(lock_);
    lines_.push_back(line);
    if (lines_.size() > kMostLines) lines_.pop_front();
  }
  if (machine_.options().echo_debug_print) std::fprintf(stderr, "%s\n", line.prefixed().c_str());
  if (listener_) listener_(line);
}

std::deque<Line> DebugLog::lines() const {
  sched::LockGuard guard(lock_);
  return lines_;
}

}  // namespace owdf::dbg
