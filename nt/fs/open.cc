#include "nt/fs/open.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "nt/fs/path.h"
#include "nt/io/device.h"

namespace owdf::fs {
namespace {

struct Wish {
  Path path;
  ACCESS_MASK access;
  ULONG disposition, options, share, attributes;
  bool wants_directory() const { return options & FILE_DIRECTORY_FILE; }
  bool replaces() const {
    return disposition == FILE_SUPERSEDE || disposition == FILE_OVERWRITE || disposition == FILE_OVERWRITE_IF;
  }
  bool must_exist() const { return disposition == FILE_OPEN || disposition == FILE_OVERWRITE; }
  bool writes() const { return replaces() || (access & (FILE_WRITE_DATA | FILE_APPEND_DATA)); }
};

Result<Wish> wish_of(const IO_STACK_LOCATION& stack) {
  const auto& create = stack.Parameters.Create;
  Wish wish{.access = create.SecurityContext->DesiredAccess,
            .disposition = create.Options >> 24,
            .options = create.Options & 0x00ffffff,
            .share = create.ShareAccess,
            .attributes = create.FileAttributes};
  const std::u16string name = io::text_of(&stack.FileObject->FileName);
  const PFILE_OBJECT related = stack.FileObject->RelatedFileObject;
  // Without a path it is the volume itself that is to be opened; its raw contents do not exist.
  if (!related && name.empty()) return Status(STATUS_ACCESS_DENIED);
  if (wish.options & FILE_OPEN_BY_FILE_ID) return Status(STATUS_NOT_IMPLEMENTED);
  if ((wish.options & FILE_DELETE_ON_CLOSE) && !(wish.access & OWDF_DELETE_ACCESS))
    return Status(STATUS_INVALID_PARAMETER);
  if (wish.wants_directory() && wish.replaces()) return Status(STATUS_INVALID_PARAMETER);
  wish.path = TRY(parse_path(name));
  if (related) {
    const std::vector<std::u16string>& base = static_cast<const OpenFile*>(related->FsContext)->path;
    wish.path.components.insert(wish.path.components.begin(), base.begin(), base.end());
  }
  return wish;
}

Status check_existing(const Wish& wish, const Place& place) {
  if (wish.disposition == FILE_CREATE) return Status(STATUS_OBJECT_NAME_COLLISION);
  if (place.directory) {
    if (wish.options & FILE_NON_DIRECTORY_FILE) return Status(STATUS_FILE_IS_A_DIRECTORY);
    return wish.replaces() ? Status(STATUS_INVALID_PARAMETER) : Status{};
  }
  if (wish.wants_directory()) return Status(STATUS_NOT_A_DIRECTORY);
  return wish.path.names_directory ? Status(STATUS_OBJECT_NAME_INVALID) : Status{};
}

constexpr int kAlways = O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;

Result<Descriptor> open_existing(const Wish& wish, const Place& place) {
  const int flags = place.directory ? O_RDONLY | O_DIRECTORY : wish.writes() ? O_RDWR : O_RDONLY;
  struct stat status{};
  if (fstatat(place.parent.get(), place.name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return status_of_errno(errno);
  if (!place.directory && wish.writes() && is_read_only(status)) return Status(STATUS_ACCESS_DENIED);
  Descriptor descriptor(openat(place.parent.get(), place.name.c_str(), flags | kAlways));
  if (!descriptor) return status_of_errno(errno);
  // Nobody may have put anything else in its place meanwhile.
  if (fstat(descriptor.get(), &status) != 0) return status_of_errno(errno);
  if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return Status(STATUS_ACCESS_DENIED);
  return descriptor;
}

Result<Descriptor> make_new(const Wish& wish, const Place& place) {
  if (wish.wants_directory()) {
    if (mkdirat(place.parent.get(), place.name.c_str(), 0777) != 0) return status_of_errno(errno);
    Descriptor made(openat(place.parent.get(), place.name.c_str(), O_RDONLY | O_DIRECTORY | kAlways));
    if (!made) return status_of_errno(errno);
    return made;
  }
  if (wish.path.names_directory) return Status(STATUS_OBJECT_NAME_INVALID);
  const mode_t mode = wish.attributes & FILE_ATTRIBUTE_READONLY ? 0444 : 0666;
  Descriptor made(openat(place.parent.get(), place.name.c_str(), O_RDWR | O_CREAT | O_EXCL | kAlways, mode));
  if (!made) return status_of_errno(errno);
  return made;
}

ULONG_PTR outcome(const Wish& wish, bool existed) {
  if (!existed) return FILE_CREATED;
  if (wish.disposition == FILE_SUPERSEDE) return FILE_SUPERSEDED;
  return wish.replaces() ? FILE_OVERWRITTEN : FILE_OPENED;
}

}  // namespace

Result<ULONG_PTR> open_file(FileSystem& files, const IO_STACK_LOCATION& stack) {
  TRY(files.prepare());
  Wish wish = TRY(wish_of(stack));
  Place place = TRY(files.tree().find(wish.path.components));
  const bool existed = place.exists;
  if (existed) TRY(check_existing(wish, place));
  if (!existed && wish.must_exist()) return Status(STATUS_OBJECT_NAME_NOT_FOUND);
  const bool directory = existed ? place.directory : wish.wants_directory();
  if (place.name == "." && (wish.options & FILE_DELETE_ON_CLOSE)) return Status(STATUS_CANNOT_DELETE);

  auto file = std::make_unique<OpenFile>();
  file->descriptor = existed ? TRY(open_existing(wish, place)) : TRY(make_new(wish, place));
  file->path = wish.path.components;
  file->access = wish.access;
  file->share = wish.share;
  file->delete_on_close = wish.options & FILE_DELETE_ON_CLOSE;
  OpenFile* admitted = TRY(files.admit(std::move(file), std::move(place), directory));
  // Only now is it certain that nobody minds.
  if (existed && wish.replaces() && ftruncate(admitted->descriptor.get(), 0) != 0) {
    const Status status = status_of_errno(errno);
    files.handle_closed(*admitted);
    files.forget(admitted);
    return status;
  }
  stack.FileObject->FsContext = admitted;
  return outcome(wish, existed);
}

}  // namespace owdf::fs
