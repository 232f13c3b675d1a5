// What users get wrong with `wdf run` and the verbs that talk to a machine: each mistake has its sentence and its exit
// status, and a machine that is up stays usable. And programs: those that ask for what is not there, that reach for
// what is not theirs, and that crash.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "tests/background.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kDevice[] = "ROOT\\OWDF_ECHO\\0000";
constexpr char kName[] = "\\\\?\\ROOT#OWDF_ECHO#0000#{6b2e5a1c-3f0d-4c8e-9b57-1d2a7c40e9f3}";

struct Mistake {
  std::vector<std::string> words;
  int exit_code;
  const char* sentence;
};

class BadWordsTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    folder_ = output_folder("words-" + std::to_string(getpid()));
    fs::create_directories(folder_ / "empty");
    fs::create_directories(folder_ / "program");
    std::ofstream(folder_ / "program" / "one.c") << "int main(void) { return 0; }\n";
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::vector<std::string> environment() const {
    return {"XDG_RUNTIME_DIR=" + folder_.string(), "XDG_CACHE_HOME=" + output_folder("cache")};
  }
  Outcome say(std::vector<std::string> words) {
    words.insert(words.begin(), wdf_program());
    return run_command(words, environment());
  }
  Outcome run(std::vector<std::string> words) {
    words.insert(words.begin(), {"--form", form()});
    return run_wdf("run", words, environment());
  }
  static const char* form() { return GetParam() == sched::Form::kDeterministic ? "deterministic" : "live"; }
  static std::string ours(const std::string& path) { return source_root() + "/" + path; }
  std::string at(const std::string& path) { return (folder_ / path).string(); }

  std::vector<std::string> keep(std::vector<std::string> more = {}) {
    std::vector<std::string> words = {wdf_program(), "run", ours("drivers/echo/driver"), "--keep", "--form", form()};
    if (!sanitizers().empty())
      words.insert(words.end(), {"--sanitize", fmt::format("{}", fmt::join(sanitizers(), ","))});
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  void expect(const Mistake& mistake) {
    const Outcome outcome = say(mistake.words);
    const std::string line = fmt::format("{}", fmt::join(mistake.words, " "));
    EXPECT_EQ(outcome.exit_code, mistake.exit_code) << line << "\n" << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr("wdf " + mistake.words[0] + ": " + mistake.sentence)) << line;
  }

  fs::path folder_;
};
OWDF_IN_BOTH_FORMS(BadWordsTest);

TEST_P(BadWordsTest, ARunThatCannotBeginSaysWhy) {
  const std::string echo = ours("drivers/echo/driver");
  for (const Mistake& mistake : std::vector<Mistake>{
           {{"run"}, 2, "path is required; wdf run --help"},
           {{"run", "nothere"}, 2, "nothere: there is no such file or folder"},
           {{"run", "nothere.so"}, 2, "nothere.so: there is no such file or folder"},
           {{"run", echo, "--app", "nothere"}, 2, "nothere: there is no such file or folder"},
           {{"run", echo, "--app"}, 2, "--app: 1 required"},
           {{"run", echo, "--filter", "nothere"}, 2, "nothere: there is no such file or folder"},
           {{"run", echo, "--filter", "upper:"}, 2, "--filter: 'upper:' names no driver"},
           {{"run", echo, "--filter", "Name="}, 2, "--filter: 'Name=' names no driver"},
           {{"run", echo, "--time-limit", "soon"}, 2, "--time-limit: Value soon not in range 0 to 200000"},
           {{"run", echo, "--time-limit", "-5"}, 2, "--time-limit: Value -5 not in range 0 to 200000"},
           {{"run", echo, "--time-limit", "999999999"}, 2, "--time-limit: Value 999999999 not in range 0 to 200000"},
           {{"run", echo, "--seed", "x"}, 2, "--seed: 'x' is not a number that it takes"},
           {{"run", echo, "-O", "9"}, 2, "-O: Value 9 not in range 0 to 3"},
           {{"run", echo, "--form", "lively"}, 2, "--form: lively not in {deterministic,live}"},
           {{"run", echo, "--files", "nothere"}, 2, "--files: Directory does not exist: nothere"},
           {{"run", echo, "--script", "nothere"}, 2, "--script: nothere: No such file or directory"},
           {{"run", echo, "--script", at("empty")}, 2, "--script: "},
           {{"run", echo, "--machine", "x"}, 2, "--machine requires --keep"},
           {{"run", echo, "--keep", "--machine", "../x"}, 2, "'../x' is no name for a machine"},
           {{"run", echo, "--load-by-program"}, 2, "--load-by-program: no program is named"},
           {{"run", echo, "--load-by-program", "--device", "X", "--app", at("program")},
            2,
            "--load-by-program installs no device"}}) {
    expect(mistake);
  }
}

