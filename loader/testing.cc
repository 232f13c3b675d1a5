#include "loader/testing.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/assert.h"

namespace owdf::loader::testing {

namespace {

// As in cli/build, for images without a runtime of their own.
constexpr const char* kCompile =
    "clang-19 --target=x86_64-pc-windows-gnu-elf -fms-extensions -fms-compatibility -mms-bitfields -fvisibility=hidden "
    "-fasynchronous-unwind-tables -fno-omit-frame-pointer -g -O1 -ffreestanding -fno-builtin";

// The project's own directory, upwards from this program: the compiler may have been given relative names.
std::string project_root() {
  std::filesystem::path at = std::filesystem::read_symlink("/proc/self/exe");
  while (at.has_relative_path() && !std::filesystem::exists(at / "loader/image_format.h")) at = at.parent_path();
  return at.string();
}

}  // namespace

ImageWorkshop::ImageWorkshop() {
  std::string pattern = (std::filesystem::temp_directory_path() / "owdf-images-XXXXXX").string();
  const char* made = mkdtemp(pattern.data());
  OWDF_ASSERT(made);
  directory_ = made;
}

ImageWorkshop::~ImageWorkshop() {
  std::error_code ignored;
  std::filesystem::remove_all(directory_, ignored);
}

int ImageWorkshop::run(const std::string& command) {
  return std::system(command.c_str());
}

std::string ImageWorkshop::missing_tools() {
  for (const char* tool : {"clang-19", "ld.lld-19"})
    if (run(fmt::format("command -v {} >/dev/null", tool)) != 0) return fmt::format("{} is not installed", tool);
  return {};
}

std::string ImageWorkshop::build(const std::string& name, const std::string& source, const std::string& flags) {
  const std::string stem = directory_ + "/" + name;
  std::ofstream(stem + ".c") << source;
  const std::string compile = fmt::format("{} {} -I{} -c {}.c -o {}.o", kCompile, flags, project_root(), stem, stem);
  const std::string link = fmt::format("ld.lld-19 -shared -Bsymbolic --build-id -o {0}.sys {0}.o", stem);
  return run(compile + " && " + link) == 0 ? stem + ".sys" : std::string();
}

}  // namespace owdf::loader::testing
