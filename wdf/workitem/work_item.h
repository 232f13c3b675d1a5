// WorkItem: WDFWORKITEM. Its callback runs at PASSIVE_LEVEL on a system worker. Serves WRK-*.
#pragma once

#include "wdf/workitem/worker_call.h"

namespace owdf::wdf {

class WorkItem final : public Object {
 public:
  static constexpr Type kType = Type::kWorkItem;
  WorkItem(const Birth& birth, const WDF_WORKITEM_CONFIG& config, CallbackLock* lock)
      : Object(birth), callback_(config.EvtWorkItemFunc), lock_(lock), call_(*this, &WorkItem::deliver) {}

  void enqueue() { call_.enqueue(); }  // once, however often it is asked for before it runs (WRK-016)
  void flush() { call_.wait_until_idle(); }

 protected:
  bool begin_disposal() override { return call_.close(); }

 private:
  static void deliver(Object& self);

  const PFN_WDF_WORKITEM callback_;
  CallbackLock* const lock_;  // null: not serialised
  WorkerCall call_;
};

}  // namespace owdf::wdf
