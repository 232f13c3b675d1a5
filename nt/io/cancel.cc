#include <wdm.h>

#include "base/sanitizers.h"
#include "nt/io/io_manager.h"
#include "nt/io/irp.h"
#include "nt/io/requests.h"
#include "nt/ke/list_entry.h"
#include "nt/machine.h"

namespace owdf::io {

void list_irp(PIRP irp) {
  ps::Thread* thread = ps::current_thread();
  IrpRecord& record = record_of(irp);
  record.thread = thread;
  irp->Tail.Overlay.Thread = thread;
  sched::LockGuard guard(thread->requests_lock);
  record.listed = true;
  ke::link_before(thread->requests, irp->ThreadListEntry);
}

// True: the caller shall free the IRP. False: a canceller has it pinned and will. An ending thread may go as soon as
// the lock is let go, so who is to wake it holds on to it.
bool unlist_irp(PIRP irp) {
  IrpRecord& record = record_of(irp);
  ps::Thread* thread = record.thread;
  if (!thread) return true;  // abandoned, or never listed
  ob::Ref<ps::Thread> ending;
  bool free_now;
  {
    sched::LockGuard guard(thread->requests_lock);
    if (record.listed) {
      record.listed = false;
      ke::unlink(irp->ThreadListEntry);
      if (thread->ending && ke::list_empty(thread->requests)) ending = ob::Ref<ps::Thread>::share(thread);
    }
    record.finished = true;
    free_now = record.pins == 0;
  }
  if (ending) KeSetEvent(&ending->requests_done, 0, FALSE);
  return free_now;
}

bool requests_empty(ps::Thread& thread) {
  sched::LockGuard guard(thread.requests_lock);
  return ke::list_empty(thread.requests);
}

size_t cancel_requests(ps::Thread& thread, const std::function<bool(PIRP)>& matches) {
  std::vector<PIRP> found;
  {
    sched::LockGuard guard(thread.requests_lock);
    for (PLIST_ENTRY at = thread.requests.Flink; at != &thread.requests; at = at->Flink) {
      PIRP irp = CONTAINING_RECORD(at, IRP, ThreadListEntry);
      if (matches && !matches(irp)) continue;
      record_of(irp).pins++;
      found.push_back(irp);
    }
  }
  for (PIRP irp : found) IoCancelIrp(irp);
  for (PIRP irp : found) {
    bool free_now;
    {
      sched::LockGuard guard(thread.requests_lock);
      IrpRecord& record = record_of(irp);
      free_now = --record.pins == 0 && record.finished;
    }
    if (free_now) free_irp(*nt::current_machine(), irp);
  }
  return found.size();
}

size_t abandon_requests(ps::Thread& thread) {
  size_t count = 0;
  sched::LockGuard guard(thread.requests_lock);
  while (!ke::list_empty(thread.requests)) {
    PIRP irp = CONTAINING_RECORD(thread.requests.Flink, IRP, ThreadListEntry);
    ke::unlink(irp->ThreadListEntry);
    record_of(irp).listed = false;
    record_of(irp).thread = nullptr;
    irp->Tail.Overlay.Thread = nullptr;
    count++;
  }
  return count;
}

}  // namespace owdf::io

using namespace owdf;

// Cancel is set before the routine is taken; who installs a routine installs it before he looks at Cancel. In either
// order one of the two sees the other, so no cancel is lost, and the exchange lets exactly one of canceller and owner
// have the routine. The routine itself releases the cancel spin lock.
extern "C" BOOLEAN NTAPI IoCancelIrp(PIRP Irp) {
  nt::Machine& machine = *nt::current_machine();
  KIRQL irql;
  IoAcquireCancelSpinLock(&irql);
  {
    // Drivers look at Cancel by a plain read at any time, as they are told to; it is not they who race.
    HiddenFromTsan hidden;
    __atomic_store_n(&Irp->Cancel, BOOLEAN{TRUE}, __ATOMIC_SEQ_CST);
  }
  PDRIVER_CANCEL routine = __atomic_exchange_n(&Irp->CancelRoutine, nullptr, __ATOMIC_SEQ_CST);
  if (!routine) {
    IoReleaseCancelSpinLock(irql);
    return FALSE;
  }
  if (Irp->CurrentLocation > Irp->StackCount + 1) {
    machine.bug_check(CANCEL_STATE_IN_COMPLETED_IRP, reinterpret_cast<ULONG_PTR>(Irp),
                      reinterpret_cast<ULONG_PTR>(routine), 0, 0,
                      "a completed IRP was cancelled while it still had a cancel routine");
  }
  machine.world().record(trace::Kind::kIrpCancelled, io::serial_of(Irp));
  Irp->CancelIrql = irql;
  routine(IoGetCurrentIrpStackLocation(Irp)->DeviceObject, Irp);
  return TRUE;
}

extern "C" void NTAPI IoAcquireCancelSpinLock(PKIRQL Irql) {
  KeAcquireSpinLock(nt::current_machine()->io().cancel_lock(), Irql);
}

extern "C" void NTAPI IoReleaseCancelSpinLock(KIRQL Irql) {
  KeReleaseSpinLock(nt::current_machine()->io().cancel_lock(), Irql);
}
