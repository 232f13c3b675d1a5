#include <ntddk.h>

#include <gtest/gtest.h>

#include <cstring>

#include "nt/ex/executive.h"
#include "nt/ke/testing.h"

namespace owdf::ex {
namespace {

class ExecutiveTest : public ke::KernelTest {
 protected:
  Pool& pool() { return machine().ex().pool(); }
};
OWDF_IN_BOTH_FORMS(ExecutiveTest);

TEST_P(ExecutiveTest, AllocatePool2ZeroesUnlessToldOtherwiseAndRefusesBadFlags) {
  RecordProperty("ddi", "ExAllocatePool2 ExFreePool ExFreePoolWithTag");
  run([] {
    auto* block = static_cast<char*>(ExAllocatePool2(POOL_FLAG_NON_PAGED, 100, 'tseT'));
    for (int i = 0; i < 100; i++) EXPECT_EQ(block[i], 0);
    ExFreePoolWithTag(block, 'tseT');
    EXPECT_EQ(ExAllocatePool2(POOL_FLAG_NON_PAGED, 100, 0), nullptr);
    EXPECT_EQ(ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_PAGED, 100, 'tseT'), nullptr);
    EXPECT_EQ(ExAllocatePool2(0, 100, 'tseT'), nullptr);
    void* zeroed = ExAllocatePoolZero(PagedPool, 64, 'tseT');
    ExFreePool(zeroed);
  });
}

TEST_P(ExecutiveTest, AnAllocationThatMayNotFailRaises) {
  EXPECT_EQ(run_to_bug_check(
                [] { ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_RAISE_ON_FAILURE, SIZE_T{1} << 50, 'tseT'); }),
            0x1Eu);
  EXPECT_EQ(static_cast<ULONG>(machine().bug_check()->parameters[0]), 0xC000009Au);
}

TEST_P(ExecutiveTest, ALookasideListGivesBackEverythingWhenDeleted) {
  RecordProperty("ddi",
                 "ExInitializeNPagedLookasideList ExAllocateFromNPagedLookasideList ExDeleteNPagedLookasideList");
  run([this] {
    const size_t before = pool().live_count();
    NPAGED_LOOKASIDE_LIST list;
    ExInitializeNPagedLookasideList(&list, nullptr, nullptr, 0, 200, 'tseT', 0);
    void* entries[10];
    for (void*& entry : entries) entry = ExAllocateFromNPagedLookasideList(&list);
    EXPECT_EQ(pool().live_count(), before + 10);
    for (void* entry : entries) ExFreeToNPagedLookasideList(&list, entry);
    void* again = ExAllocateFromNPagedLookasideList(&list);
    EXPECT_EQ(list.L.TotalAllocates, 11u);
    ExFreeToNPagedLookasideList(&list, again);
    ExDeleteNPagedLookasideList(&list);
    EXPECT_EQ(pool().live_count(), before);
  });
}

int g_made, g_freed;  // what a driver's own functions count; each test of a form sets them first

PVOID NTAPI make(POOL_TYPE type, SIZE_T bytes, ULONG tag, PLOOKASIDE_LIST_EX) {
  g_made++;
  return ExAllocatePoolWithTag(type, bytes, tag);
}
VOID NTAPI unmake(PVOID entry, PLOOKASIDE_LIST_EX) {
  g_freed++;
  ExFreePool(entry);
}

TEST_P(ExecutiveTest, AnExtendedListUsesTheDriversFunctions) {
  RecordProperty("ddi", "ExInitializeLookasideListEx ExAllocateFromLookasideListEx ExFreeToLookasideListEx");
  g_made = g_freed = 0;
  run([this] {
    const size_t before = pool().live_count();
    LOOKASIDE_LIST_EX list;
    EXPECT_EQ(ExInitializeLookasideListEx(&list, make, unmake, NonPagedPoolNx, 0, 32, 'tseT', 1),
              STATUS_INVALID_PARAMETER_8);
    ASSERT_EQ(ExInitializeLookasideListEx(&list, make, unmake, NonPagedPoolNx, 0, 32, 'tseT', 0), STATUS_SUCCESS);
    void* a = ExAllocateFromLookasideListEx(&list);
    void* b = ExAllocateFromLookasideListEx(&list);
    ExFreeToLookasideListEx(&list, a);
    ExFreeToLookasideListEx(&list, b);
    ExDeleteLookasideListEx(&list);
    EXPECT_EQ(pool().live_count(), before);
  });
  EXPECT_EQ(g_made, 2);
  EXPECT_EQ(g_freed, 2);
}

TEST_P(ExecutiveTest, RundownWaitsForThoseInsideAndTurnsAwayTheRest) {
  RecordProperty("ddi", "ExAcquireRundownProtection ExWaitForRundownProtectionRelease");
  run([this] {
    EX_RUNDOWN_REF reference;
    ExInitializeRundownProtection(&reference);
    EXPECT_TRUE(ExAcquireRundownProtection(&reference));
    EXPECT_TRUE(ExAcquireRundownProtectionEx(&reference, 2));
    bool released = false;
    ke::TestThread other(machine(), "holder", [&] {
      LARGE_INTEGER later = milliseconds_from_now(5);
      KeDelayExecutionThread(KernelMode, FALSE, &later);
      EXPECT_FALSE(ExAcquireRundownProtection(&reference));
      ExReleaseRundownProtectionEx(&reference, 2);
      released = true;
      ExReleaseRundownProtection(&reference);
    });
    ExWaitForRundownProtectionRelease(&reference);
    EXPECT_TRUE(released);
    EXPECT_FALSE(ExAcquireRundownProtection(&reference));
    ExReInitializeRundownProtection(&reference);
    EXPECT_TRUE(ExAcquireRundownProtection(&reference));
    other.join();
  });
}

TEST_P(ExecutiveTest, UuidsDifferAndAreOfTheRandomKind) {
  run([] {
    GUID a, b;
    EXPECT_EQ(ExUuidCreate(&a), STATUS_SUCCESS);
    EXPECT_EQ(ExUuidCreate(&b), STATUS_SUCCESS);
    EXPECT_NE(std::memcmp(&a, &b, sizeof a), 0);
    EXPECT_EQ(a.Data3 >> 12, 4);
    EXPECT_EQ(a.Data4[0] >> 6, 2);
  });
}

}  // namespace
}  // namespace owdf::ex
