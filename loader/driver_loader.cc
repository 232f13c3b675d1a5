#include "loader/driver_loader.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>

#include "loader/statuses.h"
#include "nt/fs/file_system.h"
#include "nt/mm/memory_manager.h"
#include "nt/rtl/status_name.h"
#include "nt/rtl/text.h"

namespace owdf::loader {

namespace {

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

// What the prefixes of an ImagePath mean. The first that fits counts; the last is the documented meaning of a relative
// path: beneath the system directory.
struct Prefix {
  std::u16string_view given, nt;
};
constexpr Prefix kPrefixes[] = {
    {u"%systemroot%\\", u"\\SystemRoot\\"}, {u"c:\\", u"\\??\\C:\\"}, {u"\\", u"\\"}, {u"", u"\\SystemRoot\\"}};

FileVersion version_of(const std::string& file) {
  struct stat status{};
  if (stat(file.c_str(), &status) != 0) return {file};
  return {file, status.st_dev, status.st_ino, status.st_mtim.tv_sec, status.st_mtim.tv_nsec};
}

}  // namespace

std::u16string absolute_image_path(const std::u16string& image_path) {
  for (const Prefix& prefix : kPrefixes) {
    const std::u16string_view start = std::u16string_view(image_path).substr(0, prefix.given.size());
    if (rtl::equal_ignoring_case(start, prefix.given))
      return std::u16string(prefix.nt) + image_path.substr(prefix.given.size());
  }
  return image_path;
}

ElfDriverLoader::ElfDriverLoader(nt::Machine& machine) : machine_(machine) {
  if (const char* directory = std::getenv("OPENWDF_PROFILE_DIR")) profile_directory_ = directory;
}

ElfDriverLoader::~ElfDriverLoader() {
  machine_reset();
  // Newest first, as drivers may stand on each other.
  while (!waiting_.empty()) {
    const size_t index = waiting_.back()->map_index;
    waiting_.pop_back();
    load_map_.removed(index);
  }
}

void ElfDriverLoader::provide(const std::string& service, const std::string& host_file) {
  provided_[lower(service)] = host_file;
}

Result<std::string> ElfDriverLoader::host_file_of(const std::string& service, const std::u16string& image_path) const {
  const auto given = provided_.find(lower(service));
  if (given != provided_.end()) return given->second;
  return machine_.fs().host_file(absolute_image_path(image_path));
}

Result<std::unique_ptr<ElfDriverLoader::Loaded>> ElfDriverLoader::map(const std::string& service,
                                                                      const std::string& file, std::string* problem) {
  FileVersion version = version_of(file);
  if (auto waiting = take_waiting(service, version)) return waiting;
  std::unique_ptr<Image> image = TRY(Image::load(file,
                                                 {.name = service,
                                                  .kind = OWDF_IMAGE_DRIVER,
                                                  .machine = &machine_,
                                                  .lookup = lookup_,
                                                  .profile_directory = profile_directory_},
                                                 problem));
  const size_t index = load_map_.added({.name = service,
                                        .build_id = image->file().build_id(),
                                        .path = file,
                                        .base = reinterpret_cast<uintptr_t>(image->base()),
                                        .size = image->size()});
  // Image code runs outside the lock: the constructors here, the destructors in unload().
  image->run_constructors();
  image->snapshot();
  return std::make_unique<Loaded>(std::move(image), index, std::move(version));
}

Result<nt::DriverLoader::LoadedImage> ElfDriverLoader::load(const std::string& service,
                                                            const std::u16string& image_path) {
  const auto file = host_file_of(service, image_path);
  std::string problem;
  if (!file) {
    problem = fmt::format("{}: there is no image file {}: {}", service, rtl::utf8(image_path),
                          rtl::status_text(file.status()));
    machine_.report({.rule = "ImageLoad", .message = problem, .driver = service});
    return file.status();
  }
  auto mapped = map(service, file.value(), &problem);
  if (!mapped) {
    machine_.report({.rule = "ImageLoad", .message = problem, .driver = service});
    return mapped.status();
  }
  std::unique_ptr<Loaded> entry = std::move(mapped.value());
  machine_.mm().add_system_range(entry->image->base(), entry->image->size());
  const LoadedImage image{.cookie = entry.get(),
                          .entry = reinterpret_cast<decltype(LoadedImage::entry)>(entry->image->entry()),
                          .base = entry->image->base(),
                          .size = entry->image->size()};
  sched::LockGuard guard(lock_);
  loaded_.push_back(std::move(entry));
  return image;
}

std::unique_ptr<ElfDriverLoader::Loaded> ElfDriverLoader::take(void* cookie) {
  sched::LockGuard guard(lock_);
  if (loaded_.empty() && !cookie) return nullptr;
  const auto found =
      cookie ? std::find_if(loaded_.begin(), loaded_.end(), [&](const auto& l) { return l.get() == cookie; })
             : std::prev(loaded_.end());
  OWDF_ASSERT(found != loaded_.end());
  std::unique_ptr<Loaded> taken = std::move(*found);
  loaded_.erase(found);
  return taken;
}

void ElfDriverLoader::unload(void* cookie) {
  OWDF_ASSERT(cookie);
  std::unique_ptr<Loaded> image = take(cookie);
  // Its destructors may still fault or call out, so the map names it until its memory is gone.
  const size_t index = image->map_index;
  const void* base = image->image->base();
  image.reset();
  machine_.mm().remove_system_range(base);
  load_map_.removed(index);
}

std::string ElfDriverLoader::image_at(const void* address) {
  const LoadMapEntry entry = load_map_.find(address);
  return entry.loaded ? entry.name : std::string();
}

std::unique_ptr<ElfDriverLoader::Loaded> ElfDriverLoader::take_waiting(const std::string& service,
                                                                       const FileVersion& version) {
  sched::LockGuard guard(lock_);
  const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const auto& l) { return l->image->name() == service && l->version == version; });
  if (found == waiting_.end()) return nullptr;
  std::unique_ptr<Loaded> taken = std::move(*found);
  waiting_.erase(found);
  return taken;
}

// The images' own destructors do not run: what they would give back went with the machine.
void ElfDriverLoader::machine_reset() {
  sched::LockGuard guard(lock_);
  for (auto& loaded : loaded_) {
    loaded->image->restore();
    waiting_.push_back(std::move(loaded));
  }
  loaded_.clear();
}

}  // namespace owdf::loader
