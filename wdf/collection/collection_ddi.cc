#include "wdf/ddi_prototypes.h"
#include "wdf/collection/collection.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"

#include <fmt/format.h>

namespace owdf::wdf {
namespace {

Result<Collection*> create_collection(Client& client, PWDF_OBJECT_ATTRIBUTES attributes) {
  const Blueprint blueprint = TRY(read_attributes(client, Type::kCollection, attributes, &client.default_parent()));
  return Object::create<Collection>(client, blueprint);
}

// The pages are silent on this; the functions return nothing, so it is told as a finding.
void report_no_member(Client& client, const Collection& collection, const char* what) {
  client.machine().report(
      {.rule = "CollectionNoSuchMember",
       .message = fmt::format("{} was to be removed from a WDFCOLLECTION (object {}) that has no such "
                              "member",
                              what, collection.serial()),
       .driver = client.service()});
}

WDFOBJECT handle_or_null(Object* object) {
  return object ? object->handle() : nullptr;
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfCollectionCreate(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES CollectionAttributes,
                                   WDFCOLLECTION* Collection) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Collection);
  *Collection = nullptr;
  auto collection = create_collection(client, CollectionAttributes);
  if (collection) *Collection = handle_of<WDFCOLLECTION>(*collection);
  return collection.status().value;
}

ULONG NTAPI WdfCollectionGetCount(PWDF_DRIVER_GLOBALS globals, WDFCOLLECTION Collection) {
  return object_of<wdf::Collection>(Client::from(globals), Collection).count();
}

NTSTATUS NTAPI WdfCollectionAdd(PWDF_DRIVER_GLOBALS globals, WDFCOLLECTION Collection, WDFOBJECT Object) {
  Client& client = Client::from(globals);
  wdf::Collection& collection = object_of<wdf::Collection>(client, Collection);
  return collection.add(object_of<wdf::Object>(client, Object)).value;
}

void NTAPI WdfCollectionRemove(PWDF_DRIVER_GLOBALS globals, WDFCOLLECTION Collection, WDFOBJECT Item) {
  Client& client = Client::from(globals);
  wdf::Collection& collection = object_of<wdf::Collection>(client, Collection);
  if (!collection.remove(object_of<wdf::Object>(client, Item))) report_no_member(client, collection, "an object");
}

void NTAPI WdfCollectionRemoveItem(PWDF_DRIVER_GLOBALS globals, WDFCOLLECTION Collection, ULONG Index) {
  Client& client = Client::from(globals);
  wdf::Collection& collection = object_of<wdf::Collection>(client, Collection);
  if (!collection.remove_at(Index)) report_no_member(client, collection, fmt::format("item {}", Index).c_str());
}

WDFOBJECT NTAPI WdfCollectionGetItem(PWDF_DRIVER_GLOBALS globals, WDFCOLLECTION Collection, ULONG Index) {
  return handle_or_null(object_of<wdf::Collection>(Client::from(globals), Collection).at(Index));
}

WDFOBJECT NTAPI WdfCollectionGetFirstItem(PWDF_DRIVER_GLOBALS globals, WDFCOLLECTION Collection) {
  return handle_or_null(object_of<wdf::Collection>(Client::from(globals), Collection).at(0));
}

WDFOBJECT NTAPI WdfCollectionGetLastItem(PWDF_DRIVER_GLOBALS globals, WDFCOLLECTION Collection) {
  return handle_or_null(object_of<wdf::Collection>(Client::from(globals), Collection).last());
}

}  // namespace owdf::ddi
