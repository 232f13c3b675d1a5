// Critical sections, SRW locks, condition variables and one-time initialisation. The words are the program's own;
// waiting goes by address (client/address_waits.h).
#include <atomic>

#include "client/address_waits.h"
#include "client/kernel32/win32.h"

using namespace owdf::client;

namespace {

AddressWaits& waits() {
  return current_program()->address_waits;
}
HANDLE current_id() {
  return reinterpret_cast<HANDLE>(static_cast<ULONG_PTR>(GetCurrentThreadId()));
}

template <typename T>
std::atomic_ref<T> word(T& value) {
  return std::atomic_ref<T>(value);
}

bool try_enter(CRITICAL_SECTION* section) {
  const HANDLE self = current_id();
  if (word(section->OwningThread).load() == self) {
    section->RecursionCount++;
    return true;
  }
  LONG free = -1;
  if (!word(section->LockCount).compare_exchange_strong(free, 0)) return false;
  word(section->OwningThread).store(self);
  section->RecursionCount = 1;
  return true;
}

// An SRW lock's word: 1 held exclusively, 2n held by n readers.
constexpr uintptr_t kExclusive = 1, kReader = 2;
std::atomic_ref<uintptr_t> lock_word(PSRWLOCK lock) {
  return word(*reinterpret_cast<uintptr_t*>(&lock->Ptr));
}

// The word of a one-time initialisation: 0 not begun, 1 under way, context | 2 done.
constexpr uintptr_t kUnderWay = 1, kDone = 2;

}  // namespace

extern "C" {

BOOL NTAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spin) {
  *section = {};
  section->LockCount = -1;
  section->SpinCount = spin;
  return TRUE;
}
void NTAPI InitializeCriticalSection(LPCRITICAL_SECTION section) {
  InitializeCriticalSectionAndSpinCount(section, 0);
}
void NTAPI DeleteCriticalSection(LPCRITICAL_SECTION section) {
  InitializeCriticalSectionAndSpinCount(section, 0);
}
BOOL NTAPI TryEnterCriticalSection(LPCRITICAL_SECTION section) {
  return try_enter(section);
}

void NTAPI EnterCriticalSection(LPCRITICAL_SECTION section) {
  while (!try_enter(section)) waits().wait(section, [&] { return word(section->LockCount).load() != -1; }, INFINITE);
}

void NTAPI LeaveCriticalSection(LPCRITICAL_SECTION section) {
  if (--section->RecursionCount > 0) return;
  word(section->OwningThread).store(nullptr);
  word(section->LockCount).store(-1);
  waits().wake(section, false);
}

void NTAPI InitializeSRWLock(PSRWLOCK lock) {
  lock_word(lock).store(0);
}

BOOLEAN NTAPI TryAcquireSRWLockExclusive(PSRWLOCK lock) {
  uintptr_t free = 0;
  return lock_word(lock).compare_exchange_strong(free, kExclusive);
}
void NTAPI AcquireSRWLockExclusive(PSRWLOCK lock) {
  while (!TryAcquireSRWLockExclusive(lock)) waits().wait(lock, [&] { return lock_word(lock).load() != 0; }, INFINITE);
}
void NTAPI ReleaseSRWLockExclusive(PSRWLOCK lock) {
  lock_word(lock).store(0);
  waits().wake(lock, true);
}

BOOLEAN NTAPI TryAcquireSRWLockShared(PSRWLOCK lock) {
  uintptr_t seen = lock_word(lock).load();
  while (!(seen & kExclusive))
    if (lock_word(lock).compare_exchange_weak(seen, seen + kReader)) return TRUE;
  return FALSE;
}
void NTAPI AcquireSRWLockShared(PSRWLOCK lock) {
  while (!TryAcquireSRWLockShared(lock))
    waits().wait(lock, [&] { return (lock_word(lock).load() & kExclusive) != 0; }, INFINITE);
}
void NTAPI ReleaseSRWLockShared(PSRWLOCK lock) {
  if (lock_word(lock).fetch_sub(kReader) == kReader) waits().wake(lock, true);
}

void NTAPI InitializeConditionVariable(PCONDITION_VARIABLE variable) {
  variable->Ptr = nullptr;
}
}

namespace {

// The variable's word counts wakes; who sees the count unchanged sleeps. The count is read before the lock is let go,
// so a wake between letting go and sleeping is seen.
std::atomic_ref<uintptr_t> wake_count(PCONDITION_VARIABLE variable) {
  return word(*reinterpret_cast<uintptr_t*>(&variable->Ptr));
}

template <typename Release, typename Acquire>
BOOL sleep_on(PCONDITION_VARIABLE variable, DWORD milliseconds, Release release, Acquire acquire) {
  const uintptr_t seen = wake_count(variable).load();
  release();
  const bool woken = waits().wait(variable, [&] { return wake_count(variable).load() == seen; }, milliseconds);
  acquire();
  return woken ? TRUE : fail(ERROR_TIMEOUT);
}

}  // namespace

extern "C" {

BOOL NTAPI SleepConditionVariableCS(PCONDITION_VARIABLE variable, PCRITICAL_SECTION section, DWORD milliseconds) {
  return sleep_on(
      variable, milliseconds, [&] { LeaveCriticalSection(section); }, [&] { EnterCriticalSection(section); });
}

BOOL NTAPI SleepConditionVariableSRW(PCONDITION_VARIABLE variable, PSRWLOCK lock, DWORD milliseconds, ULONG flags) {
  constexpr ULONG kShared = 1;  // CONDITION_VARIABLE_LOCKMODE_SHARED
  if (flags & kShared)
    return sleep_on(variable, milliseconds, [&] { ReleaseSRWLockShared(lock); }, [&] { AcquireSRWLockShared(lock); });
  return sleep_on(
      variable, milliseconds, [&] { ReleaseSRWLockExclusive(lock); }, [&] { AcquireSRWLockExclusive(lock); });
}

void NTAPI WakeConditionVariable(PCONDITION_VARIABLE variable) {
  wake_count(variable).fetch_add(1);
  waits().wake(variable, false);
}
void NTAPI WakeAllConditionVariable(PCONDITION_VARIABLE variable) {
  wake_count(variable).fetch_add(1);
  waits().wake(variable, true);
}

BOOL NTAPI InitOnceExecuteOnce(PINIT_ONCE once, PINIT_ONCE_FN function, PVOID parameter, LPVOID* context) {
  auto state = word(*reinterpret_cast<uintptr_t*>(&once->Ptr));
  for (;;) {
    uintptr_t seen = 0;
    if (state.compare_exchange_strong(seen, kUnderWay)) break;
    if (seen & kDone) {
      if (context) *context = reinterpret_cast<void*>(seen & ~uintptr_t{3});
      return TRUE;
    }
    waits().wait(once, [&] { return state.load() == kUnderWay; }, INFINITE);
  }
  void* result = nullptr;
  const BOOL done = function(once, parameter, &result);
  state.store(done ? reinterpret_cast<uintptr_t>(result) | kDone : 0);
  waits().wake(once, true);
  if (done && context) *context = result;
  return done;
}
}
