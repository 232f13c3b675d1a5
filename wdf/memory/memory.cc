#include "wdf/memory/memory.h"

#include <cstring>

namespace owdf::wdf {

Status Memory::copy_to(size_t offset, void* to, size_t bytes) const {
  if (offset >= size_ || bytes > size_ - offset) return Status(STATUS_BUFFER_TOO_SMALL);
  std::memcpy(to, static_cast<const char*>(buffer_) + offset, bytes);
  return Status{};
}

Status Memory::copy_from(size_t offset, const void* from, size_t bytes) {
  if (offset >= size_) return Status(STATUS_INVALID_BUFFER_SIZE);
  if (bytes > size_ - offset) return Status(STATUS_BUFFER_TOO_SMALL);
  std::memcpy(static_cast<char*>(buffer_) + offset, from, bytes);
  return Status{};
}

PoolMemory::~PoolMemory() {
  if (buffer_) client().free(buffer_);
}

Status PoolMemory::allocate(POOL_TYPE type, uint32_t tag, size_t size) {
  buffer_ = client().allocate_buffer(type, size, tag);
  if (!buffer_) return Status(STATUS_INSUFFICIENT_RESOURCES);
  size_ = size;
  return Status{};
}

Result<Memory*> PoolMemory::make(Client& client, const Blueprint& blueprint, POOL_TYPE type, uint32_t tag,
                                 size_t size) {
  PoolMemory* memory = TRY(Object::create<PoolMemory>(client, blueprint, is_paged(type)));
  const Status allocated = memory->allocate(type, tag, size);
  if (allocated.ok()) return static_cast<Memory*>(memory);
  memory->discard();
  return allocated;
}

}  // namespace owdf::wdf
