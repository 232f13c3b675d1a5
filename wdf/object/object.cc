#include "wdf/object/object.h"

#include <fmt/format.h>

#include "wdf/door.h"
#include "wdf/object/attributes.h"
#include "wdf/violation.h"

namespace owdf::wdf {
namespace {

WDF_EXECUTION_LEVEL inherited_level(const Client& client, const Blueprint& blueprint) {
  if (blueprint.level != WdfExecutionLevelInheritFromParent) return blueprint.level;
  if (blueprint.parent) return blueprint.parent->level();
  return client.kernel_mode() ? WdfExecutionLevelDispatch : WdfExecutionLevelPassive;  // BHV-024
}

WDF_SYNCHRONIZATION_SCOPE inherited_scope(const Blueprint& blueprint) {
  if (blueprint.scope != WdfSynchronizationScopeInheritFromParent) return blueprint.scope;
  return blueprint.parent ? blueprint.parent->scope() : WdfSynchronizationScopeNone;  // SYN-016
}

}  // namespace

Object::Object(const Birth& birth)
    : type_(birth.row.type),
      level_(inherited_level(birth.client, birth.blueprint)),
      scope_(inherited_scope(birth.blueprint)),
      size_(static_cast<uint32_t>(birth.size)),
      client_(&birth.client),
      parent_(birth.blueprint.parent),
      extra_(birth.extra),
      serial_(birth.client.machine().world().next_serial()) {
  passive_disposal_ = birth.row.passive || (birth.row.level && passive());
  if (parent_) parent_->reference();
  if (birth.context) {
    born_with_ = fill_context(birth.context, birth.blueprint);
    contexts_.store(born_with_, std::memory_order_relaxed);
  }
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

// The mark comes before the look at the state, as the state changes before next_to_dispose() looks at the mark: in
// every order one of the two sees the other.
Status Object::adopt(Object& child) {
  sched::LockGuard guard(lock_);
  if (!has_had_children_.load(std::memory_order_relaxed)) has_had_children_.exchange(true);
  if (!alive()) return Status(STATUS_DELETE_PENDING);
  children_.push_back(&child);
  return Status{};
}

void Object::disown(Object& child) {
  sched::LockGuard guard(lock_);
  if (child.sibling_.linked()) children_.remove(&child);
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
  if (!has_had_children_.load()) return nullptr;
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

// Most objects have nothing below them when they go; the others are walked.
void Object::run_disposal() {
  if (!may_go_on()) return;
  if (Object* child = next_to_dispose()) return walk_disposal(child);
  end_own_disposal();
  dereference();
}

void Object::end_own_disposal() {
  run_cleanups();
  end_disposal();
  state_.store(State::kDisposed, std::memory_order_release);
}

// Walks the tree below, from its child `node` on, without recursion, for a driver decides how deep it is. Each object
// comes to its cleanup after all its children; the own references go only when every cleanup below and of this object
// has run, in the same order. What must wait (raised IRQL) or is busy leaves the walk and finishes by itself.
void Object::walk_disposal(Object* node) {
  Object* first = nullptr;
  Object** end = &first;
  for (;;) {
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
    node->end_own_disposal();
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

// OBJ-021: a dereference too many. Nothing of the object is touched again.
[[noreturn, gnu::cold, gnu::noinline]] void Object::dropped_undeleted() {
  violate(*client_, Violation::kObjectError, reinterpret_cast<uint64_t>(handle()), reinterpret_cast<uint64_t>(this),
          fmt::format("the last reference of a {} (object {}) was dropped although it has not been deleted", name(),
                      serial_));
}

void Object::last_reference_gone() {
  if (!sched::replace(state_, State::kDisposed, State::kDestroying)) dropped_undeleted();
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

void Object::run_destroys() {
  if (silent_) return;
  for (Context* at = contexts_.load(std::memory_order_acquire); at; at = at->next.load(std::memory_order_acquire)) {
    if (at->destroy) call_driver(*this, Callback::EvtDestroyCallback, nullptr, at->destroy, handle());
  }
}

// Contexts added later have memory of their own; the first lies in the object's if it was born with it.
void Object::free_contexts() {
  for (Context* context = contexts_.load(std::memory_order_acquire); context;) {
    Context* next = context->next.load(std::memory_order_acquire);
    context->cookie = 0;
    if (context != born_with_) client_->free(context);
    context = next;
  }
}

void Object::destroy() {
  const bool has_contexts = contexts_.load(std::memory_order_acquire);
  if (has_contexts) run_destroys();
  machine().world().record(trace::Kind::kObjectDeleted, serial_, static_cast<uint64_t>(type_));
  if (has_contexts) free_contexts();
  Client& client = *client_;
  Object* const parent = parent_;
  const size_t size = size_;
  this->~Object();
  client.free_object(this, size);
  if (parent) parent->dereference();
}

}  // namespace owdf::wdf
