// Structured exception handling in whole machines: every path of tests/drivers/exceptions in a driver and in a program,
// compiled without and with optimization, with the sanitizers of this build.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "nt/ex/executive.h"
#include "tests/scenario.h"

namespace owdf::scenarios {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPrologue[] = R"(#include <ntddk.h>
DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  KIRQL irql = PASSIVE_LEVEL;
  UNREFERENCED_PARAMETER(DriverObject);
  UNREFERENCED_PARAMETER(RegistryPath);
)";

class ExceptionsTest : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped()) return;
    cli::SessionOptions options;
    options.world = world(1);
    session_ = cli::Session::create(options);
    ASSERT_TRUE(session_);
  }

  static cli::BuildResult build_at(const std::string& path, const std::string& output, int optimize) {
    cli::BuildOptions options;
    options.path = path;
    options.output = output;
    options.optimize = optimize;
    options.sanitize = sanitizers();
    cli::BuildResult result = cli::build(options);
    EXPECT_TRUE(result.ok) << result.messages;
    return result;
  }
  static std::string built(const std::string& path, int optimize) {
    const cli::BuildResult result = build_at(source_root() + "/tests/drivers/exceptions/" + path,
                                             output_folder(fmt::format("exceptions/{}-O{}", path, optimize)), optimize);
    return result.artifacts.empty() ? "" : result.artifacts.front().image;
  }

  bool load(const std::string& image, std::string* problem) {
    const std::optional<std::string> service = session_->install_service({"exceptions", image, "", ""}, problem);
    return service && session_->load_driver(*service, problem);
  }
  // A driver whose DriverEntry is `body`.
  void load_body(const std::string& body) {
    const std::string folder = output_folder("exceptions/" + body_name());
    std::filesystem::create_directories(folder + "/source");
    std::ofstream(folder + "/source/body.c") << kPrologue << body << "}\n";
    const cli::BuildResult result = build_at(folder + "/source", folder, 2);
    ASSERT_TRUE(result.driver()) << result.messages;
    std::string problem;
    load(result.driver()->image, &problem);
  }
  static std::string body_name() {
    std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::ranges::replace(name, '/', '-');
    return name;
  }

  std::string debug_text() {
    std::string text;
    for (const dbg::Line& line : session_->machine().ex().debug_log().lines()) text += line.text + "\n";
    return text;
  }

  uint32_t run_program(const std::string& image, std::vector<std::string> arguments, std::string* output) {
    client::ProgramOptions options;
    options.name = "exceptionsapp.exe";
    options.file = image;
    options.arguments = std::move(arguments);
    options.output = [output](std::string_view text) { *output += text; };
    std::string problem;
    auto application = session_->load_program(options, &problem);
    EXPECT_TRUE(application) << problem;
    return application ? application->run().value_or(99) : 98;
  }

  std::unique_ptr<cli::Session> session_;
};
OWDF_IN_BOTH_FORMS(ExceptionsTest);

TEST_P(ExceptionsTest, EveryPathOfADriverIsRightWhateverTheOptimization) {
  RecordProperty("ddi",
                 "ExRaiseStatus ExRaiseAccessViolation ExRaiseDatatypeMisalignment ProbeForRead ProbeForWrite "
                 "MmProbeAndLockPages");
  for (const int optimize : {0, 2}) {
    std::string problem;
    ASSERT_TRUE(load(built("driver", optimize), &problem)) << problem << debug_text();
    EXPECT_THAT(debug_text(), Not(HasSubstr("wrong: "))) << "-O" << optimize;
    EXPECT_THAT(debug_text(), HasSubstr("all paths were run"));
    ASSERT_TRUE(session_->unload_driver("exceptions", &problem)) << problem;
    session_->reset();
  }
}

TEST_P(ExceptionsTest, EveryPathOfAProgramIsRightWhateverTheOptimization) {
  for (const int optimize : {0, 2}) {
    std::string output;
    EXPECT_EQ(run_program(built("app", optimize), {}, &output), 0u) << output;
    EXPECT_THAT(output, Not(HasSubstr("wrong: "))) << "-O" << optimize;
    EXPECT_THAT(output, HasSubstr("all paths were run"));
  }
}

TEST_P(ExceptionsTest, WhatNobodyHandlesInAProgramIsItsExitCode) {
  std::string output;
  EXPECT_EQ(run_program(built("app", 2), {"unhandled"}, &output), 0xE0001234u);
  EXPECT_EQ(output, "");
}

TEST_P(ExceptionsTest, WhatNobodyHandlesInADriverIsABugCheck) {
  load_body(R"(  __try { ExRaiseStatus(STATUS_DEVICE_BUSY); } __except (EXCEPTION_CONTINUE_SEARCH) { irql = 1; }
  return irql;)");
  ASSERT_TRUE(session_->machine().bug_check().has_value());
  EXPECT_EQ(session_->machine().bug_check()->code, 0x1Eu);
  EXPECT_EQ(static_cast<NTSTATUS>(session_->machine().bug_check()->parameters[0]), STATUS_DEVICE_BUSY);
}

TEST_P(ExceptionsTest, AFaultAtDispatchLevelIsABugCheckInsideOfABlockToo) {
  load_body(R"(  KeRaiseIrql(DISPATCH_LEVEL, &irql);
  __try { *(volatile int*)0x20000 = 1; } __except (EXCEPTION_EXECUTE_HANDLER) { KeLowerIrql(irql); }
  return STATUS_SUCCESS;)");
  ASSERT_TRUE(session_->machine().bug_check().has_value());
  EXPECT_EQ(session_->machine().bug_check()->code, 0xD1u);
}

TEST_P(ExceptionsTest, AFaultAtABadSystemAddressIsABugCheckInsideOfABlockToo) {
  load_body(R"(  __try { *(volatile int*)0xFFFFF80012345678 = irql; } __except (EXCEPTION_EXECUTE_HANDLER) { irql = 1; }
  return STATUS_SUCCESS;)");
  EXPECT_TRUE(session_->machine().bug_check().has_value());
}

// A thread that ends inside of a block leaves nothing for the next one to stumble over.
TEST_P(ExceptionsTest, AThreadThatEndsInsideOfABlockHarmsNobody) {
  load_body(R"(  HANDLE thread;
  VOID Body(PVOID Context);
  for (irql = 0; irql < 20; irql++) {
    PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, Body, NULL);
    ZwClose(thread);
  }
  return STATUS_SUCCESS;
}
VOID Body(PVOID Context)
{
  UNREFERENCED_PARAMETER(Context);
  __try { ExRaiseStatus(STATUS_UNSUCCESSFUL); } __except (1) { DbgPrint("caught\n"); }
  __try { PsTerminateSystemThread(STATUS_SUCCESS); } __finally { DbgPrint("not unwound\n"); })");
  session_->world().settle(100 * sched::kTicksPerMillisecond);
  EXPECT_THAT(debug_text(), HasSubstr("caught"));
  EXPECT_FALSE(session_->machine().bug_check().has_value());
}

}  // namespace
}  // namespace owdf::scenarios
