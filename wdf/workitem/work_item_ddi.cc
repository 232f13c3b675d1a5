#include "wdf/ddi_prototypes.h"
#include "wdf/door.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/sync/serialization.h"
#include "wdf/workitem/work_item.h"

namespace owdf::wdf {
namespace {

Result<WorkItem*> create_work_item(Client& client, const WDF_WORKITEM_CONFIG& config,
                                   PWDF_OBJECT_ATTRIBUTES attributes) {
  if (config.Size != sizeof(config)) return Status(STATUS_INFO_LENGTH_MISMATCH);
  if (!config.EvtWorkItemFunc) return Status(STATUS_INVALID_PARAMETER);
  const Blueprint blueprint = TRY(read_attributes(client, Type::kWorkItem, attributes, nullptr));
  TRY(require_device_above(*blueprint.parent));
  CallbackLock* lock = nullptr;
  if (config.AutomaticSerialization) lock = TRY(serialization_of_child(*blueprint.parent, true));
  return Object::create<WorkItem>(client, blueprint, config, lock);
}

}  // namespace

void WorkItem::deliver(Object& self) {
  WorkItem& item = static_cast<WorkItem&>(self);
  call_driver(item, Callback::EvtWorkItem, item.lock_, item.callback_, handle_of<WDFWORKITEM>(&item));
}

}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfWorkItemCreate(PWDF_DRIVER_GLOBALS globals, PWDF_WORKITEM_CONFIG Config,
                                 PWDF_OBJECT_ATTRIBUTES Attributes, WDFWORKITEM* WorkItem) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Config);
  OWDF_REQUIRED(client, WorkItem);
  *WorkItem = nullptr;
  auto item = create_work_item(client, *Config, Attributes);
  if (item) *WorkItem = handle_of<WDFWORKITEM>(*item);
  return item.status().value;
}

void NTAPI WdfWorkItemEnqueue(PWDF_DRIVER_GLOBALS globals, WDFWORKITEM WorkItem) {
  object_of<wdf::WorkItem>(Client::from(globals), WorkItem).enqueue();
}

WDFOBJECT NTAPI WdfWorkItemGetParentObject(PWDF_DRIVER_GLOBALS globals, WDFWORKITEM WorkItem) {
  return object_of<wdf::WorkItem>(Client::from(globals), WorkItem).parent()->handle();
}

void NTAPI WdfWorkItemFlush(PWDF_DRIVER_GLOBALS globals, WDFWORKITEM WorkItem) {
  object_of<wdf::WorkItem>(Client::from(globals), WorkItem).flush();
}

}  // namespace owdf::ddi
