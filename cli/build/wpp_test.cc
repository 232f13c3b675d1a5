#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "cli/build/build.h"
#include "cli/build/wpp_config.h"
#include "cli/build/wpp_header.h"
#include "cli/build/wpp_text.h"

namespace owdf::cli {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

WppConfig config_of(const std::string& text, std::string* problems = nullptr) {
  WppConfig config;
  std::string found;
  config.read_blocks("trace.h", text, found);
  if (problems)
    *problems = found;
  else
    EXPECT_EQ(found, "");
  return config;
}

TEST(WppConfig, BlocksDefineFunctionsAndWhatStandsAroundTheirMessages) {
  const WppConfig config = config_of(
      "// Words about it.\n//\n// begin_wpp config\n// This defines our functions:\n"
      "// FUNC Trace{FLAGS=GENERAL, LEVEL=2}(MSG, ...);\n"
      "// FUNC Enter{LEVEL=VERBOSE}(FLAGS);\n"
      "// USEPREFIX(Enter, \"%!STDPREFIX! %!FUNC! -->\");\n"
      "// FUNC KdPrint{LEVEL=INFO,\n//   FLAGS=DRIVER}((MSG, ...));\n"
      "// WPP_FLAGS(-public:KdPrint);\n"
      "// USESUFFIX (Return, \" %!STATUS!\", STATUS); FUNC Return(STATUS, MSG, ...);\n// end_wpp\n");
  const WppFunction& trace = config.functions().at("Trace");
  EXPECT_THAT(trace.fixed, ElementsAre(std::pair("FLAGS", "GENERAL"), std::pair("LEVEL", "2")));
  EXPECT_THAT(trace.parameters, ElementsAre("MSG"));
  EXPECT_TRUE(trace.variadic);
  EXPECT_EQ(config.functions().at("Enter").prefix.text, "%!STDPREFIX! %!FUNC! -->");
  EXPECT_EQ(config.functions().at("Enter").message(), -1);
  EXPECT_THAT(config.functions().at("Enter").conditions(), ElementsAre("LEVEL", "FLAGS"));
  EXPECT_TRUE(config.functions().at("KdPrint").doubled);
  EXPECT_EQ(config.functions().at("KdPrint").fixed.size(), 2u);
  EXPECT_EQ(config.functions().at("Return").suffix.arguments, "STATUS");
  EXPECT_THAT(config.functions().at("DoTraceMessage").parameters, ElementsAre("LEVEL", "MSG"));
}

TEST(WppConfig, ABadBlockIsToldWithItsLine) {
  std::string problems;
  config_of(
      "int x;\n// begin_wpp config\n// FUNK Trace(LEVEL, MSG, ...);\n// FUNC Other LEVEL, MSG;\n"
      "// FUNC NoMessage(LEVEL, ...);\n// FUNC Bad{LEVEL}(MSG);\n// USEPREFIX(Other, text);\n"
      "// FUNC Open(MSG, ...)\n// end_wpp\n",
      &problems);
  EXPECT_THAT(problems, HasSubstr("trace.h:3: error: \"FUNK\" is no statement"));
  EXPECT_THAT(problems, HasSubstr("trace.h:4: error: FUNC Other needs parameters in parentheses"));
  EXPECT_THAT(problems, HasSubstr("trace.h:5: error: FUNC NoMessage has three dots and no MSG"));
  EXPECT_THAT(problems, HasSubstr("trace.h:6: error: FUNC Bad{LEVEL}: expected NAME=VALUE"));
  EXPECT_THAT(problems, HasSubstr("trace.h:7: error: USEPREFIX needs a function and a text in quotes"));
  EXPECT_THAT(problems, HasSubstr("trace.h:8: error: \"FUNC Open(MSG, ...)\" does not end with a semicolon"));
  config_of("\n// begin_wpp config\n// FUNC Trace(MSG, ...);\n", &problems);
  EXPECT_THAT(problems, HasSubstr("trace.h:2: error: begin_wpp config has no end_wpp"));
}

TEST(WppConfig, TypesAreReadFromBlocksAndFromIniFiles) {
  WppConfig config =
      config_of("// begin_wpp config\n// TYPEMACRO(DiskState, ItemListLong(Offline, Online));\n// end_wpp\n");
  std::string problems;
  config.read_ini(
      "local.ini",
      "// a comment\nDEFINE_CPLX_TYPE(.*ls, WPP_LOGXWCS, const xwcs_t&, ItemPWString,\"s\", _xwcs_t_, 0, 2);\n",
      problems);
  EXPECT_EQ(problems, "");
  ASSERT_NE(config.type("diskstate"), nullptr);
  EXPECT_EQ(config.type("DiskState")->values, "Offline,Online");
  EXPECT_EQ(config.type(".*ls")->helper, "WPP_LOGXWCS");
  ASSERT_NE(config.type("HEXDUMP"), nullptr);
  EXPECT_EQ(config.type("nothing"), nullptr);
}

TEST(WppText, ConversionsAreCountedAsTheyTakeArguments) {
  EXPECT_EQ(shape_of("%d %5.2s %%, %I64u").arguments, 3);
  EXPECT_EQ(shape_of("%*d %-.*s").arguments, 4);
  EXPECT_EQ(shape_of("%!FUNC!: %!STATUS! at %!LINE!").arguments, 1);
  EXPECT_THAT(shape_of("%!FUNC! %!GUID!").names, ElementsAre("FUNC", "GUID"));
}

TEST(WppText, LiteralsAreThoseOfTheCode) {
  EXPECT_THAT(literals_of("f(\"a\\\"b\", '\"'); // \"not\n/* \" */ \"\" \"c\""), ElementsAre("a\\\"b", "", "c"));
}

TEST(WppCalls, AreHeldToTheirMessages) {
  const WppConfig config = config_of("// begin_wpp config\n// FUNC Trace(LEVEL, MSG, ...);\n// end_wpp\n");
  EXPECT_EQ(check_trace_calls("a.c", "Trace(1, \"%d %s\" \" %!FUNC!\", a, \"x, y\");\n", config), "");
  EXPECT_EQ(check_trace_calls("a.c", "// Trace(1, \"%d\");\nint Trace;\n", config), "");
  EXPECT_EQ(check_trace_calls("a.c", "\nTrace(1,\n  \"%d\");\n", config),
            "a.c:2: error: Trace: the message prints 1 argument and is given 0\n");
  EXPECT_EQ(check_trace_calls("a.c", "Trace(1, \"%!NOSUCH!\", x);\n", config),
            "a.c:1: error: %!NOSUCH! is no format specification of WPP, and no configuration defines it\n");
}

TEST(WppHeaders, AreThoseThatASourceIncludes) {
  EXPECT_THAT(trace_headers_of("#include \"a.h\"\n  #  include \"Driver.TMH\"\n#include <x.tmh>\n#include \"x.tmh\"\n"),
              ElementsAre("Driver.TMH", "x.tmh"));
  EXPECT_THAT(trace_headers_of("// #include \"a.tmh\"\n"), IsEmpty());
}

// Compiles what is written, which is the proof that the macros of a header are C.
class WppBuild : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/owdf-wpp-XXXXXX";
    folder_ = mkdtemp(name);
    fs::create_directories(folder_ + "/small");
    write("small.inx", "");
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) { std::ofstream(folder_ + "/small/" + name) << text; }
  BuildResult make() {
    BuildOptions options;
    options.path = folder_ + "/small";
    options.output = folder_ + "/out";
    options.configuration = "Release";
    return build(options);
  }
  std::string folder_;
};

