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

Line DebugLog::begin(const void* caller) const {
  sched::World& world = machine_.world();
  const sched::Thread* thread = sched::current();
  Line line;
  if (nt::DriverLoader* loader = machine_.driver_loader()) line.driver = loader->image_at(caller);
  line.processor = thread ? world.current_processor() : 0;
  line.irql = thread ? thread->irql() : sched::kPassiveLevel;
  line.time = world.interrupt_time();
  return line;
}

void DebugLog::print(std::string_view text, const void* caller) {
  machine_.world().record(trace::Kind::kDebugPrint, text.size(), hash_of(text));
  const Line begun = begin(caller);
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

// Where the message stands takes part in the digest, its text does not: traces print addresses.
void DebugLog::trace(std::string_view text, unsigned source_line, const void* caller) {
  machine_.world().record(trace::Kind::kTraceMessage, source_line);
  Line line = begin(caller);
  line.traced = true;
  line.text = text;
  finish(line);
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
  const nt::MachineOptions& options = machine_.options();
  if (line.traced ? options.echo_trace : options.echo_debug_print)
    std::fprintf(stderr, "%s\n", line.prefixed().c_str());
  if (listener_) listener_(line);
}

std::deque<Line> DebugLog::lines() const {
  sched::LockGuard guard(lock_);
  return lines_;
}

}  // namespace owdf::dbg
