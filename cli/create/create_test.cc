#include "cli/create/create.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <regex>
#include <set>

#include "cli/build/inf_stamp.h"
#include "setup/package.h"

namespace owdf::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const NewDriver kKinds[] = {{"Blinker", "function", ".", ""},
                            {"Watch", "filter", ".", "ROOT\\BLINKER"},
                            {"Note", "nonpnp", ".", ""},
                            {"Lamp", "function", ".", "USB\\VID_1209&PID_0001"}};

std::string text_of(const std::vector<NewFile>& files, const std::string& ending) {
  for (const NewFile& file : files)
    if (file.path.ends_with(ending)) return file.text;
  return {};
}

TEST(NewDriverFiles, NothingOfTheTemplatesIsLeft) {
  for (const NewDriver& driver : kKinds) {
    EXPECT_EQ(problem_with(driver), "");
    for (const NewFile& file : files_of(driver, "/wdf")) {
      EXPECT_THAT(file.path, Not(HasSubstr("@")));
      EXPECT_THAT(file.text, Not(HasSubstr("@"))) << file.path;
      EXPECT_TRUE(file.text.ends_with("\n")) << file.path;
    }
  }
}

TEST(NewDriverFiles, TheInfIsUnderstoodAndNamesTheDevice) {
  for (const NewDriver& driver : kKinds) {
    const std::string inx = text_of(files_of(driver, "/wdf"), ".inx");
    if (driver.kind == "nonpnp") {
      EXPECT_EQ(inx, "");
      continue;
    }
    setup::Diagnostics diagnostics("new.inx");
    Project project;
    project.driver_type = "KMDF";
    const auto package = setup::Package::load(stamp_inf(inx, project), {}, {}, diagnostics);
    ASSERT_TRUE(package) << diagnostics.text();
    EXPECT_EQ(diagnostics.text(), "");
    ASSERT_EQ(package->models().size(), 1u);
    EXPECT_EQ(package->models().front().hardware_id, driver.device.empty() ? "ROOT\\BLINKER" : driver.device);
  }
}

TEST(NewDriverFiles, ProjectsAreForEachConfigurationOfTheWdk) {
  for (const NewDriver& driver : kKinds) {
    for (const NewFile& file : files_of(driver, "/wdf")) {
      if (!file.path.ends_with(".vcxproj")) continue;
      pugi::xml_document document;
      ASSERT_TRUE(document.load_string(file.text.c_str())) << file.path;
      std::set<std::string> configurations;
      for (const auto& node : document.select_nodes("//ProjectConfiguration"))
        configurations.insert(node.node().attribute("Include").value());
      EXPECT_THAT(configurations, ::testing::ElementsAre("Debug|ARM64", "Debug|x64", "Release|ARM64", "Release|x64"));
      const std::string toolset = document.select_node("//PlatformToolset").node().child_value();
      EXPECT_EQ(toolset,
                file.path.starts_with("driver/") ? "WindowsKernelModeDriver10.0" : "WindowsApplicationForDrivers10.0");
    }
  }
}

TEST(NewDriverFiles, IdentifiersAreNobodyElses) {
  const std::regex guid("[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}");
  std::set<std::string> seen;
  for (int i = 0; i < 2; i++) {
    const std::vector<NewFile> files = files_of(kKinds[0], "/wdf");
    for (const char* ending : {"Blinkerapp.vcxproj", "Blinker.vcxproj", "public.h"}) {
      std::smatch match;
      const std::string text = text_of(files, ending);
      ASSERT_TRUE(std::regex_search(text, match, guid)) << text;
      EXPECT_TRUE(seen.insert(match.str()).second) << match.str();
    }
  }
}

TEST(NewDriverFiles, EditorsFindTheProgramWhateverItsPathHolds) {
  const std::string settings = text_of(files_of(kKinds[0], "/a \"b\"\\c/wdf"), "settings.json");
  EXPECT_EQ(nlohmann::json::parse(settings)["openwdf.wdf"], "/a \"b\"\\c/wdf");
}

}  // namespace
}  // namespace owdf::cli
