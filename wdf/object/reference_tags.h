// ReferenceTags: the references to objects of one client that were taken with a tag, so that one given back under
// another tag is found, and one never given back can be named. Drivers that use no tags pay nothing. Member of Client.
// IRQL <= DISPATCH_LEVEL. Serves OBJ-*.
#pragma once

#include <ntddk.h>

#include <cstdint>
#include <string>
#include <vector>

#include "sched/lock.h"

namespace owdf::wdf {

struct TaggedReference {
  uint64_t object;  // serial number
  const void* tag;
  LONG line;
  PCCH file;  // the driver's text; null: it gave none
};

class ReferenceTags {
 public:
  void add(const TaggedReference& reference);
  // Forgets the latest reference to that object with that tag. False: there is none.
  bool remove(uint64_t object, const void* tag);
  // Who took the references that are left, for the end of a sentence; empty if there are none.
  std::string describe() const;

 private:
  mutable sched::Lock lock_{sched::LockRank::kFramework, "wdf::ReferenceTags"};
  std::vector<TaggedReference> references_ GUARDED_BY(lock_);
};

// A tag as a debugger would show it, the number and its characters: "0x64636261 'abcd'".
std::string text_of_tag(const void* tag);

}  // namespace owdf::wdf
