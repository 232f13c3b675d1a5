#include "nt/ob/object_manager.h"

#include <wdm.h>

#include <new>

#include "nt/machine.h"
#include "nt/ob/name.h"
#include "nt/ob/system_memory.h"
#include "nt/ps/process_manager.h"

namespace owdf::ob {

namespace {

constexpr int kMostReparses = 32;  // a chain of links longer than this is a circle

template <typename T>
void destroy_body(nt::Machine&, void* body) {
  static_cast<T*>(body)->~T();
}

void* own_dispatcher(void* body) {
  return body;
}

}  // namespace

constinit const Type kDirectoryType{
    .name = u"Directory", .destroy = destroy_body<Directory>, .discard = discard_body<Directory>};
constinit const Type kSymbolicLinkType{
    .name = u"SymbolicLink", .destroy = destroy_body<SymbolicLink>, .discard = discard_body<SymbolicLink>};
constinit const Type kEventType{.name = u"Event", .dispatcher = own_dispatcher};
constinit const Type kMutantType{.name = u"Mutant", .dispatcher = own_dispatcher};
constinit const Type kSemaphoreType{.name = u"Semaphore", .dispatcher = own_dispatcher};

// The manager is asked for only with the last reference: while it is being built, its machine cannot name it yet.
void last_reference_gone(Header& header) {
  header.machine->ob().last_reference_gone(header);
}

bool dereference_unless_last(void* body) {
  std::atomic<int64_t>& references = header_of(body).references;
  int64_t before = references.load(std::memory_order_relaxed);
  while (before > 1) {
    if (references.compare_exchange_weak(before, before - 1, std::memory_order_acq_rel, std::memory_order_relaxed))
      return true;
  }
  OWDF_ASSERT(before == 1);
  return false;
}

ObjectManager::ObjectManager(nt::Machine& machine) : machine_(machine) {
  root_ = new (allocate(kDirectoryType, sizeof(Directory))) Directory;
  for (const char16_t* path : {u"\\Device", u"\\Driver", u"\\FileSystem", u"\\BaseNamedObjects", u"\\GLOBAL??",
                               u"\\ObjectTypes", u"\\Callback", u"\\KernelObjects"}) {
    make_directory(path);
  }
  // Links, so that a path says what it means when it is printed: there is one directory of DOS names.
  for (const char16_t* link : {u"\\??", u"\\DosDevices", u"\\GLOBAL??\\Global"}) {
    OWDF_ASSERT(create_symbolic_link(link, u"\\GLOBAL??").ok());
  }
  OWDF_ASSERT(create_symbolic_link(u"\\GLOBAL??\\GLOBALROOT", u"").ok());
}

// The machine's memory goes as a whole; only what lives outside of it has to be given back here.
ObjectManager::~ObjectManager() {
  sched::LockGuard guard(alive_lock_);
  for (Header& header : alive_) {
    if (header.type->discard) header.type->discard(body_of(header));
  }
}

void* ObjectManager::make_directory(std::u16string_view path) {
  void* body = new (allocate(kDirectoryType, sizeof(Directory))) Directory;
  OWDF_ASSERT(insert(path, body, true).ok());
  dereference_object(body);
  return body;
}

void* ObjectManager::allocate(const Type& type, size_t body_bytes) {
  void* memory = system_allocate(machine_, sizeof(Header) + body_bytes, 'tcjO');
  if (!memory) return nullptr;
  Header* header = new (memory) Header;
  header->type = &type;
  header->machine = &machine_;
  header->serial = last_serial_.fetch_add(1, std::memory_order_relaxed) + 1;
  live_.fetch_add(1, std::memory_order_relaxed);
  sched::LockGuard guard(alive_lock_);
  alive_.push_back(header);
  return body_of(*header);
}

void ObjectManager::dereference_object(void* body) {
  dereference(body);
}

void ObjectManager::last_reference_gone(Header& header) {
  sched::Thread* thread = sched::current();
  if (thread && thread->irql() > sched::kPassiveLevel) {
    defer(header);
  } else {
    destroy(header);
  }
}

void ObjectManager::destroy(Header& header) {
  if (header.type->destroy) header.type->destroy(machine_, body_of(header));
  live_.fetch_sub(1, std::memory_order_relaxed);
  {
    sched::LockGuard guard(alive_lock_);
    alive_.remove(&header);
  }
  header.~Header();
  system_free(machine_, &header);
}

// Whoever finds the list empty starts the worker; whoever comes later finds work already on its way. The worker takes
// the whole list at once, so an object put on it afterwards starts the next worker: none is left behind.
void ObjectManager::defer(Header& header) {
  Header* first = deferred_.load(std::memory_order_relaxed);
  do {
    header.next_deferred = first;
  } while (!deferred_.compare_exchange_weak(first, &header, std::memory_order_release, std::memory_order_relaxed));
  if (!first) {
    machine_.ps().post("ob deferred destruction", [this] { drain_deferred(); });
  }
}

void ObjectManager::drain_deferred() {
  Header* newest = deferred_.exchange(nullptr, std::memory_order_acquire);
  Header* oldest = nullptr;
  while (newest) oldest = std::exchange(newest, std::exchange(newest->next_deferred, oldest));
  while (oldest) destroy(*std::exchange(oldest, oldest->next_deferred));
}

Result<Directory*> ObjectManager::parent_locked(std::u16string_view path, std::u16string& leaf) {
  const size_t slash = path.rfind(u'\\');
  if (path.empty() || path[0] != u'\\') return Status(STATUS_OBJECT_PATH_SYNTAX_BAD);
  leaf = path.substr(slash + 1);
  if (leaf.empty()) return Status(STATUS_OBJECT_NAME_INVALID);
  if (slash == 0) return root_;
  Found parent = TRY(walk_locked(std::u16string(path.substr(0, slash)), true));
  if (header_of(parent.object.get()).type != &kDirectoryType || !parent.rest.empty()) {
    return Status(STATUS_OBJECT_PATH_NOT_FOUND);
  }
  return static_cast<Directory*>(parent.object.get());  // directories are permanent, so the reference may go
}

Status ObjectManager::insert(std::u16string_view path, void* body, bool permanent) {
  std::u16string leaf;
  sched::LockGuard guard(namespace_);
  Directory* parent = TRY(parent_locked(path, leaf));
  auto [at, inserted] = parent->entries.try_emplace(fold(leaf), Directory::Entry{leaf, body});
  if (!inserted) return Status(STATUS_OBJECT_NAME_COLLISION);
  Header& header = header_of(body);
  OWDF_ASSERT(!header.directory);
  reference(body);
  header.directory = parent;
  header.name = &at->second.name;
  header.permanent = permanent;
  return Status{};
}

AnyRef ObjectManager::unlink_locked(Header& header) {
  if (!header.directory) return {};
  header.directory->entries.erase(fold(*header.name));
  header.directory = nullptr;
  header.name = nullptr;
  header.permanent = false;
  return AnyRef::adopt(body_of(header));  // the directory's reference, dropped by the caller after the lock
}

void ObjectManager::remove_name(void* body) {
  AnyRef held;
  sched::LockGuard guard(namespace_);
  held = unlink_locked(header_of(body));
}

Status ObjectManager::create_symbolic_link(std::u16string_view link, std::u16string_view target) {
  void* memory = allocate(kSymbolicLinkType, sizeof(SymbolicLink));
  if (!memory) return Status(STATUS_INSUFFICIENT_RESOURCES);
  AnyRef body = AnyRef::adopt(new (memory) SymbolicLink{std::u16string(target)});
  return insert(link, body.get(), true);
}

Status ObjectManager::delete_symbolic_link(std::u16string_view link) {
  AnyRef held;
  sched::LockGuard guard(namespace_);
  Found found = TRY(walk_locked(std::u16string(link), false));
  if (header_of(found.object.get()).type != &kSymbolicLinkType) return Status(STATUS_OBJECT_TYPE_MISMATCH);
  held = unlink_locked(header_of(found.object.get()));
  return Status{};
}

Result<std::u16string> ObjectManager::read_symbolic_link(std::u16string_view link) {
  sched::LockGuard guard(namespace_);
  Found found = TRY(walk_locked(std::u16string(link), false));
  if (header_of(found.object.get()).type != &kSymbolicLinkType) return Status(STATUS_OBJECT_TYPE_MISMATCH);
  return static_cast<SymbolicLink*>(found.object.get())->target;
}

Result<ObjectManager::Found> ObjectManager::walk_locked(std::u16string path, bool follow_last) {
  if (path.empty() || path[0] != u'\\') return Status(STATUS_OBJECT_PATH_SYNTAX_BAD);
  Directory* directory = root_;
  size_t at = 1;
  for (int reparses = 0;;) {
    if (at >= path.size()) return Found{AnyRef::share(directory), {}};
    const size_t end = std::min(path.find(u'\\', at), path.size());
    auto entry = directory->entries.find(fold(std::u16string_view(path).substr(at, end - at)));
    if (entry == directory->entries.end()) {
      return Status(end < path.size() ? STATUS_OBJECT_PATH_NOT_FOUND : STATUS_OBJECT_NAME_NOT_FOUND);
    }
    void* body = entry->second.body;
    const Type* type = header_of(body).type;
    if (type == &kDirectoryType) {
      directory = static_cast<Directory*>(body);
      at = end + 1;
    } else if (type == &kSymbolicLinkType && (follow_last || end < path.size())) {
      if (++reparses > kMostReparses) return Status(STATUS_OBJECT_NAME_INVALID);
      path = static_cast<SymbolicLink*>(body)->target + path.substr(end);
      directory = root_;
      at = 1;
    } else {
      return Found{AnyRef::share(body), path.substr(end)};
    }
  }
}

Result<ObjectManager::Found> ObjectManager::lookup(std::u16string_view path, bool follow_last) {
  sched::LockGuard guard(namespace_);
  return walk_locked(std::u16string(path), follow_last);
}

Result<AnyRef> ObjectManager::open(std::u16string_view path, const Type& type) {
  Found found = TRY(lookup(path, &type != &kSymbolicLinkType));
  if (header_of(found.object.get()).type != &type) return Status(STATUS_OBJECT_TYPE_MISMATCH);
  if (!found.rest.empty()) return Status(STATUS_OBJECT_PATH_NOT_FOUND);
  return std::move(found.object);
}

std::vector<std::u16string> ObjectManager::list(std::u16string_view directory) {
  std::vector<std::u16string> names;
  sched::LockGuard guard(namespace_);
  Result<Found> found = walk_locked(std::u16string(directory), true);
  if (!found || header_of(found->object.get()).type != &kDirectoryType) return names;
  for (auto& [key, entry] : static_cast<Directory*>(found->object.get())->entries) names.push_back(entry.name);
  return names;
}

std::u16string ObjectManager::name_of(const void* body) {
  std::u16string path;
  sched::LockGuard guard(namespace_);
  for (const Header* at = &header_of(body); at->directory; at = &header_of(at->directory))
    path = u"\\" + *at->name + path;
  return path;
}

}  // namespace owdf::ob
