#include "loader/driver_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "loader/statuses.h"
#include "loader/testing.h"
#include "nt/mm/memory_manager.h"
#include "sched/testing.h"

namespace owdf::loader {
namespace {

using testing::FakeImports;
using ::testing::HasSubstr;
using testing::ImageWorkshop;

constexpr const char* kCountingDriver = R"(
#include "loader/image_format.h"
static int count;
static int entry(void* driver, void* path) { return ++count; }
__attribute__((visibility("default"))) const struct owdf_image __owdf_image = {
  OWDF_IMAGE_VERSION, sizeof(struct owdf_image), OWDF_IMAGE_DRIVER, 0, 0, 0, entry, 0, 0 };
)";

TEST(AbsoluteImagePath, BeneathTheSystemDirectoryUnlessItSaysOtherwise) {
  EXPECT_EQ(absolute_image_path(u"System32\\DRIVERS\\echo.sys"), u"\\SystemRoot\\System32\\DRIVERS\\echo.sys");
  EXPECT_EQ(absolute_image_path(u"%SystemRoot%\\echo.sys"), u"\\SystemRoot\\echo.sys");
  EXPECT_EQ(absolute_image_path(u"C:\\drv\\new.sys"), u"\\??\\C:\\drv\\new.sys");
  EXPECT_EQ(absolute_image_path(u"\\??\\C:\\new.sys"), u"\\??\\C:\\new.sys");
}

class DriverLoaderTest : public sched::WorldTest {
 protected:
  void SetUp() override {
    if (const std::string missing = ImageWorkshop::missing_tools(); !missing.empty()) GTEST_SKIP() << missing;
    driver_ = workshop_.build("counting", kCountingDriver);
    ASSERT_FALSE(driver_.empty());
  }
  std::unique_ptr<nt::Machine> machine() {
    auto made = nt::Machine::create(world(), {});
    EXPECT_TRUE(made.ok());
    return std::move(made.value());
  }
  static int call(const nt::DriverLoader::LoadedImage& image) { return image.entry(nullptr, nullptr); }

  ImageWorkshop workshop_;
  std::string driver_;
};

OWDF_IN_BOTH_FORMS(DriverLoaderTest);

TEST_P(DriverLoaderTest, AnImageIsSystemMemoryWhileItIsLoaded) {
  const auto one = machine();
  ElfDriverLoader loader(*one);
  loader.provide("counting", driver_);
  one->run("load", [&] {
    auto image = loader.load("counting", u"");
    ASSERT_TRUE(image.ok());
    const char* first = static_cast<const char*>(image->base);
    EXPECT_TRUE(one->mm().is_system_address(first));
    EXPECT_TRUE(one->mm().is_system_address(first + image->size - 1));
    EXPECT_TRUE(one->mm().is_user_address(first + image->size));
    EXPECT_FALSE(one->mm().check_user_range(first + 8, 8).ok());
    loader.unload(image->cookie);
    EXPECT_TRUE(one->mm().is_user_address(first));
  });
}

TEST_P(DriverLoaderTest, TwoMachinesRunTheirOwnCopiesOfOneDriver) {
  const auto one = machine(), other = machine();
  ElfDriverLoader first(*one), second(*other);
  first.provide("Counting", driver_);
  second.provide("counting", driver_);
  one->run("load", [&] {
    const auto image = first.load("counting", u"");
    ASSERT_TRUE(image.ok());
    EXPECT_EQ(call(image.value()), 1);
    EXPECT_EQ(call(image.value()), 2);
  });
  other->run("load", [&] {
    const auto image = second.load("COUNTING", u"");
    ASSERT_TRUE(image.ok());
    EXPECT_EQ(call(image.value()), 1);
  });
}

TEST_P(DriverLoaderTest, KnowsWhoseCodeAnAddressIsWhileItIsLoadedAndWhoseItWasAfter) {
  const auto system = machine();
  ElfDriverLoader loader(*system);
  loader.provide("counting", driver_);
  system->run("load", [&] {
    const auto image = loader.load("counting", u"");
    ASSERT_TRUE(image.ok());
    const void* code = reinterpret_cast<const void*>(image.value().entry);
    EXPECT_EQ(loader.image_at(code), "counting");
    EXPECT_EQ(loader.image_at(&loader), "");
    loader.unload(image.value().cookie);
    EXPECT_EQ(loader.image_at(code), "");
    EXPECT_EQ(loader.load_map().find(code).name, "counting");
    EXPECT_EQ(loader.load_map().find(code).build_id.size(), 40u);
  });
}

TEST_P(DriverLoaderTest, HandsOutTheSameImagePristineAfterAReset) {
  const auto system = machine();
  ElfDriverLoader loader(*system);
  system->set_driver_loader(&loader);
  loader.provide("counting", driver_);
  void* base = nullptr;
  for (int round = 0; round < 3; round++) {
    system->run("load", [&] {
      const auto image = loader.load("counting", u"");
      ASSERT_TRUE(image.ok());
      EXPECT_EQ(call(image.value()), 1);
      EXPECT_EQ(call(image.value()), 2);
      if (round != 0) {
        EXPECT_EQ(image.value().base, base);
      }
      base = image.value().base;
    });
    system->reset();
  }
}

TEST_P(DriverLoaderTest, MapsAFileAnewThatChangedSinceTheReset) {
  const auto system = machine();
  ElfDriverLoader loader(*system);
  system->set_driver_loader(&loader);
  loader.provide("counting", driver_);
  system->run("load", [&] { ASSERT_TRUE(loader.load("counting", u"").ok()); });
  system->reset();
  std::filesystem::remove(driver_);
  system->run("load", [&] { EXPECT_EQ(loader.load("counting", u"").status(), kImageNotFound); });
}

TEST_P(DriverLoaderTest, FailsWithTheNameOfTheFileThatIsNotThere) {
  const auto system = machine();
  ElfDriverLoader loader(*system);
  system->run("load", [&] {
    loader.provide("absent", "/nowhere/absent.sys");
    EXPECT_EQ(loader.load("absent", u"").status(), kImageNotFound);
    EXPECT_EQ(loader.load("unknown", u"\\??\\C:\\x.sys").status(), kImageNotFound);
  });
  ASSERT_EQ(system->findings().size(), 2u);
  EXPECT_THAT(system->findings()[0].message, HasSubstr("/nowhere/absent.sys"));
  EXPECT_THAT(system->findings()[1].message, HasSubstr("there is no image file \\??\\C:\\x.sys"));
}

}  // namespace
}  // namespace owdf::loader