TEST_P(BadWordsTest, WhatIsNoDriverIsNotRun) {
  const std::string echo = ours("drivers/echo/driver");
  for (const auto& [words, sentence] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{at("empty")}, "/empty: no project and no C or C++ source"},
           {{at("program")}, "/program: holds no driver, only program; a driver has a DriverEntry"},
           {{echo, "--filter", at("program")}, "/program: holds no driver, only program"},
           {{echo, "--app", echo}, "holds no program, only echo; a program has a main"},
           {{echo, "--device", "ROOT\\NOBODY"}, "echo.inx: error: no model of this package is for the hardware id"},
           {{echo, "--filter", echo}, "echo.inx: error: neither UpperFilters nor LowerFilters names 'echo'"},
           {{echo, "--filter", ours("drivers/filters/tally"), "--filter", ours("drivers/filters/tally")},
            "tally.inx: error: the service 'tally' is installed already; give this one another name"},
           {{echo, "--filter", "echo=" + ours("drivers/filters/tally")}, "the service 'echo' is installed already"},
           {{ours("drivers/nonpnp/driver"), "--filter", ours("drivers/filters/tally")},
            "nonpnp serves no device that a filter could be added to"}}) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.exit_code, 1) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(sentence));
  }
}

TEST_P(BadWordsTest, NobodyIsAskedWhereNoMachineIsUp) {
  for (const char* verb : {"devices", "leave", "plug"})
    expect({{verb}, 1, "no machine named 'machine' is up; `wdf run PATH --keep` leaves one up"});
  for (const char* verb : {"remove", "surprise-remove", "stop", "restart", "wait"})
    expect({{verb, "1", "--machine", "other"}, 1, "no machine named 'other' is up"});
  expect({{"io", "x", "read", "1"}, 1, "no machine named 'machine' is up"});
  expect({{"devices", "--machine", "../x"}, 1, "'../x' is no name for a machine: letters, digits, - and _"});
}

