// MDLs. Drivers, their devices and programs share one address space, so "mapping" a buffer finds the address it already
// has; the flags say what has been done to the MDL, exactly as on a real system, for drivers and macros read them.
#include <ntddk.h>

#include <algorithm>
#include <cstring>

#include "nt/ex/executive.h"
#include "nt/ke/kernel.h"
#include "nt/machine.h"
#include "nt/mm/memory_manager.h"

namespace {

using owdf::mm::Access;
using owdf::mm::MemoryManager;

constexpr ULONG kMdlTag = ' ldM';
constexpr uint32_t kTargetMdlTooSmall = 0x40;
constexpr uint32_t kPfnListCorrupt = 0x4E;
constexpr uint64_t kUnlockedTooOften = 0x07;
constexpr SIZE_T kLongest = SIZE_T{UINT32_MAX} - PAGE_SIZE;

owdf::nt::Machine& machine() {
  return *owdf::nt::current_machine();
}
MemoryManager& mm() {
  return machine().mm();
}

char* start_of(const MDL& mdl) {
  return static_cast<char*>(mdl.StartVa) + mdl.ByteOffset;
}

void describe_pages(MDL& mdl) {
  const SIZE_T pages = ADDRESS_AND_SIZE_TO_SPAN_PAGES(start_of(mdl), mdl.ByteCount);
  PPFN_NUMBER frames = MmGetMdlPfnArray(&mdl);
  for (SIZE_T i = 0; i < pages; i++) {
    frames[i] = mm().physical_address(static_cast<char*>(mdl.StartVa) + i * PAGE_SIZE) / PAGE_SIZE;
  }
}

PMDL allocate_mdl(const void* address, SIZE_T length, const void* caller) {
  const SIZE_T size = MmSizeOfMdl(const_cast<void*>(address), length);
  auto* mdl = static_cast<PMDL>(machine().ex().allocate(owdf::ex::PoolType::kNonPaged, size, kMdlTag, caller));
  if (!mdl) return nullptr;
  std::memset(mdl, 0, size);
  MmInitializeMdl(mdl, const_cast<void*>(address), length);
  return mdl;
}

}  // namespace

extern "C" {

SIZE_T NTAPI MmSizeOfMdl(PVOID Base, SIZE_T Length) {
  return sizeof(MDL) + sizeof(PFN_NUMBER) * ADDRESS_AND_SIZE_TO_SPAN_PAGES(Base, Length);
}

PMDL NTAPI IoAllocateMdl(PVOID VirtualAddress, ULONG Length, BOOLEAN SecondaryBuffer, BOOLEAN, PIRP Irp) {
  if (Length > kLongest) return nullptr;
  PMDL mdl = allocate_mdl(VirtualAddress, Length, __builtin_return_address(0));
  if (!mdl || !Irp) return mdl;
  PMDL* at = &Irp->MdlAddress;
  if (SecondaryBuffer) {
    while (*at) at = &(*at)->Next;
  }
  *at = mdl;
  return mdl;
}

VOID NTAPI IoFreeMdl(PMDL Mdl) {
  constexpr CSHORT kOwnLock = MDL_PAGES_LOCKED | MDL_PARTIAL;
  if ((Mdl->MdlFlags & kOwnLock) == MDL_PAGES_LOCKED) {
    machine().report(
        {.rule = "MdlFreedWhileLocked",
         .message = "IoFreeMdl was called for an MDL whose pages are still locked: MmUnlockPages is missing",
         .driver = {}});
  }
  MmPrepareMdlForReuse(Mdl);
  machine().ex().free(Mdl);
}

VOID NTAPI IoBuildPartialMdl(PMDL SourceMdl, PMDL TargetMdl, PVOID VirtualAddress, ULONG Length) {
  const auto offset = static_cast<SIZE_T>(static_cast<char*>(VirtualAddress) - start_of(*SourceMdl));
  const SIZE_T length = Length ? Length : SourceMdl->ByteCount - offset;
  const SIZE_T pages = ADDRESS_AND_SIZE_TO_SPAN_PAGES(VirtualAddress, length);
  if (pages > (static_cast<USHORT>(TargetMdl->Size) - sizeof(MDL)) / sizeof(PFN_NUMBER)) {
    machine().bug_check(kTargetMdlTooSmall, 0, 0, 0, 0, "IoBuildPartialMdl: the target MDL has too few pages");
    return;
  }
  TargetMdl->Process = SourceMdl->Process;
  TargetMdl->StartVa = PAGE_ALIGN(VirtualAddress);
  TargetMdl->ByteOffset = static_cast<ULONG>(BYTE_OFFSET(VirtualAddress));
  TargetMdl->ByteCount = static_cast<ULONG>(length);
  constexpr CSHORT kInherited = MDL_SOURCE_IS_NONPAGED_POOL | MDL_MAPPED_TO_SYSTEM_VA | MDL_IO_SPACE;
  TargetMdl->MdlFlags = static_cast<CSHORT>((TargetMdl->MdlFlags & MDL_ALLOCATED_FIXED_SIZE) | MDL_PARTIAL |
                                            (SourceMdl->MdlFlags & kInherited));
  if (SourceMdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)) {
    TargetMdl->MappedSystemVa = static_cast<char*>(SourceMdl->MappedSystemVa) + offset;
  }
  const SIZE_T first = (SourceMdl->ByteOffset + offset) / PAGE_SIZE;
  std::memcpy(MmGetMdlPfnArray(TargetMdl), MmGetMdlPfnArray(SourceMdl) + first, pages * sizeof(PFN_NUMBER));
}

