/* Mm: MDLs, probes, mappings, I/O space. */
#pragma once

#include <owdf/registers.h>
#include <wdm/ex.h>
#include <wdm/ke.h>

OWDF_BEGIN

typedef enum _MM_PAGE_PRIORITY { LowPagePriority, NormalPagePriority = 16, HighPagePriority = 32 } MM_PAGE_PRIORITY;
#define MdlMappingNoWrite 0x80000000
#define MdlMappingNoExecute 0x40000000
#define MdlMappingWithGuardPtes 0x20000000
typedef enum _MM_SYSTEM_SIZE { MmSmallSystem, MmMediumSystem, MmLargeSystem } MM_SYSTEMSIZE;
#define MM_ALLOCATE_FULLY_REQUIRED 0x00000004
#define MM_DONT_ZERO_ALLOCATION 0x00000001
#define MM_ALLOCATE_PREFER_CONTIGUOUS 0x00000010
#define MM_ALLOCATE_REQUIRE_CONTIGUOUS_CHUNKS 0x00000020
#define MM_ALLOCATE_FROM_LOCAL_NODE_ONLY 0x00000002
#define MM_ALLOCATE_NO_WAIT 0x00000008
#define MM_ALLOCATE_FAST_LARGE_PAGES 0x00000040
#define MM_ALLOCATE_TRIM_IF_NECESSARY 0x00000080
#define MM_ALLOCATE_AND_HOT_REMOVE 0x00000100
#define MM_ANY_NODE_OK 0x80000000

PMDL NTAPI IoAllocateMdl(_In_opt_ PVOID VirtualAddress, _In_ ULONG Length, _In_ BOOLEAN SecondaryBuffer,
                         _In_ BOOLEAN ChargeQuota, _Inout_opt_ PIRP Irp);
VOID NTAPI IoFreeMdl(_In_ PMDL Mdl);
VOID NTAPI IoBuildPartialMdl(_In_ PMDL SourceMdl, _Inout_ PMDL TargetMdl, _In_ PVOID VirtualAddress, _In_ ULONG Length);
SIZE_T NTAPI MmSizeOfMdl(_In_ PVOID Base, _In_ SIZE_T Length);
VOID NTAPI MmBuildMdlForNonPagedPool(_Inout_ PMDL MemoryDescriptorList);
VOID NTAPI MmProbeAndLockPages(_Inout_ PMDL MemoryDescriptorList, _In_ KPROCESSOR_MODE AccessMode,
                               _In_ LOCK_OPERATION Operation);
VOID NTAPI MmUnlockPages(_Inout_ PMDL MemoryDescriptorList);
PVOID NTAPI MmMapLockedPages(_In_ PMDL MemoryDescriptorList, _In_ KPROCESSOR_MODE AccessMode);
PVOID NTAPI MmMapLockedPagesSpecifyCache(_In_ PMDL MemoryDescriptorList, _In_ KPROCESSOR_MODE AccessMode,
                                         _In_ MEMORY_CACHING_TYPE CacheType, _In_opt_ PVOID RequestedAddress,
                                         _In_ ULONG BugCheckOnFailure, _In_ ULONG Priority);
VOID NTAPI MmUnmapLockedPages(_In_ PVOID BaseAddress, _In_ PMDL MemoryDescriptorList);
PMDL NTAPI MmAllocatePagesForMdl(_In_ PHYSICAL_ADDRESS LowAddress, _In_ PHYSICAL_ADDRESS HighAddress,
                                 _In_ PHYSICAL_ADDRESS SkipBytes, _In_ SIZE_T TotalBytes);
PMDL NTAPI MmAllocatePagesForMdlEx(_In_ PHYSICAL_ADDRESS LowAddress, _In_ PHYSICAL_ADDRESS HighAddress,
                                   _In_ PHYSICAL_ADDRESS SkipBytes, _In_ SIZE_T TotalBytes,
                                   _In_ MEMORY_CACHING_TYPE CacheType, _In_ ULONG Flags);
