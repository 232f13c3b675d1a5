#include "nt/ex/pool.h"

#include <gtest/gtest.h>

#include <cstring>

#include "nt/ex/executive.h"
#include "nt/mm/memory_manager.h"
#include "nt/testing.h"

namespace owdf::ex {
namespace {

constexpr uint32_t kTag = 'ohcE';

class PoolTest : public nt::MachineTest {
 protected:
  Executive& ex() { return machine().ex(); }
  Pool& pool() { return machine().ex().pool(); }
  void* allocate(size_t size) { return ex().allocate(PoolType::kNonPaged, size, kTag, nullptr); }
};
OWDF_IN_BOTH_FORMS(PoolTest);

TEST_P(PoolTest, BlocksAreAlignedAndSmallOnesDoNotCrossAPage) {
  const size_t before = pool().live_count();
  std::vector<void*> blocks;
  for (size_t size = 0; size <= 3 * mm::kPageSize; size += 7) {
    void* block = allocate(size);
    ASSERT_NE(block, nullptr);
    const auto at = reinterpret_cast<uintptr_t>(block);
    EXPECT_EQ(at % 16, 0u);
    if (size >= mm::kPageSize) {
      EXPECT_EQ(at % mm::kPageSize, 0u) << size;
    } else if (size != 0) {
      EXPECT_EQ(at / mm::kPageSize, (at + size - 1) / mm::kPageSize) << size;
    }
    EXPECT_TRUE(machine().mm().is_system_address(block));
    std::memset(block, 0x77, size);
    blocks.push_back(block);
  }
  EXPECT_EQ(pool().live_count(), before + blocks.size());
  for (void* block : blocks) ex().free(block, kTag);
  EXPECT_EQ(pool().live_count(), before);
}

TEST_P(PoolTest, ReportsNameTagSizeAndCallerInOrderOfAllocation) {
  static const char code[16] = {};
  void* first = ex().allocate(PoolType::kNonPaged, 10, kTag, code + 4);
  void* second = ex().allocate(PoolType::kPaged, 5000, 'abcd', code + 8);
  const std::vector<PoolBlock> left = ex().blocks_allocated_by(code, sizeof code);
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].address, first);
  EXPECT_EQ(left[0].size, 10u);
  EXPECT_EQ(tag_text(left[0].tag), "Echo");
  EXPECT_EQ(left[1].address, second);
  EXPECT_EQ(left[1].type, PoolType::kPaged);
  EXPECT_EQ(pool().describe(static_cast<char*>(first) + 12),
            "2 bytes behind the end of a live pool block of 10 bytes, tag 'Echo'");
  ex().free(first);
  ex().free(second);
  EXPECT_TRUE(ex().blocks_allocated_by(code, sizeof code).empty());
}

TEST_P(PoolTest, FreeingTwiceStopsTheMachine) {
  const nt::BugCheck value = expect_bug_check(0xC2, [&] {
    void* block = allocate(100);
    ex().free(block);
    ex().free(block);
  });
  EXPECT_EQ(value.parameters[0], 0x07u);
}

TEST_P(PoolTest, FreeingWithAnotherTagStopsTheMachine) {
  const nt::BugCheck value = expect_bug_check(0xC2, [&] { ex().free(allocate(100), 'abcd'); });
  EXPECT_EQ(value.parameters[0], 0x0Au);
  EXPECT_EQ(value.message, "pool block with tag 'Echo' freed with tag 'dcba'");
}

TEST_P(PoolTest, FreeingTheMiddleOfABlockStopsTheMachine) {
  const nt::BugCheck value = expect_bug_check(0xC2, [&] { ex().free(static_cast<char*>(allocate(100)) + 16); });
  EXPECT_EQ(value.parameters[0], 0x46u);
}

TEST_P(PoolTest, PagedPoolAtDispatchLevelStopsTheMachine) {
  const nt::BugCheck value = expect_bug_check(0xC2, [&] {
    world().raise_irql(sched::kDispatchLevel);
    ex().allocate(PoolType::kPaged, 8, kTag, nullptr);
  });
  EXPECT_EQ(value.parameters[0], 0x08u);
}

TEST_P(PoolTest, AnArenaUsedUpGivesNull) {
  EXPECT_EQ(allocate(size_t{1} << 40), nullptr);
  EXPECT_EQ(allocate(SIZE_MAX), nullptr);
}

TEST_P(PoolTest, ResetForgetsEverythingAndStartsAtTheSameAddresses) {
  // A pool of its own: the machine's holds the executive's objects, which the machine takes down itself.
  mm::Arena arena;
  Pool own(arena);
  void* first = own.allocate(PoolType::kNonPaged, 64, 'tseT', nullptr);
  own.allocate(PoolType::kNonPaged, 10000, 'tseT', nullptr);
  own.reset();
  arena.reset();
  EXPECT_EQ(own.live_count(), 0u);
  EXPECT_EQ(own.allocate(PoolType::kNonPaged, 64, 'tseT', nullptr), first);
}

#ifdef OWDF_POISONS
TEST_P(PoolTest, AStrayAccessIsPoisoned) {
  for (size_t size : {1u, 13u, 16u, 100u, 2000u, 4096u, 5000u}) {
    auto* block = static_cast<char*>(allocate(size));
    EXPECT_FALSE(mm::poisoned(block + size - 1)) << size;
    EXPECT_TRUE(mm::poisoned(block + size)) << size;
    ex().free(block);
    EXPECT_TRUE(mm::poisoned(block)) << size;
  }
}
#endif

}  // namespace
}  // namespace owdf::ex
