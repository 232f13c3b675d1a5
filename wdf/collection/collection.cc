#include "wdf/collection/collection.h"

#include <algorithm>
#include <cstring>

namespace owdf::wdf {

Collection::~Collection() {
  if (items_) client().free(items_);
}

void Collection::end_disposal() {
  while (remove_at(0)) {
  }
}

ULONG Collection::count() const {
  sched::LockGuard guard(lock_);
  return count_;
}

Object* Collection::at(ULONG index) const {
  sched::LockGuard guard(lock_);
  return index < count_ ? items_[index] : nullptr;
}

Object* Collection::last() const {
  sched::LockGuard guard(lock_);
  return count_ ? items_[count_ - 1] : nullptr;
}

// The pool is asked without the lock; if another thread was quicker, its array is as good.
Status Collection::grow(ULONG wanted) {
  const ULONG capacity = std::max<ULONG>(8, wanted * 2);
  auto** larger = static_cast<Object**>(client().allocate(capacity * sizeof(Object*)));
  if (!larger) return Status(STATUS_INSUFFICIENT_RESOURCES);
  Object** spare = larger;
  {
    sched::LockGuard guard(lock_);
    if (capacity > capacity_) {
      if (count_) std::memcpy(larger, items_, count_ * sizeof(Object*));
      spare = std::exchange(items_, larger);
      capacity_ = capacity;
    }
  }
  if (spare) client().free(spare);
  return Status{};
}

Status Collection::add(Object& object) {
  for (;;) {
    ULONG wanted;
    {
      sched::LockGuard guard(lock_);
      if (count_ < capacity_) {
        object.reference();
        items_[count_++] = &object;
        return Status{};
      }
      wanted = count_ + 1;
    }
    TRY(grow(wanted));
  }
}

Object* Collection::take_locked(ULONG index) {
  Object* taken = items_[index];
  std::copy(items_ + index + 1, items_ + count_, items_ + index);
  count_--;
  return taken;
}

bool Collection::remove(const Object& object) {
  Object* taken = nullptr;
  {
    sched::LockGuard guard(lock_);
    Object** found = std::find(items_, items_ + count_, &object);
    if (found != items_ + count_) taken = take_locked(static_cast<ULONG>(found - items_));
  }
  if (taken) taken->dereference();
  return taken != nullptr;
}

bool Collection::remove_at(ULONG index) {
  Object* taken = nullptr;
  {
    sched::LockGuard guard(lock_);
    if (index < count_) taken = take_locked(index);
  }
  if (taken) taken->dereference();
  return taken != nullptr;
}

}  // namespace owdf::wdf
