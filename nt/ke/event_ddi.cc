// The edge of events, semaphores, mutexes and waits.
#include "nt/ke/thread.h"
#include "nt/ke/wait.h"
#include "nt/machine.h"

using owdf::ke::kernel;
using owdf::ke::WaitFor;

namespace {

// A driver that asks for a wait after the signal has the two as one step: no scheduling point may come between.
// Our signals are points only after the state has changed, so nothing is to be done but to say so.
constexpr const char* kSemaphore = "KeReleaseSemaphore";
constexpr const char* kMutex = "KeReleaseMutex";

}  // namespace

extern "C" {

void NTAPI KeInitializeEvent(PRKEVENT Event, EVENT_TYPE Type, BOOLEAN State) {
  owdf::ke::initialize_header(Event->Header, static_cast<owdf::ke::ObjectType>(Type), sizeof *Event, State ? 1 : 0);
}

LONG NTAPI KeSetEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait) {
  return kernel().set_event(Event->Header);
}
LONG NTAPI KeResetEvent(PRKEVENT Event) {
  return kernel().reset_event(Event->Header);
}
void NTAPI KeClearEvent(PRKEVENT Event) {
  kernel().reset_event(Event->Header);
}
LONG NTAPI KePulseEvent(PRKEVENT Event, KPRIORITY Increment, BOOLEAN Wait) {
  return kernel().pulse_event(Event->Header);
}
LONG NTAPI KeReadStateEvent(PRKEVENT Event) {
  return __atomic_load_n(&Event->Header.SignalState, __ATOMIC_RELAXED);
}

void NTAPI KeInitializeSemaphore(PRKSEMAPHORE Semaphore, LONG Count, LONG Limit) {
  *Semaphore = {};
  owdf::ke::initialize_header(Semaphore->Header, owdf::ke::kSemaphore, sizeof *Semaphore, Count);
  Semaphore->Limit = Limit;
}

LONG NTAPI KeReadStateSemaphore(PRKSEMAPHORE Semaphore) {
  return __atomic_load_n(&Semaphore->Header.SignalState, __ATOMIC_RELAXED);
}

LONG NTAPI KeReleaseSemaphore(PRKSEMAPHORE Semaphore, KPRIORITY Increment, LONG Adjustment, BOOLEAN Wait) {
  int32_t previous = 0;
  const NTSTATUS status = kernel().release_semaphore(Semaphore->Header, Adjustment, &previous);
  if (!NT_SUCCESS(status)) kernel().raise_status(status, kSemaphore);
  return previous;
}

void NTAPI KeInitializeMutex(PRKMUTEX Mutex, ULONG Level) {
  *Mutex = {};
  owdf::ke::initialize_header(Mutex->Header, owdf::ke::kMutant, sizeof *Mutex, 1);
  Mutex->ApcDisable = 1;
}

LONG NTAPI KeReadStateMutex(PRKMUTEX Mutex) {
  return __atomic_load_n(&Mutex->Header.SignalState, __ATOMIC_RELAXED);
}

LONG NTAPI KeReleaseMutex(PRKMUTEX Mutex, BOOLEAN Wait) {
  int32_t previous = 0;
  const NTSTATUS status = kernel().release_mutant(Mutex->Header, &previous);
  if (!NT_SUCCESS(status)) kernel().raise_status(status, kMutex);
  return previous;
}

NTSTATUS NTAPI KeWaitForMultipleObjects(ULONG Count, PVOID Object[], WAIT_TYPE WaitType, KWAIT_REASON WaitReason,
                                        KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Timeout,
                                        PKWAIT_BLOCK WaitBlockArray) {
  auto& ke = kernel();
  if (Count == 0 || Count > MAXIMUM_WAIT_OBJECTS || (Count > THREAD_WAIT_OBJECTS && !WaitBlockArray)) {
    ke.bug_check(0xC /* MAXIMUM_WAIT_OBJECTS_EXCEEDED */, Count, 0, 0, 0,
                 "KeWaitForMultipleObjects was given too many objects");
  }
  return ke.wait(
      {reinterpret_cast<DISPATCHER_HEADER**>(Object), Count}, WaitType == WaitAll ? WaitFor::kAll : WaitFor::kAny,
      ke.deadline_of(Timeout ? reinterpret_cast<const int64_t*>(&Timeout->QuadPart) : nullptr), Alertable, WaitMode);
}

NTSTATUS NTAPI KeWaitForSingleObject(PVOID Object, KWAIT_REASON WaitReason, KPROCESSOR_MODE WaitMode, BOOLEAN Alertable,
                                     PLARGE_INTEGER Timeout) {
  return KeWaitForMultipleObjects(1, &Object, WaitAny, WaitReason, WaitMode, Alertable, Timeout, nullptr);
}

NTSTATUS NTAPI KeDelayExecutionThread(KPROCESSOR_MODE WaitMode, BOOLEAN Alertable, PLARGE_INTEGER Interval) {
  auto& ke = kernel();
  return ke.delay(ke.deadline_of(reinterpret_cast<const int64_t*>(&Interval->QuadPart)), Alertable, WaitMode);
}

}  // extern "C"
