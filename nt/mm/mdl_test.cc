#include <ntddk.h>

#include <gtest/gtest.h>

#include "nt/ke/testing.h"
#include "nt/mm/memory_manager.h"

namespace owdf::mm {
namespace {

class MdlTest : public ke::KernelTest {};
OWDF_IN_BOTH_FORMS(MdlTest);

TEST_P(MdlTest, NonpagedPoolIsMappedWhereItIs) {
  RecordProperty("ddi", "IoAllocateMdl MmBuildMdlForNonPagedPool MmSizeOfMdl IoFreeMdl");
  run([] {
    void* block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 10000, 'tseT');
    char* inside = static_cast<char*>(block) + 100;
    PMDL mdl = IoAllocateMdl(inside, 9000, FALSE, FALSE, nullptr);
    EXPECT_EQ(MmSizeOfMdl(inside, 9000), sizeof(MDL) + 3 * sizeof(PFN_NUMBER));
    EXPECT_EQ(MmGetMdlVirtualAddress(mdl), inside);
    EXPECT_EQ(MmGetMdlByteCount(mdl), 9000u);
    EXPECT_EQ(MmGetMdlByteOffset(mdl), 100u);
    MmBuildMdlForNonPagedPool(mdl);
    EXPECT_EQ(MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority), inside);
    EXPECT_EQ(MmGetMdlPfnArray(mdl)[1], MmGetMdlPfnArray(mdl)[0] + 1);
    EXPECT_EQ(static_cast<ULONG64>(MmGetPhysicalAddress(inside).QuadPart) / PAGE_SIZE, MmGetMdlPfnArray(mdl)[0]);
    IoFreeMdl(mdl);
    ExFreePoolWithTag(block, 'tseT');
  });
}

TEST_P(MdlTest, LockingAUserBufferProbesItAndUnlockingUnmapsIt) {
  RecordProperty("ddi", "MmProbeAndLockPages MmUnlockPages");
  run([this] {
    char buffer[256];
    PMDL mdl = IoAllocateMdl(buffer, sizeof buffer, FALSE, FALSE, nullptr);
    MmProbeAndLockPages(mdl, UserMode, IoWriteAccess);
    EXPECT_TRUE(mdl->MdlFlags & MDL_PAGES_LOCKED);
    EXPECT_TRUE(mdl->MdlFlags & MDL_WRITE_OPERATION);
    EXPECT_EQ(MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority), buffer);
    EXPECT_TRUE(mdl->MdlFlags & MDL_MAPPED_TO_SYSTEM_VA);
    MmUnlockPages(mdl);
    EXPECT_EQ(mdl->MdlFlags & (MDL_PAGES_LOCKED | MDL_WRITE_OPERATION | MDL_MAPPED_TO_SYSTEM_VA), 0);
    IoFreeMdl(mdl);
    EXPECT_TRUE(machine().findings().empty());
  });
}

TEST_P(MdlTest, LockingSystemMemoryForAUserRaises) {
  EXPECT_EQ(run_to_bug_check([] {
              void* block = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tseT');
              MmProbeAndLockPages(IoAllocateMdl(block, 16, FALSE, FALSE, nullptr), UserMode, IoReadAccess);
            }),
            0x1Eu);
  EXPECT_EQ(static_cast<ULONG>(machine().bug_check()->parameters[0]), 0xC0000005u);
}

TEST_P(MdlTest, UnlockingTwiceStopsTheMachine) {
  EXPECT_EQ(run_to_bug_check([] {
              char buffer[16];
              PMDL mdl = IoAllocateMdl(buffer, sizeof buffer, FALSE, FALSE, nullptr);
              MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
              MmUnlockPages(mdl);
              MmUnlockPages(mdl);
            }),
            0x4Eu);
}

TEST_P(MdlTest, FreeingALockedMdlIsAFinding) {
  run([] {
    char buffer[16];
    PMDL mdl = IoAllocateMdl(buffer, sizeof buffer, FALSE, FALSE, nullptr);
    MmProbeAndLockPages(mdl, KernelMode, IoReadAccess);
    IoFreeMdl(mdl);
  });
  ASSERT_EQ(machine().findings().size(), 1u);
  EXPECT_EQ(machine().findings()[0].rule, "MdlFreedWhileLocked");
}

