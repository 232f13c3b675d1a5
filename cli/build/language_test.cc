// What the Microsoft compiler takes and drivers use: built from tests/drivers/language, loaded, and asked what came
// out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/build/build.h"
#include "cli/build/macro_arguments.h"
#include "cli/build/source_text.h"
#include "cli/run/session.h"
#include "cli/source_paths.h"
#include "loader/elf_file.h"
#include "nt/ex/executive.h"

namespace owdf::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

class Language : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/owdf-language-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder_); }

  BuildResult make(const std::string& path) const {
    BuildOptions options;
    options.path = path;
    options.output = folder_ + "/out";
    return build(options);
  }
  void write(const std::string& name, const std::string& bytes) const {
    fs::create_directories(folder_ + "/source");
    std::ofstream(folder_ + "/source/" + name, std::ios::binary) << bytes;
  }
  static std::string slurp(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  std::string folder_;
};

TEST_F(Language, ADriverOfEverythingSaysWhatWindowsWouldSay) {
  const BuildResult result = make(std::string(kSourceRoot) + "/tests/drivers/language");
  ASSERT_TRUE(result.ok) << result.messages;
  EXPECT_THAT(result.messages, HasSubstr("second.c:6: warning: the macro 'NOTHING_TO_CLEAN' is called with more"));
  const std::unique_ptr<Session> session = Session::create({});
  std::string problem;
  const auto service = session->install_service({"language", result.driver()->image, "", ""}, &problem);
  ASSERT_TRUE(service && session->load_driver(*service, &problem)) << problem;
  ASSERT_TRUE(session->unload_driver(*service, &problem)) << problem;
  session->settle();
  std::vector<std::string> lines;
  for (const dbg::Line& line : session->machine().ex().debug_log().lines()) lines.push_back(line.text);
  EXPECT_THAT(lines, ElementsAre("text: a name n 5 name wide 5 6 1 10", "values: 61626364 67615431 120 6 6 42 9",
                                 "guid: 4f574446", "more: 42 1", "objects: 305419952", "destroyed: 7"));
}

TEST_F(Language, PageableCodeAndDataLieInSectionsOfTheirOwn) {
  const BuildResult result = make(std::string(kSourceRoot) + "/tests/drivers/language");
  ASSERT_TRUE(result.ok) << result.messages;
  const std::string bytes = slurp(result.driver()->image);
  std::string problem;
  const auto file = loader::ElfFile::parse({bytes.begin(), bytes.end()}, &problem);
  ASSERT_TRUE(file.ok()) << problem;
  for (const char* name : {"PAGE", "INIT", "PAGEDATA", "mysec"}) {
    const loader::Section* section = file.value().section(name);
    ASSERT_NE(section, nullptr) << name;
    EXPECT_GT(section->size, 0u) << name;
  }
}

TEST_F(Language, SourcesKeepTheirCharactersNamesAndLinesWhateverTheirEncoding) {
  const std::string entry =
      "#include <ntddk.h>\nDRIVER_INITIALIZE DriverEntry;\n"
      "NTSTATUS DriverEntry(PDRIVER_OBJECT d, PUNICODE_STRING p) { (void)d; (void)p; return 0; }\n";
  write("mark.c", "\xEF\xBB\xBF" + entry);
  write("western.c",
        "/* gr\xFC\xDF"
        "e */\nint Euro = L'\x80' == 0x20AC ? 1 : -1;\nint check[L'\x80' == 0x20AC ? 1 : -1];\n");
  write("chinese.c", "/* \xD6\xD0\xCE\xC4 */\nint chinese[sizeof(L\"\xD6\xD0\xCE\xC4\") == 6 ? 1 : -1];\n");
  std::string wide = "\xFF\xFE";
  for (const char c : std::string("int first;\nint second = nobody;\n")) wide += std::string{c, '\0'};
  EXPECT_TRUE(make(folder_ + "/source").ok) << make(folder_ + "/source").messages;
  write("wide.c", wide);
  const BuildResult result = make(folder_ + "/source");
  EXPECT_THAT(result.messages, HasSubstr(folder_ + "/source/wide.c:2:"));
}

TEST_F(Language, WhatCannotBeHonouredIsAnErrorAndNotIgnored) {
  write("a.cpp",
        "template <class T> struct S { __if_exists(T::X) { int x; } };\nint f() { try { return 1; } catch (...) "
        "{ return 2; } }\n");
  const BuildResult result = make(folder_ + "/source");
  EXPECT_FALSE(result.ok);
  EXPECT_THAT(result.messages, HasSubstr("a.cpp:1:31: error: dependent __if_exists declarations are ignored"));
  EXPECT_THAT(result.messages, HasSubstr("a.cpp:2:11: error: cannot use 'try' with exceptions disabled"));
}

TEST(MacroArguments, ADefinitionTakesWhatItIsGiven) {
  EXPECT_EQ(with_more_parameters("#define A() x", "A"), "#define A(...) x");
  EXPECT_EQ(with_more_parameters("  #  define A(a, b) (a)", "A"), "  #  define A(a, b, ...) (a)");
  EXPECT_EQ(with_more_parameters("#define B() A()", "A"), "#define B() A()");
  const std::string messages =
      "a.c:3:9: error: too many arguments provided to function-like macro invocation\n   3 | A(1)\n"
      "/x y/a.h:1:9: note: macro 'A' defined here\n"
      "a.c:5:9: error: something else\n/x/b.h:2:9: note: macro 'B' defined here\n";
  const std::set<MacroDefinition> macros = overfed_macros(messages);
  ASSERT_EQ(macros.size(), 1u);
  EXPECT_EQ(macros.begin()->file, "/x y/a.h");
  EXPECT_EQ(macros.begin()->name, "A");
}

TEST(SourceText, BytesAreReadByWhatTheyLookLike) {
  bool converted = false;
  EXPECT_EQ(utf8_of("plain", converted), "plain");
  EXPECT_FALSE(converted);
  EXPECT_EQ(utf8_of("gr\xFC\xDF"
                    "e \x80",
                    converted),
            "gr\u00FC\u00DFe \u20AC");
  EXPECT_EQ(utf8_of("\xD6\xD0\xCE\xC4", converted), "\u4E2D\u6587");
  EXPECT_EQ(utf8_of(std::string("\xFE\xFF\x4E\x2D", 4), converted), "\u4E2D");
}

}  // namespace
}  // namespace owdf::cli
