// Collection: WDFCOLLECTION, an ordered list of referenced objects. Drivers guard it with locks of their own (COL-010);
// the lock here only keeps the list itself whole. IRQL <= DISPATCH_LEVEL. Serves COL-*.
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

class Collection final : public Object {
 public:
  static constexpr Type kType = Type::kCollection;
  explicit Collection(const Birth& birth) : Object(birth) {}
  ~Collection() override;

  ULONG count() const;
  Object* at(ULONG index) const;  // null out of range; no reference is taken
  Object* last() const;
  Status add(Object& object);         // takes a reference
  bool remove(const Object& object);  // the first of that object; drops the reference
  bool remove_at(ULONG index);

 protected:
  void end_disposal() override;  // COL-013: the members are let go, not deleted

 private:
  Status grow(ULONG wanted);
  Object* take_locked(ULONG index) REQUIRES(lock_);

  mutable sched::Lock lock_{sched::LockRank::kFramework, "wdf::Collection"};
  Object** items_ GUARDED_BY(lock_) = nullptr;  // pool
  ULONG count_ GUARDED_BY(lock_) = 0;
  ULONG capacity_ GUARDED_BY(lock_) = 0;
};

}  // namespace owdf::wdf
