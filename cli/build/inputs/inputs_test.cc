// What other tools than the compiler make on Windows: messages, events, WMI classes and resources.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/build/inputs/event_manifest.h"
#include "cli/build/inputs/message_file.h"
#include "cli/build/inputs/mof.h"
#include "cli/build/inputs/resource_script.h"

namespace owdf::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// What a call throws, or nothing.
template <typename Call>
std::string problem_of(const Call& call) {
  try {
    call();
  } catch (const std::string& problem) {
    return problem;
  }
  return {};
}

constexpr const char* kMessages =
    ";// for the header\nMessageIdTypedef=NTSTATUS\nFacilityNames=(System=0x0\n  Toy=0x6:FACILITY_TOY\n)\n"
    "MessageId=0x0001 Facility=Toy Severity=Error SymbolicName=TOY_BROKEN\nLanguage=English\nThe toy %2 broke.\n.\n\n"
    "MessageId=\nSeverity=Warning\nSymbolicName=TOY_WORN\nLanguage=English\nWorn.\n.\n";

TEST(MessageFile, NamesAreNumberedBySeverityFacilityAndOrder) {
  const CompiledMessages made = compile_messages("t.mc", kMessages);
  EXPECT_THAT(made.header, HasSubstr("// for the header"));
  EXPECT_THAT(made.header, HasSubstr("#define FACILITY_TOY 0x6"));
  EXPECT_THAT(made.header, HasSubstr("#define TOY_BROKEN ((NTSTATUS)0xC0060001L)"));
  EXPECT_THAT(made.header, HasSubstr("#define TOY_WORN ((NTSTATUS)0x80060002L)"));
  ASSERT_EQ(made.tables.size(), 1u);
  EXPECT_EQ(made.tables[0].file, "MSG00409");
  EXPECT_EQ(made.tables[0].texts.at(0xC0060001), "The toy %2 broke.\r\n");
  const std::string data = message_table_data(made.tables[0]);
  EXPECT_EQ(data[0], 2);                                         // two blocks: the ids are not neighbours
  EXPECT_EQ(data.substr(4 + 24 + 4, 2), std::string("W\0", 2));  // of the lower id, behind its length and flags
}

TEST(MessageFile, MistakesAreToldWithFileAndLine) {
  const auto error = [](const std::string& text) { return problem_of([&] { compile_messages("t.mc", text); }); };
  EXPECT_THAT(error("\nFrob=1\n"), HasSubstr("t.mc:2: \"frob\" is no keyword"));
  EXPECT_EQ(error("MessageId=1 Severity=Bad\nLanguage=English\nx\n.\n"), "t.mc:1: \"Bad\" is not in SeverityNames");
  EXPECT_THAT(error("MessageId=1 SymbolicName=A\nLanguage=English\nx\n"),
              HasSubstr("t.mc:2: this message's text does not end"));
  EXPECT_THAT(error("MessageId=1\n"), HasSubstr("t.mc:1: this message has no Language="));
  EXPECT_EQ(error("FacilityNames=(A=x)\n"), "t.mc:1: \"x\" is no number");
  EXPECT_EQ(error("FacilityNames=(A=1\n"), "t.mc:1: this list has no ')'");
}

std::string manifest(const std::string& events) {
  return "<m>\n<events>\n<provider name='My Toy' symbol='TOY' guid='{01234567-89ab-cdef-0123-456789abcdef}'>\n"
         "<templates><template tid='t'><data name='Device' inType='win:Pointer'/><data name='Count' "
         "inType='win:UInt32'/></template></templates>\n<events>" +
         events + "</events></provider></events></m>";
}

TEST(EventManifest, EventsBecomeTypedMacros) {
  const std::string text = manifest("<event value='7' symbol='Start' level='win:Error' template='t'/>");
  const std::string kernel = event_header("t.man", text, true);
  EXPECT_THAT(kernel, HasSubstr("#define EventRegisterMy_Toy()"));
  EXPECT_THAT(kernel, HasSubstr("const GUID TOY = {0x01234567, 0x89ab, 0xcdef, {0x01, 0x23"));
  EXPECT_THAT(kernel, HasSubstr("EVENT_DESCRIPTOR Start ="));
  EXPECT_THAT(kernel, HasSubstr("OwdfWriteStart(const void* OwdfArgument0, ULONG OwdfArgument1,"));
  EXPECT_THAT(kernel, HasSubstr("#define EventWriteStart(OwdfActivity, OwdfValue0, OwdfValue1)"));
  EXPECT_THAT(event_header("t.man", text, false), HasSubstr("#define EventWriteStart(OwdfValue0, OwdfValue1)"));
}

TEST(EventManifest, MistakesAreToldWithFileAndLine) {
  const auto error = [](const std::string& text) { return problem_of([&] { event_header("t.man", text, true); }); };
  EXPECT_THAT(error("<m>\n<x></m>"), HasSubstr("t.man:2: this manifest is not XML"));
  EXPECT_THAT(error("<m/>"), HasSubstr("there is no <provider>"));
  EXPECT_THAT(error(manifest("<event symbol='A'/>")), HasSubstr("t.man:5: <event>: the attribute value is missing"));
  EXPECT_THAT(error(manifest("<event value='1' template='u'/>")), HasSubstr("the template u is not defined"));
  EXPECT_THAT(error(manifest("<event value='1' keywords='k'/>")), HasSubstr("the keyword k is not defined"));
}