constexpr const char* kTraceHeader = R"(
#define WPP_CONTROL_GUIDS \
  WPP_DEFINE_CONTROL_GUID(Small, (71ae54db,0862,41bf,a24f,5330cec3c7f6), \
    WPP_DEFINE_BIT(GENERAL) WPP_DEFINE_BIT(IO)) \
  WPP_DEFINE_CONTROL_GUID(Other, (81ae54db,0862,41bf,a24f,5330cec3c7f6), WPP_DEFINE_BIT(OTHER))
#define WPP_LEVEL_FLAGS_LOGGER(lvl, flags) WPP_LEVEL_LOGGER(flags)
#define WPP_LEVEL_FLAGS_ENABLED(lvl, flags) (WPP_LEVEL_ENABLED(flags) && WPP_CONTROL(WPP_BIT_ ## flags).Level >= lvl)
#define WPP_LEVEL_STATUS_ENABLED(lvl, status) (!NT_SUCCESS(status))
#define WPP_LEVEL_STATUS_POST(lvl, status) ; Posted(status);
void Posted(NTSTATUS status);
// begin_wpp config
// FUNC TraceEvents(LEVEL, FLAGS, MSG, ...);
// FUNC Brief{FLAGS=GENERAL}(MSG, LEVEL, ...);
// FUNC KdPrint{LEVEL=TRACE_LEVEL_INFORMATION, FLAGS=IO}((MSG, ...));
// FUNC Failed{LEVEL=TRACE_LEVEL_ERROR}(STATUS);
// USESUFFIX(Failed, "%!FUNC! failed: %!STATUS!", STATUS);
// TYPEMACRO(DiskState, ItemListLong(Offline, Online));
// end_wpp
)";

