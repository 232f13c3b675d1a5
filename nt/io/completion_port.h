// CompletionPort: a queue of finished requests that threads wait on (CreateIoCompletionPort). No limit on concurrency.
// Owner: handles, and the file objects bound to it. Lock: its own, rank kIo. post() at any IRQL up to DISPATCH_LEVEL.
#pragma once

#include <wdm.h>

#include <deque>

#include "nt/ob/object.h"
#include "sched/lock.h"

namespace owdf::io {

extern const ob::Type kCompletionPortType;

class CompletionPort {
 public:
  struct Packet {
    void* key;
    void* context;
    IO_STATUS_BLOCK status;
  };

  CompletionPort();
  void post(const Packet& packet);
  // STATUS_TIMEOUT when none came; STATUS_PROCESS_IS_TERMINATING when the caller is to end.
  NTSTATUS take(Packet* packet, PLARGE_INTEGER timeout);
  size_t depth() const;
  void* dispatcher() { return &available_; }

 private:
  mutable sched::Lock lock_{sched::LockRank::kIo, "io.completion_port"};
  std::deque<Packet> packets_ GUARDED_BY(lock_);
  KSEMAPHORE available_;
};

}  // namespace owdf::io
