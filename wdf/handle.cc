#include "wdf/handle.h"

#include <fmt/format.h>

#include "nt/mm/memory_manager.h"
#include "nt/mm/poison.h"
#include "nt/stack_walk.h"

namespace owdf::wdf {
namespace {

// An address that pool memory can begin at and that can be read without a fault.
bool could_be_object(nt::Machine& machine, const void* handle) {
  return reinterpret_cast<uintptr_t>(handle) % 16 == 0 && machine.mm().arena().committed(handle) &&
         !mm::poisoned(handle);
}

}  // namespace

Object* HandleCheck::look(Client& client, const void* handle, Type wanted) {
  if (!could_be_object(client.machine(), handle)) return nullptr;
  Object* object = static_cast<Object*>(const_cast<void*>(handle));
  if (object->cookie_ != Object::kCookie) return nullptr;
  return accepts(wanted, object->type_) ? object : nullptr;
}

Object* HandleCheck::demand(Client& client, const void* handle, Type wanted) {
  Object* object = look(client, handle, wanted);
  if (__builtin_expect(object != nullptr, 1)) return object;
  const char* name = wanted == Type::kBase ? "framework object" : row_of(wanted).name;
  if (!handle) {
    const nt::DriverCaller caller = nt::innermost_driver(client.machine().driver_loader());
    violate(client, Violation::kRequiredParameterIsNull, 0, reinterpret_cast<uint64_t>(caller.address),
            fmt::format("a null handle was passed where a {} is required", name));
  }
  Object* other = look(client, handle, Type::kBase);
  violate(client, Violation::kInvalidHandle, reinterpret_cast<uint64_t>(handle), static_cast<uint64_t>(wanted),
          other ? fmt::format("the handle of a {} (object {}) was passed where a {} is required", other->name(),
                              other->serial(), name)
                : fmt::format("a handle that is no live object was passed where a {} is required", name));
}

void missing_parameter(Client& client, const char* ddi, const char* parameter, const void* caller) {
  violate(client, Violation::kRequiredParameterIsNull, 0, reinterpret_cast<uint64_t>(caller),
          fmt::format("{} was called without its required parameter {}", ddi, parameter));
}

}  // namespace owdf::wdf
