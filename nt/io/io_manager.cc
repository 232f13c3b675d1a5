#include "nt/io/io_manager.h"

#include "nt/io/file.h"
#include "nt/io/irp.h"
#include "nt/ob/object_manager.h"

namespace owdf::io {

IoManager::IoManager(nt::Machine& machine)
    : machine_(machine), deterministic_(machine.world().deterministic()), tracing_(deterministic_) {}

IoManager::~IoManager() = default;

void trace_dispatch(PDEVICE_OBJECT device, PIRP irp, const IO_STACK_LOCATION& location) {
  nt::Machine& machine = *nt::current_machine();
  if (!machine.io().tracing()) return;
  machine.world().record(trace::Kind::kIrpDispatched, serial_of(irp),
                         uint64_t{location.MajorFunction} << 8 | location.MinorFunction, record_of(device).serial);
}

void trace_completion(nt::Machine& machine, PIRP irp) {
  if (!machine.io().tracing()) return;
  machine.world().record(trace::Kind::kIrpCompleted, serial_of(irp), static_cast<uint32_t>(irp->IoStatus.Status),
                         irp->IoStatus.Information);
}

void trace_cancel(nt::Machine& machine, PIRP irp) {
  if (machine.io().tracing()) machine.world().record(trace::Kind::kIrpCancelled, serial_of(irp));
}

}  // namespace owdf::io
