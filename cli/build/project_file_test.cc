// What project files say, and what is said about those that are wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/build/build.h"
#include "cli/build/msbuild.h"
#include "cli/build/project.h"

namespace owdf::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kDriverProperties =
    "<PropertyGroup><ConfigurationType>Driver</ConfigurationType><DriverType>KMDF</DriverType></PropertyGroup>";

class ProjectFile : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/owdf-project-XXXXXX";
    folder_ = mkdtemp(name);
    write("a.c", "");
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }
  void project(const std::string& name, const std::string& body) { write(name, "<Project>\n" + body + "</Project>"); }
  Project read(const std::string& name, const ProjectQuery& query = {}) {
    const ProjectList list = read_projects(path(name), query);
    EXPECT_EQ(list.error, "");
    notes_ = list.notes;
    return list.projects.empty() ? Project() : list.projects.front();
  }
  // Without the folder, wherever it stands.
  std::string error(const std::string& name, const ProjectQuery& query = {}) {
    std::string text = read_projects(path(name), query).error;
    for (size_t at; (at = text.find(folder_ + "/")) != std::string::npos;) text.erase(at, folder_.size() + 1);
    return text;
  }

  std::string folder_, notes_;
};

TEST_F(ProjectFile, PropertiesComeBeforeDefinitionsAndThoseBeforeItems) {
  project("p.vcxproj",
          "<ItemGroup><ClCompile Include='a.c'/></ItemGroup>"
          "<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>V=$(Late)</PreprocessorDefinitions></ClCompile>"
          "</ItemDefinitionGroup><PropertyGroup><Late>7</Late></PropertyGroup>" +
              std::string(kDriverProperties));
  EXPECT_THAT(read("p.vcxproj").defines, ElementsAre("V=7"));
}

TEST_F(ProjectFile, SourcesMayDifferFromTheirProject) {
  write("b.c", "");
  project(
      "p.vcxproj",
      std::string(kDriverProperties) +
          "<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>A;B</PreprocessorDefinitions></ClCompile>"
          "</ItemDefinitionGroup><ItemGroup><ClCompile Include='*.c' Exclude='b.c'/><ClCompile Include='b.c'>"
          "<PreprocessorDefinitions>%(PreprocessorDefinitions);C</PreprocessorDefinitions></ClCompile></ItemGroup>");
  const Project found = read("p.vcxproj");
  ASSERT_EQ(found.sources.size(), 2u);
  EXPECT_TRUE(found.sources[0].defines.empty());
  EXPECT_THAT(found.sources[1].defines, ElementsAre("C"));
}

TEST_F(ProjectFile, PropertySheetsAreImportedOnce) {
  write("sheets/a.props",
        "<Project><Import Project='b.props'/><PropertyGroup>"
        "<Here>$([System.IO.Path]::GetFileName($(MSBuildThisFileFullPath)))</Here></PropertyGroup></Project>");
  write("sheets/b.props", "<Project><PropertyGroup><Count>$(Count)1</Count></PropertyGroup></Project>");
  project("p.vcxproj",
          "<Import Project='$(VCTargetsPath)\\Microsoft.Cpp.props'/><Import Project='SHEETS\\a.props'/>"
          "<Import Project='sheets\\b.props' Condition=\"exists('sheets\\b.props')\"/>"
          "<PropertyGroup><TargetName>$(Here)-$(Count)</TargetName></PropertyGroup>" +
              std::string(kDriverProperties));
  EXPECT_EQ(read("p.vcxproj").name, "a.props-1");
}

TEST_F(ProjectFile, DirectoryBuildPropsIsFoundAbove) {
  write("Directory.Build.props", "<Project><PropertyGroup><Above>yes</Above></PropertyGroup></Project>");
  write("in/a.c", "");
  project("in/p.vcxproj",
          "<Import Project='$(VCTargetsPath)\\Microsoft.Cpp.Default.props'/>"
          "<PropertyGroup><TargetName>$(Above)</TargetName></PropertyGroup>" +
              std::string(kDriverProperties));
  EXPECT_EQ(read("in/p.vcxproj").name, "yes");
}

