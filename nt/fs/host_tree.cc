#include "nt/fs/host_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <ntdef.h>
#include <ntstatus.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include "nt/rtl/text.h"

namespace owdf::fs {
namespace {

constexpr int kDirectory = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

std::u16string folded(std::u16string text) {
  for (char16_t& unit : text) unit = rtl::upcase(unit);
  return text;
}

// Names of the host that are not UTF-8 cannot be spelled in UTF-16 and back; they are not shown.
std::optional<std::u16string> shown(const char* host_name) {
  std::u16string name = rtl::utf16(host_name);
  if (rtl::utf8(name) != host_name) return std::nullopt;
  return name;
}

Result<std::vector<std::string>> host_names(int directory) {
  const int own = openat(directory, ".", kDirectory);
  if (own < 0) return status_of_errno(errno);
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(fdopendir(own), closedir);
  OWDF_ASSERT(stream);
  std::vector<std::string> names;
  while (const dirent* entry = readdir(stream.get())) names.emplace_back(entry->d_name);
  return names;
}

// The entry that a name means: the very one, or else the first of those that differ in case only.
Result<std::string> spelled_on_host(int directory, const std::u16string& wanted) {
  std::string exact = rtl::utf8(wanted);
  struct stat status{};
  if (fstatat(directory, exact.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0) return exact;
  if (errno != ENOENT) return status_of_errno(errno);
  const std::vector<std::string> names = TRY(host_names(directory));
  std::string found;
  for (const std::string& name : names) {
    const auto text = shown(name.c_str());
    if (text && rtl::equal_ignoring_case(*text, wanted) && (found.empty() || name < found)) found = name;
  }
  return found.empty() ? exact : found;
}

}  // namespace

Descriptor::~Descriptor() {
  if (number_ >= 0) close(number_);
}

Status status_of_errno(int error) {
  switch (error) {
    case ENOENT:
      return Status(STATUS_OBJECT_NAME_NOT_FOUND);
    case ENOTDIR:
      return Status(STATUS_OBJECT_PATH_NOT_FOUND);
    case EEXIST:
      return Status(STATUS_OBJECT_NAME_COLLISION);
    case ENOTEMPTY:
      return Status(STATUS_DIRECTORY_NOT_EMPTY);
    case ENAMETOOLONG:
      return Status(STATUS_OBJECT_NAME_INVALID);
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return Status(STATUS_DISK_FULL);
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      return Status(STATUS_INSUFFICIENT_RESOURCES);
    case EROFS:
      return Status(STATUS_MEDIA_WRITE_PROTECTED);
    case EIO:
      return Status(STATUS_IO_DEVICE_ERROR);
    default:
      return Status(STATUS_ACCESS_DENIED);
  }
}

HostTree::~HostTree() {
  std::error_code ignored;
  sched::LockGuard guard(lock_);
  if (temporary_) std::filesystem::remove_all(root_, ignored);
}

Result<std::string> HostTree::root() {
  sched::LockGuard guard(lock_);
  if (!root_.empty()) return root_;
  std::string name = (std::filesystem::temp_directory_path() / "openwdf-c-XXXXXX").string();
  if (!mkdtemp(name.data())) return status_of_errno(errno);
  root_ = name;
  temporary_ = true;
  return root_;
}

Result<Place> HostTree::find(const std::vector<std::u16string>& components) {
  Place place;
  place.host_path = TRY(root());
  // The root itself is the choice of whoever composed the machine; it may be a link.
  place.parent = Descriptor(open(place.host_path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!place.parent) return status_of_errno(errno);
  place.name = ".";
  place.exists = place.directory = true;
  for (size_t i = 0; i < components.size(); i++) {
    if (!place.exists || !place.directory) return Status(STATUS_OBJECT_PATH_NOT_FOUND);
    if (i > 0) {
      Descriptor next(openat(place.parent.get(), place.name.c_str(), kDirectory));
      if (!next) return status_of_errno(errno == ELOOP ? EACCES : errno);
      place.parent = std::move(next);
    }
    place.name = TRY(spelled_on_host(place.parent.get(), components[i]));
    place.host_path += "/" + place.name;
    struct stat status{};
    place.exists = fstatat(place.parent.get(), place.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0;
    place.directory = place.exists && S_ISDIR(status.st_mode);
    if (place.exists && !place.directory && !S_ISREG(status.st_mode)) return Status(STATUS_ACCESS_DENIED);
  }
  return place;
}

Status HostTree::make_directories(const std::vector<std::u16string>& components) {
  std::vector<std::u16string> so_far;
  for (const std::u16string& component : components) {
    so_far.push_back(component);
    const Place place = TRY(find(so_far));
    if (place.exists && !place.directory) return Status(STATUS_OBJECT_NAME_COLLISION);
    if (!place.exists && mkdirat(place.parent.get(), place.name.c_str(), 0777) != 0) return status_of_errno(errno);
  }
  return Status{};
}

Result<std::vector<Entry>> list_directory(int directory) {
  std::vector<Entry> entries;
  for (const std::string& host_name : TRY(host_names(directory))) {
    struct stat status{};
    const auto name = shown(host_name.c_str());
    if (!name || host_name == "." || host_name == "..") continue;
    if (fstatat(directory, host_name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode)) continue;
    const bool is_directory = S_ISDIR(status.st_mode);
    entries.push_back({*name, is_directory, is_directory ? 0 : status.st_size, is_read_only(status)});
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    const std::u16string left = folded(a.name), right = folded(b.name);
    return left != right ? left < right : a.name < b.name;
  });
  return entries;
}

}  // namespace owdf::fs
