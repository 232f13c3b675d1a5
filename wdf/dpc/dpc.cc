#include "wdf/dpc/dpc.h"

#include "wdf/door.h"
#include "wdf/handle.h"

namespace owdf::wdf {

Dpc::Dpc(const Birth& birth, const WDF_DPC_CONFIG& config, CallbackLock* lock)
    : Object(birth), callback_(config.EvtDpcFunc), lock_(lock) {
  KeInitializeDpc(&dpc_, &Dpc::run, this);
}

bool Dpc::enqueue() {
  if (closed_.load(std::memory_order_acquire)) return false;
  return KeInsertQueueDpc(&dpc_, nullptr, nullptr);
}

bool Dpc::cancel(bool wait) {
  const bool was_queued = KeRemoveQueueDpc(&dpc_);
  if (wait) KeFlushQueuedDpcs();
  return was_queued;
}

// The second removal meets an enqueue that had passed the check before the close.
bool Dpc::begin_disposal() {
  closed_.store(true, std::memory_order_release);
  cancel(true);
  cancel(true);
  return true;
}

void NTAPI Dpc::run(PKDPC, PVOID context, PVOID, PVOID) {
  Dpc& dpc = *static_cast<Dpc*>(context);
  call_driver(dpc, Callback::EvtDpcFunc, dpc.lock_, dpc.callback_, handle_of<WDFDPC>(&dpc));
}

}  // namespace owdf::wdf
