// A UMDF 2 driver is built as a library, and binds through the interface that its host hands over. The host here is the
// test; running one is refused.
#include <gmock/gmock.h>

#include "loader/image.h"
#include "tests/scenario.h"
#include "tests/subprocess.h"
#include "wdf/testing.h"

namespace owdf::scenarios {
namespace {

using ::testing::HasSubstr;

constexpr char kUserMode[] = "tests/drivers/usermode";

// As the driver's entry expects it; slots that are not published stay null.
struct LoaderInterface {
  ULONG Size = sizeof(LoaderInterface);
  NTSTATUS(NTAPI* VersionBind)(PVOID context, wdf::BindInfo* info, PWDF_DRIVER_GLOBALS* globals);
  PVOID Unspecified[4] = {};
  ULONG Flags = 0;
};
static_assert(sizeof(LoaderInterface) == 56);
using Entry = NTSTATUS(NTAPI*)(LoaderInterface*, PVOID, PDRIVER_OBJECT, PUNICODE_STRING);

struct Host {
  wdf::Library* library;
  wdf::TestDriver driver;
  wdf::BindInfo* info = nullptr;
};

NTSTATUS NTAPI bind(PVOID context, wdf::BindInfo* info, PWDF_DRIVER_GLOBALS* globals) {
  Host& host = *static_cast<Host*>(context);
  host.info = info;
  void* bound = nullptr;
  const NTSTATUS status = host.library->version_bind(host.driver.object, &host.driver.registry_path, info, &bound);
  *globals = host.driver.globals = static_cast<PWDF_DRIVER_GLOBALS>(bound);
  return status;
}

class UserModeDriverTest : public wdf::FrameworkTest {
 protected:
  void SetUp() override {
    if (const std::string missing = missing_tools(); !missing.empty()) GTEST_SKIP() << missing;
    const cli::BuildResult built = build(kUserMode);
    ASSERT_TRUE(built.ok) << built.messages;
    ASSERT_NE(built.driver(), nullptr);
    EXPECT_EQ(built.driver()->framework, "UMDF 2.15");
    std::string problem;
    auto image = loader::Image::load(built.driver()->image, {.name = "usermode", .kind = OWDF_IMAGE_LIBRARY}, &problem);
    ASSERT_TRUE(image.ok()) << problem;
    image_ = std::move(*image);
    image_->run_constructors();
  }

  void describe(Host& host) {
    host.library = &library();
    host.driver.path = u"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\usermode";
    host.driver.registry_path.Buffer = host.driver.path.data();
    host.driver.registry_path.Length = host.driver.registry_path.MaximumLength =
        static_cast<USHORT>(host.driver.path.size() * 2);
    ASSERT_TRUE(machine().cm().make("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\usermode").ok());
    auto object = machine().io().create_driver("usermode", host.driver.path);
    ASSERT_TRUE(object.ok());
    host.driver.object_reference = std::move(*object);
    host.driver.object = host.driver.object_reference.get();
  }

  NTSTATUS enter(Host& host, LoaderInterface& interface) {
    const auto entry = reinterpret_cast<Entry>(image_->find_export("FxDriverEntryUm"));
    if (!entry) return STATUS_ENTRYPOINT_NOT_FOUND;
    return entry(&interface, &host, host.driver.object, &host.driver.registry_path);
  }

  std::unique_ptr<loader::Image> image_;
};
OWDF_IN_BOTH_FORMS(UserModeDriverTest);

TEST_P(UserModeDriverTest, BindsThroughTheInterfaceOfItsHost) {
  RecordProperty("family", "UMDF2");
  on_machine([&] {
    Host host;
    describe(host);
    LoaderInterface interface{.VersionBind = bind};
    ASSERT_EQ(enter(host, interface), STATUS_SUCCESS);
    ASSERT_NE(host.info, nullptr);
    EXPECT_EQ(host.info->Version.Major, 2u);
    EXPECT_EQ(host.info->Version.Minor, 15u);
    EXPECT_EQ(host.info->FuncCount, wdf::umdf2_slots_of(15));
    EXPECT_FALSE(host.driver.client().kernel_mode());
    EXPECT_NE(host.driver.client().driver(), nullptr);
    host.driver.bind = *host.info;
    unload(host.driver);
  });
}

TEST_P(UserModeDriverTest, RefusesAHostWithoutABindFunction) {
  RecordProperty("family", "UMDF2");
  on_machine([&] {
    Host host;
    describe(host);
    LoaderInterface interface{.VersionBind = nullptr};
    EXPECT_EQ(enter(host, interface), STATUS_INVALID_PARAMETER);
  });
}

TEST(UserModeDriver, IsNotRunAndSaysWhy) {
  if (const std::string missing = missing_tools(); !missing.empty()) GTEST_SKIP() << missing;
  const Outcome outcome = run_wdf("run", {source_root() + "/" + kUserMode, "--quiet"});
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_THAT(
      outcome.err + outcome.out,
      HasSubstr("usermode is a UMDF 2.15 driver. It was built, but it cannot be run: UMDF hosts are not built"));
}

}  // namespace
}  // namespace owdf::scenarios
