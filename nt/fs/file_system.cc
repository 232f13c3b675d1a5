#include "nt/fs/file_system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "nt/fs/path.h"
#include "nt/fs/volume.h"
#include "nt/machine.h"
#include "nt/ob/object_manager.h"
#include "nt/rtl/text.h"

namespace owdf::fs {
namespace {

// What every system drive has.
constexpr std::u16string_view kFolders[] = {u"\\Windows\\System32\\drivers", u"\\Windows\\Temp", u"\\Users\\Public"};

constexpr ACCESS_MASK kReads = FILE_READ_DATA | FILE_EXECUTE;
constexpr ACCESS_MASK kWrites = FILE_WRITE_DATA | FILE_APPEND_DATA;

bool reads(const OpenFile& file) {
  return file.access & kReads;
}
bool writes(const OpenFile& file) {
  return file.access & kWrites;
}
bool deletes(const OpenFile& file) {
  return file.access & OWDF_DELETE_ACCESS;
}
// An open that touches attributes only neither asks others nor is asked.
bool takes_part(const OpenFile& file) {
  return reads(file) || writes(file) || deletes(file);
}

bool compatible(const FileNode& node, const OpenFile& wanted) {
  if (!takes_part(wanted)) return true;
  const int opens = node.readers + node.writers + node.deleters > 0 ? 1 : 0;
  if (!opens) return true;
  const bool others_allow = (!reads(wanted) || !node.deny_read) && (!writes(wanted) || !node.deny_write) &&
                            (!deletes(wanted) || !node.deny_delete);
  const bool allows_others = (!node.readers || (wanted.share & FILE_SHARE_READ)) &&
                             (!node.writers || (wanted.share & FILE_SHARE_WRITE)) &&
                             (!node.deleters || (wanted.share & FILE_SHARE_DELETE));
  return others_allow && allows_others;
}

void count(FileNode& node, const OpenFile& file, int change) {
  node.opens += change;
  if (!takes_part(file)) return;
  if (reads(file)) node.readers += change;
  if (writes(file)) node.writers += change;
  if (deletes(file)) node.deleters += change;
  if (!(file.share & FILE_SHARE_READ)) node.deny_read += change;
  if (!(file.share & FILE_SHARE_WRITE)) node.deny_write += change;
  if (!(file.share & FILE_SHARE_DELETE)) node.deny_delete += change;
}

// The part of an NT path behind the name of this volume.
Result<Path> path_on_volume(std::u16string_view nt_path) {
  struct Prefix {
    std::u16string_view name, stands_for;
  };
  static constexpr Prefix kPrefixes[] = {{u"\\??\\C:\\", u"\\"},
                                         {u"\\DosDevices\\C:\\", u"\\"},
                                         {u"\\Device\\HarddiskVolume1\\", u"\\"},
                                         {u"\\SystemRoot\\", u"\\Windows\\"}};
  for (const Prefix& prefix : kPrefixes) {
    if (!rtl::equal_ignoring_case(nt_path.substr(0, prefix.name.size()), prefix.name)) continue;
    return parse_path(std::u16string(prefix.stands_for) + std::u16string(nt_path.substr(prefix.name.size())));
  }
  return Status(STATUS_OBJECT_PATH_NOT_FOUND);
}

}  // namespace

FileSystem::FileSystem(nt::Machine& machine) : tree_(machine.options().file_root) {
  OWDF_ASSERT(make_volume(machine, kVolume).ok());
  ob::ObjectManager& objects = machine.ob();
  OWDF_ASSERT(objects.create_symbolic_link(u"\\GLOBAL??\\C:", kVolume).ok());
  OWDF_ASSERT(objects.create_symbolic_link(u"\\SystemRoot", std::u16string(kVolume) + u"\\Windows").ok());
}

FileSystem::~FileSystem() = default;

Status FileSystem::prepare() {
  {
    sched::LockGuard guard(lock_);
    if (std::exchange(prepared_, true)) return Status{};
  }
  for (const std::u16string_view folder : kFolders) TRY(make_directories(folder));
  return Status{};
}

Result<std::string> FileSystem::host_file(std::u16string_view nt_path) {
  const Path path = TRY(path_on_volume(nt_path));
  const Place place = TRY(tree_.find(path.components));
  if (!place.exists) return Status(STATUS_OBJECT_NAME_NOT_FOUND);
  if (place.directory) return Status(STATUS_FILE_IS_A_DIRECTORY);
  return place.host_path;
}

Status FileSystem::make_directories(std::u16string_view path) {
  return tree_.make_directories(TRY(parse_path(path)).components);
}

Status FileSystem::put(std::u16string_view path, const std::string& host_file) {
  Path parsed = TRY(parse_path(path));
  if (parsed.names_directory) return Status(STATUS_FILE_IS_A_DIRECTORY);
  const std::vector<std::u16string> folders(parsed.components.begin(), parsed.components.end() - 1);
  TRY(tree_.make_directories(folders));
  const Place place = TRY(tree_.find(parsed.components));
  if (place.directory) return Status(STATUS_FILE_IS_A_DIRECTORY);
  std::error_code error;
  std::filesystem::copy_file(host_file, place.host_path, std::filesystem::copy_options::overwrite_existing, error);
  return error ? status_of_errno(error.value()) : Status{};
}

Result<OpenFile*> FileSystem::admit(std::unique_ptr<OpenFile> file, Place place, bool directory) {
  struct stat status{};
  if (fstat(file->descriptor.get(), &status) != 0) return status_of_errno(errno);
  const std::pair<uint64_t, uint64_t> key{status.st_dev, status.st_ino};
  sched::LockGuard guard(lock_);
  std::shared_ptr<FileNode>& node = nodes_[key];
  if (!node) {
    node = std::make_shared<FileNode>();
    node->key = key;
    node->parent = std::move(place.parent);
    node->name = std::move(place.name);
    node->directory = directory;
  }
  if (node->delete_pending) return Status(STATUS_DELETE_PENDING);
  if (!compatible(*node, *file)) return Status(STATUS_SHARING_VIOLATION);
  count(*node, *file, 1);
  file->node = node;
  open_files_.push_back(std::move(file));
  return open_files_.back().get();
}

void FileSystem::handle_closed(OpenFile& file) {
  sched::LockGuard guard(lock_);
  if (std::exchange(file.closed, true)) return;
  FileNode& node = *file.node;
  count(node, file, -1);
  if (file.delete_on_close) node.delete_pending = true;
  if (node.opens > 0) return;
  if (node.delete_pending) unlinkat(node.parent.get(), node.name.c_str(), node.directory ? AT_REMOVEDIR : 0);
  nodes_.erase(node.key);
}

void FileSystem::forget(OpenFile* file) {
  std::unique_ptr<OpenFile> gone;
  sched::LockGuard guard(lock_);
  const auto found = std::find_if(open_files_.begin(), open_files_.end(),
                                  [&](const std::unique_ptr<OpenFile>& other) { return other.get() == file; });
  OWDF_ASSERT(found != open_files_.end());
  gone = std::move(*found);
  open_files_.erase(found);
}

void FileSystem::set_delete_pending(OpenFile& file, bool pending) {
  sched::LockGuard guard(lock_);
  file.node->delete_pending = pending;
}

bool FileSystem::delete_pending(const OpenFile& file) {
  sched::LockGuard guard(lock_);
  return file.node->delete_pending;
}

}  // namespace owdf::fs
