#include "nt/cm/registry.h"

#include <gtest/gtest.h>

#include "nt/testing.h"

namespace owdf::cm {
namespace {

constexpr Status kNotFound{uint32_t{0xC0000034}};
constexpr Status kDeleted{uint32_t{0xC000017C}};

class RegistryTest : public nt::MachineTest {
 protected:
  Registry& cm() { return machine().cm(); }
};
OWDF_IN_BOTH_FORMS(RegistryTest);

TEST_P(RegistryTest, NamesIgnoreCaseAndKeepTheirOwn) {
  const Key key = cm().make("\\Registry\\Machine\\SOFTWARE\\OpenWDF").value();
  EXPECT_EQ(cm().open("\\REGISTRY\\machine\\software\\OPENWDF").value(), key);
  EXPECT_EQ(cm().query_key(key)->path, u"\\REGISTRY\\MACHINE\\SOFTWARE\\OpenWDF");
  EXPECT_TRUE(cm().set_dword(key, "Speed", 7).ok());
  EXPECT_EQ(cm().dword(key, "SPEED"), 7u);
  EXPECT_TRUE(cm().set_dword(key, "speed", 8).ok());
  EXPECT_EQ(cm().enumerate_value(key, 0)->name, u"Speed");
  EXPECT_EQ(cm().enumerate_value(key, 1).status(), Status(uint32_t{0x8000001A}));
}

TEST_P(RegistryTest, TheCurrentControlSetIsALink) {
  const Key service = cm().make("\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\Echo").value();
  EXPECT_EQ(cm().query_key(service)->path, u"\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\Echo");
}

TEST_P(RegistryTest, CreatingMakesOnlyTheLastKeyUnlessAskedForMore) {
  const Key software = cm().open("\\Registry\\Machine\\SOFTWARE").value();
  EXPECT_EQ(cm().create(software, u"A\\B").status(), kNotFound);
  bool created = false;
  EXPECT_TRUE(cm().create(software, u"A", {}, &created).ok());
  EXPECT_TRUE(created);
  EXPECT_TRUE(cm().create(software, u"a\\B", {}, &created).ok());
  EXPECT_TRUE(cm().create(software, u"A\\b", {}, &created).ok());
  EXPECT_FALSE(created);
}

TEST_P(RegistryTest, BadPathsSayWhatIsWrong) {
  const Key software = cm().open("\\Registry\\Machine\\SOFTWARE").value();
  EXPECT_EQ(cm().open(nullptr, u"Machine").status(), Status(uint32_t{0xC000003B}));
  EXPECT_EQ(cm().open(software, u"\\A").status(), Status(uint32_t{0xC000003B}));
  EXPECT_EQ(cm().create(software, std::u16string(256, u'x')).status(), Status(uint32_t{0xC0000033}));
  EXPECT_EQ(cm().open(software, u"None").status(), kNotFound);
}

TEST_P(RegistryTest, AnOpenKeyOutlivesItsDeletion) {
  const Key key = cm().make("\\Registry\\Machine\\SOFTWARE\\Gone\\Below").value();
  const Key parent = cm().open("\\Registry\\Machine\\SOFTWARE\\Gone").value();
  EXPECT_EQ(cm().delete_key(parent), Status(uint32_t{0xC0000121}));
  EXPECT_TRUE(cm().delete_tree(parent).ok());
  EXPECT_EQ(cm().set_dword(key, "x", 1), kDeleted);
  EXPECT_EQ(cm().open(key, u"").status(), kDeleted);
  EXPECT_EQ(cm().open("\\Registry\\Machine\\SOFTWARE\\Gone").status(), kNotFound);
}

TEST_P(RegistryTest, SubkeysComeInOrderOfName) {
  const Key key = cm().make("\\Registry\\Machine\\SOFTWARE\\Order").value();
  for (const char16_t* name : {u"b", u"A", u"c"}) ASSERT_TRUE(cm().create(key, name).ok());
  std::u16string names;
  for (size_t i = 0; i < 3; i++) names += cm().query_key(cm().enumerate_key(key, i).value())->name;
  EXPECT_EQ(names, u"Abc");
}

TEST_P(RegistryTest, AStableKeyCannotLieBelowAVolatileOne) {
  const Key software = cm().open("\\Registry\\Machine\\SOFTWARE").value();
  const Key key = cm().create(software, u"Passing", {.is_volatile = true}).value();
  EXPECT_EQ(cm().create(key, u"Lasting").status(), Status(uint32_t{0xC0000181}));
  EXPECT_TRUE(cm().create(key, u"Fleeting", {.is_volatile = true}).ok());
}

TEST_P(RegistryTest, DumpShowsEveryKindOfValue) {
  const Key key = cm().make("\\Registry\\Machine\\SOFTWARE\\Dump").value();
  ASSERT_TRUE(cm().set_string(key, "", "default").ok());
  ASSERT_TRUE(cm().set_dword(key, "number", 0xBEEF).ok());
  ASSERT_TRUE(cm().set_multi_string(key, "list", {"one", "two"}).ok());
  const uint8_t bytes[] = {1, 0xFF};
  ASSERT_TRUE(cm().set_value(key, u"raw", ValueType::kBinary, bytes).ok());
  EXPECT_EQ(cm().dump(key),
            "[\\REGISTRY\\MACHINE\\SOFTWARE\\Dump]\n"
            "@=\"default\"\n\"number\"=dword:0000beef\n\"list\"=multi:\"one\"\"two\"\n\"raw\"=hex(3):01,ff\n");
  EXPECT_EQ(cm().multi_string(key, "list"), (std::vector<std::string>{"one", "two"}));
}

}  // namespace
}  // namespace owdf::cm
