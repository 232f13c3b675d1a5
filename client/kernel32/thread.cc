// Threads of a program: executive threads of its process, each with the words of ThreadState.
#include <algorithm>

#include "client/kernel32/win32.h"
#include "client/program.h"
#include "nt/ps/process_manager.h"

using namespace owdf::client;
using owdf::ps::Thread;

namespace {

const HANDLE kCurrentProcess = reinterpret_cast<HANDLE>(-1);
const HANDLE kCurrentThread = reinterpret_cast<HANDLE>(-2);

// Priorities of the system for those of a program of the normal class.
constexpr int kIdlePriority = 1, kNormalPriority = 8, kTimeCriticalPriority = 15;

// The thread that a handle of this process names; empty, and the last error set, if none.
owdf::ob::Ref<Thread> thread_of(HANDLE handle) {
  if (handle == kCurrentThread) return owdf::ob::Ref<Thread>::share(owdf::ps::current_thread());
  void* body = nullptr;
  const NTSTATUS status = ObReferenceObjectByHandle(
      handle, 0, reinterpret_cast<POBJECT_TYPE>(const_cast<owdf::ob::Type*>(&owdf::ps::kThreadType)), KernelMode, &body,
      nullptr);
  if (!NT_SUCCESS(status)) return fail(error_of(status)), owdf::ob::Ref<Thread>();
  return owdf::ob::Ref<Thread>::adopt(static_cast<Thread*>(body));
}

}  // namespace

extern "C" {

HANDLE NTAPI CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T, LPTHREAD_START_ROUTINE start, LPVOID parameter, DWORD flags,
                          LPDWORD id) {
  if (!start) return fail(ERROR_INVALID_PARAMETER), nullptr;
  ProgramState& program = *current_program();
  // A suspended thread waits at its own gate, an event that ResumeThread opens.
  const HANDLE gate = flags & CREATE_SUSPENDED ? CreateEventW(nullptr, TRUE, FALSE, nullptr) : nullptr;
  auto thread = program.machine.ps().create_thread(program.process, program.options.name, [start, parameter, gate] {
    if (gate) WaitForSingleObject(gate, INFINITE);
    enter_thread();
    ExitThread(start(parameter));
  });
  if (!thread) return fail(error_of(thread.status().value)), nullptr;
  Thread* const made = thread.value().get();
  const HANDLE handle = program.process.handles().insert(made, THREAD_ALL_ACCESS, 0);
  if (gate) program.add_gate(made, gate);
  if (id) *id = static_cast<DWORD>(reinterpret_cast<uintptr_t>(made->id));
  return handle;
}

DWORD NTAPI ResumeThread(HANDLE handle) {
  const auto thread = thread_of(handle);
  if (!thread) return static_cast<DWORD>(-1);
  const HANDLE gate = current_program()->take_gate(thread.get());
  if (!gate) return 0;  // it was not suspended
  SetEvent(gate);
  return 1;
}

void NTAPI ExitThread(DWORD code) {
  leave_thread();
  owdf::nt::current_machine()->ps().exit_thread(static_cast<NTSTATUS>(code));
}

BOOL NTAPI GetExitCodeThread(HANDLE handle, LPDWORD code) {
  const auto thread = thread_of(handle);
  if (!thread) return FALSE;
  *code = static_cast<DWORD>(std::atomic_ref(thread->exit_status).load());  // STATUS_PENDING is STILL_ACTIVE
  return TRUE;
}

HANDLE NTAPI GetCurrentThread() {
  return kCurrentThread;
}
HANDLE NTAPI GetCurrentProcess() {
  return kCurrentProcess;
}
DWORD NTAPI GetCurrentThreadId() {
  return static_cast<DWORD>(reinterpret_cast<uintptr_t>(owdf::ps::current_thread()->id));
}
DWORD NTAPI GetCurrentProcessId() {
  return static_cast<DWORD>(reinterpret_cast<uintptr_t>(owdf::ps::current_process()->id()));
}