TEST_P(MdlTest, APartialMdlDescribesPartOfItsSource) {
  RecordProperty("ddi", "IoBuildPartialMdl");
  run([] {
    auto* block = static_cast<char*>(ExAllocatePool2(POOL_FLAG_NON_PAGED, 3 * PAGE_SIZE, 'tseT'));
    PMDL whole = IoAllocateMdl(block, 3 * PAGE_SIZE, FALSE, FALSE, nullptr);
    MmBuildMdlForNonPagedPool(whole);
    PMDL part = IoAllocateMdl(block + PAGE_SIZE + 10, 100, FALSE, FALSE, nullptr);
    IoBuildPartialMdl(whole, part, block + PAGE_SIZE + 10, 100);
    EXPECT_TRUE(part->MdlFlags & MDL_PARTIAL);
    EXPECT_EQ(MmGetSystemAddressForMdlSafe(part, NormalPagePriority), block + PAGE_SIZE + 10);
    EXPECT_EQ(MmGetMdlPfnArray(part)[0], MmGetMdlPfnArray(whole)[1]);
    IoBuildPartialMdl(whole, part, block + 3 * PAGE_SIZE - 20, 0);
    EXPECT_EQ(MmGetMdlByteCount(part), 20u);
    IoFreeMdl(part);
    IoFreeMdl(whole);
    ExFreePool(block);
  });
}

TEST_P(MdlTest, ATargetWithTooFewPagesStopsTheMachine) {
  EXPECT_EQ(run_to_bug_check([] {
              auto* block = static_cast<char*>(ExAllocatePool2(POOL_FLAG_NON_PAGED, 3 * PAGE_SIZE, 'tseT'));
              PMDL whole = IoAllocateMdl(block, 3 * PAGE_SIZE, FALSE, FALSE, nullptr);
              MmBuildMdlForNonPagedPool(whole);
              PMDL part = IoAllocateMdl(block, 100, FALSE, FALSE, nullptr);
              IoBuildPartialMdl(whole, part, block, 2 * PAGE_SIZE);
            }),
            0x40u);
}

TEST_P(MdlTest, PagesForAnMdlHaveAnAddressOnlyOnceMapped) {
  RecordProperty("ddi", "MmAllocatePagesForMdlEx MmMapLockedPagesSpecifyCache MmFreePagesFromMdl");
  run([this] {
    const size_t before = machine().mm().arena().pages_in_use();
    PHYSICAL_ADDRESS low{}, high{}, skip{};
    high.QuadPart = -1;
    PMDL mdl = MmAllocatePagesForMdlEx(low, high, skip, 5000, MmCached, 0);
    EXPECT_EQ(mdl->StartVa, nullptr);
    auto* memory = static_cast<char*>(MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority));
    EXPECT_EQ(memory[4999], 0);
    EXPECT_TRUE(machine().mm().is_system_address(memory));
    MmUnmapLockedPages(memory, mdl);
    MmFreePagesFromMdl(mdl);
    ExFreePool(mdl);
    EXPECT_LE(machine().mm().arena().pages_in_use(), before + 4);
  });
}

TEST_P(MdlTest, SecondaryBuffersAreChainedToTheirRequest) {
  run([] {
    IRP irp{};
    char buffer[3];
    PMDL first = IoAllocateMdl(buffer, 1, FALSE, FALSE, &irp);
    PMDL second = IoAllocateMdl(buffer + 1, 1, TRUE, FALSE, &irp);
    PMDL third = IoAllocateMdl(buffer + 2, 1, TRUE, FALSE, &irp);
    EXPECT_EQ(irp.MdlAddress, first);
    EXPECT_EQ(first->Next, second);
    EXPECT_EQ(second->Next, third);
    for (PMDL mdl : {first, second, third}) IoFreeMdl(mdl);
  });
}

TEST_P(MdlTest, ProbesRaiseForSystemMemoryAndMisalignment) {
  RecordProperty("ddi", "ProbeForRead ProbeForWrite");
  run([] {
    alignas(8) char buffer[16] = {};
    ProbeForRead(buffer, sizeof buffer, 8);
    ProbeForWrite(buffer, sizeof buffer, 8);
    ProbeForRead(nullptr, 0, 1);
  });
  EXPECT_EQ(run_to_bug_check([] { ProbeForRead(reinterpret_cast<void*>(0x1002), 4, 4); }), 0x1Eu);
  EXPECT_EQ(static_cast<ULONG>(machine().bug_check()->parameters[0]), 0x80000002u);
}

}  // namespace
}  // namespace owdf::mm
