// Lists that a driver shares under a spin lock of its own, and the sequenced singly linked lists that need none.
#include <wdm.h>

#include "base/sanitizers.h"
#include "nt/ke/kernel.h"
#include "nt/ke/list_entry.h"
#include "sched/lock.h"

using owdf::ke::kernel;
using owdf::ke::link_before;
using owdf::ke::list_empty;
using owdf::sched::current;

namespace {

// The functions below may be called at any IRQL, so they raise to the highest.
class Held {
 public:
  explicit Held(PKSPIN_LOCK lock)
      : word_(*reinterpret_cast<std::atomic<uint64_t>*>(lock)), before_(kernel().raise_irql(HIGH_LEVEL)) {
    owdf::sched::spin_acquire(word_);
  }
  ~Held() {
    owdf::sched::spin_release(word_);
    kernel().lower_irql(before_);
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

 private:
  std::atomic<uint64_t>& word_;
  KIRQL before_;
};

// The header is compared and exchanged as a whole: depth and a sequence number in one half, so that a list that has
// changed in between is noticed although its first entry is the same again; the first entry's address in the other.
bool exchange(PSLIST_HEADER list, SLIST_HEADER expected, SLIST_HEADER desired) {
  bool exchanged;
  asm volatile("lock cmpxchg16b %1"
               : "=@ccz"(exchanged), "+m"(*list), "+a"(expected.Alignment), "+d"(expected.Region)
               : "b"(desired.Alignment), "c"(desired.Region)
               : "memory");
  return exchanged;
}

SLIST_HEADER read(PSLIST_HEADER list) {
  // Two reads may belong to different states; the exchange that follows fails then.
  SLIST_HEADER header;
  header.Alignment = __atomic_load_n(&list->Alignment, __ATOMIC_ACQUIRE);
  header.Region = __atomic_load_n(&list->Region, __ATOMIC_ACQUIRE);
  return header;
}

PSLIST_ENTRY first(const SLIST_HEADER& header) {
  return reinterpret_cast<PSLIST_ENTRY>(static_cast<uint64_t>(header.HeaderX64.NextEntry) << 4);
}

void set_first(SLIST_HEADER& header, PSLIST_ENTRY entry) {
  header.HeaderX64.NextEntry = reinterpret_cast<uint64_t>(entry) >> 4;
}

}  // namespace

extern "C" {

PLIST_ENTRY NTAPI ExInterlockedInsertHeadList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock) {
  Held held(Lock);
  PLIST_ENTRY before = list_empty(*ListHead) ? nullptr : ListHead->Flink;
  link_before(*ListHead->Flink, *ListEntry);
  return before;
}

PLIST_ENTRY NTAPI ExInterlockedInsertTailList(PLIST_ENTRY ListHead, PLIST_ENTRY ListEntry, PKSPIN_LOCK Lock) {
  Held held(Lock);
  PLIST_ENTRY before = list_empty(*ListHead) ? nullptr : ListHead->Blink;
  link_before(*ListHead, *ListEntry);
  return before;
}

PLIST_ENTRY NTAPI ExInterlockedRemoveHeadList(PLIST_ENTRY ListHead, PKSPIN_LOCK Lock) {
  Held held(Lock);
  if (list_empty(*ListHead)) return nullptr;
  PLIST_ENTRY entry = ListHead->Flink;
  owdf::ke::unlink(*entry);
  return entry;
}

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPushEntryList(PSINGLE_LIST_ENTRY ListHead, PSINGLE_LIST_ENTRY ListEntry,
                                                    PKSPIN_LOCK Lock) {
  Held held(Lock);
  PSINGLE_LIST_ENTRY before = ListHead->Next;
  ListEntry->Next = before;
  ListHead->Next = ListEntry;
  return before;
}

PSINGLE_LIST_ENTRY NTAPI ExInterlockedPopEntryList(PSINGLE_LIST_ENTRY ListHead, PKSPIN_LOCK Lock) {
  Held held(Lock);
  PSINGLE_LIST_ENTRY entry = ListHead->Next;
  if (entry) ListHead->Next = entry->Next;
  return entry;
}

ULONG NTAPI ExInterlockedAddUlong(PULONG Addend, ULONG Increment, PKSPIN_LOCK Lock) {
  Held held(Lock);
  const ULONG before = *Addend;
  *Addend = before + Increment;
  return before;
}

LARGE_INTEGER NTAPI ExInterlockedAddLargeInteger(PLARGE_INTEGER Addend, LARGE_INTEGER Increment, PKSPIN_LOCK Lock) {
  Held held(Lock);
  const LARGE_INTEGER before = *Addend;
  Addend->QuadPart =
      static_cast<LONGLONG>(static_cast<uint64_t>(before.QuadPart) + static_cast<uint64_t>(Increment.QuadPart));
  return before;
}

void NTAPI InitializeSListHead(PSLIST_HEADER SListHead) {
  *SListHead = {};
}

PSLIST_ENTRY NTAPI ExpInterlockedPushEntrySList(PSLIST_HEADER ListHead, PSLIST_ENTRY ListEntry) {
  owdf::happens_before(ListHead);
  for (;;) {
    const SLIST_HEADER header = read(ListHead);
    ListEntry->Next = first(header);
    SLIST_HEADER next = header;
    next.HeaderX64.Depth++;
    next.HeaderX64.Sequence++;
    set_first(next, ListEntry);
    if (exchange(ListHead, header, next)) return first(header);
  }
}

// The first entry may be popped and freed by another thread before its link is read here. Its memory stays readable:
// entries lie in pool, and pool of a machine is unmapped only with the machine.
PSLIST_ENTRY NTAPI ExpInterlockedPopEntrySList(PSLIST_HEADER ListHead) {
  for (;;) {
    const SLIST_HEADER header = read(ListHead);
    PSLIST_ENTRY entry = first(header);
    if (!entry) return nullptr;
    SLIST_HEADER next = header;
    next.HeaderX64.Depth--;
    next.HeaderX64.Sequence++;
    set_first(next, entry->Next);
    if (!exchange(ListHead, header, next)) continue;
    owdf::happens_after(ListHead);
    return entry;
  }
}

PSLIST_ENTRY NTAPI ExpInterlockedFlushSList(PSLIST_HEADER ListHead) {
  for (;;) {
    const SLIST_HEADER header = read(ListHead);
    if (!first(header)) return nullptr;
    SLIST_HEADER next = header;
    next.HeaderX64.Depth = 0;
    next.HeaderX64.Sequence++;
    set_first(next, nullptr);
    if (!exchange(ListHead, header, next)) continue;
    owdf::happens_after(ListHead);
    return first(header);
  }
}

USHORT NTAPI ExQueryDepthSList(PSLIST_HEADER SListHead) {
  return static_cast<USHORT>(read(SListHead).HeaderX64.Depth);
}

}  // extern "C"
