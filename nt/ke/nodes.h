// What stands beside a driver's KDPC while it is queued and beside its KTIMER while it is set.
#pragma once

#include <wdm.h>

#include "nt/ke/kernel.h"

namespace owdf::ke {

struct DpcNode : sched::DpcLink {
  Kernel* kernel = nullptr;
  KDPC* dpc = nullptr;
};

struct TimerNode : sched::TimerLink {
  Kernel* kernel = nullptr;
  KTIMER* timer = nullptr;  // null: cancelled while its expiry was on its way
};

// Where the published structures keep the address of the node.
inline DpcNode* node_of(const KDPC& dpc) {
  return static_cast<DpcNode*>(dpc.DpcData);
}
inline TimerNode* node_of(const KTIMER& timer) {
  return reinterpret_cast<TimerNode*>(timer.TimerListEntry.Flink);
}
inline void set_node(KTIMER& timer, TimerNode* node) {
  timer.TimerListEntry.Flink = reinterpret_cast<LIST_ENTRY*>(node);
}

}  // namespace owdf::ke
