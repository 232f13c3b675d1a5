// `wdf new`: what it writes builds and runs at once, in both forms, is debugged as its launch file says, and what it
// cannot write it does not begin.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/build/run_commands.h"
#include "tests/scenario.h"
#include "tests/source_line.h"
#include "tests/subprocess.h"

namespace owdf::scenarios {
namespace {

namespace fs = std::filesystem;
using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string content(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class NewDriverTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    folder_ = output_folder("new-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  Outcome create(const std::string& name, std::vector<std::string> more = {}) {
    std::vector<std::string> command = {wdf_program(), "new", name, "--output", folder_.string()};
    command.insert(command.end(), more.begin(), more.end());
    return run_command(command);
  }
  Outcome run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(),
                     {"--form", GetParam() == sched::Form::kDeterministic ? "deterministic" : "live"});
    return run_wdf("run", arguments);
  }
  std::string at(const std::string& path) { return (folder_ / path).string(); }
  std::vector<std::string> all_files() {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      if (!entry.is_directory()) files.push_back(fs::relative(entry.path(), folder_).string());
    }
    return files;
  }

  fs::path folder_;
};
OWDF_IN_BOTH_FORMS(NewDriverTest);

TEST_P(NewDriverTest, AFunctionDriverRunsWithItsProgram) {
  const Outcome made = create("Blinker", {"--kmdf"});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  EXPECT_THAT(made.out, HasSubstr("Blinker/driver/Blinker.inx\n"));
  for (const auto& [driver, app] : {std::pair<const char*, const char*>{"Blinker/driver", "Blinker/app"},
                                    {"Blinker/driver/Blinker.vcxproj", "Blinker/app/Blinkerapp.vcxproj"},
                                    {"Blinker", "Blinker/Blinker.sln"}}) {
    const Outcome outcome = run({at(driver), "--app", at(app)});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("40 + 2 = 42 (addition 2)"));
    EXPECT_THAT(outcome.out, HasSubstr("half a question: error 122"));
    EXPECT_THAT(outcome.out, HasSubstr("findings     none"));
    EXPECT_EQ(outcome.err.find("warning"), std::string::npos) << outcome.err;
  }
}

TEST_P(NewDriverTest, AControlDeviceRunsWithItsProgram) {
  ASSERT_EQ(create("Note", {"--kind", "nonpnp"}).exit_code, 0);
  const Outcome outcome = run({at("Note/driver"), "--app", at("Note/app")});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("40 + 2 = 42 (addition 2)"));
  EXPECT_THAT(outcome.out, HasSubstr("leaks        none"));
}

TEST_P(NewDriverTest, AFilterGoesAboveAFunctionDriver) {
  ASSERT_EQ(create("Blinker").exit_code, 0);
  ASSERT_EQ(create("Watch", {"--kind", "filter", "--device", "ROOT\\BLINKER"}).exit_code, 0);
  const Outcome outcome = run({at("Blinker/driver"), "--filter", at("Watch/driver"), "--app", at("Blinker/app")});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.out << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("stack        Blinker, Watch"));
  EXPECT_THAT(outcome.err, HasSubstr("Watch: 3 control requests"));
}

// What an editor makes of ${...}.
std::string resolved(std::string text, const fs::path& workspace) {
  const nlohmann::json settings = nlohmann::json::parse(content(workspace / ".vscode" / "settings.json"));
  for (const auto& [name, value] : {std::pair<std::string, std::string>{"${workspaceFolder}", workspace.string()},
                                    {"${config:openwdf.wdf}", settings["openwdf.wdf"].get<std::string>()}}) {
    for (size_t found = text.find(name); found != std::string::npos; found = text.find(name))
      text.replace(found, name.size(), value);
  }
  return text;
}

TEST_P(NewDriverTest, TheLaunchFileStopsAtALineOfTheDriver) {
  if (!sanitizers().empty()) GTEST_SKIP() << "gdb is shown in the builds without sanitizers";
  if (GetParam() == sched::Form::kLive) GTEST_SKIP() << "the launch file says which form";
  const Outcome plain = run_command({"gdb", "-nx", "-q", "-batch", "-ex", "run", "--args", "/bin/true"});
  if (plain.out.find("exited normally") == std::string::npos) GTEST_SKIP() << "gdb may not trace here: " << plain.err;
  ASSERT_EQ(create("Blinker").exit_code, 0);
  const fs::path workspace = folder_ / "Blinker";
  const nlohmann::json launch =
      nlohmann::json::parse(content(workspace / ".vscode" / "launch.json"))["configurations"][0];
  std::vector<std::string> gdb = {"gdb", "-nx", "-q", "-batch"};
  for (const auto& command : launch["setupCommands"]) gdb.insert(gdb.end(), {"-ex", command["text"]});
  gdb.insert(gdb.end(), {"-ex", "cd " + resolved(launch["cwd"], workspace)});
  const std::string folder = (workspace / "driver/").string();
  const std::string place = folder + place_in(folder + "Blinker.c", "result = numbers->First");
  gdb.insert(gdb.end(), {"-ex", "break " + place, "-ex", "run", "-ex", "print *numbers", "-ex", "kill", "--args"});
  gdb.push_back(resolved(launch["program"], workspace));
  for (const auto& argument : launch["args"]) gdb.push_back(resolved(argument, workspace));
  const Outcome outcome = run_command(gdb);
  EXPECT_THAT(outcome.out, ContainsRegex("Breakpoint 1, Add \\(.*Blinker\\.c:")) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("{First = 2, Second = 3}"));
}

