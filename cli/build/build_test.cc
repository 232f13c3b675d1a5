#include "cli/build/build.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/build/inf_stamp.h"
#include "cli/build/link_errors.h"
#include "cli/build/msbuild.h"
#include "cli/build/object_store.h"
#include "cli/build/overlay.h"
#include "cli/build/project.h"

namespace owdf::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kSmallDriver = R"(#include <ntddk.h>
#include <wdf.h>
DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD SmallAdd;
NTSTATUS SmallAdd(WDFDRIVER Driver, PWDFDEVICE_INIT Init)
{
  WDFDEVICE device;
  UNREFERENCED_PARAMETER(Driver);
  return WdfDeviceCreate(&Init, WDF_NO_OBJECT_ATTRIBUTES, &device);
}
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
  WDF_DRIVER_CONFIG config;
  WDF_DRIVER_CONFIG_INIT(&config, SmallAdd);
  return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}
)";

class Build : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/owdf-build-XXXXXX";
    folder_ = mkdtemp(name);
    fs::create_directories(source());
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string source() const { return folder_ + "/small"; }
  void write(const std::string& name, const std::string& text) { std::ofstream(source() + "/" + name) << text; }

  BuildResult make(std::vector<std::string> sanitize = {}, const std::string& what = {}) {
    BuildOptions options;
    options.path = what.empty() ? source() : source() + "/" + what;
    options.output = folder_ + "/out";
    options.sanitize = std::move(sanitize);
    return build(options);
  }

  std::string folder_;
};

TEST_F(Build, FolderWithAnInxBecomesADriverAndAStampedInf) {
  write("small.c", kSmallDriver);
  write("small.inx", "[Manufacturer]\n%M% = Models,NT$ARCH$\n[W]\nKmdfLibraryVersion = $KMDFVERSION$\n");
  const BuildResult result = make();
  ASSERT_TRUE(result.ok) << result.messages;
  ASSERT_EQ(result.artifacts.size(), 1u);
  EXPECT_EQ(result.driver()->framework, "KMDF 1.33");
  EXPECT_TRUE(fs::exists(result.driver()->image));
  bool converted = false;
  const std::string inf = read_as_utf8(result.driver()->inf, converted);
  EXPECT_THAT(inf, HasSubstr("Models,NTamd64"));
  EXPECT_THAT(inf, HasSubstr("KmdfLibraryVersion = 1.33"));
}

TEST_F(Build, OnlyWhatChangedIsCompiledAgain) {
  write("small.c", kSmallDriver);
  write("other.c", "#include \"other.h\"\nint OwdfOther = OTHER;\n");
  write("other.h", "#define OTHER 1\n");
  write("small.inx", "");
  ASSERT_TRUE(make().ok);
  EXPECT_EQ(make().compiled, 0u);
  write("other.h", "#define OTHER 2\n");
  fs::last_write_time(source() + "/other.h", fs::file_time_type::clock::now() + std::chrono::seconds(5));
  EXPECT_EQ(make().compiled, 1u);
}

TEST_F(Build, ErrorsNameFileAndLine) {
  write("small.c", std::string(kSmallDriver) + "int f(void) { return undeclared; }\n");
  write("small.inx", "");
  const BuildResult result = make();
  EXPECT_FALSE(result.ok);
  EXPECT_THAT(result.messages, HasSubstr("small.c:17:"));
  EXPECT_THAT(result.messages, HasSubstr("undeclared"));
  EXPECT_TRUE(result.artifacts.empty());
}

TEST_F(Build, MissingFunctionsAreNamedWithTheirUsers) {
  write("small.c", std::string(kSmallDriver) +
                       "void OwdfNoSuchFunction(void);\nvoid f(void) { OwdfNoSuchFunction(); }\n"
                       "NTSTATUS (*keep)(WDFDRIVER, PWDFDEVICE_INIT) = SmallAdd;\n");
  write("user.c", "void f(void);\nint NTAPI_user;\n");
  write("small.inx", "");
  const BuildResult result = make();
  EXPECT_FALSE(result.ok);
  EXPECT_THAT(result.messages, HasSubstr("not available in OpenWDF: OwdfNoSuchFunction (used in small.c:18"));
}

