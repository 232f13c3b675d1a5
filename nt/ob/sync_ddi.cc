// Dispatcher objects with handles: making, opening, signalling and waiting for them.
#include <wdm.h>

#include <functional>
#include <new>

#include "nt/io/device.h"
#include "nt/ke/kernel.h"
#include "nt/machine.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/ps/wait.h"
#include "nt/services.h"

namespace owdf::ob {

namespace {

using Mode = ObjectManager::Mode;

ObjectManager& objects() {
  return nt::current_machine()->ob();
}
Mode caller_mode() {
  return ps::previous_mode() == KernelMode ? Mode::kKernel : Mode::kUser;
}

Result<std::u16string> path_of(const OBJECT_ATTRIBUTES* attributes) {
  if (!attributes || !attributes->ObjectName || !attributes->ObjectName->Length) return std::u16string();
  const std::u16string name = io::text_of(attributes->ObjectName);
  if (!attributes->RootDirectory) return name;
  AnyRef root = TRY(objects().by_handle(attributes->RootDirectory, &kDirectoryType, 0, caller_mode()));
  return objects().name_of(root.get()) + u"\\" + name;
}

// A new object, or with OBJ_OPENIF the one that has the name already (STATUS_OBJECT_NAME_EXISTS: a success).
NTSTATUS make(const Type& type, size_t bytes, PHANDLE handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES* attributes,
              const std::function<void(void*)>& initialize) {
  *handle = nullptr;
  auto path = path_of(attributes);
  if (!path) return path.status().value;
  const ULONG flags = attributes ? attributes->Attributes : 0;
  void* body = objects().allocate(type, bytes);
  if (!body) return STATUS_INSUFFICIENT_RESOURCES;
  auto object = AnyRef::adopt(body);
  initialize(body);
  NTSTATUS status = STATUS_SUCCESS;
  if (!path->empty()) {
    const Status named = objects().insert(*path, body, false);
    if (named == Status(STATUS_OBJECT_NAME_COLLISION) && (flags & OBJ_OPENIF)) {
      auto existing = objects().open(*path, type);
      if (!existing) return existing.status().value;
      object = std::move(*existing);
      status = STATUS_OBJECT_NAME_EXISTS;
    } else if (!named.ok()) {
      return named.value;
    }
  }
  *handle = objects().open_handle(object.get(), access, flags);
  return status;
}

NTSTATUS open_existing(const Type& type, PHANDLE handle, ACCESS_MASK access, const OBJECT_ATTRIBUTES* attributes) {
  *handle = nullptr;
  auto path = path_of(attributes);
  if (!path) return path.status().value;
  auto object = objects().open(*path, type);
  if (!object) return object.status().value;
  *handle = objects().open_handle(object->get(), access, attributes->Attributes);
  return STATUS_SUCCESS;
}

template <typename Body, typename Action>
NTSTATUS with(HANDLE handle, const Type& type, ACCESS_MASK access, Mode mode, Action action) {
  auto object = objects().by_handle(handle, &type, access, mode);
  if (!object) return object.status().value;
  return action(static_cast<Body*>(object->get()));
}

NTSTATUS wait_one(HANDLE handle, BOOLEAN alertable, PLARGE_INTEGER timeout, Mode mode) {
  auto object = objects().by_handle(handle, nullptr, SYNCHRONIZE, mode);
  if (!object) return object.status().value;
  const Type* type = header_of(object->get()).type;
  if (!type->dispatcher) return STATUS_OBJECT_TYPE_MISMATCH;
  return ps::wait(type->dispatcher(object->get()), timeout, alertable);
}

NTSTATUS wait_for_many(ULONG count, HANDLE* handles, WAIT_TYPE wait_type, BOOLEAN alertable, PLARGE_INTEGER timeout) {
  if (count == 0 || count >= MAXIMUM_WAIT_OBJECTS) return STATUS_INVALID_PARAMETER_1;
  std::vector<AnyRef> held;
  void* objects_to_wait_for[MAXIMUM_WAIT_OBJECTS];
  for (ULONG i = 0; i < count; i++) {
    auto object = objects().by_handle(handles[i], nullptr, SYNCHRONIZE, caller_mode());
    if (!object) return object.status().value;
    const Type* type = header_of(object->get()).type;
    if (!type->dispatcher) return STATUS_OBJECT_TYPE_MISMATCH;
    objects_to_wait_for[i] = type->dispatcher(object->get());
    held.push_back(std::move(*object));
  }
  return ps::wait_many(count, objects_to_wait_for, wait_type, timeout, alertable);
}

}  // namespace
}  // namespace owdf::ob

