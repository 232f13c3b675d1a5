#include "setup/package.h"

#include <gtest/gtest.h>

#include "base/storyboard.h"

namespace owdf::setup {
namespace {

constexpr std::string_view kVersion =
    "[Version]\nSignature=\"$WINDOWS NT$\"\nClass=Sample\nClassGuid={78A1C341-4539-11d3-B88D-00C04FAD5171}\n"
    "Provider=%Us%\nDriverVer=03/20/2003,5.0.3788.0\n";
constexpr std::string_view kStrings = "[Strings]\nUs=\"OpenWDF\"\nDesc=\"A device\"\n";

std::string with(std::string_view body) {
  return std::string(kVersion) + std::string(body) + std::string(kStrings);
}

// What reading `text` says, one diagnostic a line.
std::string errors_of(const std::string& text) {
  Diagnostics diagnostics("a.inx");
  const std::optional<Package> package = Package::load(text, {}, {}, diagnostics);
  if (package) {
    for (const Model& model : package->models()) package->installation(model, diagnostics);
  }
  return diagnostics.text();
}

const Line* line_of(const Inf& inf, const char* section, size_t index) {
  return &inf.find(section)->lines[index];
}

TEST(Inf, ValuesKeepQuotesCommasAndContinuations) {
  RecordProperty("rows", "INF-008 INF-b02");
  Diagnostics diagnostics("a.inf");
  const auto inf = Inf::parse(
      "[A] ; comment\r\n"
      "key = one , \"two, ;2\" , \"say \"\"yes\"\"\",,0x10 ; rest\r\n"
      "plain,%N%-%n%,%%x%%,%12%\\a.sys\r\n"
      "long = a, \\\r\n"
      "       b, \\ ; why\r\n"
      "       c\r\n"
      "[strings]\r\nN = \"name\"\r\n"
      "[a]\r\nlast\r\n",
      {}, diagnostics);
  ASSERT_TRUE(inf) << diagnostics.text();
  EXPECT_EQ(inf->sections().size(), 2u);
  const Line& first = *line_of(*inf, "a", 0);
  EXPECT_EQ(first.key.text, "key");
  ASSERT_EQ(first.values.size(), 5u);
  EXPECT_EQ(first.value(1), "two, ;2");
  EXPECT_EQ(first.value(2), "say \"yes\"");
  EXPECT_EQ(first.value(3), "");
  EXPECT_EQ(parse_number(first.value(4)), 16u);
  EXPECT_EQ(first.value_at(1).line, 2);
  EXPECT_EQ(first.value_at(1).column, 13);
  const Line& second = *line_of(*inf, "A", 1);
  EXPECT_FALSE(second.has_key);
  EXPECT_EQ(second.value(1), "name-name");
  EXPECT_EQ(second.value(2), "%x%");
  EXPECT_EQ(second.value(3), "%12%\\a.sys");
  const Line& third = *line_of(*inf, "A", 2);
  ASSERT_EQ(third.values.size(), 3u);
  EXPECT_EQ(third.value(2), "c");
  EXPECT_EQ(line_of(*inf, "A", 3)->value(0), "last");
}

TEST(Inf, EveryEncodingReadsAlike) {
  const std::string utf8 = "[A]\nname = \"Gr\xC3\xBC\xC3\x9F\"\n";
  std::string utf16 = "\xFF\xFE";
  for (const char* c = "[A]\nname = \"Gr"; *c; c++) utf16 += {*c, '\0'};
  utf16 += std::string("\xFC\0\xDF\0\"\0\n\0", 8);
  for (const std::string& text : {utf8, "\xEF\xBB\xBF" + utf8, utf16, std::string("[A]\nname = \"Gr\xFC\xDF\"\n")}) {
    Diagnostics diagnostics("a.inf");
    const auto inf = Inf::parse(text, {}, diagnostics);
    ASSERT_TRUE(inf) << diagnostics.text();
    EXPECT_EQ(line_of(*inf, "A", 0)->value(0), "Gr\xC3\xBC\xC3\x9F");
  }
  EXPECT_EQ(errors_of(utf16 + "x").substr(0, 67),
            "a.inx: error: the file is UTF-16 but has an odd number of bytes; it");
}

TEST(Inf, StampingReplacesTheVariablesOfAnInx) {
  const Stamp stamp{.architecture = "amd64", .kmdf_version = "1.11", .umdf_version = "2.15.0"};
  Diagnostics diagnostics("a.inx");
  const auto inf = Inf::parse(
      "[Standard.NT$ARCH$]\nK=$KMDFVERSION$,$KMDFCOINSTALLERVERSION$\n"
      "U=$UMDFVERSION$,WudfUpdate_$UMDFCOINSTALLERVERSION$.dll\n",
      stamp, diagnostics);
  ASSERT_TRUE(inf);
  std::vector<std::string> story;
  for (const Section& section : inf->sections()) {
    story.push_back(section.name);
    for (const Line& line : section.lines)
      for (const Field& value : line.values) story.push_back(value.text);
  }
  EXPECT_STORY(story, R"(
    Standard.NTamd64        [INF-026]
    1.11                    [INF-028]
    01011                   [INF-027]
    2.15.0                  [INF-030]
    WudfUpdate_02015.dll    [INF-029]
  )");
}

TEST(InfErrors, TheGrammarSaysWhatItExpectedAndWhere) {
  EXPECT_EQ(errors_of("[Version\n"), "a.inx:1:9: error: expected ']' to close the section name begun at column 1\n");
  EXPECT_EQ(errors_of("[A]\nx = \"open\n"), "a.inx:2:5: error: expected a closing '\"' before the end of the line\n");
  EXPECT_EQ(errors_of("[A]\n = x\n"), "a.inx:2:2: error: expected a name before '='\n");
  EXPECT_EQ(errors_of("[]\n"), "a.inx:1:1: error: expected a section name between '[' and ']'\n");
  EXPECT_EQ(errors_of("[A] b\n"), "a.inx:1:5: error: expected the end of the line after ']', found 'b'\n");
}

TEST(Package, ClassesOfTheSystemNeedNoGuid) {
  Diagnostics diagnostics("a.inx");
  const auto package = Package::load(
      "[Version]\nSignature=$CHICAGO$\nClass=unknown\nProvider=x\n[Manufacturer]\nm=d\n[d]\nx=y, *id\n[y]\n", {}, {},
      diagnostics);
  ASSERT_TRUE(package) << diagnostics.text();
  EXPECT_EQ(package->class_guid(), "{4d36e97e-e325-11ce-bfc1-08002be10318}");
}

TEST(InfErrors, ThePackageSaysWhatItLacks) {
  EXPECT_EQ(errors_of(""), "a.inx: error: expected a [Version] section\n");
  EXPECT_EQ(errors_of("[Version]\nSignature=x\n[Manufacturer]\n"),
            "a.inx:2:11: error: expected \"$WINDOWS NT$\" as Signature, found \"x\"\n"
            "a.inx:1:1: error: expected ClassGuid = {...} in [Version]\n");
  EXPECT_EQ(
      errors_of("[Version]\nSignature=$CHICAGO$\nClassGuid={1}\n[Manufacturer]\n"),
      "a.inx:3:11: error: expected a GUID like {4d36e97d-e325-11ce-bfc1-08002be10318} as ClassGuid, found '{1}'\n");
  EXPECT_EQ(errors_of(with("")), "a.inx: error: expected a [Manufacturer] section\n");
  EXPECT_EQ(errors_of(with("[Manufacturer]\n%Us%=Standard,NT$ARCH$\n")),
            "a.inx:8:6: error: expected a section [Standard.NTamd64], which [Manufacturer] names here\n");
  EXPECT_EQ(errors_of(with("[Manufacturer]\n%Us%=Standard,NTarm64\n")),
            "a.inx:7:1: error: no manufacturer has a model for amd64 10.0.26100\n");
  EXPECT_EQ(errors_of(with("[Manufacturer]\n%Us%=Standard,NTamd64\n[Standard.NTamd64]\n%Desc%=Echo\n")),
            "a.inx:10:1: error: expected 'description = install-section, hardware-id'\n");
}

TEST(InfErrors, TheInstallSectionSaysWhatItLacks) {
  const std::string head = with("[Manufacturer]\n%Us%=M,NTamd64\n[M.NTamd64]\n%Desc%=Echo, root\\echo\n");
  EXPECT_EQ(errors_of(head),
            "a.inx:10:8: error: expected a section [Echo.NTamd64], [Echo.NT] or [Echo] for this model\n");
  EXPECT_EQ(errors_of(head + "[Echo]\n[Echo.Services]\nAddService=Echo,two,Svc\n[Svc]\n"),
            "a.inx:16:17: error: expected a number for the flags of AddService, found 'two'\n"
            "a.inx:17:1: error: expected ServiceBinary = path in [Svc]\n");
  EXPECT_EQ(errors_of(head + "[Echo]\nAddReg=R,S\n[R]\nHKX,,a\n"),
            "a.inx:17:1: error: expected HKR, HKLM, HKCR, HKCU or HKU at the beginning of the line, found 'HKX'\n"
            "a.inx:15:10: error: expected a section [S], which AddReg names here\n");
  EXPECT_EQ(errors_of(head + "[Echo]\n[Echo.Wdf]\nKmdfService=Echo,W\n[W]\nKmdfLibraryVersion=new\n"),
            "a.inx:18:20: error: expected major.minor as KmdfLibraryVersion, found 'new'\n");
  EXPECT_EQ(errors_of(head + "[Echo]\n[Echo.Wdf]\nUmdfService=Echo,W\n[W]\nServiceBinary=%12%\\e.dll\n"),
            "a.inx:17:1: error: expected UmdfLibraryVersion = version in [W]\n"
            "a.inx:16:1: error: expected UmdfServiceOrder = service in the section of UmdfService\n");
}

TEST(InfErrors, WhatMayBeMeantOtherwiseIsOnlyAWarning) {
  EXPECT_EQ(errors_of("stray\n" + with("[Manufacturer]\n%Us%=M,NTamd64\n[M.NTamd64]\n%Other%=Echo, root\\echo\n[Echo]\n"
                                       "Include=wudfrd.inf\nNeeds=WUDFRD.NT\n")),
            "a.inx:1:1: warning: text before the first [section] is ignored\n"
            "a.inx:11:1: warning: '%Other%' is not defined in [Strings]\n"
            "a.inx:14:7: warning: [WUDFRD.NT] comes from an INF of the system and is skipped\n");
}

TEST(Decoration, TheNewestThatThePlatformMeetsWins) {
  RecordProperty("rows", "INF-055");
  const Platform platform;
  EXPECT_FALSE(decoration_rank("NTx86", platform));
  EXPECT_FALSE(decoration_rank("NTamd64.10.0...99999", platform));
  EXPECT_FALSE(decoration_rank("NTamd64.6.1.3", platform));  // servers only
  EXPECT_LT(*decoration_rank("NTamd64", platform), *decoration_rank("NTamd64.6.2", platform));
  EXPECT_LT(*decoration_rank("NTamd64.6.2", platform), *decoration_rank("NTamd64.10.0...16299", platform));
  EXPECT_LT(*decoration_rank("NTamd64.10.0...16299", platform), *decoration_rank("NTAMD64.10.0...22000", platform));
  EXPECT_LT(*decoration_rank("NT.10.0", platform), *decoration_rank("NTamd64", platform));
}

TEST(Match, AnEarlierIdOfTheDeviceIsBetter) {
  Diagnostics diagnostics("a.inf");
  const auto package = Package::load(with("[Manufacturer]\n%Us%=M,NTamd64\n[M.NTamd64]\n"
                                          "%Desc%=Generic, PCI\\CC_01\n%Desc%=Exact, PCI\\VEN_1&DEV_2\n"
                                          "%Desc%=Rev, PCI\\VEN_1&DEV_2&REV_3\n%Desc%=Soft, SW\\X, PCI\\VEN_9\n"),
                                     {}, {}, diagnostics);
  ASSERT_TRUE(package) << diagnostics.text();
  const std::vector<std::string> ids = {"PCI\\VEN_1&DEV_2&REV_3", "pci\\ven_1&dev_2"};
  EXPECT_EQ(package->match(ids, {"PCI\\CC_01"})->section, "Rev");
  EXPECT_EQ(package->match({ids[1]}, {"PCI\\CC_01"})->section, "Exact");
  EXPECT_EQ(package->match({"PCI\\VEN_7"}, {"PCI\\CC_01"})->section, "Generic");
  EXPECT_EQ(package->match({"PCI\\VEN_9"}, {})->section, "Soft");
  EXPECT_EQ(package->match({"USB\\X"}, {}), nullptr);
}

}  // namespace
}  // namespace owdf::setup
