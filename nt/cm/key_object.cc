#include "nt/cm/key_object.h"

#include <ntddk.h>

#include <new>

#include "nt/machine.h"

namespace owdf::cm {
namespace {

struct KeyObject {
  Key key;
};

void destroy(nt::Machine&, void* body) {
  static_cast<KeyObject*>(body)->~KeyObject();
}

}  // namespace

const ob::Type kKeyType = {.name = u"Key", .destroy = destroy, .discard = ob::discard_body<KeyObject>};

Result<void*> open_key_handle(nt::Machine& machine, const Key& key, uint32_t access, uint32_t attributes) {
  void* body = machine.ob().allocate(kKeyType, sizeof(KeyObject));
  if (!body) return Status{STATUS_INSUFFICIENT_RESOURCES};
  new (body) KeyObject{key};
  void* handle = machine.ob().open_handle(body, access, attributes);
  ob::dereference(body);  // the handle has a reference of its own
  if (!handle) return Status{STATUS_INSUFFICIENT_RESOURCES};
  return handle;
}

Result<Key> key_by_handle(nt::Machine& machine, const void* handle, uint32_t access, ob::ObjectManager::Mode mode) {
  const ob::AnyRef object = TRY(machine.ob().by_handle(handle, &kKeyType, access, mode));
  return static_cast<KeyObject*>(object.get())->key;
}

}  // namespace owdf::cm
