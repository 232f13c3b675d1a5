// Probes, contiguous memory and the smaller Mm functions.
#include <ntddk.h>

#include <algorithm>

#include "nt/ex/executive.h"
#include "nt/ke/kernel.h"
#include "nt/machine.h"
#include "nt/mm/memory_manager.h"

namespace {

using owdf::mm::Access;

constexpr ULONG kContiguousTag = 'mCmM';

owdf::nt::Machine& machine() {
  return *owdf::nt::current_machine();
}

void probe(const volatile void* address, SIZE_T length, ULONG alignment, Access access, const char* function) {
  if (length == 0) return;
  const auto* buffer = const_cast<const void*>(address);
  if (alignment > 1 && reinterpret_cast<uintptr_t>(buffer) % alignment != 0) {
    owdf::ke::kernel().raise_status(STATUS_DATATYPE_MISALIGNMENT, function);
  }
  // Reading checks the range only, writing touches every page: so both are documented.
  const owdf::Status status = access == Access::kRead ? machine().mm().check_user_range(buffer, length)
                                                      : machine().mm().probe_user(buffer, length, access);
  if (!status.ok()) owdf::ke::kernel().raise_status(status.value, function);
}

void* allocate_contiguous(SIZE_T bytes, const void* caller) {
  return machine().ex().allocate(owdf::ex::PoolType::kNonPaged, std::max<SIZE_T>(bytes, PAGE_SIZE), kContiguousTag,
                                 caller);
}

}  // namespace

extern "C" {

VOID NTAPI ProbeForRead(const volatile VOID* Address, SIZE_T Length, ULONG Alignment) {
  probe(Address, Length, Alignment, Access::kRead, "ProbeForRead");
}
VOID NTAPI ProbeForWrite(volatile VOID* Address, SIZE_T Length, ULONG Alignment) {
  probe(Address, Length, Alignment, Access::kWrite, "ProbeForWrite");
}

// The whole arena is contiguous, below any limit that a device could ask for.
PVOID NTAPI MmAllocateContiguousMemory(SIZE_T NumberOfBytes, PHYSICAL_ADDRESS) {
  return allocate_contiguous(NumberOfBytes, __builtin_return_address(0));
}
PVOID NTAPI MmAllocateContiguousMemorySpecifyCache(SIZE_T NumberOfBytes, PHYSICAL_ADDRESS, PHYSICAL_ADDRESS,
                                                   PHYSICAL_ADDRESS, MEMORY_CACHING_TYPE) {
  return allocate_contiguous(NumberOfBytes, __builtin_return_address(0));
}
PVOID NTAPI MmAllocateNonCachedMemory(SIZE_T NumberOfBytes) {
  return allocate_contiguous(NumberOfBytes, __builtin_return_address(0));
}
VOID NTAPI MmFreeContiguousMemory(PVOID BaseAddress) {
  machine().ex().free(BaseAddress, kContiguousTag);
}
VOID NTAPI MmFreeContiguousMemorySpecifyCache(PVOID BaseAddress, SIZE_T, MEMORY_CACHING_TYPE) {
  machine().ex().free(BaseAddress, kContiguousTag);
}
VOID NTAPI MmFreeNonCachedMemory(PVOID BaseAddress, SIZE_T) {
  machine().ex().free(BaseAddress, kContiguousTag);
}

PHYSICAL_ADDRESS NTAPI MmGetPhysicalAddress(PVOID BaseAddress) {
  PHYSICAL_ADDRESS address;
  address.QuadPart = static_cast<LONGLONG>(machine().mm().physical_address(BaseAddress));
  return address;
}

BOOLEAN NTAPI MmIsAddressValid(PVOID VirtualAddress) {
  return machine().mm().accessible(VirtualAddress, 1, Access::kRead);
}
MM_SYSTEMSIZE NTAPI MmQuerySystemSize(VOID) {
  return MmLargeSystem;
}
BOOLEAN NTAPI MmIsThisAnNtAsSystem(VOID) {
  return FALSE;
}
LOGICAL NTAPI MmIsDriverVerifying(struct _DRIVER_OBJECT*) {
  return machine().options().verifier;
}
LOGICAL NTAPI MmIsDriverVerifyingByAddress(PVOID) {
  return machine().options().verifier;
}

// Nothing is ever paged out here: locking a section is done before it begins. The handle is any address of the section.
PVOID NTAPI MmLockPagableDataSection(PVOID AddressWithinSection) {
  return AddressWithinSection;
}
VOID NTAPI MmLockPagableSectionByHandle(PVOID) {}
VOID NTAPI MmUnlockPagableImageSection(PVOID) {}
PVOID NTAPI MmPageEntireDriver(PVOID AddressWithinSection) {
  return AddressWithinSection;
}
VOID NTAPI MmResetDriverPaging(PVOID) {}

}  // extern "C"
