#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/memory/memory.h"
#include "wdf/object/attributes.h"

namespace owdf::wdf {
namespace {

Result<Memory*> create_memory(Client& client, PWDF_OBJECT_ATTRIBUTES attributes, POOL_TYPE type, ULONG tag,
                              size_t size) {
  if (size == 0) return Status(STATUS_INVALID_PARAMETER);
  const Blueprint blueprint = TRY(read_attributes(client, Type::kMemory, attributes, &client.default_parent()));
  return PoolMemory::make(client, blueprint, type, tag, size);
}

Result<Memory*> create_preallocated(Client& client, PWDF_OBJECT_ATTRIBUTES attributes, void* buffer, size_t size) {
  if (size == 0) return Status(STATUS_INVALID_PARAMETER);
  const Blueprint blueprint =
      TRY(read_attributes(client, Type::kMemoryPreallocated, attributes, &client.default_parent()));
  return static_cast<Memory*>(TRY(Object::create<PreallocatedMemory>(client, blueprint, buffer, size)));
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfMemoryCreate(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES Attributes, POOL_TYPE PoolType,
                               ULONG PoolTag, size_t BufferSize, WDFMEMORY* Memory, PVOID* Buffer) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Memory);
  *Memory = nullptr;
  auto memory = create_memory(client, Attributes, PoolType, PoolTag, BufferSize);
  if (!memory) return memory.status().value;
  *Memory = handle_of<WDFMEMORY>(*memory);
  if (Buffer) *Buffer = (*memory)->buffer();
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI WdfMemoryCreatePreallocated(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES Attributes, PVOID Buffer,
                                           size_t BufferSize, WDFMEMORY* Memory) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Buffer);
  OWDF_REQUIRED(client, Memory);
  *Memory = nullptr;
  auto memory = create_preallocated(client, Attributes, Buffer, BufferSize);
  if (memory) *Memory = handle_of<WDFMEMORY>(*memory);
  return memory.status().value;
}

PVOID NTAPI WdfMemoryGetBuffer(PWDF_DRIVER_GLOBALS globals, WDFMEMORY Memory, size_t* BufferSize) {
  wdf::Memory& memory = object_of<wdf::Memory>(Client::from(globals), Memory);
  if (BufferSize) *BufferSize = memory.size();
  return memory.buffer();
}

// MEM-008: only memory made around a driver's buffer can be given another one.
NTSTATUS NTAPI WdfMemoryAssignBuffer(PWDF_DRIVER_GLOBALS globals, WDFMEMORY Memory, PVOID Buffer, size_t BufferSize) {
  Client& client = Client::from(globals);
  wdf::Memory& memory = object_of<wdf::Memory>(client, Memory);
  OWDF_REQUIRED(client, Buffer);
  if (BufferSize == 0) return STATUS_INVALID_PARAMETER;
  if (memory.type() != Type::kMemoryPreallocated) return STATUS_INVALID_DEVICE_REQUEST;
  static_cast<PreallocatedMemory&>(memory).assign(Buffer, BufferSize);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI WdfMemoryCopyToBuffer(PWDF_DRIVER_GLOBALS globals, WDFMEMORY SourceMemory, size_t SourceOffset,
                                     PVOID Buffer, size_t NumBytesToCopyTo) {
  Client& client = Client::from(globals);
  wdf::Memory& memory = object_of<wdf::Memory>(client, SourceMemory);
  OWDF_REQUIRED(client, Buffer);
  if (NumBytesToCopyTo == 0) return STATUS_INVALID_PARAMETER;
  return memory.copy_to(SourceOffset, Buffer, NumBytesToCopyTo).value;
}

NTSTATUS NTAPI WdfMemoryCopyFromBuffer(PWDF_DRIVER_GLOBALS globals, WDFMEMORY DestinationMemory,
                                       size_t DestinationOffset, PVOID Buffer, size_t NumBytesToCopyFrom) {
  Client& client = Client::from(globals);
  wdf::Memory& memory = object_of<wdf::Memory>(client, DestinationMemory);
  OWDF_REQUIRED(client, Buffer);
  if (NumBytesToCopyFrom == 0) return STATUS_INVALID_PARAMETER;
  return memory.copy_from(DestinationOffset, Buffer, NumBytesToCopyFrom).value;
}

}  // namespace owdf::ddi
