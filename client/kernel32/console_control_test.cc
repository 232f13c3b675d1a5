#include <gmock/gmock.h>
#include <windows.h>

#include "client/testing.h"

namespace owdf::client {
namespace {

class ConsoleControlTest : public ProgramTest {};
OWDF_IN_BOTH_FORMS(ConsoleControlTest);

std::atomic<int> first_calls, second_calls;
HANDLE called;

BOOL NTAPI first(DWORD) {
  first_calls++;
  SetEvent(called);
  return TRUE;
}
BOOL NTAPI second(DWORD event) {
  second_calls++;
  return event == CTRL_BREAK_EVENT && SetEvent(called);
}

TEST_P(ConsoleControlTest, HandlersAreAskedFromTheNewestUntilOneAccepts) {
  first_calls = second_calls = 0;
  EXPECT_EQ(run_program([] {
              called = CreateEventW(nullptr, FALSE, FALSE, nullptr);
              EXPECT_TRUE(SetConsoleCtrlHandler(first, TRUE));
              EXPECT_TRUE(SetConsoleCtrlHandler(second, TRUE));
              EXPECT_TRUE(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
              WaitForSingleObject(called, INFINITE);
              EXPECT_EQ(second_calls, 1);
              EXPECT_EQ(first_calls, 1);
              EXPECT_TRUE(GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, GetCurrentProcessId()));
              WaitForSingleObject(called, INFINITE);
              EXPECT_EQ(second_calls, 2);
              EXPECT_EQ(first_calls, 1);
              EXPECT_FALSE(GenerateConsoleCtrlEvent(17, 0));
              EXPECT_TRUE(SetConsoleCtrlHandler(second, FALSE));
              EXPECT_FALSE(SetConsoleCtrlHandler(second, FALSE));
              return 0;
            }),
            0u);
}

TEST_P(ConsoleControlTest, AProgramWithoutAHandlerEndsUnlessItIgnoresTheEvent) {
  EXPECT_EQ(run_program([] {
              EXPECT_TRUE(SetConsoleCtrlHandler(nullptr, TRUE));
              EXPECT_TRUE(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
              Sleep(20);
              EXPECT_TRUE(SetConsoleCtrlHandler(nullptr, FALSE));
              EXPECT_TRUE(GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0));
              Sleep(INFINITE);
              return 0;
            }),
            static_cast<uint32_t>(STATUS_CONTROL_C_EXIT));
}

}  // namespace
}  // namespace owdf::client
