// The edge: references and handles as drivers and applications ask for them.
#include <wdm.h>

#include "nt/machine.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/services.h"

namespace owdf::ob {

namespace {

using Mode = ObjectManager::Mode;

ObjectManager& objects() {
  return nt::current_machine()->ob();
}
Mode mode_of(KPROCESSOR_MODE mode) {
  return mode == KernelMode ? Mode::kKernel : Mode::kUser;
}

NTSTATUS reference_by_handle(HANDLE handle, ACCESS_MASK access, POBJECT_TYPE type, KPROCESSOR_MODE mode, PVOID* object,
                             POBJECT_HANDLE_INFORMATION information) {
  uint32_t granted = 0;
  *object = nullptr;
  auto found = objects().by_handle(handle, type, access, mode_of(mode), &granted);
  if (!found) return found.status().value;
  if (information) *information = {0, granted};
  *object = found->release();
  return STATUS_SUCCESS;
}

NTSTATUS open_by_pointer(PVOID object, ULONG attributes, ACCESS_MASK access, POBJECT_TYPE type, KPROCESSOR_MODE mode,
                         PHANDLE handle) {
  *handle = nullptr;
  if (type && header_of(object).type != type) return STATUS_OBJECT_TYPE_MISMATCH;
  if (mode == UserMode && (attributes & OBJ_KERNEL_HANDLE)) return STATUS_INVALID_PARAMETER;
  *handle = objects().open_handle(object, access, attributes);
  return STATUS_SUCCESS;
}

ps::Process* process_by_handle(HANDLE handle, Mode mode, AnyRef* held) {
  auto found = objects().by_handle(handle, &ps::kProcessType, 0, mode);
  if (!found) return nullptr;
  *held = std::move(*found);
  return static_cast<ps::Process*>(held->get());
}

NTSTATUS duplicate(Mode mode, HANDLE source_process, HANDLE source, HANDLE target_process, PHANDLE target,
                   ACCESS_MASK access, ULONG attributes, ULONG options) {
  AnyRef from_held, to_held;
  ps::Process* from = process_by_handle(source_process, mode, &from_held);
  if (!from) return STATUS_INVALID_HANDLE;
  uint32_t granted = 0;
  AnyRef object;
  if (from == ps::current_process() || is_kernel_handle(source)) {
    auto found = objects().by_handle(source, nullptr, 0, mode, &granted);
    if (!found) return found.status().value;
    object = std::move(*found);
  } else {
    const HandleTable::Entry entry = from->handles().find(source);
    if (!entry.body) return STATUS_INVALID_HANDLE;
    object = AnyRef::adopt(entry.body);
    granted = entry.access;
  }
  if (target) {
    ps::Process* to = process_by_handle(target_process, mode, &to_held);
    if (!to) return STATUS_INVALID_HANDLE;
    const ACCESS_MASK wanted = options & DUPLICATE_SAME_ACCESS ? granted : access;
    *target = objects().open_handle(attributes & OBJ_KERNEL_HANDLE ? nt::current_machine()->ps().system() : *to,
                                    object.get(), wanted, attributes);
  }
  if (options & DUPLICATE_CLOSE_SOURCE) (void)objects().close_handle(*from, source);
  return STATUS_SUCCESS;
}

}  // namespace
}  // namespace owdf::ob

using namespace owdf;
using Mode = ob::ObjectManager::Mode;