PMDL NTAPI MmAllocateNodePagesForMdlEx(_In_ PHYSICAL_ADDRESS LowAddress, _In_ PHYSICAL_ADDRESS HighAddress,
                                       _In_ PHYSICAL_ADDRESS SkipBytes, _In_ SIZE_T TotalBytes,
                                       _In_ MEMORY_CACHING_TYPE CacheType, _In_ ULONG IdealNode, _In_ ULONG Flags);
VOID NTAPI MmFreePagesFromMdl(_Inout_ PMDL MemoryDescriptorList);
NTSTATUS NTAPI MmProtectMdlSystemAddress(_In_ PMDL MemoryDescriptorList, _In_ ULONG NewProtect);
PVOID NTAPI MmMapIoSpace(_In_ PHYSICAL_ADDRESS PhysicalAddress, _In_ SIZE_T NumberOfBytes,
    _In_ MEMORY_CACHING_TYPE CacheType);
PVOID NTAPI MmMapIoSpaceEx(_In_ PHYSICAL_ADDRESS PhysicalAddress, _In_ SIZE_T NumberOfBytes, _In_ ULONG Protect);
VOID NTAPI MmUnmapIoSpace(_In_ PVOID BaseAddress, _In_ SIZE_T NumberOfBytes);
PHYSICAL_ADDRESS NTAPI MmGetPhysicalAddress(_In_ PVOID BaseAddress);
PVOID NTAPI MmAllocateContiguousMemory(_In_ SIZE_T NumberOfBytes, _In_ PHYSICAL_ADDRESS HighestAcceptableAddress);
PVOID NTAPI MmAllocateContiguousMemorySpecifyCache(_In_ SIZE_T NumberOfBytes,
    _In_ PHYSICAL_ADDRESS LowestAcceptableAddress,
                                                   _In_ PHYSICAL_ADDRESS HighestAcceptableAddress,
                                                   _In_ PHYSICAL_ADDRESS BoundaryAddressMultiple,
                                                   _In_ MEMORY_CACHING_TYPE CacheType);
VOID NTAPI MmFreeContiguousMemory(_In_ PVOID BaseAddress);
VOID NTAPI MmFreeContiguousMemorySpecifyCache(_In_ PVOID BaseAddress, _In_ SIZE_T NumberOfBytes,
                                              _In_ MEMORY_CACHING_TYPE CacheType);
PVOID NTAPI MmAllocateContiguousMemorySpecifyCacheNode(_In_ SIZE_T NumberOfBytes,
                                                       _In_ PHYSICAL_ADDRESS LowestAcceptableAddress,
                                                       _In_ PHYSICAL_ADDRESS HighestAcceptableAddress,
                                                       _In_ PHYSICAL_ADDRESS BoundaryAddressMultiple,
                                                       _In_ MEMORY_CACHING_TYPE CacheType, _In_ ULONG PreferredNode);
PVOID NTAPI MmAllocateContiguousNodeMemory(_In_ SIZE_T NumberOfBytes, _In_ PHYSICAL_ADDRESS LowestAcceptableAddress,
                                           _In_ PHYSICAL_ADDRESS HighestAcceptableAddress,
                                           _In_ PHYSICAL_ADDRESS BoundaryAddressMultiple, _In_ ULONG Protect,
                                           _In_ ULONG PreferredNode);
NTSTATUS NTAPI MmAllocateContiguousMemoryEx(_In_ PSIZE_T NumberOfBytes, _In_ PHYSICAL_ADDRESS LowestAcceptableAddress,
                                            _In_ PHYSICAL_ADDRESS HighestAcceptableAddress,
                                            _In_ PHYSICAL_ADDRESS BoundaryAddressMultiple, _In_ ULONG PreferredNode,
                                            _In_ ULONG Protect, _In_opt_ PVOID PartitionObject, _In_ ULONG Tag,
                                            _In_ ULONG Flags, _Out_ PVOID* BaseAddress);
