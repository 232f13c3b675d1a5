// Process: what PEPROCESS points at: a handle table, an environment, an end. An application is an image that runs on
// threads of a process of its own. When the last thread has left, handles are closed (IRP_MJ_CLEANUP, IRP_MJ_CLOSE) and
// the process object becomes signalled. Owner: object references; each thread and the running process itself hold one.
// PASSIVE_LEVEL.
#pragma once

#include <wdm.h>

#include <map>
#include <memory>
#include <string>

#include "base/list.h"
#include "nt/ob/handle_table.h"
#include "nt/ps/thread.h"

namespace owdf::ps {

class Process;

}  // namespace owdf::ps

// A wait on the process waits for its end.
struct _EPROCESS {
  KEVENT ended;
};

namespace owdf::ps {

class Process : public _EPROCESS {
 public:
  Process(nt::Machine& machine, std::string image_name, HANDLE id, bool system);

  nt::Machine& machine() const { return machine_; }
  const std::string& image_name() const { return image_name_; }
  HANDLE id() const { return id_; }
  bool is_system() const { return system_; }
  ob::HandleTable& handles() { return handles_; }
  std::map<std::u16string, std::u16string>& environment() { return environment_; }

  // Requests to end. Threads notice at the edge of their next system service and in every wait of theirs.
  bool terminating() const { return terminating_.load(std::memory_order_acquire); }
  KEVENT* terminated_event() { return &terminated_; }
  // STATUS_PENDING while it runs; final once it is terminating.
  NTSTATUS exit_status() const { return exit_status_.load(std::memory_order_relaxed); }
  bool exited() const { return exited_.load(std::memory_order_acquire); }

  // What client/ keeps for the program that runs in the process; destroyed when the process has ended.
  std::shared_ptr<void> program;

 private:
  friend class ProcessManager;

  // Two may ask at once: the first gives the status. Whoever sees terminating() sees that status. False: not the first.
  bool begin_ending(NTSTATUS status);

  nt::Machine& machine_;
  std::string image_name_;
  HANDLE id_;
  const bool system_;
  ob::HandleTable handles_;
  std::map<std::u16string, std::u16string> environment_;
  std::atomic<bool> terminating_{false};
  std::atomic<bool> exited_{false};
  std::atomic<NTSTATUS> exit_status_{STATUS_PENDING};
  KEVENT terminated_;  // notification: set once `terminating_` is
  sched::Lock lock_{sched::LockRank::kObject, "ps.process"};
  List<Thread, &Thread::link> threads_ GUARDED_BY(lock_);
  bool had_threads_ GUARDED_BY(lock_) = false;
  ListLink link_;  // in the machine's list
};

extern const ob::Type kProcessType;

inline Process* current_process() {
  Thread* thread = current_thread();
  return thread ? thread->process : nullptr;
}

// Which mode a service is called in: the application's threads call Nt* functions as users, everybody else as the
// kernel.
inline KPROCESSOR_MODE previous_mode() {
  Process* process = current_process();
  return process && !process->is_system() ? static_cast<KPROCESSOR_MODE>(UserMode)
                                          : static_cast<KPROCESSOR_MODE>(KernelMode);
}

}  // namespace owdf::ps
