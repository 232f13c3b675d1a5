#include "wdf/ddi_prototypes.h"
#include "wdf/dpc/dpc.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/sync/serialization.h"

namespace owdf::wdf {
namespace {

Result<Dpc*> create_dpc(Client& client, const WDF_DPC_CONFIG& config, PWDF_OBJECT_ATTRIBUTES attributes) {
  if (config.Size != sizeof(config)) return Status(STATUS_INFO_LENGTH_MISMATCH);
  if (!config.EvtDpcFunc) return Status(STATUS_INVALID_PARAMETER);
  const Blueprint blueprint = TRY(read_attributes(client, Type::kDpc, attributes, nullptr));
  TRY(require_device_above(*blueprint.parent));
  CallbackLock* lock = nullptr;
  if (config.AutomaticSerialization) lock = TRY(serialization_of_child(*blueprint.parent, false));
  return Object::create<Dpc>(client, blueprint, config, lock);
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfDpcCreate(PWDF_DRIVER_GLOBALS globals, PWDF_DPC_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
                            WDFDPC* Dpc) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Config);
  OWDF_REQUIRED(client, Dpc);
  *Dpc = nullptr;
  auto dpc = create_dpc(client, *Config, Attributes);
  if (dpc) *Dpc = handle_of<WDFDPC>(*dpc);
  return dpc.status().value;
}

BOOLEAN NTAPI WdfDpcEnqueue(PWDF_DRIVER_GLOBALS globals, WDFDPC Dpc) {
  return object_of<wdf::Dpc>(Client::from(globals), Dpc).enqueue();
}

BOOLEAN NTAPI WdfDpcCancel(PWDF_DRIVER_GLOBALS globals, WDFDPC Dpc, BOOLEAN Wait) {
  return object_of<wdf::Dpc>(Client::from(globals), Dpc).cancel(Wait);
}

WDFOBJECT NTAPI WdfDpcGetParentObject(PWDF_DRIVER_GLOBALS globals, WDFDPC Dpc) {
  return object_of<wdf::Dpc>(Client::from(globals), Dpc).parent()->handle();
}

PKDPC NTAPI WdfDpcWdmGetDpc(PWDF_DRIVER_GLOBALS globals, WDFDPC Dpc) {
  return object_of<wdf::Dpc>(Client::from(globals), Dpc).kdpc();
}

}  // namespace owdf::ddi