PVOID NTAPI MmAllocateNonCachedMemory(_In_ SIZE_T NumberOfBytes);
VOID NTAPI MmFreeNonCachedMemory(_In_ PVOID BaseAddress, _In_ SIZE_T NumberOfBytes);
PVOID NTAPI MmGetSystemRoutineAddress(_In_ PUNICODE_STRING SystemRoutineName);
BOOLEAN NTAPI MmIsAddressValid(_In_ PVOID VirtualAddress);
MM_SYSTEMSIZE NTAPI MmQuerySystemSize(VOID);
BOOLEAN NTAPI MmIsThisAnNtAsSystem(VOID);
PVOID NTAPI MmPageEntireDriver(_In_ PVOID AddressWithinSection);
VOID NTAPI MmResetDriverPaging(_In_ PVOID AddressWithinSection);
PVOID NTAPI MmLockPagableDataSection(_In_ PVOID AddressWithinSection);
VOID NTAPI MmLockPagableSectionByHandle(_In_ PVOID ImageSectionHandle);
VOID NTAPI MmUnlockPagableImageSection(_In_ PVOID ImageSectionHandle);
#define MmLockPagableCodeSection(Address) MmLockPagableDataSection(Address)
NTSTATUS NTAPI MmIsVerifierEnabled(_Out_ PULONG VerifierFlags);
LOGICAL NTAPI MmIsDriverVerifying(_In_ struct _DRIVER_OBJECT* DriverObject);
LOGICAL NTAPI MmIsDriverVerifyingByAddress(_In_ PVOID AddressWithinSection);
HANDLE NTAPI MmSecureVirtualMemory(_In_ PVOID Address, _In_ SIZE_T Size, _In_ ULONG ProbeMode);
VOID NTAPI MmUnsecureVirtualMemory(_In_ HANDLE SecureHandle);
VOID NTAPI ProbeForRead(_In_ const volatile VOID* Address, _In_ SIZE_T Length, _In_ ULONG Alignment);
VOID NTAPI ProbeForWrite(_Inout_ volatile VOID* Address, _In_ SIZE_T Length, _In_ ULONG Alignment);
HANDLE NTAPI MmSecureVirtualMemoryEx(_In_ PVOID Address, _In_ SIZE_T Size, _In_ ULONG ProbeMode, _In_ ULONG Flags);

/* Physical memory: its ranges, and lists of pages that lie in it. */
typedef struct _PHYSICAL_MEMORY_RANGE {
  PHYSICAL_ADDRESS BaseAddress;
  LARGE_INTEGER NumberOfBytes;
} PHYSICAL_MEMORY_RANGE, *PPHYSICAL_MEMORY_RANGE;
OWDF_SIZE(PHYSICAL_MEMORY_RANGE, 16);
typedef struct _MM_PHYSICAL_ADDRESS_LIST {
  PHYSICAL_ADDRESS PhysicalAddress;
  SIZE_T NumberOfBytes;
} MM_PHYSICAL_ADDRESS_LIST, *PMM_PHYSICAL_ADDRESS_LIST;
OWDF_SIZE(MM_PHYSICAL_ADDRESS_LIST, 16);
typedef struct _MM_COPY_ADDRESS {
  __extension__ union {
    PVOID VirtualAddress;
    PHYSICAL_ADDRESS PhysicalAddress;
  };
} MM_COPY_ADDRESS, *PMMCOPY_ADDRESS;
OWDF_SIZE(MM_COPY_ADDRESS, 8);
#define MM_COPY_MEMORY_PHYSICAL 0x1
#define MM_COPY_MEMORY_VIRTUAL 0x2
#define MM_GET_PHYSICAL_MEMORY_RANGES_INCLUDE_FILE_ONLY 0x1
#define MM_GET_PHYSICAL_MEMORY_RANGES_INCLUDE_ALL_PARTITIONS 0x2
PPHYSICAL_MEMORY_RANGE NTAPI MmGetPhysicalMemoryRanges(VOID);
PPHYSICAL_MEMORY_RANGE NTAPI MmGetPhysicalMemoryRangesEx(_In_opt_ PVOID PartitionObject);
PPHYSICAL_MEMORY_RANGE NTAPI MmGetPhysicalMemoryRangesEx2(_In_opt_ PVOID PartitionObject, _In_ ULONG Flags);
NTSTATUS NTAPI MmAddPhysicalMemory(_In_ PPHYSICAL_ADDRESS StartAddress, _Inout_ PLARGE_INTEGER NumberOfBytes);
NTSTATUS NTAPI MmRemovePhysicalMemory(_In_ PPHYSICAL_ADDRESS StartAddress, _Inout_ PLARGE_INTEGER NumberOfBytes);
PVOID NTAPI MmGetVirtualForPhysical(_In_ PHYSICAL_ADDRESS PhysicalAddress);
NTSTATUS NTAPI MmCopyMemory(_In_ PVOID TargetAddress, _In_ MM_COPY_ADDRESS SourceAddress, _In_ SIZE_T NumberOfBytes,
                            _In_ ULONG Flags, _Out_ PSIZE_T NumberOfBytesTransferred);
