// ObjectManager: the namespace of one machine, and the making and unmaking of objects.
// Directories hold names, names hold objects; a symbolic link is an object that stands for a path. \?? and \DosDevices
// are the directory \GLOBAL??. Owner: Machine. PASSIVE_LEVEL unless said otherwise. Lock: `namespace_`, rank kObject;
// it is held while a path is walked and calls nobody.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nt/ob/handle_table.h"
#include "nt/ob/object.h"
#include "sched/lock.h"

namespace owdf::nt {
class Machine;
}
namespace owdf::ps {
class Process;
}

namespace owdf::ob {

class Directory {
 public:
  struct Entry {
    std::u16string name;  // as it was given
    void* body;
  };
  std::map<std::u16string, Entry> entries;  // by folded name
};

struct SymbolicLink {
  std::u16string target;
};

extern const Type kDirectoryType;
extern const Type kSymbolicLinkType;
// Bodies: KEVENT, KMUTANT, KSEMAPHORE.
extern const Type kEventType;
extern const Type kMutantType;
extern const Type kSemaphoreType;

class ObjectManager {
 public:
  explicit ObjectManager(nt::Machine& machine);
  ~ObjectManager();
  ObjectManager(const ObjectManager&) = delete;
  ObjectManager& operator=(const ObjectManager&) = delete;
  nt::Machine& machine() { return machine_; }

  // A zeroed body with one reference, the caller's. Null: the machine's memory is used up. IRQL <= DISPATCH_LEVEL.
  void* allocate(const Type& type, size_t body_bytes);

  // Gives the object a name; the directory takes a reference of its own. STATUS_OBJECT_NAME_COLLISION if taken,
  // STATUS_OBJECT_PATH_NOT_FOUND if there is no such directory.
  Status insert(std::u16string_view path, void* body, bool permanent);
  // Takes the name away (at once for a permanent object, which thereby becomes temporary).
  void remove_name(void* body);
  Status create_symbolic_link(std::u16string_view link, std::u16string_view target);
  Status delete_symbolic_link(std::u16string_view link);
  Result<std::u16string> read_symbolic_link(std::u16string_view link);
  std::u16string name_of(const void* body);  // full path; empty without a name

  struct Found {
    AnyRef object;
    std::u16string rest;  // what follows the object's own name, with the leading backslash; for devices: the file name
  };
  // Walks the path through links to the first object that is not a directory. `follow_last`: a link that ends the path
  // is followed as well.
  Result<Found> lookup(std::u16string_view path, bool follow_last = true);
  // An object of this very type whose name ends the path.
  Result<AnyRef> open(std::u16string_view path, const Type& type);
  // The names in a directory, in folded order.
  std::vector<std::u16string> list(std::u16string_view directory);

  void dereference_object(void* body);
  // What dereference() does when it took the last one: destroys at PASSIVE_LEVEL, else leaves it to a worker.
  void last_reference_gone(Header& header);

  // --- handles ---

  enum class Mode : uint8_t { kKernel, kUser };
  // A new handle in the calling thread's process, or in the system process for OBJ_KERNEL_HANDLE. The handle has a
  // reference of its own. From outside of a process, too: `process` says whose table.
  void* open_handle(void* body, uint32_t access, uint32_t attributes);
  void* open_handle(ps::Process& process, void* body, uint32_t access, uint32_t attributes);
  // A reference to what a handle names; handles of the kernel are not known to users. `type` null: any. `access` is
  // demanded of users only. STATUS_INVALID_HANDLE, STATUS_OBJECT_TYPE_MISMATCH, STATUS_ACCESS_DENIED.
  Result<AnyRef> by_handle(const void* handle, const Type* type, uint32_t access, Mode mode,
                           uint32_t* granted = nullptr);
  // The same; the reference is the caller's to give back.
  Result<void*> reference_by_handle(const void* handle, const Type* type, uint32_t access, Mode mode,
                                    uint32_t* granted = nullptr);
  Status close_handle(const void* handle, Mode mode);
  Status close_handle(ps::Process& process, const void* handle);

  // Objects alive: for leak reports and tests.
  int64_t live_objects() const { return live_.load(std::memory_order_relaxed); }

 private:
  void* make_directory(std::u16string_view path);
  void destroy(Header& header);
  void defer(Header& header);
  void drain_deferred();
  Result<Found> walk_locked(std::u16string path, bool follow_last) REQUIRES(namespace_);
  Result<Directory*> parent_locked(std::u16string_view path, std::u16string& leaf) REQUIRES(namespace_);
  AnyRef unlink_locked(Header& header) REQUIRES(namespace_);

  nt::Machine& machine_;
  sched::Lock namespace_{sched::LockRank::kObject, "ob.namespace"};
  Directory* root_ = nullptr;
  std::atomic<int64_t> live_{0};
  sched::Lock alive_lock_{sched::LockRank::kLeaf, "ob.alive"};
  List<Header, &Header::alive> alive_ GUARDED_BY(alive_lock_);  // in order of creation
  std::atomic<uint32_t> last_serial_{0};
  std::atomic<Header*> deferred_{nullptr};
};

}  // namespace owdf::ob
