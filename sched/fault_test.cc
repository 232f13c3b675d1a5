#include <csetjmp>

#include <sys/mman.h>

#include "sched/testing.h"
#include "sched/touch.h"

namespace owdf::sched {
namespace {

class FaultTest : public WorldTest {};
OWDF_IN_BOTH_FORMS(FaultTest);

// Answers for every fault of its threads by dying.
struct DyingDomain : Domain {
  std::optional<Fault> fault;
  Irql irql = 0;
  void on_fault(const Fault& value) override {
    fault = value;
    irql = current()->irql();
    current()->world().kill(this);
  }
};

volatile int* volatile g_nowhere = nullptr;
volatile int g_zero = 0;

TEST_P(FaultTest, AWriteToNowhereIsItsDomainsToAnswerFor) {
  DyingDomain domain;
  EXPECT_EQ(world().run({"faulty", &domain, nullptr}, [] { *g_nowhere = 1; }), RunResult::kDomainDied);
  ASSERT_TRUE(domain.fault.has_value());
  EXPECT_EQ(domain.fault->kind, FaultKind::kAccess);
  EXPECT_EQ(domain.fault->access, Fault::Access::kWrite);
  EXPECT_EQ(domain.fault->address, nullptr);
  EXPECT_NE(domain.fault->instruction, nullptr);
  run([] {});
}

TEST_P(FaultTest, TouchingAnswersWhetherEveryPageIsThere) {
  constexpr size_t kPage = 4096;
  void* mapped = mmap(nullptr, 3 * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(mapped, MAP_FAILED);
  ASSERT_EQ(mprotect(static_cast<char*>(mapped) + kPage, kPage, PROT_READ), 0);
  ASSERT_EQ(mprotect(static_cast<char*>(mapped) + 2 * kPage, kPage, PROT_NONE), 0);
  run([first = reinterpret_cast<uintptr_t>(mapped)] {
    EXPECT_TRUE(can_write(first, first + kPage - 1));
    EXPECT_FALSE(can_write(first + kPage - 1, first + kPage));
    EXPECT_TRUE(can_read(first + 8, first + 2 * kPage - 1));
    EXPECT_FALSE(can_read(first, first + 2 * kPage));
    EXPECT_FALSE(can_read(0, 0));
    EXPECT_FALSE(can_read(uintptr_t{1} << 63, uintptr_t{1} << 63)) << "an address that cannot exist";
  });
  munmap(mapped, 3 * kPage);
}

TEST_P(FaultTest, AFaultAtDispatchLevelIsSeenThere) {
  DyingDomain domain;
  EXPECT_EQ(world().run({"faulty", &domain, nullptr},
                        [&] {
                          world().raise_irql(kDispatchLevel);
                          g_zero = *g_nowhere;
                        }),
            RunResult::kDomainDied);
  ASSERT_TRUE(domain.fault.has_value());
  EXPECT_EQ(domain.fault->access, Fault::Access::kRead);
  EXPECT_EQ(domain.irql, kDispatchLevel);
}

TEST_P(FaultTest, OtherInstructionsFaultByKind) {
  DyingDomain divided;
  world().run({"faulty", &divided, nullptr}, [] {
    asm volatile("xorl %%ecx, %%ecx; movl $1, %%eax; cltd; idivl %%ecx" ::: "eax", "ecx", "edx");
  });
  ASSERT_TRUE(divided.fault.has_value());
  EXPECT_EQ(divided.fault->kind, FaultKind::kDivide);
  DyingDomain illegal;
  world().run({"faulty", &illegal, nullptr}, [] { asm volatile("ud2"); });
  ASSERT_TRUE(illegal.fault.has_value());
  EXPECT_EQ(illegal.fault->kind, FaultKind::kIllegalInstruction);
  DyingDomain failed_fast;
  world().run({"faulty", &failed_fast, nullptr}, [] { asm volatile("int $0x29" ::"c"(5ull)); });
  ASSERT_TRUE(failed_fast.fault.has_value());
  EXPECT_EQ(failed_fast.fault->kind, FaultKind::kSoftwareInterrupt);
  EXPECT_EQ(failed_fast.fault->interrupt, 0x29);
  EXPECT_EQ(failed_fast.fault->rcx, 5u);
}

__attribute__((noinline)) int recurse(int depth) {
  volatile char page[2048];
  page[0] = static_cast<char>(depth);
  return depth == INT32_MAX ? 0 : recurse(depth + 1) + page[0];
}

TEST_P(FaultTest, AStackThatIsUsedUpIsToldFromAStrayPointer) {
  DyingDomain domain;
  EXPECT_EQ(world().run({"deep", &domain, nullptr}, [] { g_zero = recurse(0); }), RunResult::kDomainDied);
  ASSERT_TRUE(domain.fault.has_value());
  EXPECT_TRUE(domain.fault->stack_overflow);
  run([] {});
}

// A domain that answers for nothing: the fault ends the process as if nobody had looked at it.
TEST_P(FaultTest, AnUnclaimedFaultEndsTheProcess) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  struct Unconcerned : Domain {
  } unconcerned;
  EXPECT_DEATH(world().run({"faulty", &unconcerned, nullptr}, [] { *g_nowhere = 1; }), "");
}

}  // namespace
}  // namespace owdf::sched
