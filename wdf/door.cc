#include "wdf/door.h"

#include <fmt/format.h>

#include "wdf/violation.h"

namespace owdf::wdf {

DriverFrame* DriverFrame::current() {
  return static_cast<DriverFrame*>(sched::current()->driver_frame());
}

Door::Door(Object& object, Callback callback, CallbackLock* lock)
    : frame_{&object.client(), callback, object.serial(), DriverFrame::current()} {
  if (lock && !lock->held_by_current()) {
    lock->acquire(&object);
    lock_ = lock;
  }
  sched::Thread* thread = sched::current();
  thread->set_driver_frame(&frame_);
  irql_ = thread->irql();
  object.machine().world().record(trace::Kind::kCallbackEnter, frame_.object, static_cast<uint64_t>(callback),
                                  static_cast<uint64_t>(object.type()));
}

[[noreturn, gnu::cold, gnu::noinline]] void Door::returned_at(sched::Irql irql) {
  violate(*frame_.client, Violation::kIrqlMismatch, irql_, irql,
          fmt::format("{} was entered at IRQL {} and returned at IRQL {}", name_of(frame_.callback), irql_, irql));
}

Door::~Door() {
  sched::Thread* thread = sched::current();
  Client& client = *frame_.client;
  if (thread->irql() != irql_) returned_at(thread->irql());
  client.machine().world().record(trace::Kind::kCallbackLeave, frame_.object, static_cast<uint64_t>(frame_.callback),
                                  result_);
  thread->set_driver_frame(frame_.outer);
  if (lock_) lock_->release();
}

}  // namespace owdf::wdf
