#include "nt/ps/process_manager.h"

#include <new>

#include "nt/io/irp.h"
#include "nt/io/requests.h"
#include "nt/ke/kernel.h"
#include "nt/ke/list_entry.h"
#include "nt/machine.h"
#include "nt/ob/object_manager.h"

namespace owdf::ps {

namespace {

// How long an ending thread waits for drivers to give back its cancelled requests before it leaves them behind.
constexpr int64_t kRundownPatience = 300 * 1000 * sched::kTicksPerMillisecond;

void* own_dispatcher(void* body) {
  return body;
}
void destroy_thread(nt::Machine&, void* body) {
  Thread* thread = static_cast<Thread*>(body);
  if (thread->process) ob::dereference(thread->process);
  thread->~Thread();
}
void destroy_process(nt::Machine&, void* body) {
  static_cast<Process*>(body)->~Process();
}

}  // namespace

constinit const ob::Type kThreadType{
    .name = u"Thread", .dispatcher = own_dispatcher, .destroy = destroy_thread, .discard = ob::discard_body<Thread>};
constinit const ob::Type kProcessType{
    .name = u"Process", .dispatcher = own_dispatcher, .destroy = destroy_process, .discard = ob::discard_body<Process>};

Process::Process(nt::Machine& machine, std::string image_name, HANDLE id, bool system)
    : machine_(machine), image_name_(std::move(image_name)), id_(id), system_(system), handles_(system) {
  KeInitializeEvent(&ended, NotificationEvent, FALSE);
  KeInitializeEvent(&terminated_, NotificationEvent, FALSE);
}

bool Process::begin_ending(NTSTATUS status) {
  sched::LockGuard guard(lock_);
  if (terminating()) return false;
  exit_status_.store(status, std::memory_order_relaxed);
  terminating_.store(true, std::memory_order_release);
  return true;
}

ProcessManager::ProcessManager(nt::Machine& machine) : machine_(machine) {
  void* body = machine.ob().allocate(kProcessType, sizeof(Process));
  OWDF_ASSERT(body);
  system_ = new (body) Process(machine, "System", reinterpret_cast<HANDLE>(uint64_t{4}), true);
  last_id_ = 4;
}

// Processes that still run when their machine is taken down: their threads are gone, and their programs may stand on
// parts of the machine that go next.
ProcessManager::~ProcessManager() {
  for (Process* process : processes_) process->program.reset();
}

Result<ob::Ref<Process>> ProcessManager::create_process(std::string image_name) {
  void* body = machine_.ob().allocate(kProcessType, sizeof(Process));
  if (!body) return Status(STATUS_INSUFFICIENT_RESOURCES);
  const HANDLE id = reinterpret_cast<HANDLE>(last_id_.fetch_add(4) + 4);
  Process* process = new (body) Process(machine_, std::move(image_name), id, false);
  machine_.world().record(trace::Kind::kProcessCreated, reinterpret_cast<uint64_t>(id));
  ob::reference(process);  // the machine's list, until it is run down
  sched::LockGuard guard(lock_);
  processes_.push_back(process);
  return ob::Ref<Process>::adopt(process);
}

Thread* ProcessManager::new_thread(Process& process, std::string name) {
  void* body = machine_.ob().allocate(kThreadType, sizeof(Thread));
  if (!body) return nullptr;
  Thread* thread = new (body) Thread;
  machine_.ke().initialize_thread(thread->tcb);
  thread->id = reinterpret_cast<HANDLE>(last_id_.fetch_add(4) + 4);
  thread->name = std::move(name);
  thread->system = process.is_system();
  ke::clear_list(thread->requests);
  KeInitializeEvent(&thread->requests_done, NotificationEvent, FALSE);
  ob::reference(&process);
  thread->process = &process;
  sched::LockGuard guard(process.lock_);
  process.threads_.push_back(thread);
  process.had_threads_ = true;
  return thread;
}

ProcessManager::Start ProcessManager::prepare(Process& process, std::string name, std::function<void()> body) {
  Thread* thread = new_thread(process, name);
  OWDF_ASSERT(thread);
  return {{.name = std::move(name), .domain = &machine_, .owner = thread},
          [this, thread, body = std::move(body)] { run_thread(*thread, body); }};
}

Result<ob::Ref<Thread>> ProcessManager::create_thread(Process& process, std::string name, std::function<void()> body) {
  if (process.terminating()) return Status(STATUS_PROCESS_IS_TERMINATING);
  Start start = prepare(process, std::move(name), std::move(body));
  auto thread = ob::Ref<Thread>::share(static_cast<Thread*>(start.options.owner));
  machine_.world().spawn(start.options, std::move(start.body));
  return thread;
}

void ProcessManager::post(std::string name, std::function<void()> body) {
  Start start = prepare(*system_, std::move(name), std::move(body));
  machine_.world().post(start.options, std::move(start.body));
}

void ProcessManager::run_thread(Thread& thread, const std::function<void()>& body) {
  body();
  leave(thread, STATUS_SUCCESS);
}

void ProcessManager::exit_thread(NTSTATUS status) {
  Thread* thread = current_thread();
  OWDF_ASSERT(thread);
  leave(*thread, status);
  machine_.world().exit_thread();
  __builtin_unreachable();
}

void ProcessManager::leave(Thread& thread, NTSTATUS status) {
  OWDF_ASSERT(!thread.ending);
  {
    // Who completes a request of the thread decides under this lock whether to tell it that its list is empty.
    sched::LockGuard guard(thread.requests_lock);
    thread.ending = true;
  }
  std::atomic_ref(thread.exit_status).store(status);
  run_down_requests(thread);
  Process& process = *thread.process;
  bool last;
  {
    sched::LockGuard guard(process.lock_);
    process.threads_.remove(&thread);
    last = process.threads_.empty() && !process.is_system();
  }
  if (last) {
    process.begin_ending(status);
    run_down(process);
  }
  io::drain_irp_cache(machine_, thread);
  machine_.ke().thread_ended(thread.tcb);
  sched::current()->set_owner(nullptr);
  ob::dereference(&thread);
}

// A request that its driver neither completes nor lets be cancelled would keep the thread for ever. After the patience
// of five minutes (of virtual time, in the deterministic form) the thread leaves it behind and says so.
void ProcessManager::run_down_requests(Thread& thread) {
  if (io::requests_empty(thread)) return;
  io::cancel_requests(thread, {});
  LARGE_INTEGER timeout;
  timeout.QuadPart = -kRundownPatience;
  while (!io::requests_empty(thread)) {
    if (KeWaitForSingleObject(&thread.requests_done, Executive, KernelMode, FALSE, &timeout) == STATUS_TIMEOUT) {
      const size_t abandoned = io::abandon_requests(thread);
      if (abandoned) {
        machine_.report({"RequestNotCancelled",
                         "thread " + thread.name + " of " + thread.process->image_name() + " ended with " +
                             std::to_string(abandoned) + " request(s) that no driver completed",
                         {}});
      }
    }
  }
}

void ProcessManager::run_down(Process& process) {
  while (void* handle = process.handles_.first()) {
    (void)machine_.ob().close_handle(process, handle);
  }
  process.program.reset();
  machine_.world().record(trace::Kind::kProcessEnded, reinterpret_cast<uint64_t>(process.id()),
                          static_cast<uint32_t>(process.exit_status()));
  process.exited_.store(true, std::memory_order_release);
  KeSetEvent(&process.ended, 0, FALSE);
  {
    sched::LockGuard guard(lock_);
    std::erase(processes_, &process);
  }
  ob::dereference(&process);
}

// A thread that starts a request after begin_ending() sees the flag when it comes back from the driver or begins to
// wait, and cancels the request itself; one that started it before is found in the lists below. Whichever comes first,
// the request is cancelled.
void ProcessManager::terminate(Process& process, NTSTATUS status) {
  if (!process.begin_ending(status)) return;
  KeSetEvent(&process.terminated_, 0, FALSE);
  bool ever_ran;
  {
    sched::LockGuard guard(process.lock_);
    ever_ran = process.had_threads_;
  }
  for (auto& thread : threads_of(process)) io::cancel_requests(*thread, {});
  if (!ever_ran) run_down(process);
}

void ProcessManager::exit_process(NTSTATUS status) {
  Process& process = *current_process();
  OWDF_ASSERT(!process.is_system());
  terminate(process, status);
  check_terminating();
}

NTSTATUS ProcessManager::wait_for_exit(Process& process) {
  KeWaitForSingleObject(&process.ended, Executive, KernelMode, FALSE, nullptr);
  return process.exit_status();
}

ob::Ref<Process> ProcessManager::find(HANDLE id) {
  if (id == system_->id()) return ob::Ref<Process>::share(system_);
  sched::LockGuard guard(lock_);
  for (Process* process : processes_) {
    if (process->id() == id) return ob::Ref<Process>::share(process);
  }
  return {};
}

std::vector<ob::Ref<Thread>> ProcessManager::threads_of(Process& process) {
  std::vector<ob::Ref<Thread>> threads;
  sched::LockGuard guard(process.lock_);
  for (Thread& thread : process.threads_) threads.push_back(ob::Ref<Thread>::share(&thread));
  return threads;
}

ob::Ref<Thread> ProcessManager::find_thread(HANDLE id) {
  std::vector<ob::Ref<Process>> processes{ob::Ref<Process>::share(system_)};
  {
    sched::LockGuard guard(lock_);
    for (Process* process : processes_) processes.push_back(ob::Ref<Process>::share(process));
  }
  for (auto& process : processes) {
    for (auto& thread : threads_of(*process)) {
      if (thread->id == id) return thread;
    }
  }
  return {};
}

size_t ProcessManager::process_count() const {
  sched::LockGuard guard(lock_);
  return processes_.size();
}

}  // namespace owdf::ps
