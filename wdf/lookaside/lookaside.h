// Lookaside: WDFLOOKASIDE, a list of equal buffers, and the memory objects drawn from it (MEM-010 .. MEM-014). A memory
// object holds its list until its buffer is back.
#pragma once

#include "wdf/memory/memory.h"

namespace owdf::wdf {

class Lookaside final : public Object {
 public:
  static constexpr Type kType = Type::kLookaside;
  static Result<Lookaside*> make(Client& client, const Blueprint& blueprint, POOL_TYPE type, uint32_t tag, size_t size,
                                 const WDF_OBJECT_ATTRIBUTES* memory_attributes);
  Lookaside(const Birth& birth, POOL_TYPE type, size_t size, const WDF_OBJECT_ATTRIBUTES* memory_attributes);
  ~Lookaside() override;

  Result<Memory*> take();

 private:
  friend class LookasideMemory;

  const POOL_TYPE pool_type_;
  const size_t size_;
  const bool has_attributes_;
  WDF_OBJECT_ATTRIBUTES memory_attributes_{};
  bool initialized_ = false;
  LOOKASIDE_LIST_EX list_;
};

class LookasideMemory final : public Memory {
 public:
  LookasideMemory(const Birth& birth, Lookaside& from);
  ~LookasideMemory() override;
  Status fill();

 private:
  Ref<Lookaside> from_;
};

}  // namespace owdf::wdf
