// Dpc: WDFDPC. Its callback runs at DISPATCH_LEVEL. Deleting it takes it out of the queue and waits for its callback.
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

class Dpc final : public Object {
 public:
  static constexpr Type kType = Type::kDpc;
  Dpc(const Birth& birth, const WDF_DPC_CONFIG& config, CallbackLock* lock);

  bool enqueue();          // false: it is queued already; any IRQL
  bool cancel(bool wait);  // true: it was queued; PASSIVE_LEVEL if it waits
  PKDPC kdpc() { return &dpc_; }

 protected:
  bool begin_disposal() override;

 private:
  static void NTAPI run(PKDPC dpc, PVOID context, PVOID, PVOID);

  const PFN_WDF_DPC callback_;
  CallbackLock* const lock_;  // null: not serialised
  std::atomic<bool> closed_{false};
  KDPC dpc_;
};

}  // namespace owdf::wdf
