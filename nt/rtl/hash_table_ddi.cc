// RTL_DYNAMIC_HASH_TABLE. Linear hashing: the table grows and shrinks by one bucket, and a bucket never moves, because
// its entries point at it. Chains are sorted by signature, so that entries of one signature follow each other.
#include <ntddk.h>

#include <bit>
#include <utility>

#include "nt/ex/executive.h"
#include "nt/machine.h"

namespace {

constexpr ULONG kFirstLevel = 128;
constexpr ULONG kLevels = 16;
constexpr ULONG kMostBuckets = kFirstLevel << (kLevels - 1);
constexpr ULONG kTag = 'baTH';
// Enumerators lie in the chains under this signature; an entry's own zero is kept as one.
constexpr ULONG_PTR kEnumerator = RTL_HASH_RESERVED_SIGNATURE;

// Level 0 holds the first 128 buckets, each further one as many as all before it.
struct Directory {
  LIST_ENTRY* levels[kLevels];
};

struct Place {
  ULONG level;
  ULONG offset;
};

Place place_of(ULONG bucket) {
  if (bucket < kFirstLevel) return {0, bucket};
  const ULONG level = static_cast<ULONG>(std::bit_width(bucket / kFirstLevel));
  return {level, bucket - (kFirstLevel << (level - 1))};
}

void* allocate(size_t bytes, const void* caller) {
  return owdf::nt::current_machine()->ex().allocate(owdf::ex::PoolType::kNonPaged, bytes, kTag, caller);
}

LIST_ENTRY* bucket_at(const RTL_DYNAMIC_HASH_TABLE& table, ULONG bucket) {
  const Place place = place_of(bucket);
  return &static_cast<Directory*>(table.Directory)->levels[place.level][place.offset];
}

bool has_level(RTL_DYNAMIC_HASH_TABLE& table, ULONG level, const void* caller) {
  LIST_ENTRY*& buckets = static_cast<Directory*>(table.Directory)->levels[level];
  if (buckets) return true;
  const size_t count = level == 0 ? kFirstLevel : kFirstLevel << (level - 1);
  buckets = static_cast<LIST_ENTRY*>(allocate(count * sizeof(LIST_ENTRY), caller));
  return buckets != nullptr;
}

ULONG bucket_of(const RTL_DYNAMIC_HASH_TABLE& table, ULONG_PTR signature) {
  const ULONG_PTR key = signature >> table.Shift;
  const ULONG_PTR mixed = key ^ key >> 17 ^ key >> 31;
  const ULONG bucket = static_cast<ULONG>(mixed) & table.DivisorMask;
  return bucket >= table.Pivot ? bucket : static_cast<ULONG>(mixed) & (table.DivisorMask << 1 | 1);
}

ULONG_PTR kept(ULONG_PTR signature) {
  return signature == kEnumerator ? 1 : signature;
}

RTL_DYNAMIC_HASH_TABLE_ENTRY* entry_of(LIST_ENTRY* link) {
  return CONTAINING_RECORD(link, RTL_DYNAMIC_HASH_TABLE_ENTRY, Linkage);
}

// Points the context before the first entry whose signature is not less.
void find(const RTL_DYNAMIC_HASH_TABLE& table, ULONG_PTR signature, RTL_DYNAMIC_HASH_TABLE_CONTEXT& context) {
  LIST_ENTRY* const head = bucket_at(table, bucket_of(table, signature));
  LIST_ENTRY* link = head->Flink;
  while (link != head && entry_of(link)->Signature < signature) link = link->Flink;
  context = {head, link->Blink, signature};
}

// The next link behind `link` that is an entry of the table, or nothing at the end of the chain.
LIST_ENTRY* next_entry(LIST_ENTRY* head, LIST_ENTRY* link) {
  do link = link->Flink;
  while (link != head && entry_of(link)->Signature == kEnumerator);
  return link == head ? nullptr : link;
}

void insert_after(RTL_DYNAMIC_HASH_TABLE& table, LIST_ENTRY* head, LIST_ENTRY* before, LIST_ENTRY* link) {
  if (IsListEmpty(head)) table.NonEmptyBuckets++;
  InsertHeadList(before, link);
}

void remove(RTL_DYNAMIC_HASH_TABLE& table, LIST_ENTRY* link) {
  if (RemoveEntryList(link)) table.NonEmptyBuckets--;
}

// Moves what hashes differently now; both chains stay sorted, because the order of the entries is kept.
void redistribute(RTL_DYNAMIC_HASH_TABLE& table, LIST_ENTRY* from, ULONG to) {
  LIST_ENTRY* const target = bucket_at(table, to);
  for (LIST_ENTRY* link = from->Flink; link != from;) {
    LIST_ENTRY* const entry = std::exchange(link, link->Flink);
    if (bucket_of(table, entry_of(entry)->Signature) != to) continue;
    remove(table, entry);
    insert_after(table, target, target->Blink, entry);
  }
}

// Puts every entry of one chain into another where its signature belongs.
void merge(RTL_DYNAMIC_HASH_TABLE& table, LIST_ENTRY* from) {
  while (!IsListEmpty(from)) {
    LIST_ENTRY* const link = from->Flink;
    remove(table, link);
    RTL_DYNAMIC_HASH_TABLE_CONTEXT context;
    find(table, entry_of(link)->Signature, context);
    insert_after(table, context.ChainHead, context.PrevLinkage, link);
  }
}

PRTL_DYNAMIC_HASH_TABLE_ENTRY walk(const RTL_DYNAMIC_HASH_TABLE& table, RTL_DYNAMIC_HASH_TABLE_ENUMERATOR& at,
                                   LIST_ENTRY* link) {
  for (;;) {
    if (LIST_ENTRY* const next = next_entry(at.ChainHead, link)) return entry_of(next);
    if (++at.BucketIndex >= table.TableSize) return nullptr;
    at.ChainHead = link = bucket_at(table, at.BucketIndex);
  }
}

}  // namespace

