#include "wdf/lookaside/lookaside.h"

#include "wdf/object/attributes.h"

namespace owdf::wdf {

Lookaside::Lookaside(const Birth& birth, POOL_TYPE type, size_t size, const WDF_OBJECT_ATTRIBUTES* memory_attributes)
    : Object(birth), pool_type_(type), size_(size), has_attributes_(memory_attributes != nullptr) {
  if (memory_attributes) memory_attributes_ = *memory_attributes;
  if (is_paged(type)) demand_passive_disposal();
}

Lookaside::~Lookaside() {
  if (initialized_) ExDeleteLookasideListEx(&list_);
}

Result<Lookaside*> Lookaside::make(Client& client, const Blueprint& blueprint, POOL_TYPE type, uint32_t tag,
                                   size_t size, const WDF_OBJECT_ATTRIBUTES* memory_attributes) {
  Lookaside* list = TRY(Object::create<Lookaside>(client, blueprint, type, size, memory_attributes));
  const NTSTATUS status =
      ExInitializeLookasideListEx(&list->list_, nullptr, nullptr, type, 0, size, tag ? tag : client.pool_tag(), 0);
  if (NT_SUCCESS(status)) {
    list->initialized_ = true;
    return list;
  }
  list->discard();
  return Status(status);
}

Result<Memory*> Lookaside::take() {
  const Blueprint blueprint = TRY(read_attributes(
      client(), Type::kMemory, has_attributes_ ? &memory_attributes_ : nullptr, &client().default_parent()));
  LookasideMemory* memory = TRY(Object::create<LookasideMemory>(client(), blueprint, *this));
  const Status filled = memory->fill();
  if (filled.ok()) return static_cast<Memory*>(memory);
  memory->discard();
  return filled;
}

LookasideMemory::LookasideMemory(const Birth& birth, Lookaside& from) : Memory(birth, nullptr, 0), from_(&from) {
  if (is_paged(from.pool_type_)) demand_passive_disposal();
}

LookasideMemory::~LookasideMemory() {
  if (buffer_) ExFreeToLookasideListEx(&from_->list_, buffer_);
}

Status LookasideMemory::fill() {
  buffer_ = ExAllocateFromLookasideListEx(&from_->list_);
  if (!buffer_) return Status(STATUS_INSUFFICIENT_RESOURCES);
  size_ = from_->size_;
  return Status{};
}

}  // namespace owdf::wdf
