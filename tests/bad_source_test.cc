// What cannot be built, installed or understood: one message that names the file and the line, or the word, and an exit
// code that is not 0.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "tests/source_line.h"
#include "tests/subprocess.h"

namespace owdf::scenarios {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kCounter[] = "tests/drivers/counter";

class BadSourceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string missing = missing_tools(); !missing.empty()) GTEST_SKIP() << missing;
    const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = output_folder(std::string("bad-source/") + test->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << text;
    return folder_ + "/" + name;
  }
  // The counter driver with `bad` in place of `good` in one of its files.
  void copy_counter(const std::string& file, const std::string& good, const std::string& bad) const {
    for (const char* name : {"counter.c", "counter.inx", "public.h"}) {
      std::ifstream stream(source_root() + "/" + kCounter + "/" + name);
      std::string text{std::istreambuf_iterator<char>(stream), {}};
      if (name == file) {
        const size_t at = text.find(good);
        ASSERT_NE(at, std::string::npos);
        text.replace(at, good.size(), bad);
      }
      write(name, text);
    }
  }
  std::string place_in_counter(const std::string& file, const std::string& mark) const {
    return folder_ + "/" + place_of(std::string(kCounter) + "/" + file, mark);
  }
  cli::BuildResult build_folder() const {
    cli::BuildOptions options;
    options.path = folder_;
    options.output = folder_ + "/out";
    return cli::build(options);
  }

  // One sentence on stderr, nothing on stdout.
  static void expect_refusal(const Outcome& outcome, int exit_code, const std::string& sentence) {
    EXPECT_EQ(outcome.exit_code, exit_code);
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(sentence));
  }

  std::string folder_;
};

// --- sources ---

TEST_F(BadSourceTest, ASourceThatDoesNotCompileIsToldWithItsLine) {
  copy_counter("counter.c", "InterlockedIncrement(&Asked);", "InterlockedIncrement(&Asked) +;");
  const cli::BuildResult result = build_folder();
  EXPECT_FALSE(result.ok);
  EXPECT_THAT(result.messages, HasSubstr(place_in_counter("counter.c", "InterlockedIncrement(&Asked)") + ":"));
  EXPECT_THAT(result.messages, HasSubstr("error: expected expression"));
  EXPECT_THAT(result.artifacts, IsEmpty());
}

TEST_F(BadSourceTest, ANameThatNobodyOffersIsToldWithItsUser) {
  const std::string line = "*count = InterlockedIncrement(&Asked);";
  copy_counter("counter.c", line, "{ extern LONG IoNobodyHasThis(LONG*); *count = IoNobodyHasThis((LONG*)&Asked); }");
  const cli::BuildResult result = build_folder();
  EXPECT_FALSE(result.ok);
  EXPECT_EQ(result.messages, fmt::format("error: not available in OpenWDF: IoNobodyHasThis (used in {})\n",
                                         place_of("tests/drivers/counter/counter.c", line)));
}

TEST_F(BadSourceTest, AnInxWithASyntaxErrorIsToldWithItsLine) {
  copy_counter("counter.inx", "[DestinationDirs]", "[DestinationDirs");
  const Outcome outcome = run_wdf("run", {folder_});
  expect_refusal(outcome, 1, place_in_counter("counter.inx", "[DestinationDirs]") + ":");
  EXPECT_THAT(outcome.err, HasSubstr(": error: "));
}

TEST_F(BadSourceTest, AnInxThatNamesAMissingSectionIsToldWithItsLine) {
  copy_counter("counter.inx", "AddService = counter, 0x00000002, Service", "AddService = counter, 2, Nowhere");
  const Outcome outcome = run_wdf("run", {folder_});
  expect_refusal(outcome, 1, place_in_counter("counter.inx", "AddService = counter") + ":");
  EXPECT_THAT(outcome.err, HasSubstr("Nowhere"));
}

TEST_F(BadSourceTest, AProjectThatIsNotXmlIsToldWithItsLine) {
  const std::string project = write("bad.vcxproj", "<Project>\n  <ItemGroup>\n    <ClCompile Include=\n</Project>\n");
  const Outcome outcome = run_wdf("run", {project});
  expect_refusal(outcome, 1, project + ":4: this project file is not XML: ");
}

// --- command lines ---

TEST_F(BadSourceTest, AFileThatDoesNotExistIsToldByItsName) {
  const std::string nowhere = folder_ + "/nowhere.vcxproj";
  expect_refusal(run_wdf("run", {nowhere}), 2, "wdf run: " + nowhere + ": there is no such file or folder");
  expect_refusal(run_wdf("build", {nowhere}), 1, nowhere + ": no such file or folder");
  expect_refusal(run_wdf("run", {source_root() + "/" + kCounter, "--app", nowhere}), 2, nowhere);
}

TEST_F(BadSourceTest, AnUnknownOptionIsToldByItsName) {
  expect_refusal(run_wdf("run", {folder_, "--frobnicate"}), 2,
                 "wdf run: The following argument was not expected: --fro");
  expect_refusal(run_wdf("run", {folder_, "--form", "liquid"}), 2, "liquid not in {deterministic,live}");
  expect_refusal(run_wdf("run", {folder_, "--seed", "many"}), 2, "--seed: 'many' is not a number that it takes");
}

TEST_F(BadSourceTest, AnUnknownVerbIsToldByItsName) {
  expect_refusal(run_command({wdf_program(), "frobnicate"}), 2, "wdf: there is no verb 'frobnicate'");
}

TEST_F(BadSourceTest, AnUnknownSanitizerIsToldByItsName) {
  expect_refusal(run_command({wdf_program(), "run", folder_, "--sanitize", "nothing"}), 2, "nothing");
}

TEST_F(BadSourceTest, AHardwareIdThatTheInfDoesNotHaveIsToldWithTheFile) {
  const std::string counter = source_root() + "/" + kCounter;
  expect_refusal(run_wdf("run", {counter, "--device", "ROOT\\NOBODY"}), 1,
                 counter + "/counter.inx: error: no model of this package is for the hardware id 'ROOT\\NOBODY'");
}

TEST_F(BadSourceTest, AFolderWithoutADriverIsToldByItsName) {
  expect_refusal(run_wdf("run", {folder_}), 1, folder_ + ": no project and no C or C++ source in this folder");
  const std::string program = source_root() + "/drivers/echo/app";
  expect_refusal(run_wdf("run", {program}), 1, program + ": holds no driver, only echoapp");
}

}  // namespace
}  // namespace owdf::scenarios
