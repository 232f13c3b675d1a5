// Object: the header behind every framework handle, and the tree they form.
//
// A handle is the address of this header; handle.h checks it. Header, the kind's own state, the first context header
// and the first context are one allocation of non-paged pool with the client's tag.
//
// Life: create<T>() -> alive, one reference (the framework's own) -> dispose(): from then on no child or context can be
// added; children are disposed first, then the object's cleanup callbacks run (OBJ-022, OBJ-023) -> the own reference
// is dropped, in the order of the cleanups -> last reference: destroy callbacks, memory back (OBJ-024). A child holds a
// reference on its parent, so a parent outlives its children. A parent owns its children.
//
// Locks: one leaf lock per object guards its children, contexts and state; never two at a time, never across a
// callback. IRQL <= DISPATCH_LEVEL unless said otherwise. Serves OBJ-*, SYN-025..036.
#pragma once

#include <atomic>
#include <new>
#include <utility>

#include "base/list.h"
#include "base/result.h"
#include "sched/lock.h"
#include "wdf/client.h"
#include "wdf/object/type.h"

namespace owdf::wdf {

class CallbackLock;
class Object;

// In front of every context space (OBJ-030, OBJ-042). 48 bytes, so that the space is aligned like pool memory.
struct Context {
  uint64_t cookie;
  Object* object;
  PCWDF_OBJECT_CONTEXT_TYPE_INFO type;  // the unique one; null: the header only carries the callbacks
  PFN_WDF_OBJECT_CONTEXT_CLEANUP cleanup;
  PFN_WDF_OBJECT_CONTEXT_DESTROY destroy;
  std::atomic<Context*> next;
  void* space() { return this + 1; }
};
static_assert(sizeof(Context) == 48);

// What the attributes of a creation call came to, validated (attributes.h makes it).
struct Blueprint {
  Object* parent = nullptr;
  PCWDF_OBJECT_CONTEXT_TYPE_INFO context_type = nullptr;
  size_t context_size = 0;
  PFN_WDF_OBJECT_CONTEXT_CLEANUP cleanup = nullptr;
  PFN_WDF_OBJECT_CONTEXT_DESTROY destroy = nullptr;
  WDF_EXECUTION_LEVEL level = WdfExecutionLevelInheritFromParent;
  WDF_SYNCHRONIZATION_SCOPE scope = WdfSynchronizationScopeInheritFromParent;

  bool carries_context() const { return context_type || cleanup || destroy; }
};

inline constexpr uint64_t kContextCookie = 0x4F57444663747874;

class Object {
 public:
  enum class State : uint8_t { kAlive, kDisposing, kDisposed, kDestroying };

  // A T (derived from Object, with `static constexpr Type kType`) whose constructor gets (Birth, args...) and cannot
  // fail. Linked to its parent last; fails with STATUS_DELETE_PENDING when that is being deleted,
  // STATUS_INSUFFICIENT_RESOURCES. `extra`: bytes that T wants behind itself (see extra()).
  template <typename T, typename... Args>
  static Result<T*> create(Client& client, const Blueprint& blueprint, Args&&... args);
  template <typename T, typename... Args>
  static Result<T*> create_with_extra(Client& client, const Blueprint& blueprint, size_t extra, Args&&... args);

  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  Client& client() const { return *client_; }
  nt::Machine& machine() const { return client_->machine(); }
  Type type() const { return type_; }
  uint64_t serial() const { return serial_; }
  Object* parent() const { return parent_; }  // valid as long as the object is
  WDFOBJECT handle() { return static_cast<WDFOBJECT>(this); }
  const char* name() const { return row_of(type_).name; }

  void reference() { sched::fetch_add(references_, 1, std::memory_order_relaxed); }
  void dereference() {
    if (sched::fetch_add(references_, uint32_t(-1), std::memory_order_acq_rel) == 1) last_reference_gone();
  }
  uint32_t references() const { return references_.load(std::memory_order_relaxed); }

  // Deletes the object and its children as described above. False: its deletion had begun before. May return before
  // it is done: at raised IRQL when PASSIVE_LEVEL is demanded, or when the object is busy on this very thread.
  bool dispose();
  // Deletes an object that its creation method has to take back: no callback of the driver runs (OBJ-129).
  void discard();
  // By the object's own machinery, once, after its begin_disposal() returned false.
  void resume_disposal();
  bool alive() const { return state_.load() == State::kAlive; }

  // What WdfObjectDelete asks (BHV-021).
  virtual bool deletable() const { return row_of(type_).deletable; }

  // Levels and scopes after inheritance: never InheritFromParent.
  WDF_EXECUTION_LEVEL level() const { return level_; }
  WDF_SYNCHRONIZATION_SCOPE scope() const { return scope_; }
  bool passive() const { return level_ == WdfExecutionLevelPassive; }
  // The lock that WdfObjectAcquireLock takes; devices and queues have one (BHV-025), others none.
  virtual CallbackLock* callback_lock() { return nullptr; }
  // The lock under which callbacks of this object, or of a serialised child of it, run; null: none. Objects without a
  // scope of their own ask their parent.
  virtual CallbackLock* serialization_lock() { return parent_ ? parent_->serialization_lock() : nullptr; }

  // The nearest object of that kind from here upwards, this one included; null if there is none.
  Object* nearest(Type type);