TEST_F(Build, DriversDoNotSeeWin32) {
  write("small.c", std::string(kSmallDriver) + "void Sleep(unsigned long);\nvoid f(void) { Sleep(1); }\n");
  write("small.inx", "");
  EXPECT_THAT(make().messages, HasSubstr("not available in OpenWDF: Sleep"));
}

TEST_F(Build, StructuredExceptionHandlingIsRewrittenWhereverItStands) {
  write("small.c", std::string(kSmallDriver) + "#include \"hidden.h\"\n");
  write("hidden.h", "static __inline int f(int* p) { __try { return *p; } __except (1) { return 0; } }\n");
  write("small.inx", "");
  BuildResult result = make();
  EXPECT_TRUE(result.ok) << result.messages;
  EXPECT_EQ(make().compiled, 0u) << "its dependencies are known";
  write("small.c", std::string(kSmallDriver) + "int f(int* p) {\n__try { return q; } __except (1) { return 0; } }\n");
  result = make();
  EXPECT_THAT(result.messages, HasSubstr("small.c:18:"));
  EXPECT_THAT(result.messages, HasSubstr("undeclared identifier 'q'"));
  write("small.c", std::string(kSmallDriver) + "int f(int* p) {\n__try { return *p; } }\n");
  result = make();
  EXPECT_FALSE(result.ok);
  EXPECT_THAT(result.messages, HasSubstr("small.c:18: error: this __try block has neither"));
}

TEST_F(Build, IncludesAreFoundInAnyCaseAndWithBackslashes) {
  fs::create_directories(source() + "/Inc");
  std::ofstream(source() + "/Inc/Public.h") << "#define ANSWER 42\n";
  write("small.c",
        std::string("#include <NtDDK.h>\n#include \"inc\\PUBLIC.H\"\nint Answer = ANSWER;\n") + kSmallDriver);
  write("small.inx", "");
  const BuildResult result = make();
  EXPECT_TRUE(result.ok) << result.messages;
}

TEST_F(Build, SourcesInOtherEncodingsAreReadAsTheirAuthorsMeantThem) {
  write("small.c", std::string("/* gr\xFC\xDF"
                               "e */\nchar Latin[] = \"\xE9\";\n") +
                       kSmallDriver);
  write("small.inx", "");
  const BuildResult result = make();
  EXPECT_TRUE(result.ok) << result.messages;
}

TEST_F(Build, SanitizersLinkAndCannotBeMixed) {
  write("small.c", kSmallDriver);
  write("small.inx", "");
  EXPECT_TRUE(make({"address", "undefined"}).ok);
  EXPECT_TRUE(make({"thread"}).ok);
  EXPECT_THAT(make({"address", "thread"}).messages, HasSubstr("cannot be combined"));
  EXPECT_THAT(make({"memory"}).messages, HasSubstr("unknown sanitizer memory"));
}

TEST_F(Build, EveryVersionOfTheFrameworkSeesItsOwnLayouts) {
  RecordProperty("rows", "DRV-001");
  write("small.c", kSmallDriver);
  for (const int minor : {9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 31, 33}) {
    write("small.vcxproj", R"(<Project><ItemGroup><ProjectConfiguration Include="Debug|x64"/></ItemGroup><PropertyGroup>
<ConfigurationType>Driver</ConfigurationType><DriverType>KMDF</DriverType><KMDF_VERSION_MAJOR>1</KMDF_VERSION_MAJOR>
<KMDF_VERSION_MINOR>)" + std::to_string(minor) +
                               R"(</KMDF_VERSION_MINOR></PropertyGroup>
<ItemGroup><ClCompile Include="small.c"/></ItemGroup></Project>)");
    const BuildResult result = make({}, "small.vcxproj");
    ASSERT_TRUE(result.ok) << minor << "\n" << result.messages;
    EXPECT_EQ(result.driver()->framework, "KMDF 1." + std::to_string(minor));
  }
}

