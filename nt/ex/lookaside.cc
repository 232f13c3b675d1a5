// Lookaside lists of all three kinds. Entries that were freed wait in the list, up to its depth, for the next
// allocation; under AddressSanitizer none waits, so that a use after the free is found.
#include <ntddk.h>

#include <new>

#include "nt/ex/executive.h"
#include "nt/machine.h"
#include "nt/mm/poison.h"

namespace {

constexpr USHORT kDepth = owdf::mm::kPoisons ? 0 : 256;

owdf::ex::Executive& executive() {
  return owdf::nt::current_machine()->ex();
}

owdf::ex::PoolType pool_type_of(POOL_TYPE type) {
  return type & PagedPool ? owdf::ex::PoolType::kPaged : owdf::ex::PoolType::kNonPaged;
}

// Lists without functions of their own hand the caller's address on, so that a leak names the driver.
template <typename List>
void initialize(List& list, POOL_TYPE type, SIZE_T size, ULONG tag) {
  list = {};
  InitializeSListHead(&list.ListHead);
  list.Type = type;
  list.Size = static_cast<ULONG>(size);
  list.Tag = tag;
  list.Depth = list.MaximumDepth = kDepth;
}

template <typename List>
void* take(List& list) {
  __atomic_add_fetch(&list.TotalAllocates, 1, __ATOMIC_RELAXED);
  void* entry = ExpInterlockedPopEntrySList(&list.ListHead);
  if (!entry) __atomic_add_fetch(&list.AllocateMisses, 1, __ATOMIC_RELAXED);
  return entry;
}

template <typename List>
bool keep(List& list, void* entry) {
  __atomic_add_fetch(&list.TotalFrees, 1, __ATOMIC_RELAXED);
  if (ExQueryDepthSList(&list.ListHead) < list.Depth) {
    ExpInterlockedPushEntrySList(&list.ListHead, static_cast<PSLIST_ENTRY>(entry));
    return true;
  }
  __atomic_add_fetch(&list.FreeMisses, 1, __ATOMIC_RELAXED);
  return false;
}

template <typename List>
void* allocate(List& list, const void* caller) {
  if (void* entry = take(list)) return entry;
  if (list.Allocate) return list.Allocate(list.Type, list.Size, list.Tag);
  return executive().allocate(pool_type_of(list.Type), list.Size, list.Tag, caller);
}

template <typename List>
void release(List& list, void* entry) {
  if (list.Free) {
    list.Free(entry);
  } else {
    executive().free(entry, list.Tag);
  }
}

template <typename List>
void drain(List& list) {
  while (void* entry = ExpInterlockedPopEntrySList(&list.ListHead)) release(list, entry);
}

void drain_extended(LOOKASIDE_LIST_EX& list) {
  while (void* entry = ExpInterlockedPopEntrySList(&list.L.ListHead)) {
    if (list.L.FreeEx) {
      list.L.FreeEx(entry, &list);
    } else {
      executive().free(entry, list.L.Tag);
    }
  }
}

}  // namespace

extern "C" {

VOID NTAPI ExInitializeNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate,
                                           PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT) {
  initialize(Lookaside->L, static_cast<POOL_TYPE>(NonPagedPool | Flags), Size, Tag);
  Lookaside->L.Allocate = Allocate;
  Lookaside->L.Free = Free;
}
VOID NTAPI ExDeleteNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside) {
  drain(Lookaside->L);
}
PVOID NTAPI ExAllocateFromNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside) {
  return allocate(Lookaside->L, __builtin_return_address(0));
}
VOID NTAPI ExFreeToNPagedLookasideList(PNPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry) {
  if (!keep(Lookaside->L, Entry)) release(Lookaside->L, Entry);
}

VOID NTAPI ExInitializePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PALLOCATE_FUNCTION Allocate,
                                          PFREE_FUNCTION Free, ULONG Flags, SIZE_T Size, ULONG Tag, USHORT) {
  initialize(Lookaside->L, static_cast<POOL_TYPE>(PagedPool | Flags), Size, Tag);
  Lookaside->L.Allocate = Allocate;
  Lookaside->L.Free = Free;
}
VOID NTAPI ExDeletePagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside) {
  drain(Lookaside->L);
}
PVOID NTAPI ExAllocateFromPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside) {
  return allocate(Lookaside->L, __builtin_return_address(0));
}
VOID NTAPI ExFreeToPagedLookasideList(PPAGED_LOOKASIDE_LIST Lookaside, PVOID Entry) {
  if (!keep(Lookaside->L, Entry)) release(Lookaside->L, Entry);
}

NTSTATUS NTAPI ExInitializeLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PALLOCATE_FUNCTION_EX Allocate,
                                           PFREE_FUNCTION_EX Free, POOL_TYPE PoolType, ULONG Flags, SIZE_T Size,
                                           ULONG Tag, USHORT Depth) {
  constexpr ULONG kKnown = EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL | EX_LOOKASIDE_LIST_EX_FLAGS_FAIL_NO_RAISE;
  if (Depth != 0) return STATUS_INVALID_PARAMETER_8;
  if ((Flags & ~kKnown) != 0 || Flags == kKnown) return STATUS_INVALID_PARAMETER_5;
  initialize(Lookaside->L, PoolType, Size, Tag);
  Lookaside->L.AllocateEx = Allocate;
  Lookaside->L.FreeEx = Free;
  if (Flags & EX_LOOKASIDE_LIST_EX_FLAGS_RAISE_ON_FAIL) {
    Lookaside->L.Type = static_cast<POOL_TYPE>(PoolType | POOL_RAISE_IF_ALLOCATION_FAILURE);
  }
  return STATUS_SUCCESS;
}
VOID NTAPI ExDeleteLookasideListEx(PLOOKASIDE_LIST_EX Lookaside) {
  drain_extended(*Lookaside);
}
VOID NTAPI ExFlushLookasideListEx(PLOOKASIDE_LIST_EX Lookaside) {
  drain_extended(*Lookaside);
}
PVOID NTAPI ExAllocateFromLookasideListEx(PLOOKASIDE_LIST_EX Lookaside) {
  auto& list = Lookaside->L;
  if (void* entry = take(list)) return entry;
  if (list.AllocateEx) return list.AllocateEx(list.Type, list.Size, list.Tag, Lookaside);
  void* entry = executive().allocate(pool_type_of(list.Type), list.Size, list.Tag, __builtin_return_address(0));
  if (!entry && (list.Type & POOL_RAISE_IF_ALLOCATION_FAILURE)) ExRaiseStatus(STATUS_INSUFFICIENT_RESOURCES);
  return entry;
}
VOID NTAPI ExFreeToLookasideListEx(PLOOKASIDE_LIST_EX Lookaside, PVOID Entry) {
  if (keep(Lookaside->L, Entry)) return;
  if (Lookaside->L.FreeEx) {
    Lookaside->L.FreeEx(Entry, Lookaside);
  } else {
    executive().free(Entry, Lookaside->L.Tag);
  }
}

}  // extern "C"