TEST_F(ProjectFile, DriversDeclaredAsDllsAreDrivers) {
  project("k.vcxproj",
          "<PropertyGroup><ConfigurationType>DynamicLibrary</ConfigurationType><DriverType>KMDF</DriverType>"
          "<KMDF_VERSION_MINOR>15</KMDF_VERSION_MINOR></PropertyGroup>");
  EXPECT_EQ(read("k.vcxproj").kind, OutputKind::kDriver);
  EXPECT_EQ(read("k.vcxproj").framework_minor, 15);
  project("u.vcxproj",
          "<PropertyGroup><ConfigurationType>DynamicLibrary</ConfigurationType><UMDF_VERSION_MAJOR>2"
          "</UMDF_VERSION_MAJOR><PlatformToolset>WindowsUserModeDriver10.0</PlatformToolset></PropertyGroup>");
  const Project user = read("u.vcxproj");
  EXPECT_EQ(user.driver_type, "UMDF");
  EXPECT_THAT(user.defines, ElementsAre("UNICODE", "_UNICODE"));
  project("d.vcxproj", "<PropertyGroup><ConfigurationType>DynamicLibrary</ConfigurationType></PropertyGroup>");
  EXPECT_EQ(read("d.vcxproj").kind, OutputKind::kNothing);
}

TEST_F(ProjectFile, TheNearestConfigurationIsTakenAndTold) {
  project("p.vcxproj",
          "<ItemGroup><ProjectConfiguration Include='Win10 Release|ARM64'/><ProjectConfiguration Include='Win10 "
          "Debug|ARM64'/></ItemGroup><PropertyGroup><Configuration>Other</Configuration><TargetName>$(Configuration)-"
          "$(Platform)</TargetName></PropertyGroup>" +
              std::string(kDriverProperties));
  EXPECT_EQ(read("p.vcxproj").name, "Win10 Debug-ARM64");
  EXPECT_THAT(notes_, HasSubstr("note: building Win10 Debug|ARM64, the nearest to Debug|x64"));
  EXPECT_FALSE(read("p.vcxproj", {.configuration = "Release"}).debug);
  EXPECT_EQ(error("p.vcxproj", {.configuration = "Fast"}),
            "p.vcxproj: there is no configuration Fast; there are Win10 Release|ARM64, Win10 Debug|ARM64");
  EXPECT_EQ(error("p.vcxproj", {.platform = "MIPS"}),
            "p.vcxproj: there is no configuration Debug|MIPS; there are Win10 Release|ARM64, Win10 Debug|ARM64");
}

TEST_F(ProjectFile, MistakesAreToldWithFileAndLine) {
  write("x.vcxproj", "<Project>\n<PropertyGroup>\n</Project>");
  EXPECT_THAT(error("x.vcxproj"), HasSubstr("x.vcxproj:3: this project file is not XML"));
  write("x.vcxproj", "<Solution/>");
  EXPECT_THAT(error("x.vcxproj"), HasSubstr("there is no <Project>"));
  project("x.vcxproj", "\n<Import Project='gone.props'/>");
  EXPECT_THAT(error("x.vcxproj"), HasSubstr("x.vcxproj:3: the imported file gone.props does not exist"));
  write("a.props", "<Project>\n<Import Project='b.props'/></Project>");
  write("b.props", "<Project>\n<Import Project='a.props'/></Project>");
  project("x.vcxproj", "<Import Project='a.props'/>");
  EXPECT_THAT(error("x.vcxproj"), HasSubstr("b.props:2: this import leads back to a.props"));
  project("x.vcxproj", std::string(kDriverProperties) + "\n<ItemGroup><ClCompile Include='gone.c'/></ItemGroup>");
  EXPECT_EQ(error("x.vcxproj"), "x.vcxproj:3: the source gone.c does not exist");
  project("x.vcxproj", "<PropertyGroup Condition=\"'a' = 'b'\"/>");
  EXPECT_THAT(error("x.vcxproj"), HasSubstr("x.vcxproj:2: <PropertyGroup>: the condition"));
  project("x.vcxproj", "<PropertyGroup><A>$([System.Guid]::NewGuid())</A></PropertyGroup>");
  EXPECT_THAT(error("x.vcxproj"), HasSubstr("x.vcxproj:2: the property function"));
  project("x.vcxproj", std::string(kDriverProperties) +
                           "<ItemGroup><CustomBuild Include='a.c'><Command>frob a.c</Command><Outputs>a.h</Outputs>"
                           "</CustomBuild></ItemGroup>");
  EXPECT_THAT(error("x.vcxproj"), HasSubstr("runs \"frob\", which OpenWDF does not; its output a.h is not there"));
}

TEST_F(ProjectFile, ProjectsThatReferToEachOtherAreRefused) {
  for (const auto& [name, other] : {std::pair{"x", "y"}, {"y", "x"}})
    project(std::string(name) + ".vcxproj",
            "<PropertyGroup><ConfigurationType>StaticLibrary</ConfigurationType></PropertyGroup><ItemGroup>"
            "<ClCompile Include='a.c'/><ProjectReference Include='" +
                std::string(other) + ".vcxproj'/></ItemGroup>");
  BuildOptions options;
  options.path = path("x.vcxproj");
  options.output = path("out");
  EXPECT_THAT(build(options).messages, HasSubstr("x.vcxproj: this project refers to itself, by"));
}

