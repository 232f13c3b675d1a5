#include "nt/ke/kernel.h"

#include "base/sanitizers.h"
#include "nt/ke/exception.h"
#include "nt/ke/nodes.h"
#include "nt/ke/list_entry.h"
#include "nt/ke/thread.h"
#include "nt/ke/wait.h"
#include "nt/machine.h"

namespace owdf::ke {

Kernel& kernel() {
  nt::Machine* machine = nt::current_machine();
  OWDF_ASSERT(machine);
  return machine->ke();
}

Kernel::Kernel(nt::Machine& machine)
    : machine_(machine),
      world_(machine.world()),
      idle_threads_(std::make_unique<_KTHREAD[]>(machine.world().options().processors)) {
  for (unsigned i = 0; i < world_.options().processors; i++) initialize_thread(idle_threads_[i]);
}

Kernel::~Kernel() = default;

void Kernel::initialize_thread(_KTHREAD& thread) {
  initialize_header(thread.Header, kThread, sizeof thread.Header, 0);
  clear_list(thread.mutants);
}

_KTHREAD* Kernel::current_thread() {
  sched::Thread* thread = sched::current();
  OWDF_ASSERT(thread && thread->domain() == &machine_);
  void* owner = thread->owner();
  return owner ? static_cast<_KTHREAD*>(owner) : &idle_threads_[world_.current_processor()];
}

void Kernel::thread_ended(_KTHREAD& thread) {
  bool holds_mutex = false;
  {
    sched::LockGuard guard(lock_);
    while (!list_empty(thread.mutants)) {
      KMUTANT* mutant = CONTAINING_RECORD(thread.mutants.Flink, KMUTANT, MutantListEntry);
      unlink(mutant->MutantListEntry);
      holds_mutex = holds_mutex || mutant->ApcDisable;
      mutant->Abandoned = TRUE;
      mutant->OwnerThread = nullptr;
      mutant->Header.SignalState = 1;
      happens_before(&mutant->Header);
      signal_locked(mutant->Header);
    }
    thread.Header.SignalState = 1;
    happens_before(&thread.Header);
    signal_locked(thread.Header);
  }
  if (holds_mutex) {
    bug_check(0x4000008A /* THREAD_TERMINATE_HELD_MUTEX */, reinterpret_cast<uint64_t>(&thread), 0, 0, 0,
              "a thread ended while it held a mutex");
  }
  world_.point(sched::Point::kWake);
}

sched::Irql Kernel::raise_irql(sched::Irql level) {
  const sched::Irql before = sched::current()->irql();
  if (level < before || level > sched::kHighLevel) {
    bug_check(0x9 /* IRQL_NOT_GREATER_OR_EQUAL */, before, level, 0, 0, "KeRaiseIrql was asked to lower the IRQL");
  }
  if (level != before) world_.raise_irql(level);
  return before;
}

void Kernel::lower_irql(sched::Irql level) {
  const sched::Irql before = sched::current()->irql();
  if (level > before) {
    bug_check(0xA /* IRQL_NOT_LESS_OR_EQUAL */, before, level, 0, 0, "KeLowerIrql was asked to raise the IRQL");
  }
  if (level != before) world_.lower_irql(level);
}

void Kernel::bug_check(uint32_t code, uint64_t p1, uint64_t p2, uint64_t p3, uint64_t p4, std::string message) {
  machine_.bug_check(code, p1, p2, p3, p4, std::move(message));
  OWDF_ASSERT(!"a bug check on a thread of its machine does not return");
  __builtin_unreachable();
}

void Kernel::raise_status(int32_t status, const char* function) {
  Raised raised;
  describe_call(raised, static_cast<uint32_t>(status), EXCEPTION_NONCONTINUABLE, __builtin_return_address(0));
  raise(raised);
  bug_check(0x1E /* KMODE_EXCEPTION_NOT_HANDLED */, static_cast<uint64_t>(int64_t{status}), 0, 0, 0,
            std::string(function) + " raised an exception that nobody handled");
}

}  // namespace owdf::ke