constexpr const char* kTracingDriver = R"(
#include <ntddk.h>
#include "Trace.h"
typedef struct xstr { char* _buf; short _len; } xstr_t;
__inline xstr_t log_xstr(void* p, short l) { xstr_t xs = {(char*)p, l}; return xs; }
#define WPP_LOGHEXDUMP(x) WPP_LOGPAIR(2, &((x)._len)) WPP_LOGPAIR((x)._len, (x)._buf)
#include "small.tmh"
void Posted(NTSTATUS status) { UNREFERENCED_PARAMETER(status); }
static void Unload(PDRIVER_OBJECT driver) { WPP_CLEANUP(driver); }
DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
  char bytes[4] = {1, 2, 3, 4};
  WPP_INIT_TRACING(driver, path);
  TraceEvents(TRACE_LEVEL_VERBOSE, GENERAL, "entered, %wZ", path);
  if (driver) TraceEvents(TRACE_LEVEL_ERROR, OTHER, "plain"); else DoTraceMessage(IO, "%d", 1);
  Brief("%!FUNC! %!DiskState!", TRACE_LEVEL_ERROR, 1);
  KdPrint(("%s %I64x\n", "text", 1ll));
  TraceEvents(TRACE_LEVEL_VERBOSE, IO, "data %!HEXDUMP!", log_xstr(bytes, 4));
  Failed(STATUS_UNSUCCESSFUL);
  driver->DriverUnload = Unload;
  return STATUS_SUCCESS;
}
)";

TEST_F(WppBuild, EveryKindOfTraceFunctionCompiles) {
  write("trace.h", kTraceHeader);
  write("small.c", kTracingDriver);
  const BuildResult result = make();
  EXPECT_TRUE(result.ok) << result.messages;
  EXPECT_THAT(result.messages, Not(HasSubstr("warning")));
}

TEST_F(WppBuild, ASourceWithoutConfigurationHasDoTraceMessage) {
  write("small.c",
        "#include <ntddk.h>\n#define WPP_CONTROL_GUIDS WPP_DEFINE_CONTROL_GUID(A, (1,2,3,4,5), WPP_DEFINE_BIT(ERR))\n"
        "#include \"small.tmh\"\nDRIVER_INITIALIZE DriverEntry;\n"
        "NTSTATUS DriverEntry(PDRIVER_OBJECT d, PUNICODE_STRING p)\n"
        "{ WPP_INIT_TRACING(d, p); DoTraceMessage(ERR, \"%d\", 1); return 0; }\n");
  const BuildResult result = make();
  EXPECT_TRUE(result.ok) << result.messages;
}

TEST_F(WppBuild, WhatIsWrongIsToldWithFileAndLine) {
  write("trace.h", "// begin_wpp config\n// FUNC Trace LEVEL;\n// end_wpp\n");
  write("small.c", "#include <ntddk.h>\n#include \"small.tmh\"\n");
  const BuildResult bad = make();
  EXPECT_FALSE(bad.ok);
  EXPECT_THAT(bad.messages, HasSubstr("small/trace.h:2: error: FUNC Trace needs parameters"));
  write("trace.h", "// begin_wpp config\n// FUNC Trace(LEVEL, MSG, ...);\n// end_wpp\n");
  write("small.c", "#include <ntddk.h>\n#include \"small.tmh\"\nvoid f(void) { Trace(1, \"%d\"); }\n");
  EXPECT_THAT(make().messages, HasSubstr("small.c:3: error: Trace: the message prints 1 argument"));
}

}  // namespace
}  // namespace owdf::cli
