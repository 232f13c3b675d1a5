#include "loader/image.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "loader/statuses.h"
#include "loader/testing.h"

namespace owdf::loader {
namespace {

using testing::FakeImports;
using ::testing::HasSubstr;
using testing::ImageWorkshop;
using ::testing::IsEmpty;

#define WINDOWS __attribute__((ms_abi))

// The host side of the test images: they report what they do by numbers.
std::vector<int>* g_reports;
WINDOWS void report(int number) {
  g_reports->push_back(number);
}
WINDOWS int add(int a, int b) {
  return a + b;
}

constexpr const char* kPrologue = R"(
#include "loader/image_format.h"
static void (*slot_report)(int);
static int (*slot_add)(int, int);
static int* by_address;
static int by_copy;
static const struct owdf_import imports[] = {
  {"Report", &slot_report, OWDF_IMPORT_FUNCTION, 0}, {"Add", &slot_add, OWDF_IMPORT_FUNCTION, 0}, EXTRA };
static int entry(void* driver, void* path);
__attribute__((visibility("default"))) const struct owdf_image __owdf_image = {
  OWDF_IMAGE_VERSION, sizeof(struct owdf_image), OWDF_IMAGE_DRIVER, 0,
  imports, imports + sizeof imports / sizeof imports[0], entry, 0, 0 };
)";

class ImageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (const std::string missing = ImageWorkshop::missing_tools(); !missing.empty()) GTEST_SKIP() << missing;
    g_reports = &reports_;
    imports_.function("Report", reinterpret_cast<const void*>(report));
    imports_.function("Add", reinterpret_cast<const void*>(add));
  }

  std::string build(const std::string& body, const std::string& flags = {}, const std::string& extra_imports = {}) {
    const std::string path =
        workshop_.build("sample", kPrologue + body, fmt::format("{} '-DEXTRA={}'", flags, extra_imports));
    EXPECT_FALSE(path.empty());
    return path;
  }
  ImageOptions options() {
    return {.name = "sample", .lookup = [this](std::string_view name) { return imports_.find(name); }};
  }
  std::unique_ptr<Image> load(const std::string& path) {
    Result<std::unique_ptr<Image>> image = Image::load(path, options(), &problem_);
    status_ = image.status();
    return image ? std::move(image.value()) : nullptr;
  }
  static int call_entry(const Image& image) {
    return reinterpret_cast<int(WINDOWS*)(void*, void*)>(image.entry())(nullptr, nullptr);
  }

  ImageWorkshop workshop_;
  FakeImports imports_;
  std::vector<int> reports_;
  std::string problem_;
  Status status_;
};

TEST_F(ImageTest, FillsImportsAndOffersTheEntry) {
  const auto image = load(build("static int entry(void* d, void* p) { slot_report(7); return slot_add(40, 2); }"));
  ASSERT_TRUE(image) << problem_;
  EXPECT_EQ(call_entry(*image), 42);
  EXPECT_THAT(reports_, ::testing::ElementsAre(7));
  EXPECT_TRUE(image->contains(image->entry()));
  EXPECT_EQ(image->file().build_id().size(), 40u);
}

TEST_F(ImageTest, ListsEveryNameThatNobodyOffers) {
  const auto image = load(build("static int entry(void* d, void* p) { return 0; }", "",
                                "{\"IoFirstMissing\", &slot_add, 0, 0}, {\"KeSecondMissing\", &slot_add, 0, 0}"));
  EXPECT_FALSE(image);
  EXPECT_EQ(status_, kEntryPointNotFound);
  EXPECT_EQ(problem_, "sample: 2 imported names that nobody here offers: IoFirstMissing, KeSecondMissing");
}

TEST_F(ImageTest, SaysThatASanitizerIsMissingFromTheProgram) {
  EXPECT_FALSE(load(build("static int entry(void* d, void* p) { return 0; }", "",
                          "{\"__asan_no_such_entry\", &slot_add, OWDF_IMPORT_SANITIZER, 0}")));
  EXPECT_THAT(problem_, HasSubstr("built with a sanitizer that this program was not built with"));
}