TEST_F(ProjectFile, SolutionsOrderMapAndLeaveOut) {
  for (const char* name : {"one", "two", "three"})
    project(std::string(name) + ".vcxproj", std::string(kDriverProperties) + "<PropertyGroup><TargetName>" + name +
                                                "-$(Configuration)</TargetName></PropertyGroup>");
  write("s.sln",
        "Project(\"{8BC9}\") = \"one\", \"one.vcxproj\", \"{1}\"\n ProjectSection(ProjectDependencies) = postProject\n"
        "  {2} = {2}\n EndProjectSection\nEndProject\n"
        "Project(\"{8BC9}\") = \"two\", \"two.vcxproj\", \"{2}\"\nEndProject\n"
        "Project(\"{8BC9}\") = \"three\", \"three.vcxproj\", \"{3}\"\nEndProject\nGlobal\n"
        " GlobalSection(SolutionConfigurationPlatforms) = preSolution\n  Debug|x64 = Debug|x64\n EndGlobalSection\n"
        " GlobalSection(ProjectConfigurationPlatforms) = postSolution\n  {1}.Debug|x64.ActiveCfg = Checked|x64\n"
        "  {1}.Debug|x64.Build.0 = Checked|x64\n  {3}.Debug|x64.ActiveCfg = Debug|x64\n EndGlobalSection\nEndGlobal\n");
  const ProjectList list = read_projects(path("s.sln"), {});
  ASSERT_EQ(list.error, "");
  ASSERT_EQ(list.projects.size(), 2u);
  EXPECT_EQ(list.projects[0].name, "two-Debug");
  EXPECT_EQ(list.projects[1].name, "one-Checked");
  EXPECT_EQ(error("s.sln", {.configuration = "Fast"}), "s.sln: there is no configuration Fast; there are Debug|x64");
  write("n.slnx",
        "<Solution><Project Path='one.vcxproj'><BuildDependency Project='two.vcxproj'/></Project>"
        "<Project Path='two.vcxproj'/></Solution>");
  const ProjectList other = read_projects(path("n.slnx"), {});
  ASSERT_EQ(other.projects.size(), 2u) << other.error;
  EXPECT_EQ(other.projects[0].name, "two-Debug");
}

TEST_F(ProjectFile, BrokenSolutionsAreToldWithFileAndLine) {
  write("s.sln", "\nProject(\"{8BC9}\") = \"one\", \"gone.vcxproj\", \"{1}\"\nEndProject\n");
  EXPECT_EQ(error("s.sln"), "s.sln:2: the project gone.vcxproj does not exist");
  project("one.vcxproj", kDriverProperties);
  write("s.sln", "Project(\"{8BC9}\") = \"one\", \"one.vcxproj\", \"{1}\"\n");
  EXPECT_EQ(error("s.sln"), "s.sln:1: this Project has no EndProject");
  write("s.sln",
        "Project(\"{8BC9}\") = \"one\", \"one.vcxproj\", \"{1}\"\nProjectSection(ProjectDependencies) = p\n{1} "
        "= {1}\nEndProjectSection\nEndProject\n");
  EXPECT_THAT(error("s.sln"), HasSubstr("s.sln:1: this project depends on itself"));
}

TEST(MsBuild, PropertyFunctionsAreEvaluated) {
  Properties properties;
  properties.set("Name", "Win 8.1");
  properties.set("Dots", "17.2.3");
  const auto value = [&](const std::string& text) { return properties.expand(text); };
  EXPECT_EQ(value("$(Name.Replace(' ', ''))"), "Win8.1");
  EXPECT_EQ(value("$(Dots.Split('.')[1])"), "2");
  EXPECT_EQ(value("$([System.IO.Path]::Combine('a', 'b\\c'))"), "a/b/c");
  EXPECT_EQ(value("$([MSBuild]::VersionGreaterThan('$(Dots)', '17.1'))"), "True");
  EXPECT_EQ(value("$([System.String]::IsNullOrEmpty('$(Nothing)'))"), "True");
  EXPECT_EQ(value("[$(Name.Substring(0, 3).ToUpper())]"), "[WIN]");
  EXPECT_THROW(value("$(Name.Frob())"), std::string);
  EXPECT_TRUE(evaluate_condition("'$(Name.Replace(' ', ''))' == 'win8.1' and 10.0.22000 >= '10.0.9'", properties, "/"));
}

}  // namespace
}  // namespace owdf::cli
