// The edge: processes and threads as drivers and applications see them.
#include <wdm.h>

#include "nt/machine.h"
#include "nt/ob/name.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/services.h"

using namespace owdf;
using Mode = ob::ObjectManager::Mode;

namespace {

ps::ProcessManager& processes() {
  return nt::current_machine()->ps();
}
Mode caller_mode() {
  return ps::previous_mode() == KernelMode ? Mode::kKernel : Mode::kUser;
}

// The process that a handle names; the system process without one.
Result<ob::Ref<ps::Process>> process_or_system(HANDLE handle) {
  if (!handle) return ob::Ref<ps::Process>::share(&processes().system());
  auto found = TRY(nt::current_machine()->ob().by_handle(handle, &ps::kProcessType, 0, Mode::kKernel));
  return std::move(found).as<ps::Process>();
}

}  // namespace

extern "C" {

NTSTATUS NTAPI PsCreateSystemThread(PHANDLE ThreadHandle, ULONG DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                                    HANDLE ProcessHandle, PCLIENT_ID ClientId, PKSTART_ROUTINE StartRoutine,
                                    PVOID StartContext) {
  *ThreadHandle = nullptr;
  auto process = process_or_system(ProcessHandle);
  if (!process) return process.status().value;
  auto thread = processes().create_thread(**process, "system thread", [=] { StartRoutine(StartContext); });
  if (!thread) return thread.status().value;
  if (ClientId) *ClientId = {(*process)->id(), (*thread)->id};
  const ULONG attributes = ObjectAttributes ? ObjectAttributes->Attributes : 0;
  *ThreadHandle = nt::current_machine()->ob().open_handle(thread->get(), DesiredAccess, attributes);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI PsTerminateSystemThread(NTSTATUS ExitStatus) {
  if (!ps::current_thread()->system) return STATUS_INVALID_PARAMETER;
  processes().exit_thread(ExitStatus);
}

PEPROCESS NTAPI IoGetCurrentProcess(VOID) {
  return ps::current_process();
}
HANDLE NTAPI PsGetCurrentProcessId(VOID) {
  return ps::current_process()->id();
}
PETHREAD NTAPI PsGetCurrentThread(VOID) {
  return ps::current_thread();
}
HANDLE NTAPI PsGetCurrentThreadId(VOID) {
  return ps::current_thread()->id;
}
HANDLE NTAPI PsGetThreadId(PETHREAD Thread) {
  return Thread->id;
}
HANDLE NTAPI PsGetThreadProcessId(PETHREAD Thread) {
  return Thread->process->id();
}
PEPROCESS NTAPI PsGetThreadProcess(PETHREAD Thread) {
  return Thread->process;
}
HANDLE NTAPI PsGetProcessId(PEPROCESS Process) {
  return static_cast<ps::Process*>(Process)->id();
}
BOOLEAN NTAPI PsIsSystemThread(PETHREAD Thread) {
  return Thread->system;
}
BOOLEAN NTAPI PsIsThreadTerminating(PETHREAD Thread) {
  return Thread->ending || Thread->process->terminating();
}
NTSTATUS NTAPI PsGetProcessExitStatus(PEPROCESS Process) {
  return static_cast<ps::Process*>(Process)->exit_status();
}

NTSTATUS NTAPI PsLookupProcessByProcessId(HANDLE ProcessId, PEPROCESS* Process) {
  auto found = processes().find(ProcessId);
  *Process = found.get();
  if (!found) return STATUS_INVALID_PARAMETER;
  (void)found.release();
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI PsLookupThreadByThreadId(HANDLE ThreadId, PETHREAD* Thread) {
  auto found = processes().find_thread(ThreadId);
  *Thread = found.get();
  if (!found) return STATUS_INVALID_PARAMETER;
  (void)found.release();
  return STATUS_SUCCESS;
}

PEPROCESS NTAPI IoGetRequestorProcess(PIRP Irp) {
  return Irp->Tail.Overlay.Thread ? Irp->Tail.Overlay.Thread->process : nullptr;
}

ULONG NTAPI IoGetRequestorProcessId(PIRP Irp) {
  PEPROCESS process = IoGetRequestorProcess(Irp);
  return process ? static_cast<ULONG>(reinterpret_cast<ULONG_PTR>(PsGetProcessId(process))) : 0;
}

BOOLEAN NTAPI IoIs32bitProcess(PIRP Irp) {
  return FALSE;
}
BOOLEAN NTAPI IoIsSystemThread(PETHREAD Thread) {
  return Thread->system;
}

NTSTATUS NTAPI NtTerminateProcess(HANDLE ProcessHandle, NTSTATUS ExitStatus) {
  if (!ProcessHandle) ProcessHandle = NtCurrentProcess();
  auto found =
      nt::current_machine()->ob().by_handle(ProcessHandle, &ps::kProcessType, PROCESS_TERMINATE, caller_mode());
  if (!found) return found.status().value;
  ps::Process* process = static_cast<ps::Process*>(found->get());
  if (process->is_system()) return STATUS_INVALID_PARAMETER;
  processes().terminate(*process, ExitStatus);
  *found = {};
  processes().check_terminating();
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI NtTerminateThread(HANDLE ThreadHandle, NTSTATUS ExitStatus) {
  if (!ThreadHandle) ThreadHandle = NtCurrentThread();
  auto found = nt::current_machine()->ob().by_handle(ThreadHandle, &ps::kThreadType, THREAD_TERMINATE, caller_mode());
  if (!found) return found.status().value;
  const bool own = found->get() == ps::current_thread();
  *found = {};
  if (own) processes().exit_thread(ExitStatus);
  nt::current_machine()->report({"NotImplemented", "NtTerminateThread was called for another thread", {}});
  return STATUS_NOT_IMPLEMENTED;
}

}  // extern "C"
