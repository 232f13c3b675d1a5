// The one way from the framework into a driver. Every event callback leaves through call_driver(): it takes the
// callback lock where the synchronization scope asks for one, puts the driver on the thread's driver stack, records
// enter and leave, and checks that the callback returns at the IRQL it was entered at. No internal lock may be held.
//
// The execution level is the caller's part, because a request can wait for a work item and a function call cannot: ask
// must_defer() first. The callback may delete its object: whoever needs it afterwards holds a reference.
#pragma once

#include <type_traits>

#include "wdf/callback.h"
#include "wdf/object/object.h"
#include "wdf/sync/callback_lock.h"

#ifdef OWDF_PROVE
#include "prove/callback.h"
#endif

namespace owdf::wdf {

// True: callbacks of this level may not run at the present IRQL; a system worker has to make the call (SYN-037).
inline bool must_defer(WDF_EXECUTION_LEVEL level) {
  return level == WdfExecutionLevelPassive && sched::current()->irql() > sched::kPassiveLevel;
}

// The calls into drivers that a thread is in, innermost first. For blame and for reports.
struct DriverFrame {
  Client* client;
  Callback callback;
  uint64_t object;  // serial number
  DriverFrame* outer;
  static DriverFrame* current();
};

class Door {
 public:
  // `lock` null: not serialised. A lock that this thread holds already is not taken again: a callback that completes
  // the next one's request is in its scope.
  Door(Object& object, Callback callback, CallbackLock* lock);
  ~Door();
  Door(const Door&) = delete;
  void set_result(uint64_t result) { result_ = result; }

 private:
  [[noreturn]] void returned_at(sched::Irql irql);

  DriverFrame frame_;
  CallbackLock* lock_ = nullptr;
  sched::Irql irql_;
  uint64_t result_ = 0;
};

template <typename R, typename... P>
R pass_door(Object& object, Callback callback, CallbackLock* lock, R(NTAPI* routine)(P...),
            std::type_identity_t<P>... arguments) {
  Door door(object, callback, lock);
  if constexpr (std::is_void_v<R>) {
    routine(arguments...);
  } else {
    R result = routine(arguments...);
    if constexpr (std::is_integral_v<R>) door.set_result(static_cast<uint64_t>(result));
    return result;
  }
}

// call_driver(device, Callback::EvtDeviceD0Entry, nullptr, callbacks_.EvtDeviceD0Entry, handle, state)
template <typename R, typename... P>
R call_driver(Object& object, Callback callback, CallbackLock* lock, R(NTAPI* routine)(P...),
              std::type_identity_t<P>... arguments) {
  OWDF_ASSERT(routine);
#ifdef OWDF_PROVE
  return prove::call_back(name_of(callback),
                          [=, &object] { return pass_door(object, callback, lock, routine, arguments...); });
#else
  return pass_door(object, callback, lock, routine, arguments...);
#endif
}

}  // namespace owdf::wdf
