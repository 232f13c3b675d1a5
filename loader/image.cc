#include "loader/image.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "loader/bind_imports.h"
#include "loader/coverage.h"
#include "loader/statuses.h"

namespace owdf::loader {

namespace {

// Sections whose bytes are the dynamic loader's, a sanitizer's or the coverage counters', not the image's own state.
bool belongs_to_the_image(const Section& section) {
  if ((section.flags & (SHF_ALLOC | SHF_WRITE)) != (SHF_ALLOC | SHF_WRITE) || section.relro) return false;
  for (const std::string_view prefix : {".got", ".dynamic", ".data.rel.ro", "asan_globals", "__llvm_prf_", "__sancov_"})
    if (section.name.starts_with(prefix)) return false;
  return !section.name.ends_with("_array") && section.name != ".ctors" && section.name != ".dtors" && section.size > 0;
}

Status write_all(int descriptor, const std::vector<uint8_t>& bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::write(descriptor, bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return kOutOfResources;
    done += static_cast<size_t>(count);
  }
  return {};
}

}  // namespace

void copy_unchecked(void* to, const void* from, size_t size) {
  asm volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(size) : : "memory");
}

Result<std::unique_ptr<Image>> Image::load(const std::string& path, const ImageOptions& options, std::string* problem) {
  std::ifstream stream(path, std::ios::binary | std::ios::ate);
  if (!stream) {
    *problem = fmt::format("{}: cannot open the image file {}", options.name, path);
    return kImageNotFound;
  }
  // In one piece: byte by byte, this was most of what it takes to make a machine.
  std::vector<uint8_t> bytes(static_cast<size_t>(std::max<std::streamoff>(stream.tellg(), 0)));
  stream.seekg(0).read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  if (!stream) {
    *problem = fmt::format("{}: cannot read the image file {}", options.name, path);
    return kImageNotFound;
  }
  return load_bytes(std::move(bytes), options, problem);
}

Result<std::unique_ptr<Image>> Image::load_bytes(std::vector<uint8_t> bytes, const ImageOptions& options,
                                                 std::string* problem) {
  Result<ElfFile> file = ElfFile::parse(std::move(bytes), problem);
  if (!file) {
    *problem = fmt::format("{}: {}", options.name, *problem);
    return file.status();
  }
  std::unique_ptr<Image> image(new Image(std::move(file.value()), options));
  TRY(image->check(problem));
  TRY(image->map(problem));
  TRY(image->find_header(problem));
  TRY(image->fill_imports(problem));
  return image;
}

// Everything that would let the dynamic loader run or bind something behind our back, before it is asked to.
Status Image::check(std::string* problem) const {
  if (file_.needs_libraries() || !file_.undefined_names().empty()) {
    *problem = fmt::format("{}: the image would take symbols from the process: {}", name(),
                           fmt::join(file_.undefined_names(), ", "));
    return kInvalidImageFormat;
  }
  for (const char* early : {".init_array", ".preinit_array", ".init"}) {
    const Section* section = file_.section(early);
    if (section && section->size > 0) {
      *problem = fmt::format("{}: section {} would run before the imports are bound", name(), early);
      return kInvalidImageFormat;
    }
  }
  return {};
}

Status Image::map(std::string* problem) {
  descriptor_ = memfd_create(name().c_str(), MFD_CLOEXEC);
  if (descriptor_ < 0) {
    *problem = fmt::format("{}: memfd_create: {}", name(), strerror(errno));
    return kOutOfResources;
  }
  TRY(write_all(descriptor_, file_.bytes()));
  // glibc recognises an image by name. The descriptor is not reused while we hold it, so the name is this copy's alone;
  // the process id makes it readable for gdb and for the symbolizer's own process.
  mapped_name_ = fmt::format("/proc/{}/fd/{}", getpid(), descriptor_);
  handle_ = dlopen(mapped_name_.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle_) {
    *problem = fmt::format("{}: {}", name(), dlerror());
    return kInvalidImageFormat;
  }
  link_map* map = nullptr;
  if (dlinfo(handle_, RTLD_DI_LINKMAP, &map) != 0) {
    *problem = fmt::format("{}: {}", name(), dlerror());
    return kInvalidImageFormat;
  }
  base_ = reinterpret_cast<void*>(map->l_addr);
  return {};
}

