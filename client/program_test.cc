#include "client/program.h"

#include <gmock/gmock.h>
#include <windows.h>

#include "client/crt/testing.h"
#include "client/testing.h"

namespace owdf::client {
namespace {

using ::testing::HasSubstr;

TEST_P(ProgramTest, EndsWithTheResultOfMain) {
  EXPECT_EQ(run_program([] { return 7; }), 7u);
  EXPECT_EQ(run_program([] { return -1; }), 0xFFFFFFFFu);
}

TEST_P(ProgramTest, GetsItsArgumentsAndCommandLine) {
  std::vector<std::string> seen;
  std::string command_line;
  auto program = make_program(
      [&](const nt::ProgramArguments& arguments) {
        for (int i = 0; i < arguments.argc; i++) seen.push_back(arguments.argv[i]);
        EXPECT_EQ(arguments.argv[arguments.argc], nullptr);
        EXPECT_EQ(std::u16string(arguments.wide_argv[2]), u"two words");
        command_line = GetCommandLineA();
        return 0;
      },
      {.name = "echoapp", .arguments = {"-a", "two words", "say \"hi\""}});
  EXPECT_EQ(program->run(), 0u);
  EXPECT_THAT(seen, ::testing::ElementsAre("C:\\Users\\Public\\echoapp.exe", "-a", "two words", "say \"hi\""));
  EXPECT_EQ(command_line, "C:\\Users\\Public\\echoapp.exe -a \"two words\" \"say \\\"hi\\\"\"");
}

TEST_P(ProgramTest, PrintsToItsSinks) {
  EXPECT_EQ(run_program([] {
              crt_printf("%d %s %ws|", 5, "narrow", u"wide");
              crt_wprintf(u"%s %S|", u"wide", "narrow");
              crt_puts("line");
              crt_fprintf(crt___acrt_iob_func(2), "error %lu\n", 5);
              DWORD written = 0;
              WriteConsoleW(GetStdHandle(STD_OUTPUT_HANDLE), u"\u00e4\n", 2, &written, nullptr);
              return static_cast<int>(written);
            }),
            2u);
  EXPECT_EQ(output_, "5 narrow wide|wide narrow|line\n\xc3\xa4\n");
  EXPECT_EQ(error_output_, "error 5\n");
}

TEST_P(ProgramTest, ReadsItsInputToTheEnd) {
  EXPECT_EQ(run_program(
                [] {
                  char line[32];
                  EXPECT_STREQ(crt_fgets(line, sizeof(line), crt___acrt_iob_func(0)), "first\n");
                  EXPECT_STREQ(crt_gets_s(line, sizeof(line)), "second");
                  EXPECT_EQ(crt_getchar(), 'x');
                  EXPECT_EQ(crt_getchar(), -1);
                  return 0;
                },
                {.input = "first\nsecond\nx"}),
            0u);
}

std::vector<int>* g_order;
void __attribute__((ms_abi)) note_one() {
  g_order->push_back(1);
}
void __attribute__((ms_abi)) note_two() {
  g_order->push_back(2);
}

TEST_P(ProgramTest, ExitRunsItsRoutinesFromLastToFirstAndDoesNotReturn) {
  std::vector<int> order;
  g_order = &order;
  EXPECT_EQ(run_program([] {
              crt_atexit(note_one);
              crt_atexit(note_two);
              crt_exit(3);
              return 0;
            }),
            3u);
  EXPECT_THAT(order, ::testing::ElementsAre(2, 1));
}

TEST_P(ProgramTest, AbortEndsWithThree) {
  EXPECT_EQ(run_program([] { return crt_abort(), 0; }), 3u);
}

TEST_P(ProgramTest, AnInvalidParameterEndsTheProgram) {
  EXPECT_EQ(run_program([] {
              char small[2];
              crt_strcpy_s(small, sizeof(small), "too long");
              return 0;
            }),
            0xC0000417u);
  EXPECT_THAT(error_output_, HasSubstr("strcpy_s"));
}

TEST_P(ProgramTest, AFaultEndsTheProgramAndTheMachineLivesOn) {
  EXPECT_EQ(run_program([] {
              volatile int* nowhere = nullptr;
              return *nowhere;
            }),
            0xC0000005u);
  ASSERT_FALSE(machine().findings().empty());
  EXPECT_EQ(machine().findings().back().rule, "ProgramFault");
  EXPECT_EQ(run_program([] { return 1; }), 1u);
}

TEST_P(ProgramTest, TwoProgramsHaveTheirOwnErrorsHeapsAndNumbers) {
  auto one = make_program([](const nt::ProgramArguments&) {
    SetLastError(1);
    crt_srand(1);
    Sleep(10);
    return static_cast<int>(GetLastError()) * 100 + crt_rand() % 100;
  });
  auto two = make_program(
      [](const nt::ProgramArguments&) {
        SetLastError(2);
        Sleep(5);
        return static_cast<int>(GetLastError()) * 100 + crt_rand() % 100;
      },
      {.name = "other"});
  uint32_t first = 0, second = 0;
  on_machine([&] {
    EXPECT_TRUE(one->start().ok());
    EXPECT_TRUE(two->start().ok());
    first = one->wait();
    second = two->wait();
  });
  EXPECT_EQ(first, 141u);  // the published sequence begins 41, 18467 for seed 1
  EXPECT_EQ(second, 241u);
}

TEST_P(ProgramTest, TerminateEndsAThreadThatWaits) {
  auto program = make_program([](const nt::ProgramArguments&) {
    Sleep(INFINITE);
    return 0;
  });
  uint32_t code = 0;
  on_machine([&] {
    EXPECT_TRUE(program->start().ok());
    program->terminate(99);
    code = program->wait();
  });
  EXPECT_EQ(code, 99u);
}

TEST_P(ProgramTest, TheHeapGoesWithTheProgram) {
  EXPECT_EQ(run_program([] {
              void* block = crt_malloc(100);
              block = crt_realloc(block, 5000);
              EXPECT_EQ(HeapSize(GetProcessHeap(), 0, block), 5000u);
              void* leaked = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 64);
              EXPECT_EQ(static_cast<char*>(leaked)[63], 0);
              crt_free(block);
              void* pages = VirtualAlloc(nullptr, 10000, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
              EXPECT_EQ(reinterpret_cast<uintptr_t>(pages) % 65536, 0u);
              static_cast<char*>(pages)[9999] = 1;
              return 0;
            }),
            0u);
}

OWDF_IN_BOTH_FORMS(ProgramTest);

}  // namespace
}  // namespace owdf::client
