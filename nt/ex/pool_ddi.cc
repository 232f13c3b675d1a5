// ExAllocatePool* and ExFreePool*: the published forms of the executive's pool.
#include <ntddk.h>

#include <cstring>

#include "nt/ex/executive.h"
#include "nt/ke/kernel.h"
#include "nt/machine.h"

namespace {

using owdf::ex::PoolType;

constexpr ULONG kNoTag = 'enoN';  // what untagged allocations are listed as

owdf::ex::Executive& executive() {
  return owdf::nt::current_machine()->ex();
}

// Drivers or flags into the type that no enumerator covers; C++ does not let such a value be read as the enumeration.
ULONG bits_of(const POOL_TYPE& type) {
  ULONG bits;
  std::memcpy(&bits, &type, sizeof bits);
  return bits;
}

PoolType pool_type_of(ULONG type) {
  if (type & PagedPool) return PoolType::kPaged;
  return type & POOL_NX_ALLOCATION ? PoolType::kNonPaged : PoolType::kNonPagedExecute;
}

void* allocate(ULONG type, SIZE_T bytes, ULONG tag, const void* caller) {
  void* block = executive().allocate(pool_type_of(type), bytes, tag, caller);
  if (block && (type & POOL_ZERO_ALLOCATION)) std::memset(block, 0, bytes);
  if (!block && (type & POOL_RAISE_IF_ALLOCATION_FAILURE)) ExRaiseStatus(STATUS_INSUFFICIENT_RESOURCES);
  return block;
}

// Exactly one kind of pool, a tag, and nothing that the low half does not define.
bool valid_flags(POOL_FLAGS flags, ULONG tag) {
  constexpr POOL_FLAGS kKinds = POOL_FLAG_NON_PAGED | POOL_FLAG_NON_PAGED_EXECUTE | POOL_FLAG_PAGED;
  constexpr POOL_FLAGS kKnown = kKinds | POOL_FLAG_USE_QUOTA | POOL_FLAG_UNINITIALIZED | POOL_FLAG_SESSION |
                                POOL_FLAG_CACHE_ALIGNED | POOL_FLAG_RAISE_ON_FAILURE;
  const POOL_FLAGS kind = flags & kKinds;
  return tag != 0 && kind != 0 && (kind & (kind - 1)) == 0 && (flags & 0xFFFFFFFF & ~kKnown) == 0;
}

void* allocate2(POOL_FLAGS flags, SIZE_T bytes, ULONG tag, const void* caller) {
  const bool raise = (flags & POOL_FLAG_RAISE_ON_FAILURE) != 0;
  if (!valid_flags(flags, tag)) {
    if (raise) ExRaiseStatus(STATUS_INVALID_PARAMETER);
    return nullptr;
  }
  const PoolType type = flags & POOL_FLAG_PAGED               ? PoolType::kPaged
                        : flags & POOL_FLAG_NON_PAGED_EXECUTE ? PoolType::kNonPagedExecute
                                                              : PoolType::kNonPaged;
  void* block = executive().allocate(type, bytes, tag, caller);
  if (block && !(flags & POOL_FLAG_UNINITIALIZED)) std::memset(block, 0, bytes);
  if (!block && raise) ExRaiseStatus(STATUS_INSUFFICIENT_RESOURCES);
  return block;
}

}  // namespace

extern "C" {

PVOID NTAPI ExAllocatePool(POOL_TYPE PoolType, SIZE_T NumberOfBytes) {
  return allocate(bits_of(PoolType), NumberOfBytes, kNoTag, __builtin_return_address(0));
}

PVOID NTAPI ExAllocatePoolWithTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag) {
  return allocate(bits_of(PoolType), NumberOfBytes, Tag, __builtin_return_address(0));
}

// Nobody has a quota here, so charging one cannot fail.
PVOID NTAPI ExAllocatePoolWithQuotaTag(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag) {
  const bool raises = !(bits_of(PoolType) & POOL_QUOTA_FAIL_INSTEAD_OF_RAISE);
  return allocate(bits_of(PoolType) | (raises ? POOL_RAISE_IF_ALLOCATION_FAILURE : 0), NumberOfBytes, Tag,
                  __builtin_return_address(0));
}

PVOID NTAPI ExAllocatePoolWithTagPriority(POOL_TYPE PoolType, SIZE_T NumberOfBytes, ULONG Tag, EX_POOL_PRIORITY) {
  return allocate(bits_of(PoolType), NumberOfBytes, Tag, __builtin_return_address(0));
}

PVOID NTAPI ExAllocatePool2(POOL_FLAGS Flags, SIZE_T NumberOfBytes, ULONG Tag) {
  return allocate2(Flags, NumberOfBytes, Tag, __builtin_return_address(0));
}

VOID NTAPI ExFreePool(PVOID P) {
  executive().free(P);
}
VOID NTAPI ExFreePoolWithTag(PVOID P, ULONG Tag) {
  executive().free(P, Tag);
}

}  // extern "C"