extern "C" {

LONG_PTR NTAPI ObfReferenceObject(PVOID Object) {
  ob::reference(Object);
  return ob::header_of(Object).references.load(std::memory_order_relaxed);
}

LONG_PTR NTAPI ObfDereferenceObject(PVOID Object) {
  // The object may be gone after the call; what is returned is for diagnosis, and one less than what was seen before
  // it.
  const LONG_PTR before = ob::header_of(Object).references.load(std::memory_order_relaxed);
  ob::dereference(Object);
  return before - 1;
}

LONG_PTR NTAPI ObfReferenceObjectWithTag(PVOID Object, ULONG Tag) {
  return ObfReferenceObject(Object);
}
LONG_PTR NTAPI ObfDereferenceObjectWithTag(PVOID Object, ULONG Tag) {
  return ObfDereferenceObject(Object);
}
VOID NTAPI ObDereferenceObjectDeferDelete(PVOID Object) {
  ObfDereferenceObject(Object);
}
VOID NTAPI ObDereferenceObjectDeferDeleteWithTag(PVOID Object, ULONG Tag) {
  ObfDereferenceObject(Object);
}

NTSTATUS NTAPI ObReferenceObjectByPointer(PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
                                          KPROCESSOR_MODE AccessMode) {
  if (ObjectType && ob::header_of(Object).type != ObjectType) return STATUS_OBJECT_TYPE_MISMATCH;
  ob::reference(Object);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI ObReferenceObjectByPointerWithTag(PVOID Object, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
                                                 KPROCESSOR_MODE AccessMode, ULONG Tag) {
  return ObReferenceObjectByPointer(Object, DesiredAccess, ObjectType, AccessMode);
}

NTSTATUS NTAPI ObReferenceObjectByHandle(HANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
                                         KPROCESSOR_MODE AccessMode, PVOID* Object,
                                         POBJECT_HANDLE_INFORMATION HandleInformation) {
  return ob::reference_by_handle(Handle, DesiredAccess, ObjectType, AccessMode, Object, HandleInformation);
}

NTSTATUS NTAPI ObReferenceObjectByHandleWithTag(HANDLE Handle, ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
                                                KPROCESSOR_MODE AccessMode, ULONG Tag, PVOID* Object,
                                                POBJECT_HANDLE_INFORMATION HandleInformation) {
  return ob::reference_by_handle(Handle, DesiredAccess, ObjectType, AccessMode, Object, HandleInformation);
}

NTSTATUS NTAPI ObOpenObjectByPointer(PVOID Object, ULONG HandleAttributes, PACCESS_STATE PassedAccessState,
                                     ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType, KPROCESSOR_MODE AccessMode,
                                     PHANDLE Handle) {
  return ob::open_by_pointer(Object, HandleAttributes, DesiredAccess, ObjectType, AccessMode, Handle);
}

NTSTATUS NTAPI ObOpenObjectByPointerWithTag(PVOID Object, ULONG HandleAttributes, PACCESS_STATE PassedAccessState,
                                            ACCESS_MASK DesiredAccess, POBJECT_TYPE ObjectType,
                                            KPROCESSOR_MODE AccessMode, ULONG Tag, PHANDLE Handle) {
  return ob::open_by_pointer(Object, HandleAttributes, DesiredAccess, ObjectType, AccessMode, Handle);
}

NTSTATUS NTAPI ObCloseHandle(HANDLE Handle, KPROCESSOR_MODE PreviousMode) {
  return ob::objects().close_handle(Handle, ob::mode_of(PreviousMode)).value;
}

NTSTATUS NTAPI NtClose(HANDLE Handle) {
  return ObCloseHandle(Handle, ps::previous_mode());
}
NTSTATUS NTAPI ZwClose(HANDLE Handle) {
  return ObCloseHandle(Handle, KernelMode);
}

NTSTATUS NTAPI NtDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle, HANDLE TargetProcessHandle,
                                 PHANDLE TargetHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes,
                                 ULONG Options) {
  return ob::duplicate(ob::mode_of(ps::previous_mode()), SourceProcessHandle, SourceHandle, TargetProcessHandle,
                       TargetHandle, DesiredAccess, HandleAttributes, Options);
}

NTSTATUS NTAPI ZwDuplicateObject(HANDLE SourceProcessHandle, HANDLE SourceHandle, HANDLE TargetProcessHandle,
                                 PHANDLE TargetHandle, ACCESS_MASK DesiredAccess, ULONG HandleAttributes,
                                 ULONG Options) {
  return ob::duplicate(Mode::kKernel, SourceProcessHandle, SourceHandle, TargetProcessHandle, TargetHandle,
                       DesiredAccess, HandleAttributes, Options);
}

}  // extern "C"