TEST_F(Build, ProjectsAreEvaluatedForOneConfiguration) {
  write("a.c", "");
  write("p.vcxproj", R"(<Project>
<PropertyGroup Condition="'$(Configuration)|$(Platform)'=='Debug|x64'"><TargetName>debug</TargetName></PropertyGroup>
<PropertyGroup Condition="'$(Configuration)|$(Platform)'=='Release|x64'">
  <TargetName>release</TargetName>
</PropertyGroup>
<PropertyGroup><ConfigurationType>Application</ConfigurationType></PropertyGroup>
<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>A=1</PreprocessorDefinitions></ClCompile></ItemDefinitionGroup>
<ItemDefinitionGroup><ClCompile><PreprocessorDefinitions>%(PreprocessorDefinitions);B</PreprocessorDefinitions>
<AdditionalIncludeDirectories>..\SMALL;$(Unknown)</AdditionalIncludeDirectories></ClCompile></ItemDefinitionGroup>
<ItemGroup><ClCompile Include="A.C"/></ItemGroup></Project>)");
  const ProjectList list = read_vcxproj(source() + "/p.vcxproj", {.configuration = "Release"});
  ASSERT_TRUE(list.error.empty()) << list.error;
  const Project& project = list.projects.front();
  EXPECT_EQ(project.name, "release");
  EXPECT_EQ(project.kind, OutputKind::kProgram);
  EXPECT_THAT(project.defines, ElementsAre("A=1", "B"));
  EXPECT_THAT(project.include_folders, ElementsAre(source()));
  EXPECT_EQ(project.sources.front().path, source() + "/a.c");
}

TEST_F(Build, BrokenProjectsNameTheFile) {
  write("p.vcxproj", "<Project><ItemGroup>");
  EXPECT_THAT(make({}, "p.vcxproj").messages, HasSubstr("p.vcxproj:1: "));
  write("q.vcxproj",
        "<Project><PropertyGroup><ConfigurationType>Driver</ConfigurationType></PropertyGroup>"
        "<ItemGroup><ClCompile Include=\"gone.c\"/></ItemGroup></Project>");
  EXPECT_THAT(make({}, "q.vcxproj").messages, HasSubstr("the source gone.c does not exist"));
}

TEST(MsBuild, ConditionsFollowMicrosoftsGrammar) {
  Properties properties;
  properties.set("Configuration", "Debug");
  properties.set("Version", "15");
  const auto value = [&](const std::string& text) { return evaluate_condition(text, properties, "/"); };
  EXPECT_TRUE(value(""));
  EXPECT_TRUE(value("'$(configuration)' == 'DEBUG'"));
  EXPECT_TRUE(value("'$(Nothing)' == '' And !('$(Configuration)' == 'Release')"));
  EXPECT_TRUE(value("'$(Configuration)'=='Release' Or $(Version) >= 10"));
  EXPECT_TRUE(value("Exists('/tmp') and !exists('/nowhere')"));
  EXPECT_FALSE(value("'$(Configuration)' != 'Debug'"));
  EXPECT_THROW(value("'a' == 'b"), std::string);
}

TEST(ObjectStore, DependenciesKeepTheirSpaces) {
  EXPECT_THAT(parse_dependencies("out.o: a.c \\\n  my\\ file.h b.h\n"), ElementsAre("a.c", "my file.h", "b.h"));
}

TEST(LinkErrors, EveryMissingNameIsToldOnceWithItsUsers) {
  const std::string text =
      "ld.lld-19: error: undefined hidden symbol: Foo\n>>> referenced by a.c:3 (/x/a.c:3)\n>>>               "
      "/o/a.o:(F)\n"
      ">>> referenced by b.c:9 (/x/b.c:9)\n>>>               /o/b.o:(G)\n\nld.lld-19: error: cannot open z.o: No such "
      "file\n";
  EXPECT_EQ(
      explain_link_errors(text),
      "error: not available in OpenWDF: Foo (used in a.c:3, b.c:9)\nld.lld-19: error: cannot open z.o: No such file\n");
}

TEST(InfStamp, VersionsAndArchitectureAreFilledIn) {
  Project project;
  project.framework_minor = 15;
  EXPECT_EQ(stamp_inf("NT$ARCH$ $KMDFVERSION$ $KMDFCOINSTALLERVERSION$", project), "NTamd64 1.15 01015");
}

}  // namespace
}  // namespace owdf::cli
