// DebugLog: what the drivers of one machine print with DbgPrint, and what they trace. Text is gathered into lines; each
// line knows who began it. Everything is shown: the component filters of a real system would hide most of what a
// driver's author wants to see. Owner: Executive. Any IRQL; one leaf lock. The listener is called without it.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>

#include "sched/lock.h"
#include "sched/world.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::dbg {

struct Line {
  std::string driver;  // service name; empty: the executive, or a program
  unsigned processor = 0;
  sched::Irql irql = 0;
  sched::Ticks time = 0;
  bool traced = false;           // a message of a WPP provider, not of DbgPrint
  std::string text;              // without its end of line
  std::string prefixed() const;  // [driver cpu irql time] text
};

class DebugLog {
 public:
  static constexpr size_t kMostLines = 4096;

  explicit DebugLog(nt::Machine& machine) : machine_(machine) {}

  // `caller`: the code address that printed, for the driver's name.
  void print(std::string_view text, const void* caller);
  // A message of a WPP provider, from that line of its source: always a line of its own.
  void trace(std::string_view text, unsigned source_line, const void* caller);
  // Ends a line that was begun without its end; for the end of a run.
  void flush();

  std::deque<Line> lines() const;  // the last ones, oldest first
  // Called with every finished line, on the thread that finished it. Set before the first driver is loaded.
  void set_listener(std::function<void(const Line&)> listener) { listener_ = std::move(listener); }

 private:
  Line begin(const void* caller) const;
  void finish(const Line& line);

  nt::Machine& machine_;
  mutable sched::Lock lock_{sched::LockRank::kLeaf, "dbg.log"};
  std::deque<Line> lines_ GUARDED_BY(lock_);
  Line open_ GUARDED_BY(lock_);
  bool has_open_ GUARDED_BY(lock_) = false;
  std::function<void(const Line&)> listener_;
};

}  // namespace owdf::dbg
