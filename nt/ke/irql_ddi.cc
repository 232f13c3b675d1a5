// The edge of IRQL and of critical and guarded regions.
#include <wdm.h>

#include <utility>

#include "nt/ke/kernel.h"
#include "nt/ke/thread.h"

using owdf::ke::kernel;
using owdf::sched::current;

extern "C" {

KIRQL NTAPI KeGetCurrentIrql(void) {
  return current()->irql();
}

KIRQL NTAPI KfRaiseIrql(KIRQL NewIrql) {
  return kernel().raise_irql(NewIrql);
}

KIRQL NTAPI KeRaiseIrqlToDpcLevel(void) {
  return kernel().raise_irql(DISPATCH_LEVEL);
}

KIRQL NTAPI KeRaiseIrqlToSynchLevel(void) {
  return kernel().raise_irql(SYNCH_LEVEL);
}

void NTAPI KeLowerIrql(KIRQL NewIrql) {
  kernel().lower_irql(NewIrql);
}

void NTAPI KfLowerIrql(KIRQL NewIrql) {
  kernel().lower_irql(NewIrql);
}

PKTHREAD NTAPI KeGetCurrentThread(void) {
  return kernel().current_thread();
}

void NTAPI KeEnterCriticalRegion(void) {
  kernel().current_thread()->kernel_apc_disable--;
}

void NTAPI KeLeaveCriticalRegion(void) {
  kernel().current_thread()->kernel_apc_disable++;
}

void NTAPI KeEnterGuardedRegion(void) {
  kernel().current_thread()->special_apc_disable--;
}

void NTAPI KeLeaveGuardedRegion(void) {
  kernel().current_thread()->special_apc_disable++;
}

BOOLEAN NTAPI KeAreApcsDisabled(void) {
  const _KTHREAD* thread = kernel().current_thread();
  return thread->kernel_apc_disable != 0 || thread->special_apc_disable != 0;
}

BOOLEAN NTAPI KeAreAllApcsDisabled(void) {
  return kernel().current_thread()->special_apc_disable != 0 || current()->irql() >= APC_LEVEL;
}

KPRIORITY NTAPI KeQueryPriorityThread(PKTHREAD Thread) {
  return Thread->priority;
}

// There are no priorities here (docs/architecture.md): the value is kept for whoever asks.
KPRIORITY NTAPI KeSetPriorityThread(PKTHREAD Thread, KPRIORITY Priority) {
  return std::exchange(Thread->priority, Priority);
}

}  // extern "C"