  Context* find_context(PCWDF_OBJECT_CONTEXT_TYPE_INFO type) const;
  // OBJ-033. STATUS_OBJECT_NAME_EXISTS (with `*space` set) is a success with a message, so it travels as a value.
  enum class AddContext : uint8_t { kAdded, kExists };
  Result<AddContext> add_context(const Blueprint& blueprint, void** space);

  // Children as they are now, for reports; the caller knows that nobody adds or deletes meanwhile.
  template <typename Visit>
  void visit_children(Visit visit) {
    for (Object& child : children_) visit(child);
  }

 protected:
  // Hands the constructor what only create() knows.
  struct Birth {
    Client& client;
    const TypeRow& row;
    const Blueprint& blueprint;
    size_t size;       // of the allocation
    Context* context;  // room for it; null: none is wanted
    void* extra;
  };
  explicit Object(const Birth& birth);
  virtual ~Object();

  void* extra() const { return extra_; }
  // For kinds whose need is known only per object (paged memory).
  void demand_passive_disposal() { passive_disposal_ = true; }

  // First step of the disposal: stop everything that could call the driver through this object, waiting for what runs.
  // At PASSIVE_LEVEL if the kind demands it. False: it cannot be now (it runs on this very thread); the object then
  // calls resume_disposal() itself, once. Runs before the children are disposed.
  virtual bool begin_disposal() { return true; }
  // After the cleanup callbacks, still before the own reference is dropped.
  virtual void end_disposal() {}

 private:
  friend class Client;
  friend struct HandleCheck;

  static constexpr uint32_t kCookie = 0x4F574446;  // 'OWDF'
  static constexpr uint32_t kDeadCookie = 0x64656164;

  // Where T, its extra and its context lie in the one allocation.
  struct Layout {
    size_t extra, context, total;
  };
  static Layout layout(size_t object, size_t extra, const Blueprint& blueprint) {
    Layout at;
    at.extra = round_up(object);
    at.context = at.extra + round_up(extra);
    at.total = at.context + (blueprint.carries_context() ? sizeof(Context) + blueprint.context_size : 0);
    return at;
  }
  static constexpr size_t round_up(size_t bytes) { return (bytes + 15) & ~size_t{15}; }
  Context* fill_context(void* memory, const Blueprint& blueprint);
  void append_context(Context* added) REQUIRES(lock_);

  Status join_parent() { return parent_ ? parent_->adopt(*this) : Status{}; }
  Status adopt(Object& child);
  void leave_parent() {
    if (parent_) parent_->disown(*this);
  }
  void disown(Object& child);
  bool must_wait_for_passive_level() const;
  void run_disposal();
  void walk_disposal(Object* node);
  void end_own_disposal();
  bool may_go_on();
  Object* next_to_dispose();
  void run_cleanups();
  void run_destroys();
  void free_contexts();
  void last_reference_gone();
  [[noreturn]] void dropped_undeleted();
  void continue_at_passive_level();
  void destroy();

  uint32_t cookie_ = kCookie;
  Type type_;
  std::atomic<State> state_{State::kAlive};
  bool passive_disposal_;
  std::atomic<uint32_t> references_{1};
  WDF_EXECUTION_LEVEL level_;
  WDF_SYNCHRONIZATION_SCOPE scope_;
  const uint32_t size_;  // of the allocation
  bool silent_ = false;  // discarded: no callbacks
  bool begun_ = false;   // begin_disposal() has been called
  std::atomic<bool> has_had_children_{false};
  Client* client_;
  Object* parent_;
  std::atomic<Context*> contexts_{nullptr};
  Context* born_with_ = nullptr;
  void* extra_;
  uint64_t serial_;
  Object* next_disposed_ = nullptr;
  sched::Lock lock_{sched::LockRank::kFramework, "wdf::Object"};
  ListLink sibling_;                          // guarded by the parent's lock
  List<Object, &Object::sibling_> children_;  // guarded by lock_
};

// A counted reference of our own code.
template <typename T>
class Ref {
 public:
  Ref() = default;
  explicit Ref(T* object) : object_(object) {
    if (object_) object_->reference();
  }
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref&& other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_) object_->dereference();
  }
  T* get() const { return object_; }
  T* operator->() const { return object_; }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  T* object_ = nullptr;
};

template <typename T, typename... Args>
Result<T*> Object::create(Client& client, const Blueprint& blueprint, Args&&... args) {
  return create_with_extra<T>(client, blueprint, 0, std::forward<Args>(args)...);
}

template <typename T, typename... Args>
Result<T*> Object::create_with_extra(Client& client, const Blueprint& blueprint, size_t extra, Args&&... args) {
  static_assert(alignof(T) <= 16);
  Layout at = layout(sizeof(T), extra, blueprint);
  char* memory = static_cast<char*>(client.allocate_object(at.total));
  if (!memory) return Status(STATUS_INSUFFICIENT_RESOURCES);
  Context* context = blueprint.carries_context() ? reinterpret_cast<Context*>(memory + at.context) : nullptr;
  const Birth birth{client, row_of(T::kType), blueprint, at.total, context, extra ? memory + at.extra : nullptr};
  T* object = new (memory) T(birth, std::forward<Args>(args)...);
  OWDF_ASSERT(static_cast<void*>(static_cast<Object*>(object)) ==
              memory);  // Object is the first base: a handle is its address
  const Status joined = object->join_parent();
  if (!joined.ok()) {
    object->discard();
    return joined;
  }
  return object;
}

}  // namespace owdf::wdf
