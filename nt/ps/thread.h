// Thread: what PETHREAD points at. An executive thread of a process, with the requests it has under way.
// Owner: its object references; the running thread holds one of its own until it has ended. Requirements:
// docs/law/cancellation.md.
#pragma once

#include <wdm.h>

#include <string>

#include "base/list.h"
#include "nt/ke/thread.h"
#include "nt/ob/object.h"
#include "sched/lock.h"
#include "sched/world.h"

namespace owdf::io {
struct IrpRecord;
}
namespace owdf::ps {
class Process;
}

// The scheduler's part comes first: PKTHREAD and PETHREAD are one address, and a wait on the thread waits for its end.
struct _ETHREAD {
  struct _KTHREAD tcb;

  owdf::ps::Process* process = nullptr;  // referenced
  HANDLE id = nullptr;
  std::string name;
  NTSTATUS exit_status = STATUS_PENDING;
  bool system = false;  // made by PsCreateSystemThread or by the executive itself
  bool ending = false;
  void* user_block = nullptr;  // client/'s words of a program's thread: last error, errno (on Windows the TEB)
  owdf::ListLink link;         // in its process

  // Requests of this thread that the I/O manager will finish (IrpKind::kThreaded), in order of issue, by
  // ThreadListEntry.
  owdf::sched::Lock requests_lock{owdf::sched::LockRank::kIo, "io.thread_requests"};
  LIST_ENTRY requests;
  KEVENT requests_done;  // set when the list becomes empty while the thread is ending

  // Blocks of IRPs for this thread's next requests; touched by this thread alone.
  owdf::io::IrpRecord* irp_cache = nullptr;
  unsigned irp_cache_count = 0;
};

namespace owdf::ps {

using Thread = _ETHREAD;

extern const ob::Type kThreadType;

// The executive thread that runs now. Null only outside of the world.
inline Thread* current_thread() {
  sched::Thread* thread = sched::current();
  return thread ? static_cast<Thread*>(thread->owner()) : nullptr;
}

}  // namespace owdf::ps
