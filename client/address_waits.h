// Threads of one program that wait for a word to change: what SRW locks, condition variables, critical sections and
// one-time initialisations are made of. Each waiter sleeps on an event of its own; waiters of one address wake in order
// of arrival. Owned by the program's state. PASSIVE_LEVEL; its lock is a leaf and is never held across a wait.
#pragma once

#include <windows.h>

#include <functional>
#include <vector>

#include "sched/lock.h"

namespace owdf::client {

class AddressWaits {
 public:
  // Sleeps if `still` (evaluated under the lock that wake() takes) holds. False: the time ran out first.
  bool wait(const void* address, const std::function<bool()>& still, DWORD milliseconds);
  void wake(const void* address, bool all);

 private:
  struct Waiter {
    const void* address;
    HANDLE event;
  };

  sched::Lock lock_{sched::LockRank::kLeaf, "client.waits"};
  std::vector<Waiter> waiters_ GUARDED_BY(lock_);  // searched by address, ordered by arrival
};

}  // namespace owdf::client
