#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/build/nmake.h"
#include "cli/build/project.h"

namespace owdf::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

class BuildUtility : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/owdf-sources-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) {
    fs::create_directories(fs::path(path(name)).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }
  ProjectList read(const std::string& name) { return read_projects(path(name), {}); }
  Project project(const std::string& text) {
    write("sources", text);
    const ProjectList list = read("sources");
    EXPECT_EQ(list.error, "");
    return list.projects.empty() ? Project() : list.projects.front();
  }
  // What is wrong with a file of this text, without the folder.
  std::string error(const std::string& text) {
    write("sources", text);
    const std::string problem = read("sources").error;
    return problem.starts_with(folder_ + "/") ? problem.substr(folder_.size() + 1) : problem;
  }

  std::string folder_;
};

TEST_F(BuildUtility, SourcesDescribeADriver) {
  write("a.c", "");
  write("Sub/B.cpp", "");
  fs::create_directories(path("inc"));
  write("toy.inx", "");
  write("another.inf", "");
  const Project driver = project(
      "# a "
      "comment\r\nTARGETNAME=toy\r\nTARGETTYPE=DRIVER\r\nKMDF_VERSION_MAJOR=1\r\nINCLUDES=$(INCLUDES);INC;$(KIT)\\x\r\n"
      "C_DEFINES= $(C_DEFINES) -DA=1 /DB -D C -DTEXT=\\\"t\\\"\r\nC_DEFINES=$(C_DEFINES) -UD\r\n"
      "SOURCES= a.c \\\r\n#  gone.c \\\r\n  sub\\b.cpp \\\r\n  toy.rc\r\n");
  EXPECT_EQ(driver.name, "toy");
  EXPECT_EQ(driver.kind, OutputKind::kDriver);
  EXPECT_EQ(driver.driver_type, "KMDF");
  EXPECT_EQ(driver.framework_minor, 9);
  EXPECT_THAT(driver.defines, ElementsAre("A=1", "B", "C", "TEXT=\"t\""));
  EXPECT_THAT(driver.undefines, ElementsAre("D"));
  EXPECT_THAT(driver.include_folders, ElementsAre(path("inc")));
  ASSERT_EQ(driver.sources.size(), 2u);
  EXPECT_EQ(driver.sources[1].path, path("Sub/B.cpp"));
  EXPECT_EQ(driver.inf, path("toy.inx"));
}

TEST_F(BuildUtility, SourcesDescribeAProgram) {
  write("app.c", "");
  const Project program = project("TARGETNAME=app\nTARGETTYPE=PROGRAM\nUMTYPE=console\nUSE_MSVCRT=1\nSOURCES=app.c");
  EXPECT_EQ(program.kind, OutputKind::kProgram);
  EXPECT_EQ(program.inf, "");
}

TEST_F(BuildUtility, DirsListFoldersWhoseLibrariesAreLinked) {
  write("dirs", "DIRS = lib \\\n  sys\nOPTIONAL_DIRS = notthere\n");
  write("lib/sources", "TARGETNAME=common\nTARGETTYPE=DRIVER_LIBRARY\nSOURCES=l.c\n");
  write("lib/l.c", "");
  write("sys/Sources",
        "TARGETNAME=d\nTARGETTYPE=DRIVER\nTARGETLIBS=$(DDK_LIB_PATH)\\wdmsec.lib ..\\lib\\Common.lib\n"
        "SOURCES=d.c\n");
  write("sys/d.c", "");
  const ProjectList list = read("");
  ASSERT_EQ(list.error, "");
  ASSERT_EQ(list.projects.size(), 2u);
  EXPECT_EQ(list.projects[1].driver_type, "WDM");
  EXPECT_THAT(list.projects[1].references, ElementsAre(path("lib/sources")));
}

TEST_F(BuildUtility, ConditionsFollowNmake) {
  write("more.inc", "E=6\n");
  write("sources",
        "!IF \"$(DDKBUILDENV)\" == \"chk\" && !defined(NOTHING)\nA=1\n!ELSEIF 1\nA=2\n!ELSE\nA=3\n!ENDIF\n"
        "!ifdef NOTHING\n!if nonsense that nobody reads\n!endif\n!error never\n!else if $(_NT_TARGET_VERSION) >= "
        "0x601\nB=4\n!endif\n"
        "!IFNDEF B\nC=5\n!ENDIF\n!INCLUDE more.inc\n!INCLUDE $(NTMAKEENV)\\makefile.def\nNAMES=$(A:1=one) $$x\n");
  MakeFile file;
  file.define("DDKBUILDENV", "chk");
  file.define("_NT_TARGET_VERSION", "0x0A00");
  file.read(path("sources"));
  EXPECT_EQ(file.value("a"), "1");
  EXPECT_EQ(file.value("B"), "4");
  EXPECT_FALSE(file.is_defined("C"));
  EXPECT_EQ(file.value("E"), "6");
  EXPECT_EQ(file.value("NAMES"), "one $x");
  EXPECT_THAT(file.where("B"), EndsWith("sources:13"));
}

TEST_F(BuildUtility, MistakesAreToldWithFileAndLine) {
  EXPECT_EQ(error("\nTARGETNAME\n"), "sources:2: expected NAME=value, found \"TARGETNAME\"");
  EXPECT_EQ(error("TARGETTYPE=DRIVER\n"), "sources:1: TARGETNAME is not set");
  EXPECT_EQ(error("TARGETNAME=a\nTARGETTYPE=GDI_DRIVER\n"), "sources:2: TARGETTYPE=GDI_DRIVER is not built by OpenWDF");
  EXPECT_EQ(error("TARGETNAME=a\nTARGETTYPE=DRIVER\nSOURCES= \\\n gone.c\n"),
            "sources:3: the source gone.c does not exist");
  EXPECT_EQ(error("!IF 1\n"), "sources:1: this !IF has no !ENDIF");
  EXPECT_EQ(error("!ENDIF\n"), "sources:1: !endif without !IF");
  EXPECT_EQ(error("\n!IF (1\n!ENDIF\n"), "sources:2: the condition \"(1\" is beyond what wdf build understands");
  EXPECT_EQ(error("!INCLUDE gone.inc\n"), "sources:1: the file gone.inc does not exist");
  EXPECT_EQ(error("!INCLUDE sources\n"), "sources:1: this file includes itself");
  EXPECT_EQ(error("A=1\n!ERROR set $(A) right\n"), "sources:2: set 1 right");
  EXPECT_EQ(error("!FROB\n"), "sources:1: unknown directive !frob");
  write("dirs", "\nDIRS=gone\n");
  EXPECT_THAT(read("dirs").error, EndsWith("dirs:2: the folder gone does not exist"));
  write("dirs", "DIRS=.\n");
  EXPECT_THAT(read("dirs").error, HasSubstr("the folders of this file lead back to it"));
}

}  // namespace
}  // namespace owdf::cli