TEST_P(BadWordsTest, AMachineThatIsUpSurvivesEveryMistake) {
  const Outcome built = run({ours("drivers/echo/driver"), "--quiet"});
  ASSERT_EQ(built.exit_code, 0) << built.err;
  Background machine(keep(), environment());
  ASSERT_TRUE(machine.wait_for("listens at"));
  const std::vector<std::string> another = keep();
  expect({{another.begin() + 1, another.end()}, 2, "a machine named 'machine' is up already"});
  for (const Mistake& mistake : std::vector<Mistake>{
           {{"io"}, 2, "usage: io PATH read SIZE"},
           {{"io", kName, "read"}, 2, "usage: io PATH read SIZE"},
           {{"io", kName, "send", "3"}, 2, "'send' is none of read, write and ioctl"},
           {{"io", kName, "read", "many"}, 2, "'many' is not a number of bytes up to 16 MiB"},
           {{"io", kName, "read", "99999999999"}, 2, "'99999999999' is not a number of bytes up to 16 MiB"},
           {{"io", kName, "write", "0"}, 2, "'0' is neither hexadecimal digits in pairs nor text:..."},
           {{"io", kName, "write", "0g"}, 2, "'0g' is neither hexadecimal digits in pairs nor text:..."},
           {{"io", kName, "ioctl", "code"}, 2, "'code' is not a control code"},
           {{"io", kName, "ioctl", "0x222004", "00", "x"}, 2, "'x' is not a number of bytes"},
           {{"io", "", "read", "1"}, 2, "the path is empty"},
           {{"io", "\\\\.\\nobody", "read", "1"}, 1, "\\\\.\\nobody cannot be opened: STATUS_OBJECT_NAME_NOT_FOUND"},
           {{"io", "C:\\nofile", "read", "1"}, 1, "C:\\nofile cannot be opened: STATUS_OBJECT_NAME_NOT_FOUND"},
           {{"io", "\\??\\C:\\..\\x", "read", "1"}, 1, "\\??\\C:\\..\\x cannot be opened: STATUS_OBJECT_NAME_INVALID"},
           {{"io", kName, "ioctl", "0x999999"}, 1, "STATUS_INVALID_DEVICE_REQUEST (0xC0000010)"},
           {{"remove"}, 2, "usage: remove INSTANCE"},
           {{"remove", "nobody"}, 1, "there is no device 'nobody'; there is ROOT\\OWDF_ECHO\\0000"},
           {{"surprise-remove", "nobody"}, 1, "there is no device 'nobody'"},
           {{"stop", "nobody"}, 1, "there is no device 'nobody'"},
           {{"restart", "nobody"}, 1, "there is no device 'nobody'"},
           {{"restart", kDevice}, 1, "ROOT\\OWDF_ECHO\\0000, which is started: STATUS_INVALID_DEVICE_STATE"},
           {{"plug", "ROOT\\NOBODY"}, 1, ""},
           {{"plug", "a", "b"}, 2, "usage: plug [HARDWARE-ID]"},
           {{"wait", "soon"}, 2, "'soon' is not a number of milliseconds"},
           {{"devices", "x"}, 2, "The following argument was not expected: x"}}) {
    expect(mistake);
  }
  EXPECT_EQ(say({"stop", kDevice}).exit_code, 0);
  expect({{"stop", kDevice}, 1, "ROOT\\OWDF_ECHO\\0000, which is stopped: STATUS_INVALID_DEVICE_STATE"});
  EXPECT_EQ(say({"restart", kDevice}).exit_code, 0);
  EXPECT_THAT(say({"io", kName, "write", "text:hello"}).out, HasSubstr("STATUS_SUCCESS (0x00000000), 5 bytes"));
  EXPECT_EQ(say({"plug"}).out, "ROOT\\OWDF_ECHO\\0001\n");
  EXPECT_THAT(say({"devices"}).out, HasSubstr(std::string("started echo\n  ") + kName + "\n"));
  EXPECT_EQ(say({"remove", kDevice}).exit_code, 0);
  expect({{"remove", kDevice}, 1, "there is no device 'ROOT\\OWDF_ECHO\\0000'; there is ROOT\\OWDF_ECHO\\0001"});
  EXPECT_EQ(say({"leave"}).exit_code, 0);
  const Outcome outcome = machine.finish();
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out;
  EXPECT_THAT(outcome.out, HasSubstr("leaks        none")) << "also of what was plugged by hand";
}

// In the live form it would take ten seconds of ours.
TEST_P(BadWordsTest, ARequestThatDoesNotEndIsCancelledAndTheScriptSaysWhere) {
  if (GetParam() == sched::Form::kLive) GTEST_SKIP() << "ten seconds of the machine's time are ten seconds here";
  for (const auto& [text, place] : std::vector<std::pair<std::string, std::string>>{
           {fmt::format("devices\n! restart {0}\nstop {0}\nio {1} read 4\n", kDevice, kName),
            ":4: the read did not end within 10 seconds of the machine's time and was cancelled"},
           {"devices\n\nremove nobody\n", ":3: there is no device 'nobody'"},
           {"frobnicate\n", ":1: there is no command 'frobnicate'; there are\n"},
           {"# fine\nio \"unclosed\n", ":2: a quotation mark is not closed"},
           {"! devices\n", ":1: the command succeeded, and should have failed"},
           {"wait\n", ":1: usage: wait MILLISECONDS"}}) {
    std::ofstream(at("script")) << text;
    const Outcome outcome = run({ours("drivers/echo/driver"), "--script", at("script")});
    EXPECT_EQ(outcome.exit_code, 1) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("failed to run the script: " + at("script") + place));
    EXPECT_THAT(outcome.out, HasSubstr("leaks        none")) << "the device is taken down nevertheless";
  }
}