extern "C" {

BOOLEAN NTAPI RtlCreateHashTable(PRTL_DYNAMIC_HASH_TABLE* HashTable, ULONG Shift, ULONG Flags) {
  return RtlCreateHashTableEx(HashTable, 0, Shift, Flags);
}

BOOLEAN NTAPI RtlCreateHashTableEx(PRTL_DYNAMIC_HASH_TABLE* HashTable, ULONG InitialSize, ULONG Shift, ULONG Flags) {
  const void* const caller = __builtin_return_address(0);
  if (Flags != 0 || InitialSize > kMostBuckets) return FALSE;
  RTL_DYNAMIC_HASH_TABLE made = {};
  made.Directory = allocate(sizeof(Directory), caller);
  if (!made.Directory) return FALSE;
  *static_cast<Directory*>(made.Directory) = {};
  made.Shift = Shift;
  made.TableSize = kFirstLevel;
  made.DivisorMask = kFirstLevel - 1;
  auto* const table = *HashTable ? *HashTable : static_cast<PRTL_DYNAMIC_HASH_TABLE>(allocate(sizeof made, caller));
  if (!table || !has_level(made, 0, caller)) {
    ExFreePool(made.Directory);
    if (table && !*HashTable) ExFreePool(table);
    return FALSE;
  }
  if (!*HashTable) made.Flags = RTL_HASH_ALLOCATED_HEADER;
  *table = made;
  for (ULONG i = 0; i < kFirstLevel; i++) InitializeListHead(bucket_at(*table, i));
  while (table->TableSize < InitialSize) {
    if (RtlExpandHashTable(table)) continue;
    RtlDeleteHashTable(table);
    return FALSE;
  }
  *HashTable = table;
  return TRUE;
}

void NTAPI RtlDeleteHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) {
  for (LIST_ENTRY* level : static_cast<Directory*>(HashTable->Directory)->levels) {
    if (level) ExFreePool(level);
  }
  ExFreePool(HashTable->Directory);
  if (HashTable->Flags & RTL_HASH_ALLOCATED_HEADER) ExFreePool(HashTable);
}

BOOLEAN NTAPI RtlInsertEntryHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable, PRTL_DYNAMIC_HASH_TABLE_ENTRY Entry,
                                      ULONG_PTR Signature, PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context) {
  RTL_DYNAMIC_HASH_TABLE_CONTEXT own = {};
  RTL_DYNAMIC_HASH_TABLE_CONTEXT& context = Context ? *Context : own;
  Entry->Signature = kept(Signature);
  if (!context.ChainHead) find(*HashTable, Entry->Signature, context);
  insert_after(*HashTable, context.ChainHead, context.PrevLinkage, &Entry->Linkage);
  HashTable->NumEntries++;
  return TRUE;
}

BOOLEAN NTAPI RtlRemoveEntryHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable, PRTL_DYNAMIC_HASH_TABLE_ENTRY Entry,
                                      PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context) {
  if (Context && !Context->ChainHead) find(*HashTable, Entry->Signature, *Context);
  remove(*HashTable, &Entry->Linkage);
  HashTable->NumEntries--;
  return TRUE;
}

PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlLookupEntryHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable, ULONG_PTR Signature,
                                                            PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context) {
  RTL_DYNAMIC_HASH_TABLE_CONTEXT own;
  RTL_DYNAMIC_HASH_TABLE_CONTEXT& context = Context ? *Context : own;
  find(*HashTable, kept(Signature), context);
  LIST_ENTRY* const link = next_entry(context.ChainHead, context.PrevLinkage);
  return link && entry_of(link)->Signature == context.Signature ? entry_of(link) : nullptr;
}

PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlGetNextEntryHashTable(PRTL_DYNAMIC_HASH_TABLE,
                                                             PRTL_DYNAMIC_HASH_TABLE_CONTEXT Context) {
  LIST_ENTRY* const current = next_entry(Context->ChainHead, Context->PrevLinkage);
  LIST_ENTRY* const next = current ? next_entry(Context->ChainHead, current) : nullptr;
  if (!next || entry_of(next)->Signature != Context->Signature) return nullptr;
  Context->PrevLinkage = current;
  return entry_of(next);
}

BOOLEAN NTAPI RtlInitEnumerationHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable,
                                          PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator) {
  Enumerator->BucketIndex = 0;
  Enumerator->ChainHead = bucket_at(*HashTable, 0);
  Enumerator->HashEntry.Signature = kEnumerator;
  insert_after(*HashTable, Enumerator->ChainHead, Enumerator->ChainHead, &Enumerator->HashEntry.Linkage);
  HashTable->NumEnumerators++;
  return TRUE;
}

PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlEnumerateEntryHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable,
                                                               PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator) {
  LIST_ENTRY* const place = &Enumerator->HashEntry.Linkage;
  PRTL_DYNAMIC_HASH_TABLE_ENTRY const found = walk(*HashTable, *Enumerator, place);
  if (!found) return nullptr;
  remove(*HashTable, place);
  insert_after(*HashTable, Enumerator->ChainHead, &found->Linkage, place);
  return found;
}

void NTAPI RtlEndEnumerationHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable,
                                      PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator) {
  remove(*HashTable, &Enumerator->HashEntry.Linkage);
  HashTable->NumEnumerators--;
  Enumerator->ChainHead = nullptr;
}

BOOLEAN NTAPI RtlInitWeakEnumerationHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable,
                                              PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator) {
  Enumerator->BucketIndex = 0;
  Enumerator->ChainHead = bucket_at(*HashTable, 0);
  Enumerator->CurEntry = Enumerator->ChainHead;
  HashTable->NumEnumerators++;
  return TRUE;
}

PRTL_DYNAMIC_HASH_TABLE_ENTRY NTAPI RtlWeaklyEnumerateEntryHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable,
                                                                     PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator) {
  PRTL_DYNAMIC_HASH_TABLE_ENTRY const found = walk(*HashTable, *Enumerator, Enumerator->CurEntry);
  if (found) Enumerator->CurEntry = &found->Linkage;
  return found;
}

void NTAPI RtlEndWeakEnumerationHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable,
                                          PRTL_DYNAMIC_HASH_TABLE_ENUMERATOR Enumerator) {
  HashTable->NumEnumerators--;
  Enumerator->ChainHead = nullptr;
}

BOOLEAN NTAPI RtlExpandHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) {
  const ULONG added = HashTable->TableSize;
  if (HashTable->NumEnumerators != 0 || added >= kMostBuckets) return FALSE;
  if (!has_level(*HashTable, place_of(added).level, __builtin_return_address(0))) return FALSE;
  InitializeListHead(bucket_at(*HashTable, added));
  LIST_ENTRY* const split = bucket_at(*HashTable, HashTable->Pivot);
  HashTable->TableSize++;
  HashTable->Pivot++;
  redistribute(*HashTable, split, added);
  if (HashTable->Pivot > HashTable->DivisorMask) {
    HashTable->DivisorMask = HashTable->DivisorMask << 1 | 1;
    HashTable->Pivot = 0;
  }
  return TRUE;
}

BOOLEAN NTAPI RtlContractHashTable(PRTL_DYNAMIC_HASH_TABLE HashTable) {
  if (HashTable->NumEnumerators != 0 || HashTable->TableSize == kFirstLevel) return FALSE;
  if (HashTable->Pivot == 0) {
    HashTable->DivisorMask >>= 1;
    HashTable->Pivot = HashTable->DivisorMask + 1;
  }
  HashTable->Pivot--;
  HashTable->TableSize--;
  merge(*HashTable, bucket_at(*HashTable, HashTable->TableSize));
  const Place place = place_of(HashTable->TableSize);
  if (place.offset == 0)
    ExFreePool(std::exchange(static_cast<Directory*>(HashTable->Directory)->levels[place.level], nullptr));
  return TRUE;
}

}  // extern "C"
