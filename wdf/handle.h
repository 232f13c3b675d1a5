// From handle to object at the DDI edge, and back. A bad handle never comes back as a status (OBJ-009): it ends in
// WDF_VIOLATION with WDF_INVALID_HANDLE, a null one with WDF_REQUIRED_PARAMETER_IS_NULL. Any IRQL.
#pragma once

#include "wdf/object/object.h"
#include "wdf/violation.h"

namespace owdf::wdf {

// Object::cookie_ without being a friend of everybody.
struct HandleCheck {
  // Null unless the handle is the address of an object (of `wanted`) that has not been destroyed.
  static Object* look(Client& client, const void* handle, Type wanted);
  // As look(), or ends the machine.
  static Object* demand(Client& client, const void* handle, Type wanted);
};

// T& from its handle; T::kType says which kind is accepted.
template <typename T>
T& object_of(Client& client, const void* handle) {
  return *static_cast<T*>(HandleCheck::demand(client, handle, T::kType));
}
template <>
inline Object& object_of<Object>(Client& client, const void* handle) {
  return *HandleCheck::demand(client, handle, Type::kBase);
}

// handle_of<WDFDEVICE>(device)
template <typename Handle>
Handle handle_of(Object* object) {
  return static_cast<Handle>(static_cast<void*>(object));
}

// A pointer parameter that must not be null.
[[noreturn]] void missing_parameter(Client& client, const char* ddi, const char* parameter, const void* caller);
#define OWDF_REQUIRED(client, pointer)                                                                       \
  do {                                                                                                       \
    if (!(pointer)) ::owdf::wdf::missing_parameter(client, __func__, #pointer, __builtin_return_address(0)); \
  } while (false)

}  // namespace owdf::wdf