using namespace owdf;

extern "C" {

NTSTATUS NTAPI NtCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                             EVENT_TYPE EventType, BOOLEAN InitialState) {
  if (EventType != NotificationEvent && EventType != SynchronizationEvent) return STATUS_INVALID_PARAMETER;
  return ob::make(ob::kEventType, sizeof(KEVENT), EventHandle, DesiredAccess, ObjectAttributes,
                  [&](void* body) { KeInitializeEvent(static_cast<PKEVENT>(body), EventType, InitialState); });
}

NTSTATUS NTAPI ZwCreateEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                             EVENT_TYPE EventType, BOOLEAN InitialState) {
  return NtCreateEvent(EventHandle, DesiredAccess, ObjectAttributes, EventType, InitialState);
}

NTSTATUS NTAPI NtOpenEvent(PHANDLE EventHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes) {
  return ob::open_existing(ob::kEventType, EventHandle, DesiredAccess, ObjectAttributes);
}

NTSTATUS NTAPI NtSetEvent(HANDLE EventHandle, PLONG PreviousState) {
  return ob::with<KEVENT>(EventHandle, ob::kEventType, EVENT_MODIFY_STATE, ob::caller_mode(), [&](PKEVENT event) {
    const LONG previous = KeSetEvent(event, 0, FALSE);
    if (PreviousState) *PreviousState = previous;
    return STATUS_SUCCESS;
  });
}

NTSTATUS NTAPI ZwSetEvent(HANDLE EventHandle, PLONG PreviousState) {
  return ob::with<KEVENT>(EventHandle, ob::kEventType, 0, ob::Mode::kKernel, [&](PKEVENT event) {
    const LONG previous = KeSetEvent(event, 0, FALSE);
    if (PreviousState) *PreviousState = previous;
    return STATUS_SUCCESS;
  });
}

NTSTATUS NTAPI NtResetEvent(HANDLE EventHandle, PLONG PreviousState) {
  return ob::with<KEVENT>(EventHandle, ob::kEventType, EVENT_MODIFY_STATE, ob::caller_mode(), [&](PKEVENT event) {
    const LONG previous = KeResetEvent(event);
    if (PreviousState) *PreviousState = previous;
    return STATUS_SUCCESS;
  });
}

NTSTATUS NTAPI NtClearEvent(HANDLE EventHandle) {
  return NtResetEvent(EventHandle, nullptr);
}

NTSTATUS NTAPI NtPulseEvent(HANDLE EventHandle, PLONG PreviousState) {
  return ob::with<KEVENT>(EventHandle, ob::kEventType, EVENT_MODIFY_STATE, ob::caller_mode(), [&](PKEVENT event) {
    const LONG previous = KePulseEvent(event, 0, FALSE);
    if (PreviousState) *PreviousState = previous;
    return STATUS_SUCCESS;
  });
}

