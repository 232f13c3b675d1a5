// Rundown protection. The word counts references in steps of two; bit 0 says that the run-down has begun. While
// somebody waits for it, the word is the address of the waiter's block, which then keeps the count.
#include <ntddk.h>

#include <atomic>

namespace {

constexpr ULONG_PTR kRunDown = 1;

struct Waiting {
  std::atomic<LONG64> left;
  KEVENT done;
};

std::atomic<ULONG_PTR>& word_of(PEX_RUNDOWN_REF reference) {
  return *reinterpret_cast<std::atomic<ULONG_PTR>*>(&reference->Count);
}

}  // namespace

extern "C" {

VOID NTAPI ExInitializeRundownProtection(PEX_RUNDOWN_REF RunRef) {
  word_of(RunRef).store(0);
}
VOID NTAPI ExReInitializeRundownProtection(PEX_RUNDOWN_REF RunRef) {
  word_of(RunRef).store(0);
}
VOID NTAPI ExRundownCompleted(PEX_RUNDOWN_REF RunRef) {
  word_of(RunRef).store(kRunDown);
}

BOOLEAN NTAPI ExAcquireRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count) {
  std::atomic<ULONG_PTR>& word = word_of(RunRef);
  ULONG_PTR value = word.load();
  do {
    if (value & kRunDown) return FALSE;
  } while (!word.compare_exchange_weak(value, value + 2 * ULONG_PTR{Count}));
  return TRUE;
}
BOOLEAN NTAPI ExAcquireRundownProtection(PEX_RUNDOWN_REF RunRef) {
  return ExAcquireRundownProtectionEx(RunRef, 1);
}

VOID NTAPI ExReleaseRundownProtectionEx(PEX_RUNDOWN_REF RunRef, ULONG Count) {
  std::atomic<ULONG_PTR>& word = word_of(RunRef);
  ULONG_PTR value = word.load();
  while (!(value & kRunDown)) {
    if (word.compare_exchange_weak(value, value - 2 * ULONG_PTR{Count})) return;
  }
  auto* waiting = reinterpret_cast<Waiting*>(value & ~kRunDown);
  if (waiting && waiting->left.fetch_sub(Count) == Count) KeSetEvent(&waiting->done, IO_NO_INCREMENT, FALSE);
}
VOID NTAPI ExReleaseRundownProtection(PEX_RUNDOWN_REF RunRef) {
  ExReleaseRundownProtectionEx(RunRef, 1);
}

// The exchange settles both orders of a release and this wait: a release before it lowers the count that is taken over
// here, one after it finds the block.
VOID NTAPI ExWaitForRundownProtectionRelease(PEX_RUNDOWN_REF RunRef) {
  std::atomic<ULONG_PTR>& word = word_of(RunRef);
  Waiting waiting;
  KeInitializeEvent(&waiting.done, NotificationEvent, FALSE);
  ULONG_PTR value = word.load();
  ULONG_PTR next;
  do {
    if (value & kRunDown) return;  // somebody was here before
    waiting.left.store(static_cast<LONG64>(value / 2));
    next = value == 0 ? kRunDown : reinterpret_cast<ULONG_PTR>(&waiting) | kRunDown;
  } while (!word.compare_exchange_weak(value, next));
  if (value == 0) return;
  KeWaitForSingleObject(&waiting.done, Executive, KernelMode, FALSE, nullptr);
  word.store(kRunDown);
}

}  // extern "C"