TEST_P(BadWordsTest, AProgramThatCrashesLeavesAMachineThatWorks) {
  Background machine(keep({"--app", ours("tests/programs/crash")}), environment());
  ASSERT_TRUE(machine.wait_for("about to crash"));
  EXPECT_THAT(say({"io", kName, "write", "text:still"}).out, HasSubstr("STATUS_SUCCESS (0x00000000), 5 bytes"));
  EXPECT_EQ(say({"leave"}).exit_code, 0);
  const Outcome outcome = machine.finish();
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("crash ended with STATUS_ACCESS_VIOLATION (0xC0000005)"));
  EXPECT_THAT(outcome.out, HasSubstr("ProgramFault: crash.exe: unhandled exception 0xc0000005 at address 0x10"));
  EXPECT_THAT(outcome.out, HasSubstr("EvtFileClose")) << "the driver is told that its user is gone";
  EXPECT_THAT(outcome.out, HasSubstr("leaks        none"));
}

TEST_P(BadWordsTest, ServicesThatAreNotThereHaveTheirErrors) {
  const Outcome outcome =
      run({ours("drivers/nonpnp/driver"), "--load-by-program", "--app", ours("tests/programs/services")});
  EXPECT_THAT(outcome.out, HasSubstr("all refused\n")) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("services ended with 0"));
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.out, HasSubstr("failed to load: no program started a service of nonpnp.sys"));
}

// A folder beside drive C: with a file in it, and links to both from drive C:.
class FileRootTest : public BadWordsTest {
 protected:
  void SetUp() override {
    BadWordsTest::SetUp();
    fs::create_directories(folder_ / "c");
    std::ofstream(folder_ / "secret.txt") << "secret";
    fs::create_symlink("..", folder_ / "c" / "link");
    fs::create_symlink("../secret.txt", folder_ / "c" / "filelink");
    before_ = outside();
  }
  void expect_untouched() {
    std::ifstream stream(folder_ / "secret.txt");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(stream), {}), "secret");
    EXPECT_EQ(outside(), before_);
    EXPECT_TRUE(fs::is_symlink(folder_ / "c" / "link"));
    EXPECT_TRUE(fs::is_symlink(folder_ / "c" / "filelink"));
  }
  std::set<std::string> outside() {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) names.insert(entry.path().filename().string());
    return names;
  }

  std::set<std::string> before_;
};
OWDF_IN_BOTH_FORMS(FileRootTest);

TEST_P(FileRootTest, AProgramReachesNothingOutsideOfDriveC) {
  const Outcome outcome =
      run({ours("drivers/echo/driver"), "--files", at("c"), "--app", ours("tests/programs/outside")});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("delete C:\\filelink: error 5"));
  EXPECT_THAT(outcome.out, HasSubstr("open \\\\?\\C:\\..\\secret.txt: error 123"));
  EXPECT_THAT(outcome.out, Not(HasSubstr(": done")));
  expect_untouched();
}

TEST_P(FileRootTest, ADriverReachesNothingOutsideOfDriveC) {
  const Outcome outcome = run({ours("tests/drivers/outside"), "--files", at("c")});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("\\SystemRoot\\..\\..\\secret.txt: c0000033"));
  EXPECT_THAT(outcome.err, HasSubstr("\\??\\C:\\link\\secret.txt: c0000022"));
  EXPECT_THAT(outcome.err, HasSubstr("\\??\\C:\\link\\made.txt: c0000022"));
  EXPECT_THAT(outcome.err, Not(HasSubstr(": 00000000")));
  expect_untouched();
}

}  // namespace
}  // namespace owdf::scenarios
