#include "cli/ddi/use_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/ddi/compatibility.h"
#include "loader/import_table.h"
#include "wdf/ddi_tables.h"

namespace owdf::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr const char* kFrameworkDriver = R"(#include <ntddk.h>
#include <wdf.h>
DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;
  WDF_DRIVER_CONFIG_INIT(&config, WDF_NO_EVENT_CALLBACK);
  DbgPrint("starting\n");
  return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}
)";

class UseReport : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/owdf-use-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // The report's rows by name, from a driver of this one source.
  std::map<std::string, std::string> states(const std::string& source) {
    std::ofstream(folder_ + "/small.c") << source;
    testing::internal::CaptureStdout();
    exit_code_ = report_use(folder_, true);
    const nlohmann::json document = nlohmann::json::parse(testing::internal::GetCapturedStdout());
    std::map<std::string, std::string> rows;
    for (const nlohmann::json& image : document["images"])
      for (const nlohmann::json& row : image["functions"]) rows[row["name"]] = row["state"];
    return rows;
  }

  std::string folder_;
  int exit_code_ = -1;
};

TEST_F(UseReport, NamesWhatTheDriverCallsAndNothingElse) {
  const auto rows = states(kFrameworkDriver);
  EXPECT_EQ(exit_code_, kSuccess);
  ASSERT_TRUE(rows.contains("WdfDriverCreate"));
  EXPECT_EQ(rows.at("WdfDriverCreate"), "built");
  ASSERT_TRUE(rows.contains("DbgPrint"));
  EXPECT_EQ(rows.at("DbgPrint"), "built");
  EXPECT_FALSE(rows.contains("WdfDeviceCreate"));
  EXPECT_FALSE(rows.contains("KeSetEvent"));
}

TEST_F(UseReport, FailsForAFunctionThatIsLoud) {
  const auto all = loader::host_imports();
  const auto loud = std::ranges::find_if(all, [](const loader::HostImport& row) {
    return !row.built && row.kind == loader::HostImportKind::kFunction && row.module == std::string("ntoskrnl");
  });
  if (loud == all.end()) GTEST_SKIP() << "nothing is loud";
  const std::string name = loud->name;
  const auto rows =
      states("int " + name + "(void);\nint DriverEntry(void* a, void* b) { return a == b ? 0 : " + name + "(); }\n");
  EXPECT_EQ(exit_code_, kFailed);
  ASSERT_TRUE(rows.contains(name));
  EXPECT_EQ(rows.at(name), "loud");
}

TEST_F(UseReport, ListsNamesThatNobodyHas) {
  const auto rows = states(
      "int OwdfNoSuchFunction(void);\nint DriverEntry(void* a, void* b) { return a == b ? 0 : "
      "OwdfNoSuchFunction(); }\n");
  EXPECT_EQ(exit_code_, kFailed);
  ASSERT_TRUE(rows.contains("OwdfNoSuchFunction"));
  EXPECT_EQ(rows.at("OwdfNoSuchFunction"), "unknown");
}

TEST_F(UseReport, WantsSomethingToLookAt) {
  EXPECT_EQ(report_use(folder_ + "/nowhere", false), kUsage);
  const std::string image = folder_ + "/broken.so";
  std::ofstream(image) << "not an image";
  EXPECT_EQ(report_use(image, false), kFailed);
}

TEST(CompatibilityPage, NamesEveryFunctionOnceUnderItsHeader) {
  const std::string page = compatibility_page();
  EXPECT_THAT(page, HasSubstr("### wdfdriver.h"));
  for (const wdf::Ddi& row : wdf::ddis()) EXPECT_THAT(page, HasSubstr(row.name));
  for (const loader::HostImport& row : loader::host_imports()) EXPECT_THAT(page, HasSubstr(row.name));
}

}  // namespace
}  // namespace owdf::cli
