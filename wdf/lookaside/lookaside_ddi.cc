#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/lookaside/lookaside.h"
#include "wdf/object/attributes.h"

namespace owdf::wdf {
namespace {

// The memory attributes are checked now, so that a mistake shows where it was made, and again at each use.
Result<Lookaside*> create_lookaside(Client& client, PWDF_OBJECT_ATTRIBUTES attributes, size_t size, POOL_TYPE type,
                                    PWDF_OBJECT_ATTRIBUTES memory_attributes, ULONG tag) {
  if (size == 0) return Status(STATUS_INVALID_PARAMETER);
  Object& driver = client.default_parent();
  const Blueprint blueprint = TRY(read_attributes(client, Type::kLookaside, attributes, &driver));
  const Blueprint memory = TRY(read_attributes(client, Type::kMemory, memory_attributes, &driver));
  const Object* list_device = blueprint.parent->nearest(Type::kDevice);
  const Object* memory_device = memory.parent->nearest(Type::kDevice);
  if (list_device && memory_device && list_device != memory_device) return Status(STATUS_INVALID_PARAMETER);
  return Lookaside::make(client, blueprint, type, tag, size, memory_attributes);
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfLookasideListCreate(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES LookasideAttributes,
                                      size_t BufferSize, POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
                                      ULONG PoolTag, WDFLOOKASIDE* Lookaside) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Lookaside);
  *Lookaside = nullptr;
  auto list = create_lookaside(client, LookasideAttributes, BufferSize, PoolType, MemoryAttributes, PoolTag);
  if (list) *Lookaside = handle_of<WDFLOOKASIDE>(*list);
  return list.status().value;
}

NTSTATUS NTAPI WdfMemoryCreateFromLookaside(PWDF_DRIVER_GLOBALS globals, WDFLOOKASIDE Lookaside, WDFMEMORY* Memory) {
  Client& client = Client::from(globals);
  wdf::Lookaside& list = object_of<wdf::Lookaside>(client, Lookaside);
  OWDF_REQUIRED(client, Memory);
  *Memory = nullptr;
  auto memory = list.take();
  if (memory) *Memory = handle_of<WDFMEMORY>(*memory);
  return memory.status().value;
}

}  // namespace owdf::ddi