NTSTATUS NTAPI NtCreateMutant(PHANDLE MutantHandle, ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
                              BOOLEAN InitialOwner) {
  return ob::make(ob::kMutantType, sizeof(KMUTANT), MutantHandle, DesiredAccess, ObjectAttributes, [&](void* body) {
    // A user's mutant is a mutex that does not hold off kernel APCs; its first owner takes it as anybody would.
    KMUTANT* mutant = static_cast<KMUTANT*>(body);
    KeInitializeMutex(mutant, 0);
    mutant->ApcDisable = 0;
    if (InitialOwner) KeWaitForSingleObject(mutant, Executive, KernelMode, FALSE, nullptr);
  });
}

NTSTATUS NTAPI NtReleaseMutant(HANDLE MutantHandle, PLONG PreviousCount) {
  return ob::with<KMUTANT>(MutantHandle, ob::kMutantType, 0, ob::caller_mode(), [&](KMUTANT* mutant) {
    LONG previous = 0;
    const NTSTATUS status = nt::current_machine()->ke().release_mutant(mutant->Header, &previous);
    if (PreviousCount) *PreviousCount = previous;
    return status;
  });
}

NTSTATUS NTAPI NtCreateSemaphore(PHANDLE SemaphoreHandle, ACCESS_MASK DesiredAccess,
                                 POBJECT_ATTRIBUTES ObjectAttributes, LONG InitialCount, LONG MaximumCount) {
  if (MaximumCount <= 0 || InitialCount < 0 || InitialCount > MaximumCount) return STATUS_INVALID_PARAMETER;
  return ob::make(
      ob::kSemaphoreType, sizeof(KSEMAPHORE), SemaphoreHandle, DesiredAccess, ObjectAttributes,
      [&](void* body) { KeInitializeSemaphore(static_cast<PKSEMAPHORE>(body), InitialCount, MaximumCount); });
}

NTSTATUS NTAPI NtReleaseSemaphore(HANDLE SemaphoreHandle, LONG ReleaseCount, PLONG PreviousCount) {
  if (ReleaseCount <= 0) return STATUS_INVALID_PARAMETER;
  return ob::with<KSEMAPHORE>(
      SemaphoreHandle, ob::kSemaphoreType, SEMAPHORE_MODIFY_STATE, ob::caller_mode(), [&](KSEMAPHORE* semaphore) {
        LONG previous = 0;
        const NTSTATUS status =
            nt::current_machine()->ke().release_semaphore(semaphore->Header, ReleaseCount, &previous);
        if (PreviousCount) *PreviousCount = previous;
        return status;
      });
}

NTSTATUS NTAPI NtWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout) {
  const NTSTATUS status = ob::wait_one(Handle, Alertable, Timeout, ob::caller_mode());
  nt::current_machine()->ps().check_terminating();
  return status;
}

NTSTATUS NTAPI ZwWaitForSingleObject(HANDLE Handle, BOOLEAN Alertable, PLARGE_INTEGER Timeout) {
  return ob::wait_one(Handle, Alertable, Timeout, ob::Mode::kKernel);
}

NTSTATUS NTAPI NtWaitForMultipleObjects(ULONG Count, HANDLE* Handles, WAIT_TYPE WaitType, BOOLEAN Alertable,
                                        PLARGE_INTEGER Timeout) {
  const NTSTATUS status = ob::wait_for_many(Count, Handles, WaitType, Alertable, Timeout);
  nt::current_machine()->ps().check_terminating();
  return status;
}

NTSTATUS NTAPI NtDelayExecution(BOOLEAN Alertable, PLARGE_INTEGER DelayInterval) {
  // An event that nobody sets, so that the end of the process ends the delay.
  KEVENT never;
  KeInitializeEvent(&never, NotificationEvent, FALSE);
  const NTSTATUS status = ps::wait(&never, DelayInterval, Alertable);
  nt::current_machine()->ps().check_terminating();
  return status == STATUS_TIMEOUT ? STATUS_SUCCESS : status;
}

NTSTATUS NTAPI NtYieldExecution(void) {
  nt::current_machine()->world().yield();
  nt::current_machine()->ps().check_terminating();
  return STATUS_SUCCESS;
}

}  // extern "C"