TEST_F(ImageTest, ImportsVariablesByAddressAndByCopy) {
  static int variable = 1234;
  imports_.data("NtVariable", [](nt::Machine&) -> void* { return &variable; });
  const std::string path = build("static int entry(void* d, void* p) { return *by_address + by_copy; }", "",
                                 "{\"NtVariable\", &by_address, OWDF_IMPORT_DATA_ADDRESS, 0}, {\"NtVariable\", "
                                 "&by_copy, OWDF_IMPORT_DATA_COPY, 4}");
  ImageOptions with_machine = options();
  alignas(16) static char no_machine[16];  // the resolver above never looks at it
  with_machine.machine = reinterpret_cast<nt::Machine*>(no_machine);
  const auto image = Image::load(path, with_machine, &problem_);
  ASSERT_TRUE(image.ok()) << problem_;
  EXPECT_EQ(call_entry(*image.value()), 2468);
}

TEST_F(ImageTest, RunsConstructorsFromLastToFirstAndDestructorsFromFirstToLast) {
  {
    const auto image = load(build(R"(
typedef void (*Routine)(void);
static void first(void) { slot_report(1); }
static void second(void) { slot_report(2); }
static void third(void) { slot_report(3); }
static void fourth(void) { slot_report(4); }
__attribute__((section(".ctors"), used)) static Routine up[] = {second, first};
__attribute__((section(".dtors"), used)) static Routine down[] = {third, fourth};
static int entry(void* d, void* p) { return 0; })"));
    ASSERT_TRUE(image) << problem_;
    EXPECT_THAT(reports_, IsEmpty());
    image->run_constructors();
    EXPECT_THAT(reports_, ::testing::ElementsAre(1, 2));
  }
  EXPECT_THAT(reports_, ::testing::ElementsAre(1, 2, 3, 4));
}

TEST_F(ImageTest, EachCopyHasItsOwnStatics) {
  const std::string path = build("static int count; static int entry(void* d, void* p) { return ++count; }");
  const auto one = load(path);
  const auto other = load(path);
  ASSERT_TRUE(one && other) << problem_;
  EXPECT_EQ(call_entry(*one), 1);
  EXPECT_EQ(call_entry(*one), 2);
  EXPECT_EQ(call_entry(*other), 1);
}

TEST_F(ImageTest, UnloadsCompletely) {
  const std::string path = build("static int count; static int entry(void* d, void* p) { return ++count; }");
  for (int round = 0; round < 3; round++) {
    auto image = load(path);
    ASSERT_TRUE(image) << problem_;
    EXPECT_EQ(call_entry(*image), 1) << "statics of the copy before";
    const std::string begin = fmt::format("{:x}-", reinterpret_cast<uintptr_t>(image->base()));
    image.reset();
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) EXPECT_FALSE(line.starts_with(begin)) << line;
  }
}