Status Image::find_header(std::string* problem) {
  header_ = static_cast<const owdf_image*>(dlsym(handle_, OWDF_IMAGE_SYMBOL));
  if (!header_ || !contains(header_)) {
    *problem =
        fmt::format("{}: the image has no symbol {}; it was not linked by `wdf build`", name(), OWDF_IMAGE_SYMBOL);
    return kInvalidImageFormat;
  }
  if (header_->version != OWDF_IMAGE_VERSION || header_->size != sizeof(owdf_image)) {
    *problem = fmt::format("{}: image format {} (size {}) does not fit this loader's {} (size {}); build it again",
                           name(), header_->version, header_->size, OWDF_IMAGE_VERSION, sizeof(owdf_image));
    return kInvalidImageFormat;
  }
  if (header_->kind != options_.kind) {
    *problem = fmt::format("{}: the image is {}, not {}", name(), image_kind_text(header_->kind),
                           image_kind_text(options_.kind));
    return kInvalidImageFormat;
  }
  return {};
}

Status Image::fill_imports(std::string* problem) {
  const std::span<const owdf_import> imports(header_->imports_begin, header_->imports_end);
  return bind_imports(imports, options_, problem);
}

void Image::run_table(std::string_view section_name, bool backwards) {
  const Section* section = file_.section(section_name);
  if (!section) return;
  using Routine = void(__attribute__((ms_abi))*)();
  const std::span<Routine> table(static_cast<Routine*>(at(section->address)), section->size / sizeof(Routine));
  // Compilers bracket the table with 0 and ~0 words where crt objects are linked in; ours is bare, yet both are
  // harmless.
  const auto call = [](Routine routine) {
    if (routine && routine != reinterpret_cast<Routine>(~uintptr_t{0})) routine();
  };
  if (backwards)
    std::for_each(table.rbegin(), table.rend(), call);
  else
    std::for_each(table.begin(), table.end(), call);
}

void Image::run_constructors() {
  OWDF_ASSERT(!constructed_);
  constructed_ = true;
  run_table(".ctors", true);
}

void Image::run_destructors() {
  OWDF_ASSERT(constructed_);
  constructed_ = false;
  run_table(".dtors", false);
}

Image::~Image() {
  if (constructed_) run_destructors();
  if (header_ && !options_.profile_directory.empty() && !write_profile(*this, options_.profile_directory).ok())
    fmt::print(stderr, "openwdf: {}: cannot write a profile to {}\n", name(), options_.profile_directory);
  if (handle_) {
    dlclose(handle_);
    void* still_there = dlopen(mapped_name_.c_str(), RTLD_NOW | RTLD_NOLOAD);
    OWDF_ASSERT(!still_there);
  }
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool Image::contains(const void* address) const {
  const auto offset = reinterpret_cast<uintptr_t>(address) - reinterpret_cast<uintptr_t>(base_);
  return offset < size();
}

void* Image::find_export(std::string_view wanted) const {
  for (const owdf_import* entry = header_->exports_begin; entry != header_->exports_end; entry++)
    if (wanted == entry->name) return entry->slot;
  return nullptr;
}

void Image::snapshot() {
  pristine_.clear();
  for (const Section& section : file_.sections()) {
    if (!belongs_to_the_image(section)) continue;
    Pristine& copy = pristine_.emplace_back(Pristine{at(section.address), std::vector<uint8_t>(section.size)});
    copy_unchecked(copy.bytes.data(), copy.address, copy.bytes.size());
  }
}

void Image::restore() {
  for (const Pristine& copy : pristine_) copy_unchecked(copy.address, copy.bytes.data(), copy.bytes.size());
}

}  // namespace owdf::loader