VOID NTAPI MmBuildMdlForNonPagedPool(PMDL MemoryDescriptorList) {
  MemoryDescriptorList->MappedSystemVa = start_of(*MemoryDescriptorList);
  MemoryDescriptorList->MdlFlags |= MDL_SOURCE_IS_NONPAGED_POOL;
  describe_pages(*MemoryDescriptorList);
}

// Raises STATUS_ACCESS_VIOLATION where the pages cannot be accessed so; mm::MemoryManager::lock_pages answers instead.
VOID NTAPI MmProbeAndLockPages(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode, LOCK_OPERATION Operation) {
  const Access access = Operation == IoReadAccess ? Access::kRead : Access::kWrite;
  const owdf::Status status = mm().lock_pages(*MemoryDescriptorList, AccessMode != KernelMode, access);
  if (!status.ok()) owdf::ke::kernel().raise_status(status.value, "MmProbeAndLockPages");
}

VOID NTAPI MmUnlockPages(PMDL MemoryDescriptorList) {
  MDL& mdl = *MemoryDescriptorList;
  if (!(mdl.MdlFlags & MDL_PAGES_LOCKED)) {
    machine().bug_check(kPfnListCorrupt, kUnlockedTooOften, MmGetMdlPfnArray(&mdl)[0], 0, 0,
                        "MmUnlockPages: the pages of this MDL are not locked");
    return;
  }
  if (mdl.MdlFlags & MDL_MAPPED_TO_SYSTEM_VA) MmUnmapLockedPages(mdl.MappedSystemVa, &mdl);
  mdl.MdlFlags &= static_cast<CSHORT>(~(MDL_PAGES_LOCKED | MDL_WRITE_OPERATION));
}

PVOID NTAPI MmMapLockedPagesSpecifyCache(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode, MEMORY_CACHING_TYPE,
                                         PVOID, ULONG, ULONG) {
  MDL& mdl = *MemoryDescriptorList;
  if (!(mdl.MdlFlags & (MDL_PAGES_LOCKED | MDL_PARTIAL | MDL_SOURCE_IS_NONPAGED_POOL | MDL_IO_SPACE))) {
    machine().report({.rule = "MdlMappedUnlocked",
                      .message = "an MDL was mapped whose pages are neither locked nor nonpaged pool",
                      .driver = {}});
    return nullptr;
  }
  // Pages that MmAllocatePagesForMdl gave have no address but the one behind their frame numbers.
  char* address =
      mdl.StartVa ? start_of(mdl)
                  : static_cast<char*>(mm().virtual_address(MmGetMdlPfnArray(&mdl)[0] * PAGE_SIZE)) + mdl.ByteOffset;
  if (AccessMode != KernelMode) return address;
  mdl.MappedSystemVa = address;
  mdl.MdlFlags |= MDL_MAPPED_TO_SYSTEM_VA;
  if (mdl.MdlFlags & MDL_PARTIAL) mdl.MdlFlags |= MDL_PARTIAL_HAS_BEEN_MAPPED;
  return address;
}

PVOID NTAPI MmMapLockedPages(PMDL MemoryDescriptorList, KPROCESSOR_MODE AccessMode) {
  return MmMapLockedPagesSpecifyCache(MemoryDescriptorList, AccessMode, MmCached, nullptr, TRUE, HighPagePriority);
}

VOID NTAPI MmUnmapLockedPages(PVOID, PMDL MemoryDescriptorList) {
  MemoryDescriptorList->MdlFlags &= static_cast<CSHORT>(~(MDL_MAPPED_TO_SYSTEM_VA | MDL_PARTIAL_HAS_BEEN_MAPPED));
}

PMDL NTAPI MmAllocatePagesForMdlEx(PHYSICAL_ADDRESS, PHYSICAL_ADDRESS, PHYSICAL_ADDRESS, SIZE_T TotalBytes,
                                   MEMORY_CACHING_TYPE, ULONG Flags) {
  if (TotalBytes == 0 || TotalBytes > kLongest) return nullptr;
  void* pages = mm().arena().allocate_pages(owdf::mm::pages_of(TotalBytes));
  if (!pages) return nullptr;
  PMDL mdl = allocate_mdl(pages, TotalBytes, __builtin_return_address(0));
  if (!mdl) {
    mm().arena().free_pages(pages, owdf::mm::pages_of(TotalBytes));
    return nullptr;
  }
  if (!(Flags & MM_DONT_ZERO_ALLOCATION)) std::memset(pages, 0, TotalBytes);
  describe_pages(*mdl);
  mdl->StartVa = nullptr;
  mdl->MdlFlags |= MDL_PAGES_LOCKED;
  return mdl;
}

PMDL NTAPI MmAllocatePagesForMdl(PHYSICAL_ADDRESS LowAddress, PHYSICAL_ADDRESS HighAddress, PHYSICAL_ADDRESS SkipBytes,
                                 SIZE_T TotalBytes) {
  return MmAllocatePagesForMdlEx(LowAddress, HighAddress, SkipBytes, TotalBytes, MmCached, 0);
}

VOID NTAPI MmFreePagesFromMdl(PMDL MemoryDescriptorList) {
  void* pages = mm().virtual_address(MmGetMdlPfnArray(MemoryDescriptorList)[0] * PAGE_SIZE);
  mm().arena().free_pages(pages, owdf::mm::pages_of(MemoryDescriptorList->ByteCount));
  MemoryDescriptorList->MdlFlags &= static_cast<CSHORT>(~(MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA));
}

}  // extern "C"
