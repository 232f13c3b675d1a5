#include <wdm.h>

#include "nt/machine.h"
#include "nt/ob/object_manager.h"
#include "nt/ps/process_manager.h"

namespace owdf::ob {

namespace {

// The table that a handle value belongs to; null: a user names a handle of the kernel.
HandleTable* table_of(nt::Machine& machine, const void* handle, ObjectManager::Mode mode) {
  if (is_kernel_handle(handle)) {
    return mode == ObjectManager::Mode::kKernel ? &machine.ps().system().handles() : nullptr;
  }
  return &ps::current_process()->handles();
}

// A handle of the system process carries the kernel bit, so a driver on a thread of it need not say OBJ_KERNEL_HANDLE.
ps::Process& owner_of_new(nt::Machine& machine, uint32_t attributes) {
  ps::Process* current = ps::current_process();
  return attributes & OBJ_KERNEL_HANDLE || !current ? machine.ps().system() : *current;
}

// What a handle names that stands in no table; null: none such.
void* pseudo_handle(const void* handle) {
  switch (reinterpret_cast<int64_t>(handle)) {
    case kCurrentProcess:
      return ps::current_process();
    case kCurrentThread:
      return ps::current_thread();
    default:
      return nullptr;
  }
}

}  // namespace

void* ObjectManager::open_handle(void* body, uint32_t access, uint32_t attributes) {
  return open_handle(owner_of_new(machine_, attributes), body, access, attributes);
}

void* ObjectManager::open_handle(ps::Process& process, void* body, uint32_t access, uint32_t attributes) {
  return process.handles().insert(body, access, attributes);
}

Result<AnyRef> ObjectManager::by_handle(const void* handle, const Type* type, uint32_t access, Mode mode,
                                        uint32_t* granted) {
  return AnyRef::adopt(TRY(reference_by_handle(handle, type, access, mode, granted)));
}

Result<void*> ObjectManager::reference_by_handle(const void* handle, const Type* type, uint32_t access, Mode mode,
                                                 uint32_t* granted) {
  if (void* pseudo = pseudo_handle(handle)) {
    if (type && header_of(pseudo).type != type) return Status(STATUS_OBJECT_TYPE_MISMATCH);
    if (granted) *granted = ~0u;
    reference(pseudo);
    return pseudo;
  }
  HandleTable* table = table_of(machine_, handle, mode);
  if (!table) return Status(STATUS_INVALID_HANDLE);
  const HandleTable::Entry entry = table->find(handle);
  if (!entry.body) return Status(STATUS_INVALID_HANDLE);
  Status status;
  if (type && header_of(entry.body).type != type) {
    status = Status(STATUS_OBJECT_TYPE_MISMATCH);
  } else if (mode == Mode::kUser && (access & ~entry.access)) {
    status = Status(STATUS_ACCESS_DENIED);
  }
  if (!status.ok()) return dereference(entry.body), status;
  if (granted) *granted = entry.access;
  return entry.body;
}

Status ObjectManager::close_handle(const void* handle, Mode mode) {
  if (pseudo_handle(handle)) return Status{};
  if (is_kernel_handle(handle)) {
    if (mode == Mode::kUser) return Status(STATUS_INVALID_HANDLE);
    return close_handle(machine_.ps().system(), handle);
  }
  return close_handle(*ps::current_process(), handle);
}

// The entry is out of the table before anybody is told: a second close of the same value finds nothing. The last handle
// of an object takes its name away, so that nobody finds what is about to go.
Status ObjectManager::close_handle(ps::Process& process, const void* handle) {
  const HandleTable::Entry entry = process.handles().remove(handle);
  if (!entry.body) return Status(STATUS_INVALID_HANDLE);
  Header& header = header_of(entry.body);
  const uint32_t left = header.handles.fetch_sub(1, std::memory_order_acq_rel) - 1;
  if (left == 0 && !header.permanent) remove_name(entry.body);
  if (header.type->handle_closed) {
    header.type->handle_closed(machine_, entry.body, process, process.handles().count_of(entry.body), left);
  }
  dereference_object(entry.body);
  return Status{};
}

}  // namespace owdf::ob
