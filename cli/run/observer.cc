#include "cli/run/observer.h"

#include "wdf/callback.h"

namespace owdf::cli {

void Observer::begin_phase(const std::string& name) {
  std::lock_guard guard(lock_);
  phases_.push_back({name, {}});
}

void Observer::on_event(const trace::Event& event) {
  std::lock_guard guard(lock_);
  switch (event.kind) {
    case trace::Kind::kIrpDispatched:
      dispatched_++;
      return;
    case trace::Kind::kIrpCompleted:
      completed_++;
      return;
    case trace::Kind::kIrpCancelled:
      cancelled_++;
      return;
    case trace::Kind::kCallbackEnter:
      break;
    default:
      return;
  }
  if (phases_.empty()) phases_.push_back({"boot", {}});
  std::vector<CallbackCount>& callbacks = phases_.back().callbacks;
  const char* name = wdf::name_of(static_cast<wdf::Callback>(event.b));
  for (CallbackCount& callback : callbacks) {
    if (callback.name == name) {
      callback.count++;
      return;
    }
  }
  callbacks.push_back({name, 1});
}

}  // namespace owdf::cli
