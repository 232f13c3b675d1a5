// Power requests. The driver that owns a device's power policy asks for IRP_MJ_POWER requests with PoRequestPowerIrp;
// they travel down the stack like any other. There is no queue of power requests here: PoStartNextPowerIrp has nothing
// to start.
#include <wdm.h>

#include "nt/io/device.h"
#include "nt/io/file.h"
#include "nt/io/io_manager.h"
#include "nt/io/irp.h"
#include "nt/machine.h"
#include "nt/ps/process_manager.h"

namespace owdf::pnp {

namespace {

// One requested power IRP under way. It holds the device that the requester named.
struct PowerRequest {
  PDEVICE_OBJECT device;
  PDEVICE_OBJECT top;
  UCHAR minor;
  POWER_STATE state;
  PREQUEST_POWER_COMPLETE completion;
  void* context;
};

void finished(PIRP irp, void* context) {
  auto request = std::unique_ptr<PowerRequest>(static_cast<PowerRequest*>(context));
  IO_STATUS_BLOCK status = irp->IoStatus;
  if (request->completion)
    request->completion(request->device, request->minor, request->state, request->context, &status);
  io::free_irp(*nt::current_machine(), irp);
  ob::dereference(request->top);
  ob::dereference(request->device);
}

// At PASSIVE_LEVEL the request goes down at once; a stack whose power code is pageable is otherwise reached by a
// worker.
void send(nt::Machine& machine, PDEVICE_OBJECT top, PIRP irp) {
  if (sched::current()->irql() == sched::kPassiveLevel || !(top->Flags & DO_POWER_PAGABLE)) {
    IofCallDriver(top, irp);
    return;
  }
  machine.ps().post("power request", [top, irp] { IofCallDriver(top, irp); });
}

}  // namespace
}  // namespace owdf::pnp

using namespace owdf;

extern "C" {

NTSTATUS NTAPI PoRequestPowerIrp(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction, POWER_STATE PowerState,
                                 PREQUEST_POWER_COMPLETE CompletionFunction, PVOID Context, PIRP* Irp) {
  if (MinorFunction != IRP_MN_QUERY_POWER && MinorFunction != IRP_MN_SET_POWER && MinorFunction != IRP_MN_WAIT_WAKE) {
    return STATUS_INVALID_PARAMETER_2;
  }
  nt::Machine& machine = *nt::current_machine();
  PDEVICE_OBJECT top = IoGetAttachedDeviceReference(DeviceObject);
  PIRP irp = io::allocate_irp(machine, top->StackSize, io::IrpKind::kInternal);
  if (!irp) {
    ob::dereference(top);
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  ob::reference(DeviceObject);
  io::record_of(irp).context =
      new pnp::PowerRequest{DeviceObject, top, MinorFunction, PowerState, CompletionFunction, Context};
  io::record_of(irp).done = pnp::finished;
  irp->IoStatus.Status = STATUS_NOT_SUPPORTED;
  PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(irp);
  location->MajorFunction = IRP_MJ_POWER;
  location->MinorFunction = MinorFunction;
  if (MinorFunction == IRP_MN_WAIT_WAKE) {
    location->Parameters.WaitWake.PowerState = PowerState.SystemState;
  } else {
    location->Parameters.Power.Type = DevicePowerState;
    location->Parameters.Power.State = PowerState;
  }
  if (Irp) *Irp = irp;
  pnp::send(machine, top, irp);
  return STATUS_PENDING;
}

NTSTATUS NTAPI PoCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp) {
  return IofCallDriver(DeviceObject, Irp);
}
VOID NTAPI PoStartNextPowerIrp(PIRP Irp) {}

POWER_STATE NTAPI PoSetPowerState(PDEVICE_OBJECT DeviceObject, POWER_STATE_TYPE Type, POWER_STATE State) {
  io::DeviceRecord& record = io::record_of(DeviceObject);
  POWER_STATE previous{};
  sched::LockGuard guard(nt::current_machine()->io().stacks());
  if (Type == DevicePowerState) {
    previous.DeviceState = std::exchange(record.power_state, State.DeviceState);
  } else {
    previous.SystemState = std::exchange(record.system_state, State.SystemState);
  }
  return previous;
}

}  // extern "C"
