#include <gmock/gmock.h>
#include <windows.h>

#include "client/crt/testing.h"
#include "client/testing.h"

namespace owdf::client {
namespace {

class SynchronizationTest : public ProgramTest {};
OWDF_IN_BOTH_FORMS(SynchronizationTest);

constexpr DWORD kTimeout = WAIT_TIMEOUT;

TEST_P(SynchronizationTest, ManualEventsStaySetAndAutomaticOnesReset) {
  EXPECT_EQ(run_program([] {
              const HANDLE manual = CreateEventW(nullptr, TRUE, TRUE, nullptr);
              const HANDLE automatic = CreateEventW(nullptr, FALSE, TRUE, nullptr);
              EXPECT_EQ(WaitForSingleObject(manual, 0), 0u);
              EXPECT_EQ(WaitForSingleObject(manual, 0), 0u);
              EXPECT_EQ(WaitForSingleObject(automatic, 0), 0u);
              EXPECT_EQ(WaitForSingleObject(automatic, 0), kTimeout);
              EXPECT_TRUE(ResetEvent(manual));
              const HANDLE both[] = {manual, automatic};
              EXPECT_TRUE(SetEvent(automatic));
              EXPECT_EQ(WaitForMultipleObjects(2, both, TRUE, 10), kTimeout);
              EXPECT_EQ(WaitForMultipleObjects(2, both, FALSE, 10), 1u);
              EXPECT_EQ(WaitForSingleObject(INVALID_HANDLE_VALUE, 0) == WAIT_FAILED, false) << "the current process";
              EXPECT_EQ(WaitForSingleObject(reinterpret_cast<HANDLE>(0x1234), 0), WAIT_FAILED);
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
              return 0;
            }),
            0u);
}

TEST_P(SynchronizationTest, APriorityThatWasSetIsReadBack) {
  EXPECT_EQ(run_program([] {
              const HANDLE thread = GetCurrentThread();
              EXPECT_EQ(GetThreadPriority(thread), THREAD_PRIORITY_NORMAL);
              for (const int priority : {THREAD_PRIORITY_IDLE, THREAD_PRIORITY_LOWEST, THREAD_PRIORITY_BELOW_NORMAL,
                                         THREAD_PRIORITY_HIGHEST, THREAD_PRIORITY_TIME_CRITICAL}) {
                EXPECT_TRUE(SetThreadPriority(thread, priority));
                EXPECT_EQ(GetThreadPriority(thread), priority);
              }
              EXPECT_EQ(KeQueryPriorityThread(KeGetCurrentThread()), 15) << "what a driver sees";
              EXPECT_FALSE(SetThreadPriority(thread, 99));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
              EXPECT_EQ(GetThreadPriority(reinterpret_cast<HANDLE>(0x1234)), THREAD_PRIORITY_ERROR_RETURN);
              return 0;
            }),
            0u);
}

TEST_P(SynchronizationTest, AnEventOfTheSameNameIsTheSameEvent) {
  EXPECT_EQ(run_program([] {
              const HANDLE one = CreateEventA(nullptr, TRUE, FALSE, "Ready");
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_SUCCESS));
              const HANDLE other = CreateEventW(nullptr, TRUE, FALSE, u"Global\\Ready");
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_ALREADY_EXISTS));
              SetEvent(one);
              EXPECT_EQ(WaitForSingleObject(other, 0), 0u);
              return 0;
            }),
            0u);
}

DWORD NTAPI add_one(void* number) {
  Sleep(3);
  return static_cast<DWORD>(++*static_cast<int*>(number));
}

TEST_P(SynchronizationTest, AThreadIsSignalledWithItsExitCode) {
  EXPECT_EQ(run_program([] {
              int number = 41;
              DWORD id = 0, code = 0;
              const HANDLE thread = CreateThread(nullptr, 0, add_one, &number, 0, &id);
              EXPECT_TRUE(GetExitCodeThread(thread, &code));
              EXPECT_EQ(code, static_cast<DWORD>(STILL_ACTIVE));
              EXPECT_NE(id, GetCurrentThreadId());
              EXPECT_EQ(WaitForSingleObject(thread, INFINITE), 0u);
              EXPECT_TRUE(GetExitCodeThread(thread, &code));
              EXPECT_EQ(code, 42u);
              return number;
            }),
            42u);
}

TEST_P(SynchronizationTest, ASuspendedThreadWaitsForResume) {
  EXPECT_EQ(run_program([] {
              int number = 0;
              const HANDLE thread = CreateThread(nullptr, 0, add_one, &number, CREATE_SUSPENDED, nullptr);
              EXPECT_EQ(WaitForSingleObject(thread, 50), kTimeout);
              EXPECT_EQ(number, 0);
              EXPECT_EQ(ResumeThread(thread), 1u);
              EXPECT_EQ(WaitForSingleObject(thread, INFINITE), 0u);
              EXPECT_EQ(ResumeThread(thread), 0u);
              return number;
            }),
            1u);
}

