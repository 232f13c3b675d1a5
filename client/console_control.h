// ConsoleControl: what one program does about Ctrl+C and Ctrl+Break: its handlers, and whether it hears of Ctrl+C at
// all. Member of ProgramState. Any thread of the process; takes its own leaf lock.
#pragma once

#include <windows.h>

#include <algorithm>
#include <vector>

#include "sched/lock.h"

namespace owdf::client {

class ConsoleControl {
 public:
  void add(PHANDLER_ROUTINE handler) {
    sched::LockGuard guard(lock_);
    handlers_.push_back(handler);
  }
  // Forgets the newest registration of it. False: there is none.
  bool remove(PHANDLER_ROUTINE handler) {
    sched::LockGuard guard(lock_);
    const auto found = std::find(handlers_.rbegin(), handlers_.rend(), handler);
    if (found == handlers_.rend()) return false;
    handlers_.erase(std::next(found).base());
    return true;
  }
  void ignore_interrupts(bool ignore) {
    sched::LockGuard guard(lock_);
    ignores_interrupts_ = ignore;
  }
  bool wants(DWORD event) const {
    sched::LockGuard guard(lock_);
    return event != CTRL_C_EVENT || !ignores_interrupts_;
  }
  std::vector<PHANDLER_ROUTINE> newest_first() const {
    sched::LockGuard guard(lock_);
    return {handlers_.rbegin(), handlers_.rend()};
  }

 private:
  mutable sched::Lock lock_{sched::LockRank::kLeaf, "client.console_control"};
  std::vector<PHANDLER_ROUTINE> handlers_ GUARDED_BY(lock_);
  bool ignores_interrupts_ GUARDED_BY(lock_) = false;
};

}  // namespace owdf::client