NTSTATUS NTAPI MmAllocateMdlForIoSpace(_In_ PMM_PHYSICAL_ADDRESS_LIST PhysicalAddressList, _In_ SIZE_T NumberOfEntries,
                                       _Out_ PMDL* NewMdl);
NTSTATUS NTAPI MmAdvanceMdl(_Inout_ PMDL Mdl, _In_ ULONG NumberOfBytes);
PMDL NTAPI MmCreateMdl(_In_opt_ PMDL MemoryDescriptorList, _In_ PVOID Base, _In_ SIZE_T Length);
typedef VOID NTAPI MM_MDL_ROUTINE(_In_opt_ PVOID DriverContext, _In_ PVOID MappedVa);
typedef MM_MDL_ROUTINE* PMM_MDL_ROUTINE;
NTSTATUS NTAPI MmMapMdl(_In_ PMDL MemoryDescriptorList, _In_ ULONG Protection, _In_ PMM_MDL_ROUTINE DriverRoutine,
                        _In_opt_ PVOID DriverContext);
NTSTATUS NTAPI MmMapMemoryDumpMdlEx(_In_ PVOID Va, _In_ ULONG PageTotal, _Inout_ PMDL MemoryDumpMdl, _In_ ULONG Flags);
PVOID NTAPI MmAllocateMappingAddress(_In_ SIZE_T NumberOfBytes, _In_ ULONG PoolTag);
PVOID NTAPI MmAllocateMappingAddressEx(_In_ SIZE_T NumberOfBytes, _In_ ULONG PoolTag, _In_ ULONG Flags);
VOID NTAPI MmFreeMappingAddress(_In_ PVOID BaseAddress, _In_ ULONG PoolTag);
PVOID NTAPI MmMapLockedPagesWithReservedMapping(_In_ PVOID MappingAddress, _In_ ULONG PoolTag,
                                                _In_ PMDL MemoryDescriptorList, _In_ MEMORY_CACHING_TYPE CacheType);
VOID NTAPI MmUnmapReservedMapping(_In_ PVOID BaseAddress, _In_ ULONG PoolTag, _In_ PMDL MemoryDescriptorList);
NTSTATUS NTAPI MmMapViewInSystemSpace(_In_ PVOID Section, _Outptr_ PVOID* MappedBase, _Inout_ PSIZE_T ViewSize);
NTSTATUS NTAPI MmUnmapViewInSystemSpace(_In_ PVOID MappedBase);
PVOID NTAPI MmGetSystemRoutineAddressEx(_In_ PUNICODE_STRING SystemRoutineName);
NTSTATUS NTAPI MmProtectDriverSection(_In_ PVOID AddressWithinSection, _In_ SIZE_T Size, _In_ ULONG Flags);
LOGICAL NTAPI MmIsDriverSuspectForVerifier(_In_ struct _DRIVER_OBJECT* DriverObject);