struct Shared {
  CRITICAL_SECTION section;
  SRWLOCK lock = SRWLOCK_INIT;
  CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
  int count = 0;
  int most_inside = 0, inside = 0;
};

DWORD NTAPI enter_often(void* argument) {
  auto& shared = *static_cast<Shared*>(argument);
  for (int i = 0; i < 20; i++) {
    EnterCriticalSection(&shared.section);
    EnterCriticalSection(&shared.section);
    shared.most_inside = std::max(shared.most_inside, ++shared.inside);
    Sleep(1);
    shared.inside--;
    shared.count++;
    LeaveCriticalSection(&shared.section);
    LeaveCriticalSection(&shared.section);
  }
  return 0;
}

TEST_P(SynchronizationTest, ACriticalSectionLetsOneThreadIn) {
  EXPECT_EQ(run_program([] {
              Shared shared;
              InitializeCriticalSection(&shared.section);
              HANDLE threads[3];
              for (HANDLE& thread : threads) thread = CreateThread(nullptr, 0, enter_often, &shared, 0, nullptr);
              EXPECT_EQ(WaitForMultipleObjects(3, threads, TRUE, INFINITE), 0u);
              EXPECT_EQ(shared.most_inside, 1);
              EXPECT_TRUE(TryEnterCriticalSection(&shared.section));
              DeleteCriticalSection(&shared.section);
              return shared.count;
            }),
            60u);
}

DWORD NTAPI produce(void* argument) {
  auto& shared = *static_cast<Shared*>(argument);
  Sleep(5);
  EnterCriticalSection(&shared.section);
  shared.count = 9;
  LeaveCriticalSection(&shared.section);
  WakeAllConditionVariable(&shared.changed);
  return 0;
}

TEST_P(SynchronizationTest, AConditionVariableWakesItsWaiterOrTimesOut) {
  EXPECT_EQ(run_program([] {
              Shared shared;
              InitializeCriticalSection(&shared.section);
              EnterCriticalSection(&shared.section);
              EXPECT_FALSE(SleepConditionVariableCS(&shared.changed, &shared.section, 2));
              EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_TIMEOUT));
              CreateThread(nullptr, 0, produce, &shared, 0, nullptr);
              while (shared.count == 0)
                EXPECT_TRUE(SleepConditionVariableCS(&shared.changed, &shared.section, INFINITE));
              LeaveCriticalSection(&shared.section);
              return shared.count;
            }),
            9u);
}

BOOL NTAPI count_up(PINIT_ONCE, PVOID count, PVOID* context) {
  Sleep(1);
  ++*static_cast<int*>(count);
  *context = count;
  return TRUE;
}

DWORD NTAPI initialise(void* argument) {
  static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
  void* context = nullptr;
  InitOnceExecuteOnce(&once, count_up, argument, &context);
  return context == nullptr;
}

TEST_P(SynchronizationTest, InitOnceRunsOnce) {
  EXPECT_EQ(run_program([] {
              alignas(8) static int count;
              HANDLE threads[2];
              for (HANDLE& thread : threads) thread = CreateThread(nullptr, 0, initialise, &count, 0, nullptr);
              WaitForMultipleObjects(2, threads, TRUE, INFINITE);
              return count;
            }),
            1u);
}

TEST_P(SynchronizationTest, SleepTakesItsTimeOfTheWorldsClock) {
  EXPECT_EQ(run_program([] {
              const ULONGLONG before = GetTickCount64();
              Sleep(50);
              EXPECT_GE(GetTickCount64() - before, 50u);
              return 0;
            }),
            0u);
}

unsigned __attribute__((ms_abi)) storage_of_its_own(void* index) {
  const auto slot = *static_cast<DWORD*>(index);
  EXPECT_EQ(TlsGetValue(slot), nullptr);
  TlsSetValue(slot, index);
  *crt__errno() = 5;
  return 6;
}

TEST_P(SynchronizationTest, LocalStorageAndErrnoBelongToTheThread) {
  EXPECT_EQ(run_program([] {
              DWORD slot = TlsAlloc();
              TlsSetValue(slot, &slot);
              *crt__errno() = 0;
              const auto thread =
                  reinterpret_cast<HANDLE>(crt__beginthreadex(nullptr, 0, storage_of_its_own, &slot, 0, nullptr));
              WaitForSingleObject(thread, INFINITE);
              DWORD code = 0;
              GetExitCodeThread(thread, &code);
              EXPECT_EQ(code, 6u);
              EXPECT_EQ(*crt__errno(), 0);
              EXPECT_EQ(TlsGetValue(slot), &slot);
              EXPECT_TRUE(TlsFree(slot));
              return 0;
            }),
            0u);
}

}  // namespace
}  // namespace owdf::client
