// A wait: one block for each object, linked into that object's wait list; all of it on the waiting thread's stack.
#pragma once

#include <wdm.h>

#include "nt/ke/kernel.h"

namespace owdf::ke {

struct WaitBlock {
  LIST_ENTRY link;  // in the object's WaitListHead; first, so that one is the other
  Waiter* waiter;
  DISPATCHER_HEADER* object;
  uint32_t index;
};

struct Waiter {
  sched::Thread* thread;
  _KTHREAD* kthread;
  WaitFor what = WaitFor::kAny;
  bool alertable = false;
  int mode = KernelMode;
  bool done = false;
  int32_t status = 0;
  uint32_t count = 0;
  WaitBlock blocks[MAXIMUM_WAIT_OBJECTS];
};

// The published numbers of dispatcher object types.
enum ObjectType : UCHAR {
  kNotificationEvent = 0,
  kSynchronizationEvent = 1,
  kMutant = 2,
  kSemaphore = 5,
  kThread = 6,
  kNotificationTimer = 8,
  kSynchronizationTimer = 9,
  kDpc = 19,
  kThreadedDpc = 26,
};

void initialize_header(DISPATCHER_HEADER& header, ObjectType type, size_t bytes, int32_t state);
// May `thread` have the object now?
bool is_signaled(const DISPATCHER_HEADER& object, const _KTHREAD* thread);
// Takes what a satisfied wait takes. True: the object is a mutant whose owner died with it.
bool consume(DISPATCHER_HEADER& object, _KTHREAD* thread);

}  // namespace owdf::ke
