// The kernel's own words for LIST_ENTRY, whose published ones the header defines for drivers, with their checks.
#pragma once

#include <wdm.h>

namespace owdf::ke {

inline void clear_list(LIST_ENTRY& head) {
  head.Flink = head.Blink = &head;
}
inline bool list_empty(const LIST_ENTRY& head) {
  return head.Flink == &head;
}
inline void unlink(LIST_ENTRY& entry) {
  entry.Blink->Flink = entry.Flink;
  entry.Flink->Blink = entry.Blink;
}
inline void link_before(LIST_ENTRY& position, LIST_ENTRY& entry) {
  entry.Flink = &position;
  entry.Blink = position.Blink;
  position.Blink->Flink = &entry;
  position.Blink = &entry;
}

}  // namespace owdf::ke
