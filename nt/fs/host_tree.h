// HostTree: one directory of the host and what lies below it, under the rules of a Windows volume: names in any case,
// only ordinary files and directories. Nothing outside is ever reached: a path is walked one component at a time from
// descriptor to descriptor, no component is "..", and a symbolic link is never followed. Blocking calls of the host,
// at PASSIVE_LEVEL.
#pragma once

#include <sys/stat.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "sched/lock.h"

namespace owdf::fs {

// A descriptor of the host that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

// What the host says, as a status.
Status status_of_errno(int error);

// Where a path leads: a directory that is there, and a name in it that may be.
struct Place {
  Descriptor parent;
  std::string name;  // as the host spells it; as it was asked for, where there is none
  bool exists = false;
  bool directory = false;
  std::string host_path;
};

class HostTree {
 public:
  // An empty root: a temporary directory, made when it is first needed and removed with this object.
  explicit HostTree(std::string root) : root_(std::move(root)) {}
  ~HostTree();
  HostTree(const HostTree&) = delete;

  // STATUS_OBJECT_PATH_NOT_FOUND: a directory on the way is missing. STATUS_ACCESS_DENIED: the path leads to a link or
  // a device of the host.
  Result<Place> find(const std::vector<std::u16string>& components);
  Status make_directories(const std::vector<std::u16string>& components);

 private:
  Result<std::string> root();

  sched::Lock lock_{sched::LockRank::kLeaf, "fs.root"};
  std::string root_ GUARDED_BY(lock_);
  bool temporary_ GUARDED_BY(lock_) = false;
};

// The names in a directory that a volume shows, without "." and "..", in the order of their upper-case forms.
struct Entry {
  std::u16string name;
  bool directory;
  int64_t size;
  bool read_only;
};
Result<std::vector<Entry>> list_directory(int directory);

inline bool is_read_only(const struct stat& status) {
  return !(status.st_mode & S_IWUSR);
}

}  // namespace owdf::fs
