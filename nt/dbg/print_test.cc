#include <ntddk.h>

#include <gtest/gtest.h>

#include "nt/ex/executive.h"
#include "nt/ke/testing.h"

namespace owdf::dbg {
namespace {

class PrintTest : public ke::KernelTest {};
OWDF_IN_BOTH_FORMS(PrintTest);

TEST_P(PrintTest, DebugTextIsGatheredIntoLines) {
  RecordProperty("ddi", "DbgPrint DbgPrintEx vDbgPrintEx");
  run([this] {
    DbgPrint("one %d\ntwo", 1);
    DbgPrintEx(DPFLTR_IHVDRIVER_ID, DPFLTR_INFO_LEVEL, " %ws %p\r\n", u"wide", reinterpret_cast<void*>(1));
    EXPECT_EQ(DbgPrint("open %s", "end"), static_cast<ULONG>(STATUS_SUCCESS));
    machine().ex().debug_log().flush();
  });
  const auto lines = machine().ex().debug_log().lines();
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0].text, "one 1");
  EXPECT_EQ(lines[1].text, "two wide 0000000000000001");
  EXPECT_EQ(lines[2].text, "open end");
  if (!live()) {
    EXPECT_EQ(lines[2].prefixed(), "[- 0 0 0.0000] open end");
  }
}

TEST_P(PrintTest, AFailedAssertionStopsTheMachineAndSaysSo) {
  EXPECT_EQ(run_to_bug_check([] {
              char condition[] = "x == 1", file[] = "driver.c";
              RtlAssert(condition, file, 12, nullptr);
            }),
            0x1Eu);
  EXPECT_EQ(static_cast<ULONG>(machine().bug_check()->parameters[0]), 0xC0000420u);
  EXPECT_EQ(machine().ex().debug_log().lines()[1].text, "*** Assertion failed: x == 1");
}

}  // namespace
}  // namespace owdf::dbg
