// _KTHREAD: what PKTHREAD points at, the scheduler's part of an executive thread's object. ps/ puts it first in its
// _ETHREAD. It begins with a dispatcher header: waiting for a thread is waiting for its end.
#pragma once

#include <wdm.h>

#include <cstdint>
#include <deque>
#include <functional>

namespace owdf::ke {
struct TryFrame;
}

struct _KTHREAD {
  DISPATCHER_HEADER Header;
  LONG kernel_apc_disable = 0;   // critical regions entered and mutexes held, counted down
  LONG special_apc_disable = 0;  // guarded regions, counted down
  LONG priority = 8;
  LIST_ENTRY mutants;                        // owned KMUTANTs, by MutantListEntry; the dispatcher lock guards it
  void* waiter = nullptr;                    // ke::Waiter while it waits; the dispatcher lock guards it
  owdf::ke::TryFrame* try_frames = nullptr;  // the __try blocks it is in, innermost first (nt/ke/exception.h)
  bool alerted[2] = {};                      // by mode
  std::deque<std::function<void()>> user_apcs;
  // A fault in code of a console program that this thread runs ends the program's process: set by client/. It gets the
  // exception code and the faulting address, and does not return. Not set: a fault is a bug check.
  std::function<void(uint32_t code, void* address)> user_fault;
};
