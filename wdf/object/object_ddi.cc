#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/sync/callback_lock.h"

#include <fmt/format.h>

namespace owdf::wdf {
namespace {

class GeneralObject final : public Object {
 public:
  static constexpr Type kType = Type::kGeneral;
  explicit GeneralObject(const Birth& birth) : Object(birth) {}
};

Result<Object*> create_general(Client& client, PWDF_OBJECT_ATTRIBUTES attributes) {
  const Blueprint blueprint = TRY(read_attributes(client, Type::kGeneral, attributes, &client.default_parent()));
  return static_cast<Object*>(TRY(Object::create<GeneralObject>(client, blueprint)));
}

// STATUS_OBJECT_NAME_EXISTS is a success code: the driver gets the context that is there (OBJ-097).
NTSTATUS allocate_context(Client& client, Object& object, PWDF_OBJECT_ATTRIBUTES attributes, void** space) {
  auto blueprint = read_parentless_attributes(client, Type::kGeneral, attributes);
  if (!blueprint) return blueprint.status().value;
  if (!blueprint->context_type) return STATUS_OBJECT_NAME_INVALID;
  auto added = object.add_context(*blueprint, space);
  if (!added) return added.status().value;
  return *added == Object::AddContext::kExists ? STATUS_OBJECT_NAME_EXISTS : STATUS_SUCCESS;
}

void delete_object(Client& client, Object& object) {
  if (object.deletable()) {
    object.dispose();
    return;
  }
  // BHV-021: ignored, but not in silence.
  client.machine().report(
      {.rule = "ObjectNotDeletable",
       .message = fmt::format("WdfObjectDelete on a {} (object {}), which the framework deletes itself, "
                              "was ignored",
                              object.name(), object.serial()),
       .driver = client.service()});
}

void report_foreign_tag(Client& client, Object& object, PVOID tag, LONG line, PCCH file) {
  client.machine().report(
      {.rule = "ReferenceTagMismatch",
       .message =
           fmt::format("a {} (object {}) was dereferenced with tag {} at {}:{}, but holds no reference with that "
                       "tag",
                       object.name(), object.serial(), text_of_tag(tag), file ? file : "?", line),
       .driver = client.service()});
}

CallbackLock& lock_of(Client& client, Object& object) {
  CallbackLock* lock = object.callback_lock();
  if (lock) return *lock;
  violate(
      client, Violation::kInvalidLockOperation, reinterpret_cast<uint64_t>(object.handle()), 0,
      fmt::format("a {} (object {}) has no lock that WdfObjectAcquireLock could take", object.name(), object.serial()));
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfObjectCreate(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES Attributes, WDFOBJECT* Object) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Object);
  *Object = nullptr;
  auto object = create_general(client, Attributes);
  if (object) *Object = (*object)->handle();
  return object.status().value;
}

void NTAPI WdfObjectDelete(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Object) {
  Client& client = Client::from(globals);
  delete_object(client, object_of<wdf::Object>(client, Object));
}

PVOID NTAPI WdfObjectGetTypedContextWorker(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Handle,
                                           PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo) {
  Client& client = Client::from(globals);
  wdf::Object& object = object_of<wdf::Object>(client, Handle);
  OWDF_REQUIRED(client, TypeInfo);
  Context* context = object.find_context(unique_type(TypeInfo));
  return context ? context->space() : nullptr;
}

NTSTATUS NTAPI WdfObjectAllocateContext(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Handle,
                                        PWDF_OBJECT_ATTRIBUTES ContextAttributes, PVOID* Context) {
  Client& client = Client::from(globals);
  wdf::Object& object = object_of<wdf::Object>(client, Handle);
  OWDF_REQUIRED(client, ContextAttributes);
  void* space = nullptr;
  const NTSTATUS status = allocate_context(client, object, ContextAttributes, &space);
  if (Context) *Context = space;
  return status;
}

WDFOBJECT NTAPI WdfObjectContextGetObject(PWDF_DRIVER_GLOBALS globals, PVOID ContextPointer) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, ContextPointer);
  auto* context = static_cast<wdf::Context*>(ContextPointer) - 1;
  if (context->cookie != kContextCookie) {
    violate(client, Violation::kInvalidHandle, reinterpret_cast<uint64_t>(ContextPointer),
            static_cast<uint64_t>(Type::kBase),
            "WdfObjectContextGetObject was given an address that begins no context space");
  }
  return context->object->handle();
}

void NTAPI WdfObjectReferenceActual(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File) {
  Client& client = Client::from(globals);
  wdf::Object& object = object_of<wdf::Object>(client, Handle);
  object.reference();
  if (Tag) client.tags().add({object.serial(), Tag, Line, File});
}

void NTAPI WdfObjectDereferenceActual(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Handle, PVOID Tag, LONG Line, PCCH File) {
  Client& client = Client::from(globals);
  wdf::Object& object = object_of<wdf::Object>(client, Handle);
  if (Tag && !client.tags().remove(object.serial(), Tag)) report_foreign_tag(client, object, Tag, Line, File);
  object.dereference();
}

// Published as not implemented; that is what it answers.
NTSTATUS NTAPI WdfObjectQuery(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Object, CONST GUID* Guid, ULONG QueryBufferLength,
                              PVOID QueryBuffer) {
  object_of<wdf::Object>(Client::from(globals), Object);
  return STATUS_NOT_IMPLEMENTED;
}

void NTAPI WdfObjectAcquireLock(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Object) {
  Client& client = Client::from(globals);
  wdf::Object& object = object_of<wdf::Object>(client, Object);
  lock_of(client, object).acquire(&object);
}

void NTAPI WdfObjectReleaseLock(PWDF_DRIVER_GLOBALS globals, WDFOBJECT Object) {
  Client& client = Client::from(globals);
  lock_of(client, object_of<wdf::Object>(client, Object)).release();
}

}  // namespace owdf::ddi