TEST_F(ImageTest, RestoresWritableSectionsButNotTheImports) {
  const auto image = load(build(R"(
static int zeroed; static int started = 5;
__attribute__((section("mydata"))) static int in_own_section = 6;
static int entry(void* d, void* p) {
  return 10000 * ++zeroed + 100 * ++started + ++in_own_section + slot_add(0, 0);
})"));
  ASSERT_TRUE(image) << problem_;
  image->run_constructors();
  image->snapshot();
  EXPECT_EQ(call_entry(*image), 10607);
  EXPECT_EQ(call_entry(*image), 20708);
  image->restore();
  EXPECT_EQ(call_entry(*image), 10607);
}

TEST_F(ImageTest, RefusesWhatItWouldHaveToTakeFromTheProcess) {
  EXPECT_FALSE(
      load(build("int read(int); int time(int); static int entry(void* d, void* p) { return read(1) + time(2); }",
                 "-fvisibility=default -fPIC")));
  EXPECT_EQ(status_, kInvalidImageFormat);
  EXPECT_THAT(problem_, HasSubstr("would take symbols from the process"));
  EXPECT_THAT(problem_, HasSubstr("read"));
  EXPECT_THAT(problem_, HasSubstr("time"));
}

TEST_F(ImageTest, RefusesAnImageThatGlibcWouldStart) {
  EXPECT_FALSE(load(build(R"(
static void early(void) {}
__attribute__((section(".init_array"), used)) static void (*run[])(void) = {early};
static int entry(void* d, void* p) { return 0; })")));
  EXPECT_THAT(problem_, HasSubstr(".init_array would run before the imports are bound"));
}

TEST_F(ImageTest, RefusesAProgramWhereADriverIsWanted) {
  const std::string path = build("static int entry(void* d, void* p) { return 0; }");
  ImageOptions as_program = options();
  as_program.kind = OWDF_IMAGE_PROGRAM;
  EXPECT_FALSE(Image::load(path, as_program, &problem_).ok());
  EXPECT_EQ(problem_, "sample: the image is a driver, not a program");
}

TEST_F(ImageTest, RefusesFilesThatAreNotImages) {
  const std::string path = build("static int entry(void* d, void* p) { return 0; }");
  std::ifstream stream(path, std::ios::binary);
  const std::vector<uint8_t> good((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  const auto refused = [&](std::vector<uint8_t> bytes, const char* why) {
    const auto image = Image::load_bytes(std::move(bytes), options(), &problem_);
    EXPECT_EQ(image.status(), kInvalidImageFormat);
    EXPECT_THAT(problem_, HasSubstr(why));
  };
  refused({}, "not an ELF file");
  refused({'M', 'Z', 0, 0}, "Windows PE image");
  refused({good.begin(), good.begin() + 64}, "program headers");
  refused({good.begin(), good.begin() + static_cast<ptrdiff_t>(good.size() / 2)}, "section headers");
  // Cut anywhere, the file is refused, never read past its end nor mapped.
  for (size_t size = 65; size < good.size(); size += 97)
    EXPECT_FALSE(
        Image::load_bytes({good.begin(), good.begin() + static_cast<ptrdiff_t>(size)}, options(), &problem_).ok());
  EXPECT_EQ(Image::load(workshop_.directory() + "/none.sys", options(), &problem_).status(), kImageNotFound);
}

TEST_F(ImageTest, WritesAProfileThatLlvmCovReads) {
  if (ImageWorkshop::run("command -v llvm-profdata-19 >/dev/null && command -v llvm-cov-19 >/dev/null") != 0)
    GTEST_SKIP() << "llvm-profdata-19 and llvm-cov-19 are not installed";
  const std::string path = build(
      "int __llvm_profile_runtime;\nstatic int twice(int x) {\n  if (x > 100)\n    return 0;\n  return 2 * x;\n}\n"
      "static int entry(void* d, void* p) { return twice(slot_add(1, 2)); }",
      "-fprofile-instr-generate -fcoverage-mapping");
  ImageOptions profiled = options();
  profiled.profile_directory = workshop_.directory();
  for (int copy = 0; copy < 2; copy++) {
    auto image = Image::load(path, profiled, &problem_);
    ASSERT_TRUE(image.ok()) << problem_;
    image.value()->run_constructors();
    image.value()->snapshot();
    EXPECT_EQ(call_entry(*image.value()), 6);
    image.value()->restore();  // counters are not state of the image
    EXPECT_EQ(call_entry(*image.value()), 6);
  }
  const std::string directory = workshop_.directory();
  ASSERT_EQ(
      ImageWorkshop::run(fmt::format("llvm-profdata-19 merge -o {0}/all.profdata {0}/*.profraw && llvm-cov-19 show {1} "
                                     "-instr-profile {0}/all.profdata > {0}/shown",
                                     directory, path)),
      0);
  std::ifstream shown(directory + "/shown");
  std::string text((std::istreambuf_iterator<char>(shown)), std::istreambuf_iterator<char>());
  EXPECT_THAT(text, ::testing::ContainsRegex("4\\|  return 2 \\* x;"));
  EXPECT_THAT(text, ::testing::ContainsRegex("0\\|    return 0;"));
}

}  // namespace
}  // namespace owdf::loader
