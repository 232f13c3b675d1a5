// ProcessManager: the processes and threads of one machine. The system process holds the kernel handles and every
// thread that is not an application's. Owner: Machine. PASSIVE_LEVEL unless said otherwise. Lock: `lock_`, rank
// kObject.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "nt/ps/process.h"

namespace owdf::ps {

class ProcessManager {
 public:
  explicit ProcessManager(nt::Machine& machine);
  ~ProcessManager();
  ProcessManager(const ProcessManager&) = delete;
  ProcessManager& operator=(const ProcessManager&) = delete;
  nt::Machine& machine() { return machine_; }

  Process& system() { return *system_; }

  // A process without threads. It runs from its first create_thread() until its last thread ends.
  Result<ob::Ref<Process>> create_process(std::string image_name);
  // From an executive thread. The body's return ends the thread with STATUS_SUCCESS; see exit_thread().
  Result<ob::Ref<Thread>> create_thread(Process& process, std::string name, std::function<void()> body);
  // A system thread, soon; any IRQL up to DISPATCH_LEVEL, and from outside the world.
  void post(std::string name, std::function<void()> body);
  // What World::run() is given for a body that shall run on a thread of the system process.
  struct Start {
    sched::ThreadOptions options;
    std::function<void()> body;
  };
  Start prepare(Process& process, std::string name, std::function<void()> body);

  // Ends the calling thread: cancels its requests and waits for them, then leaves its process. Does not return.
  [[noreturn]] void exit_thread(NTSTATUS status);
  // Asks a process to end with this status, from anywhere; returns at once. The last of its threads closes its handles.
  void terminate(Process& process, NTSTATUS status);
  // The same for the caller's own process. Does not return if the caller is one of its threads.
  void exit_process(NTSTATUS status);
  // Blocks until the process has ended and its handles are closed.
  NTSTATUS wait_for_exit(Process& process);
  // At the edges of system services: leaves if the process is to end.
  void check_terminating() {
    const Thread* thread = current_thread();
    if (thread->process->terminating() && !thread->ending) exit_thread(thread->process->exit_status());
  }

  ob::Ref<Process> find(HANDLE id);
  ob::Ref<Thread> find_thread(HANDLE id);
  std::vector<ob::Ref<Thread>> threads_of(Process& process);
  size_t process_count() const;  // the system process not counted

 private:
  Thread* new_thread(Process& process, std::string name);
  void run_thread(Thread& thread, const std::function<void()>& body);
  void leave(Thread& thread, NTSTATUS status);
  void run_down_requests(Thread& thread);
  void run_down(Process& process);

  nt::Machine& machine_;
  Process* system_ = nullptr;
  mutable sched::Lock lock_{sched::LockRank::kObject, "ps.processes"};
  std::vector<Process*> processes_ GUARDED_BY(lock_);
  std::atomic<uint64_t> last_id_{0};
};

}  // namespace owdf::ps