#define MmGetMdlPfnArray(Mdl) ((PPFN_NUMBER)((Mdl) + 1))
#define MmGetMdlVirtualAddress(Mdl) ((PVOID)((PCHAR)((Mdl)->StartVa) + (Mdl)->ByteOffset))
#define MmGetMdlByteCount(Mdl) ((Mdl)->ByteCount)
#define MmGetMdlByteOffset(Mdl) ((Mdl)->ByteOffset)
#define MmGetMdlBaseVa(Mdl) ((Mdl)->StartVa)
#define MmInitializeMdl(Mdl, BaseVa, Length)                                                                      \
  {                                                                                                               \
    (Mdl)->Next = (PMDL)NULL;                                                                                     \
    (Mdl)->Size =                                                                                                 \
        (CSHORT)(sizeof(MDL) + (sizeof(PFN_NUMBER) * ADDRESS_AND_SIZE_TO_SPAN_PAGES((BaseVa), (Length))));        \
    (Mdl)->MdlFlags = 0;                                                                                          \
    (Mdl)->StartVa = (PVOID)PAGE_ALIGN((BaseVa));                                                                 \
    (Mdl)->ByteOffset = BYTE_OFFSET((BaseVa));                                                                    \
    (Mdl)->ByteCount = (ULONG)(Length);                                                                           \
  }
#define MmPrepareMdlForReuse(Mdl)                                                 \
  if (((Mdl)->MdlFlags & MDL_PARTIAL_HAS_BEEN_MAPPED) != 0) {                     \
    MmUnmapLockedPages((Mdl)->MappedSystemVa, (Mdl));                             \
  }
OWDF_INLINE PVOID MmGetSystemAddressForMdlSafe(PMDL Mdl, ULONG Priority) {
  if (Mdl->MdlFlags & (MDL_MAPPED_TO_SYSTEM_VA | MDL_SOURCE_IS_NONPAGED_POOL)) return Mdl->MappedSystemVa;
  return MmMapLockedPagesSpecifyCache(Mdl, KernelMode, MmCached, NULL, FALSE, Priority);
}
#define MmGetSystemAddressForMdl(Mdl) MmGetSystemAddressForMdlSafe(Mdl, HighPagePriority)

/* Port space has no memory behind it, so port access is a call. */
UCHAR NTAPI READ_PORT_UCHAR(_In_ PUCHAR Port);
USHORT NTAPI READ_PORT_USHORT(_In_ PUSHORT Port);
ULONG NTAPI READ_PORT_ULONG(_In_ PULONG Port);
VOID NTAPI WRITE_PORT_UCHAR(_In_ PUCHAR Port, _In_ UCHAR Value);
VOID NTAPI WRITE_PORT_USHORT(_In_ PUSHORT Port, _In_ USHORT Value);
VOID NTAPI WRITE_PORT_ULONG(_In_ PULONG Port, _In_ ULONG Value);
VOID NTAPI READ_PORT_BUFFER_UCHAR(_In_ PUCHAR Port, _Out_ PUCHAR Buffer, _In_ ULONG Count);
VOID NTAPI READ_PORT_BUFFER_USHORT(_In_ PUSHORT Port, _Out_ PUSHORT Buffer, _In_ ULONG Count);
VOID NTAPI READ_PORT_BUFFER_ULONG(_In_ PULONG Port, _Out_ PULONG Buffer, _In_ ULONG Count);
VOID NTAPI WRITE_PORT_BUFFER_UCHAR(_In_ PUCHAR Port, _In_ PUCHAR Buffer, _In_ ULONG Count);
VOID NTAPI WRITE_PORT_BUFFER_USHORT(_In_ PUSHORT Port, _In_ PUSHORT Buffer, _In_ ULONG Count);
VOID NTAPI WRITE_PORT_BUFFER_ULONG(_In_ PULONG Port, _In_ PULONG Buffer, _In_ ULONG Count);

OWDF_END
