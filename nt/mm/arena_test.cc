#include <gtest/gtest.h>

#include <sys/mman.h>

#include <cstring>

#include "nt/mm/memory_manager.h"
#include "nt/mm/poison.h"
#include "nt/testing.h"

namespace owdf::mm {
namespace {

TEST(Arena, FreedRunsMergeAndAreTakenAgainByOffset) {
  Arena arena(size_t{64} << 20);
  void* a = arena.allocate_pages(3);
  void* b = arena.allocate_pages(5);
  void* c = arena.allocate_pages(2);
  EXPECT_EQ(arena.page_index(c), arena.page_index(a) + 8);
  arena.free_pages(a, 3);
  arena.free_pages(b, 5);
  EXPECT_EQ(arena.allocate_pages(8), a);
  EXPECT_EQ(arena.pages_in_use(), 10u);
}

TEST(Arena, GivesNothingBeyondItsReservation) {
  Arena arena(16 * kPageSize);
  EXPECT_EQ(arena.allocate_pages(17), nullptr);
  void* all = arena.allocate_pages(16);
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(arena.allocate_pages(1), nullptr);
  arena.free_pages(all, 16);
  EXPECT_EQ(arena.allocate_pages(1), all);
}

TEST(Arena, AfterResetPagesComeZeroedAtTheSameOffsets) {
  Arena arena(size_t{64} << 20);
  constexpr size_t kPages = 200;
  auto* first = static_cast<char*>(arena.allocate_pages(kPages));
  std::memset(first, 0x5A, kPages * kPageSize);
  arena.reset();
  EXPECT_EQ(arena.pages_in_use(), 0u);
  auto* again = static_cast<char*>(arena.allocate_pages(kPages));
  EXPECT_EQ(again, first);
  for (size_t i = 0; i < kPages * kPageSize; i += 512) ASSERT_EQ(again[i], 0);
}

class MemoryManagerTest : public nt::MachineTest {
 protected:
  MemoryManager& mm() { return machine().mm(); }
};
OWDF_IN_BOTH_FORMS(MemoryManagerTest);

TEST_P(MemoryManagerTest, ProbeRefusesSystemMemoryAndWhatCannotBeAccessed) {
  char on_stack[64] = {};
  EXPECT_TRUE(mm().probe_user(on_stack, sizeof on_stack, Access::kWrite).ok());
  EXPECT_TRUE(mm().probe_user(nullptr, 0, Access::kWrite).ok());
  EXPECT_FALSE(mm().probe_user(nullptr, 1, Access::kRead).ok());
  EXPECT_FALSE(mm().probe_user(reinterpret_cast<void*>(UINTPTR_MAX - 4), 64, Access::kRead).ok());
  void* system = mm().arena().allocate_pages(1);
  EXPECT_FALSE(mm().probe_user(system, 1, Access::kRead).ok());
  EXPECT_TRUE(mm().is_system_address(system));
  EXPECT_FALSE(mm().is_system_address(on_stack));
}

TEST_P(MemoryManagerTest, ProbeForWriteRefusesPagesThatCanOnlyBeRead) {
  auto* page = static_cast<char*>(mmap(nullptr, 2 * kPageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  EXPECT_TRUE(mm().probe_user(page, 2 * kPageSize, Access::kRead).ok());
  EXPECT_FALSE(mm().probe_user(page, 1, Access::kWrite).ok());
  mprotect(page, kPageSize, PROT_READ | PROT_WRITE);
  page[0] = 7;
  EXPECT_TRUE(mm().probe_user(page, kPageSize, Access::kWrite).ok());
  EXPECT_EQ(page[0], 7);
  EXPECT_FALSE(mm().probe_user(page, kPageSize + 1, Access::kWrite).ok());
  munmap(page, 2 * kPageSize);
}

TEST_P(MemoryManagerTest, ImageSectionsAreSystemMemory) {
  static char memory[512];
  char* image = memory + 128;
  mm().add_system_range(image, 256);
  EXPECT_TRUE(mm().is_system_address(image + 255));
  EXPECT_FALSE(mm().check_user_range(image - 8, 16).ok());
  mm().remove_system_range(image);
  EXPECT_FALSE(mm().is_system_address(image));
}

}  // namespace
}  // namespace owdf::mm