// A priority is kept, for programs and drivers to read, and nothing else: the scheduler treats all threads alike.
BOOL NTAPI SetThreadPriority(HANDLE handle, int priority) {
  const bool known = priority == THREAD_PRIORITY_IDLE || priority == THREAD_PRIORITY_TIME_CRITICAL ||
                     (priority >= THREAD_PRIORITY_LOWEST && priority <= THREAD_PRIORITY_HIGHEST);
  const auto thread = thread_of(handle);
  if (!thread) return FALSE;
  if (!known) return fail(ERROR_INVALID_PARAMETER);
  thread->tcb.priority = std::clamp(kNormalPriority + priority, kIdlePriority, kTimeCriticalPriority);
  return TRUE;
}
int NTAPI GetThreadPriority(HANDLE handle) {
  const auto thread = thread_of(handle);
  if (!thread) return THREAD_PRIORITY_ERROR_RETURN;
  const int priority = thread->tcb.priority;
  if (priority == kIdlePriority) return THREAD_PRIORITY_IDLE;
  return priority == kTimeCriticalPriority ? THREAD_PRIORITY_TIME_CRITICAL : priority - kNormalPriority;
}

DWORD NTAPI TlsAlloc() {
  const uint32_t index = current_program()->allocate_local_storage();
  if (index == UINT32_MAX) fail(ERROR_NO_SYSTEM_RESOURCES);
  return index;
}
BOOL NTAPI TlsFree(DWORD index) {
  return current_program()->free_local_storage(index) || fail(ERROR_INVALID_PARAMETER);
}
LPVOID NTAPI TlsGetValue(DWORD index) {
  const auto& storage = current_thread_state()->local_storage;
  fail(ERROR_SUCCESS);
  return index < storage.size() ? storage[index] : nullptr;
}
BOOL NTAPI TlsSetValue(DWORD index, LPVOID value) {
  if (index >= kLocalStorageSlots) return fail(ERROR_INVALID_PARAMETER);
  auto& storage = current_thread_state()->local_storage;
  if (storage.size() <= index) storage.resize(index + 1);
  storage[index] = value;
  return TRUE;
}

void NTAPI ExitProcess(UINT code) {
  // Terminates this thread too, and so does not come back.
  owdf::nt::current_machine()->ps().exit_process(static_cast<NTSTATUS>(code));
  __builtin_unreachable();
}
BOOL NTAPI TerminateProcess(HANDLE process, UINT code) {
  return succeeded(NtTerminateProcess(process, static_cast<NTSTATUS>(code)));
}
}

// The C runtime's threads are Win32 threads that take one more calling detail: handles and results as integers.
extern "C" __attribute__((ms_abi)) uintptr_t crt__beginthreadex(void* security, unsigned stack,
                                                                LPTHREAD_START_ROUTINE start, void* argument,
                                                                unsigned flags, unsigned* id) {
  return reinterpret_cast<uintptr_t>(
      CreateThread(static_cast<LPSECURITY_ATTRIBUTES>(security), stack, start, argument, flags, id));
}
extern "C" __attribute__((ms_abi)) void crt__endthreadex(unsigned code) {
  ExitThread(code);
}

// The handle that _beginthread gives is closed by the thread itself when it ends.
extern "C" __attribute__((ms_abi)) uintptr_t crt__beginthread(void(__attribute__((ms_abi)) * start)(void*), unsigned,
                                                              void* argument) {
  ProgramState& program = *current_program();
  auto thread = program.machine.ps().create_thread(program.process, program.options.name, [start, argument] {
    enter_thread();
    start(argument);
    ExitThread(0);
  });
  if (!thread) return fail(error_of(thread.status().value)), static_cast<uintptr_t>(-1);
  return reinterpret_cast<uintptr_t>(program.process.handles().insert(thread.value().get(), THREAD_ALL_ACCESS, 0));
}
extern "C" __attribute__((ms_abi)) void crt__endthread() {
  ExitThread(0);
}
