#include "client/address_waits.h"

#include "client/kernel32/win32.h"

namespace owdf::client {

bool AddressWaits::wait(const void* address, const std::function<bool()>& still, DWORD milliseconds) {
  ThreadState& thread = *current_thread_state();
  if (!thread.wait_event &&
      !NT_SUCCESS(NtCreateEvent(&thread.wait_event, EVENT_ALL_ACCESS, nullptr, SynchronizationEvent, FALSE)))
    return false;
  {
    sched::LockGuard guard(lock_);
    if (!still()) return true;
    waiters_.push_back({address, thread.wait_event});
  }
  Timeout timeout(milliseconds);
  if (NtWaitForSingleObject(thread.wait_event, FALSE, timeout.get()) != STATUS_TIMEOUT) return true;
  {
    sched::LockGuard guard(lock_);
    const auto self = std::find_if(waiters_.begin(), waiters_.end(),
                                   [&](const Waiter& waiter) { return waiter.event == thread.wait_event; });
    if (self != waiters_.end()) {
      waiters_.erase(self);
      return false;
    }
  }
  // Somebody took us out of the list while the time ran out: he wakes us, and that wake must not stay in the event.
  NtWaitForSingleObject(thread.wait_event, FALSE, nullptr);
  return true;
}

void AddressWaits::wake(const void* address, bool all) {
  std::vector<HANDLE> woken;
  {
    sched::LockGuard guard(lock_);
    for (auto waiter = waiters_.begin(); waiter != waiters_.end() && (all || woken.empty());) {
      const bool ours = waiter->address == address;
      if (ours) woken.push_back(waiter->event);
      waiter = ours ? waiters_.erase(waiter) : std::next(waiter);
    }
  }
  for (const HANDLE event : woken) NtSetEvent(event, nullptr);
}

}  // namespace owdf::client
