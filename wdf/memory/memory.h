// Memory: what WDFMEMORY describes: one buffer and its size. Kinds differ in who owns the buffer (MEM-023, MEM-024).
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

class Memory : public Object {
 public:
  static constexpr Type kType = Type::kMemory;

  void* buffer() const { return buffer_; }
  size_t size() const { return size_; }

  // Neither writes a byte unless all of them fit (MEM-007). The statuses differ on purpose, as published.
  Status copy_to(size_t offset, void* to, size_t bytes) const;
  Status copy_from(size_t offset, const void* from, size_t bytes);

 protected:
  Memory(const Birth& birth, void* buffer, size_t size) : Object(birth), buffer_(buffer), size_(size) {}

  void* buffer_;
  size_t size_;
};

inline bool is_paged(POOL_TYPE type) {
  return (type & 1) != 0;
}  // PagedPool and its variants are the odd values

// The buffer is pool of its own, freed with the object.
class PoolMemory final : public Memory {
 public:
  static Result<Memory*> make(Client& client, const Blueprint& blueprint, POOL_TYPE type, uint32_t tag, size_t size);
  PoolMemory(const Birth& birth, bool paged) : Memory(birth, nullptr, 0) {
    if (paged) demand_passive_disposal();
  }
  ~PoolMemory() override;

 private:
  Status allocate(POOL_TYPE type, uint32_t tag, size_t size);
};

// The buffer is the driver's.
class PreallocatedMemory final : public Memory {
 public:
  static constexpr Type kType = Type::kMemoryPreallocated;
  PreallocatedMemory(const Birth& birth, void* buffer, size_t size) : Memory(birth, buffer, size) {}
  void assign(void* buffer, size_t size) {
    buffer_ = buffer;
    size_ = size;
  }
};

}  // namespace owdf::wdf
