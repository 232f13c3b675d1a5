// Observer: listens to a world's event stream during a run and keeps what the report tells: which callbacks ran in
// which phase, how many requests passed. Live form: called on many threads, so it has a lock.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "trace/event.h"

namespace owdf::cli {

struct CallbackCount {
  std::string name;
  uint64_t count = 0;
};

// What happened between two acts of the runner ("start", "echoapp", "remove").
struct Phase {
  std::string name;
  std::vector<CallbackCount> callbacks;  // in the order in which each ran first
};

class Observer {
 public:
  void begin_phase(const std::string& name);
  void on_event(const trace::Event& event);

  const std::vector<Phase>& phases() const { return phases_; }
  uint64_t requests_dispatched() const { return dispatched_; }
  uint64_t requests_completed() const { return completed_; }
  uint64_t requests_cancelled() const { return cancelled_; }

 private:
  std::mutex lock_;
  std::vector<Phase> phases_;
  uint64_t dispatched_ = 0, completed_ = 0, cancelled_ = 0;
};

}  // namespace owdf::cli