constexpr const char* kClasses =
    "#pragma autorecover\n[WMI, guid(\"{01234567-89ab-cdef-0123-456789abcdef}\"), Description(\"a\" \"b\") : amended]\n"
    "class Toy : Base\n{\n  [key, read] string InstanceName;\n  [WmiDataId(2), read] uint8 Second[4];\n"
    "  [WmiDataId(1), read] uint32 First;\n  [WmiMethodId(3)] void Wind([in] uint32 Turns, [out] boolean Done);\n};\n";

TEST(Mof, ClassesBecomeGuidsAndStructures) {
  const auto classes = parse_mof("toy.mof", kClasses);
  const std::string header = mof_header("toy.mof", classes, true);
  EXPECT_THAT(header, HasSubstr("DEFINE_GUID(Toy_GUID, 0x01234567,0x89ab,0xcdef,0x01,0x23"));
  EXPECT_LT(header.find("ULONG First;"), header.find("UCHAR Second[4];"));
  EXPECT_THAT(header, HasSubstr("#define Toy_SIZE (FIELD_OFFSET(Toy, Second) + Toy_Second_SIZE)"));
  EXPECT_THAT(header, HasSubstr("#define Wind 3"));
  EXPECT_THAT(header, HasSubstr("} Wind_IN, *PWind_IN;"));
}

TEST(Mof, MistakesAreToldWithFileAndLine) {
  const auto error = [](const std::string& text) {
    return problem_of([&] { mof_header("t.mof", parse_mof("t.mof", text), true); });
  };
  EXPECT_EQ(error("\nfrob"), "t.mof:2: expected class, found frob");
  EXPECT_EQ(error("class A\n{\n uint32 a\n};"), "t.mof:4: expected ';', found '}'");
  EXPECT_EQ(error("class A { [WmiDataId(1)] uint31 a; };"), "t.mof:1: class A: the type uint31 of a is not known");
  EXPECT_EQ(error("[guid(\"{12}\")] class A {};"), "t.mof:1: class A: {12} is no GUID");
}

ResourceScript script(const std::string& text) {
  return parse_resource_script("t.rc", text, [](const std::string& name, const std::string&, std::string& data) {
    data = "bytes of " + name;
    return name != "gone.bin";
  });
}

TEST(ResourceScript, ResourcesAreKeptAsData) {
  const ResourceScript made = script(
      "# 1 \"t.h\" 1\nint not_for_resources;\n# 2 \"t.rc\" 2\nLANGUAGE 0x7,0x1\n1 11 \"m.bin\"\nToyMof MOFDATA "
      "toy.bmf\n"
      "9 RCDATA BEGIN 1, 2L, \"x\" END\nSTRINGTABLE { 17 \"hi\" }\n5 DIALOG 0,0,1,1 BEGIN END\n");
  ASSERT_EQ(made.resources.size(), 4u);
  EXPECT_EQ(made.resources[0].type, "#11");
  EXPECT_EQ(made.resources[0].language, 0x407);
  EXPECT_EQ(made.resources[1].type, "MOFDATA");
  EXPECT_EQ(made.resources[1].data, "bytes of toy.bmf");
  EXPECT_EQ(made.resources[2].data, std::string("\1\0\2\0\0\0x", 7));
  EXPECT_EQ(made.resources[3].name, "#2");
  EXPECT_THAT(made.left_out, ElementsAre("t.rc:7: the DIALOG #5 is not kept in the image"));
}

TEST(ResourceScript, VersionsHaveTheirBinaryForm) {
  const ResourceScript made = script(
      "1 VERSIONINFO FILEVERSION 1,2,3,4\nFILETYPE (0x2 | 0x1)\nBEGIN BLOCK \"StringFileInfo\" BEGIN BLOCK "
      "\"040904B0\"\n"
      "BEGIN VALUE \"CompanyName\", \"Us\" END END END\n");
  ASSERT_EQ(made.resources.size(), 1u);
  const std::string& data = made.resources[0].data;
  EXPECT_EQ(static_cast<uint8_t>(data[0]) | static_cast<uint8_t>(data[1]) << 8, static_cast<int>(data.size()));
  EXPECT_EQ(data.substr(40, 4), std::string("\xBD\x04\xEF\xFE", 4));
  EXPECT_EQ(data.substr(48, 8), std::string("\2\0\1\0\4\0\3\0", 8));
  EXPECT_THAT(data, HasSubstr(std::string("U\0s\0", 4)));
}

TEST(ResourceScript, MistakesAreToldWithFileAndLine) {
  const auto error = [](const std::string& text) { return problem_of([&] { script(text); }); };
  EXPECT_EQ(error("\n1 RCDATA gone.bin\n"), "t.rc:2: the file gone.bin of the resource #1 does not exist");
  EXPECT_THAT(error("1 VERSIONINFO\nFILEVERSION VER\nBEGIN END"), HasSubstr("t.rc:2: expected a number"));
  EXPECT_THAT(error("1 RCDATA BEGIN 1,"), HasSubstr("t.rc:1: expected"));
  EXPECT_EQ(error("1 RCDATA BEGIN \"x\n"), "t.rc:1: this text does not end in its line");
}

}  // namespace
}  // namespace owdf::cli