TEST_P(NewDriverTest, TheTasksDoWhatTheySay) {
  if (!sanitizers().empty()) GTEST_SKIP() << "the tasks name no sanitizer";
  ASSERT_EQ(create("Blinker").exit_code, 0);
  const fs::path workspace = folder_ / "Blinker";
  const nlohmann::json tasks = nlohmann::json::parse(content(workspace / ".vscode" / "tasks.json"))["tasks"];
  for (const auto& task : tasks) {
    std::vector<std::string> command = {resolved(task["command"], workspace)};
    for (const auto& argument : task["args"]) command.push_back(resolved(argument, workspace));
    const Outcome outcome = run_command(command);
    EXPECT_EQ(outcome.exit_code, 0) << task["label"] << outcome.err;
  }
}

TEST_P(NewDriverTest, WhatIsThereAlreadyStaysAsItIs) {
  fs::create_directories(folder_ / "Blinker" / "driver");
  std::ofstream(folder_ / "Blinker" / "driver" / "mine.c") << "mine";
  std::ofstream(folder_ / "File") << "mine";
  fs::create_symlink("nowhere", folder_ / "Link");
  fs::create_directories(folder_ / "Empty");
  const std::vector<std::string> before = all_files();
  for (const char* name : {"Blinker", "File", "Link", "Empty"}) {
    const Outcome outcome = create(name);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_EQ(outcome.err, fmt::format("wdf new: {} is there already; nothing was written: choose another name, or "
                                       "another folder with --output\n",
                                       at(name)));
  }
  EXPECT_EQ(all_files(), before);
  EXPECT_EQ(content(folder_ / "Blinker" / "driver" / "mine.c"), "mine");
}

TEST_P(NewDriverTest, ANameThatCannotBeUsedIsRefusedWithTheReason) {
  for (const auto& [name, reason] :
       {std::pair<const char*, const char*>{"", "it becomes part of C names"},
        {"9lives", "it becomes part of C names"},
        {"a-b", "it becomes part of C names"},
        {"../up", "it becomes part of C names"},
        {"a/b", "it becomes part of C names"},
        {"a\\b", "it becomes part of C names"},
        {"b\xC3\xA4r", "it becomes part of C names"},
        {"_x", "it becomes part of C names"},
        {"while", "it is a word of C"},
        {"Nul", "Windows has a device of this name"},
        {"com1", "Windows has a device of this name"},
        {"Wdf", "wdf.h is a header that drivers include"},
        {"ntddk", "ntddk.h is a header that drivers include"},
        {"a23456789012345678901234567890123", "it has 33 characters, and the framework keeps 31"}}) {
    const Outcome outcome = create(name);
    EXPECT_EQ(outcome.exit_code, 2) << name;
    EXPECT_THAT(outcome.err, HasSubstr(fmt::format("wdf new: '{}' cannot be the name of a driver: {}", name, reason)));
    EXPECT_THAT(outcome.err, HasSubstr("for example: wdf new "));
  }
  EXPECT_THAT(all_files(), IsEmpty());
}

TEST_P(NewDriverTest, WhatDoesNotGoTogetherIsRefused) {
  for (const auto& [options, sentence] : std::vector<std::pair<std::vector<std::string>, const char*>>{
           {{"--umdf"}, "--umdf: UMDF drivers are not built by OpenWDF yet"},
           {{"--kind", "bus"}, "--kind: bus not in {function,filter,nonpnp}"},
           {{"--kind", "filter"}, "--kind filter needs --device"},
           {{"--kind", "nonpnp", "--device", "ROOT\\X"}, "has no device that is found; leave it out"},
           {{"--device", "X"}, "--device: 'X' is no hardware id"},
           {{"--device", "ROOT\\a,b"}, "--device: 'ROOT\\a,b' is no hardware id"},
           {{"--device", "ROOT\\" + std::string(200, 'x')}, "at most 199 characters"}}) {
    const Outcome outcome = create("Blinker", options);
    EXPECT_EQ(outcome.exit_code, 2) << sentence;
    EXPECT_THAT(outcome.err, HasSubstr(sentence));
  }
  EXPECT_THAT(all_files(), IsEmpty());
}

TEST_P(NewDriverTest, AFolderThatTakesNothingIsNamed) {
  Outcome outcome = run_command({wdf_program(), "new", "Blinker", "--output", at("missing")});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr(at("missing") + ": there is no such folder; make it first"));
  outcome = run_command({wdf_program(), "new", "Blinker", "--output", "/proc/self"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("/proc/self cannot be written to: "));
  if (geteuid() == 0) return;  // who may write everywhere
  fs::create_directories(folder_ / "closed");
  chmod(at("closed").c_str(), 0555);
  outcome = run_command({wdf_program(), "new", "Blinker", "--output", at("closed")});
  EXPECT_THAT(outcome.err, HasSubstr("closed cannot be written to: Permission denied"));
}

}  // namespace
}  // namespace owdf::scenarios
