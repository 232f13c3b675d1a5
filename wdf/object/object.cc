#include "wdf/object/object.h"

#include <fmt/format.h>

#include "wdf/door.h"
#include "wdf/object/attributes.h"
#include "wdf/violation.h"

namespace owdf::wdf {
namespace {

constexpr size_t round_up(size_t bytes) {
  return (bytes + 15) & ~size_t{15};
}

WDF_EXECUTION_LEVEL inherited_level(const Client& client, const Blueprint& blueprint) {
  if (blueprint.level != WdfExecutionLevelInheritFromParent) return blueprint.level;
  if (blueprint.parent) return blueprint.parent->level();
  return client.kernel_mode() ? WdfExecutionLevelDispatch : WdfExecutionLevelPassive;  // BHV-024
}

WDF_SYNCHRONIZATION_SCOPE inherited_scope(const Blueprint& blueprint) {
  if (blueprint.scope != WdfSynchronizationScopeInheritFromParent) return blueprint.scope;
  return blueprint.parent ? blueprint.parent->scope() : WdfSynchronizationScopeNone;  // SYN-016
}

bool carries_context(const Blueprint& blueprint) {
  return blueprint.context_type || blueprint.cleanup || blueprint.destroy;
}

}  // namespace

Object::Layout Object::layout(size_t object, size_t extra, const Blueprint& blueprint) {
  Layout at;
  at.extra = round_up(object);
  at.context = at.extra + round_up(extra);
  at.total = at.context + (carries_context(blueprint) ? sizeof(Context) + blueprint.context_size : 0);
  return at;
}

Object::Object(const Birth& birth)
    : type_(birth.type),
      level_(inherited_level(birth.client, birth.blueprint)),
      scope_(inherited_scope(birth.blueprint)),
      size_(static_cast<uint32_t>(birth.size)),
      client_(&birth.client),
      parent_(birth.blueprint.parent),
      extra_(birth.extra),
      serial_(birth.client.machine().world().next_serial()) {
  const TypeRow& row = row_of(type_);
  passive_disposal_ = row.passive || (row.level && passive());
  if (parent_) parent_->reference();
  if (carries_context(birth.blueprint)) {
    born_with_ = fill_context(birth.context, birth.blueprint);
    contexts_.store(born_with_, std::memory_order_relaxed);
  }
  client_->object_created();
  machine().world().record(trace::Kind::kObjectCreated, serial_, static_cast<uint64_t>(type_),
                           parent_ ? parent_->serial() : 0);
}

Object::~Object() {
  // The compiler may drop stores to an object whose life ends here; handle checks of later calls rely on this one.
  const_cast<volatile uint32_t&>(cookie_) = kDeadCookie;
}

Context* Object::fill_context(void* memory, const Blueprint& blueprint) {
  return new (memory) Context{kContextCookie, this, blueprint.context_type, blueprint.cleanup, blueprint.destroy, {}};
}

Status Object::join_parent() {
  if (!parent_) return Status{};
  sched::LockGuard guard(parent_->lock_);
  if (!parent_->alive()) return Status(STATUS_DELETE_PENDING);
  parent_->children_.push_back(this);
  return Status{};
}

void Object::leave_parent() {
  if (!parent_) return;
  sched::LockGuard guard(parent_->lock_);
  if (sibling_.linked()) parent_->children_.remove(this);
}

Object* Object::nearest(Type type) {
  for (Object* object = this; object; object = object->parent_) {
    if (object->type_ == type) return object;
  }
  return nullptr;
}

// Contexts are only ever appended while the object lives, so a reader needs no lock.
Context* Object::find_context(PCWDF_OBJECT_CONTEXT_TYPE_INFO type) const {
  for (Context* at = contexts_.load(std::memory_order_acquire); at; at = at->next.load(std::memory_order_acquire)) {
    if (at->type == type) return at;
  }
  return nullptr;
}

Result<Object::AddContext> Object::add_context(const Blueprint& blueprint, void** space) {
  void* memory = client_->allocate(sizeof(Context) + blueprint.context_size);
  if (!memory) return Status(STATUS_INSUFFICIENT_RESOURCES);
  Context* added = fill_context(memory, blueprint);
  Context* existing = nullptr;
  bool deleting = false;
  {
    sched::LockGuard guard(lock_);
    deleting = !alive();
    existing = find_context(blueprint.context_type);
    if (!deleting && !existing) append_context(added);
  }
  if (!deleting && !existing) {
    *space = added->space();
    return AddContext::kAdded;
  }
  client_->free(memory);
  if (deleting) return Status(STATUS_DELETE_PENDING);
  *space = existing->space();
  return AddContext::kExists;
}

void Object::append_context(Context* added) {
  std::atomic<Context*>* end = &contexts_;
  while (Context* at = end->load(std::memory_order_relaxed)) end = &at->next;
  end->store(added, std::memory_order_release);
}

// --- disposal ---

bool Object::dispose() {
  if (!sched::replace(state_, State::kAlive, State::kDisposing)) return false;
  leave_parent();
  run_disposal();
  return true;
}

void Object::discard() {
  silent_ = true;
  const bool first = dispose();
  OWDF_ASSERT(first);
}

void Object::resume_disposal() {
  OWDF_ASSERT(state_.load() == State::kDisposing && begun_);
  run_disposal();
}

bool Object::must_wait_for_passive_level() const {
  return passive_disposal_ && sched::current() && sched::current()->irql() > sched::kPassiveLevel;
}

// The first child whose disposal nobody has begun; unlinked, and this walk's from now on. A child that another thread
// is deleting at this moment stays that thread's.
Object* Object::next_to_dispose() {
  for (;;) {
    Object* child;
    {
      sched::LockGuard guard(lock_);
      child = children_.pop_front();
      if (!child) return nullptr;
      if (sched::replace(child->state_, State::kAlive, State::kDisposing)) return child;
    }
  }
}

// Walks the tree below without recursion, for a driver decides how deep it is. Each object comes to its cleanup after
// all its children; the own references go only when every cleanup below and of this object has run, in the same order.
// What must wait (raised IRQL) or is busy leaves the walk and finishes by itself.
void Object::run_disposal() {
  Object* first = nullptr;
  Object** end = &first;
  for (Object* node = this;;) {
    Object* const up = node->parent_;
    if (!node->may_go_on()) {
      if (node == this) return;
      node = up;
      continue;
    }
    if (Object* child = node->next_to_dispose()) {
      node = child;
      continue;
    }
    node->run_cleanups();
    node->end_disposal();
    node->state_.store(State::kDisposed, std::memory_order_release);
    *end = node;
    end = &node->next_disposed_;
    if (node == this) break;
    node = up;
  }
  while (Object* gone = first) {
    first = std::exchange(gone->next_disposed_, nullptr);
    gone->dereference();
  }
}

// After a false answer the object may be gone: somebody else is disposing of it.
bool Object::may_go_on() {
  if (must_wait_for_passive_level()) {
    client_->dispose_later(*this);
    return false;
  }
  if (begun_) return true;
  begun_ = true;
  return begin_disposal();
}

void Object::run_cleanups() {
  if (silent_) return;
  for (Context* at = contexts_.load(std::memory_order_acquire); at; at = at->next.load(std::memory_order_acquire)) {
    if (at->cleanup) call_driver(*this, Callback::EvtCleanupCallback, nullptr, at->cleanup, handle());
  }
}

void Object::last_reference_gone() {
  if (!sched::replace(state_, State::kDisposed, State::kDestroying)) {
    // OBJ-021: a dereference too many. Nothing of the object is touched again.
    violate(*client_, Violation::kObjectError, reinterpret_cast<uint64_t>(handle()), reinterpret_cast<uint64_t>(this),
            fmt::format("the last reference of a {} (object {}) was dropped although it has not been deleted", name(),
                        serial_));
  }
  if (must_wait_for_passive_level()) {
    client_->dispose_later(*this);
    return;
  }
  destroy();
}

void Object::continue_at_passive_level() {
  if (state_.load(std::memory_order_acquire) == State::kDestroying) {
    destroy();
  } else {
    run_disposal();
  }
}

void Object::destroy() {
  if (!silent_) {
    for (Context* at = contexts_.load(); at; at = at->next.load()) {
      if (at->destroy) call_driver(*this, Callback::EvtDestroyCallback, nullptr, at->destroy, handle());
    }
  }
  machine().world().record(trace::Kind::kObjectDeleted, serial_, static_cast<uint64_t>(type_));
  // Contexts added later have memory of their own; the first lies in the object's if it was born with it.
  for (Context* context = contexts_.load(); context;) {
    Context* next = context->next.load();
    context->cookie = 0;
    if (context != born_with_) client_->free(context);
    context = next;
  }
  Client& client = *client_;
  Object* const parent = parent_;
  const size_t size = size_;
  this->~Object();
  client.free_object(this, size);
  client.object_destroyed();
  if (parent) parent->dereference();
}

}  // namespace owdf::wdf
