/* Dynamic hash tables: linear hashing, so that a table grows and shrinks by one bucket at a time. The table is the
   driver's to protect; routines run at the level of the caller. */
#pragma once

#include <wdm/base.h>

OWDF_BEGIN

#define RTL_HASH_ALLOCATED_HEADER 0x00000001
#define RTL_HASH_RESERVED_SIGNATURE 0

typedef struct _RTL_DYNAMIC_HASH_TABLE_ENTRY {
  LIST_ENTRY Linkage;
  ULONG_PTR Signature;
} RTL_DYNAMIC_HASH_TABLE_ENTRY, *PRTL_DYNAMIC_HASH_TABLE_ENTRY;
OWDF_SIZE(RTL_DYNAMIC_HASH_TABLE_ENTRY, 24);
#define HASH_ENTRY_KEY(x) ((x)->Signature)

typedef struct _RTL_DYNAMIC_HASH_TABLE_CONTEXT {
  PLIST_ENTRY ChainHead;
  PLIST_ENTRY PrevLinkage;
  ULONG_PTR Signature;
} RTL_DYNAMIC_HASH_TABLE_CONTEXT, *PRTL_DYNAMIC_HASH_TABLE_CONTEXT;
OWDF_SIZE(RTL_DYNAMIC_HASH_TABLE_CONTEXT, 24);

typedef struct _RTL_DYNAMIC_HASH_TABLE_ENUMERATOR {
  __extension__ union {
    RTL_DYNAMIC_HASH_TABLE_ENTRY HashEntry;
    PLIST_ENTRY CurEntry;
  };
  PLIST_ENTRY ChainHead;
  ULONG BucketIndex;
} RTL_DYNAMIC_HASH_TABLE_ENUMERATOR, *PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR;
OWDF_SIZE(RTL_DYNAMIC_HASH_TABLE_ENUMERATOR, 40);

typedef struct _RTL_DYNAMIC_HASH_TABLE {
  ULONG Flags;
  ULONG Shift;
  ULONG TableSize;
  ULONG Pivot;
  ULONG DivisorMask;
  ULONG NumEntries;
  ULONG NonEmptyBuckets;
  ULONG NumEnumerators;
  PVOID Directory;
} RTL_DYNAMIC_HASH_TABLE, *PRTL_DYNAMIC_HASH_TABLE;
OWDF_SIZE(RTL_DYNAMIC_HASH_TABLE, 40);

OWDF_INLINE VOID RtlInitHashTableContext(PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context) {
  Context->ChainHead = NULL;
  Context->PrevLinkage = NULL;
}
OWDF_INLINE VOID RtlInitHashTableContextFromEnumerator(PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context,
                                                       PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator) {
  Context->ChainHead = Enumerator->ChainHead;
  Context->PrevLinkage = Enumerator->HashEntry.Linkage.Blink;
}
OWDF_INLINE VOID RtlReleaseHashTableContext(PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context) { (void)Context; }
OWDF_INLINE ULONG RtlTotalBucketsHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) { return HashTable->TableSize; }
OWDF_INLINE ULONG RtlNonEmptyBucketsHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) { return HashTable->NonEmptyBuckets; }
OWDF_INLINE ULONG RtlEmptyBucketsHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) {
  return HashTable->TableSize - HashTable->NonEmptyBuckets;
}
OWDF_INLINE ULONG RtlTotalEntriesHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) { return HashTable->NumEntries; }
OWDF_INLINE ULONG RtlActiveEnumeratorsHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) { return HashTable->NumEnumerators; }

BOOLEAN NTAPI RtlCreateHashTable(_Inout_ PRTL_DYNAMIC_HASH_TABLE* HashTable, _In_ ULONG Shift, _Reserved_ ULONG Flags);
BOOLEAN NTAPI RtlCreateHashTableEx(_Inout_ PRTL_DYNAMIC_HASH_TABLE* HashTable, _In_ ULONG InitialSize, _In_ ULONG Shift,
                                   _Reserved_ ULONG Flags);
VOID NTAPI RtlDeleteHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable);
BOOLEAN NTAPI RtlInsertEntryHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                      _In_ PRTL_DYNAMIC_HASH_TABLE_ENTRY Entry, _In_ ULONG_PTR Signature,
                                      _Inout_opt_ PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context);
BOOLEAN NTAPI RtlRemoveEntryHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                      _In_ PRTL_DYNAMIC_HASH_TABLE_ENTRY Entry,
                                      _Inout_opt_ PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context);
PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlLookupEntryHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                                            _In_ ULONG_PTR Signature,
                                                            _Out_opt_ PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context);
PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlGetNextEntryHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                                             _In_ PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context);
BOOLEAN NTAPI RtlInitEnumerationHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                          _Out_ PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator);
PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlEnumerateEntryHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                                               _Inout_ PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator);
VOID NTAPI RtlEndEnumerationHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                      _Inout_ PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator);
BOOLEAN NTAPI RtlInitWeakEnumerationHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                              _Out_ PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator);
PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlWeaklyEnumerateEntryHashTable(
    _In_ PRTL_DYNAMIC_HASH_TABLE HashTable, _Inout_ PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator);
VOID NTAPI RtlEndWeakEnumerationHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable,
                                          _Inout_ PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator);
BOOLEAN NTAPI RtlExpandHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable);
BOOLEAN NTAPI RtlContractHashTable(_In_ PRTL_DYNAMIC_HASH_TABLE HashTable);

OWDF_END
