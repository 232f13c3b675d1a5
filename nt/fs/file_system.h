// FileSystem: the volume of a machine, \Device\HarddiskVolume1. \??\C: and \DosDevices\C: name it, \SystemRoot its
// \Windows. Its files are ordinary files below MachineOptions::file_root. It is a driver like any other: requests come
// as IRPs, at PASSIVE_LEVEL, and are completed at once. Owner: Machine. Lock: `lock_`, a leaf: who has which file open.
#pragma once

#include <wdm.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "nt/fs/host_tree.h"
#include "nt/ob/object.h"
#include "sched/lock.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::fs {

inline constexpr std::u16string_view kVolume = u"\\Device\\HarddiskVolume1";

// One file of the host that is open, by however many handles.
struct FileNode {
  std::pair<uint64_t, uint64_t> key;  // device and inode of the host
  Descriptor parent;                  // where to remove it from
  std::string name;
  int opens = 0;  // handles not yet closed
  int readers = 0, writers = 0, deleters = 0;
  int deny_read = 0, deny_write = 0, deny_delete = 0;  // opens that do not share it
  bool directory = false;
  bool delete_pending = false;
};

// One open of a file: what FILE_OBJECT.FsContext points at.
struct OpenFile {
  Descriptor descriptor;
  std::shared_ptr<FileNode> node;
  std::vector<std::u16string> path;  // on the volume
  ACCESS_MASK access = 0;
  ULONG share = 0;
  bool delete_on_close = false;
  bool closed = false;  // its handle is
  // The listing of a directory: made by the first query, given out piece by piece.
  std::vector<Entry> listing;
  size_t next_entry = 0;
  bool listed = false;
  std::u16string pattern;  // of the first query
};

class FileSystem {
 public:
  explicit FileSystem(nt::Machine& machine);
  ~FileSystem();
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;

  // The file of the host that an NT path of this volume names and that is there.
  Result<std::string> host_file(std::u16string_view nt_path);
  // Puts a copy of a host's file at a path of the volume ("\Users\a.sys"), with the directories it needs.
  Status put(std::u16string_view path, const std::string& host_file);
  Status make_directories(std::u16string_view path);

  // --- for the volume's driver (volume.cc) ---

  HostTree& tree() { return tree_; }
  // Makes the directories that every system drive has, once.
  Status prepare();
  // Counts the open in, if those who have the file open allow it: STATUS_SHARING_VIOLATION, STATUS_DELETE_PENDING.
  Result<OpenFile*> admit(std::unique_ptr<OpenFile> file, Place place, bool directory);
  // The handle is closed: the last one removes a file that is to be deleted.
  void handle_closed(OpenFile& file);
  // Nobody refers to it any more.
  void forget(OpenFile* file);
  void set_delete_pending(OpenFile& file, bool pending);
  bool delete_pending(const OpenFile& file);

 private:
  HostTree tree_;
  sched::Lock lock_{sched::LockRank::kLeaf, "fs.files"};
  bool prepared_ GUARDED_BY(lock_) = false;
  std::map<std::pair<uint64_t, uint64_t>, std::shared_ptr<FileNode>> nodes_ GUARDED_BY(lock_);
  std::vector<std::unique_ptr<OpenFile>> open_files_ GUARDED_BY(lock_);
};

}  // namespace owdf::fs
