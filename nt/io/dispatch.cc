// The way of an IRP down a stack and up again. Nothing here takes a lock: an IRP has one owner at a time, and whoever
// passes it on passes everything.
#include <wdm.h>

#include "nt/io/device.h"
#include "nt/io/io_manager.h"
#include "nt/io/irp.h"
#include "nt/machine.h"
#include "nt/mm/poison.h"

namespace owdf::io {

namespace {

ULONG_PTR number(const void* pointer) {
  return reinterpret_cast<ULONG_PTR>(pointer);
}

bool wants_completion(const IO_STACK_LOCATION& location, PIRP irp) {
  if ((location.Control & SL_INVOKE_ON_CANCEL) && __atomic_load_n(&irp->Cancel, __ATOMIC_RELAXED)) return true;
  return location.Control & (NT_SUCCESS(irp->IoStatus.Status) ? SL_INVOKE_ON_SUCCESS : SL_INVOKE_ON_ERROR);
}

// The routine's slot is in the location below its owner's; what it says is used up by the call.
void clear(IO_STACK_LOCATION& location) {
  location.MinorFunction = 0;
  location.Flags = 0;
  location.Control &= SL_ERROR_RETURNED;
  location.Parameters.Others.Argument1 = nullptr;
  location.Parameters.Others.Argument2 = nullptr;
  location.Parameters.Others.Argument3 = nullptr;
  location.FileObject = nullptr;
}

// Walks the stack upwards. False: a completion routine took the IRP back.
bool unwind(PIRP irp) {
  IO_STACK_LOCATION* below = irp->Tail.Overlay.CurrentStackLocation;
  irp->CurrentLocation++;
  irp->Tail.Overlay.CurrentStackLocation++;
  while (irp->CurrentLocation <= irp->StackCount + 1) {
    irp->PendingReturned = (below->Control & SL_PENDING_RETURNED) != 0;
    const bool at_top = irp->CurrentLocation == irp->StackCount + 1;
    if (wants_completion(*below, irp)) {
      const PIO_COMPLETION_ROUTINE routine = below->CompletionRoutine;
      void* context = below->Context;
      clear(*below);
      PDEVICE_OBJECT device = at_top ? nullptr : irp->Tail.Overlay.CurrentStackLocation->DeviceObject;
      // From here on the IRP may be gone: the routine may have freed it, or passed it on.
      if (routine(device, irp, context) == STATUS_MORE_PROCESSING_REQUIRED) return false;
    } else {
      // A driver without a completion routine passes "pending" upwards by this; one with a routine does it there
      // itself.
      if (irp->PendingReturned && !at_top) irp->Tail.Overlay.CurrentStackLocation->Control |= SL_PENDING_RETURNED;
      clear(*below);
    }
    below = irp->Tail.Overlay.CurrentStackLocation;
    irp->CurrentLocation++;
    irp->Tail.Overlay.CurrentStackLocation++;
  }
  return true;
}

// The sentences of the bug checks stand in functions of their own, so that those who go the good way need no room for
// them.
[[gnu::cold, gnu::noinline]] void stack_used_up(nt::Machine& machine, PIRP irp) {
  machine.bug_check(NO_MORE_IRP_STACK_LOCATIONS, number(irp), 0, 0, 0,
                    "IoCallDriver was called for an IRP that has no stack location left");
}

bool alive(PIRP irp) {
  return !mm::poisoned(irp) && irp->Type == IO_TYPE_IRP && irp->CurrentLocation <= irp->StackCount + 1;
}

PDRIVER_CANCEL cancel_routine(PIRP irp) {
  return __atomic_load_n(&irp->CancelRoutine, __ATOMIC_RELAXED);
}

[[gnu::cold, gnu::noinline]] void refuse_completion(nt::Machine& machine, PIRP irp) {
  if (!alive(irp)) {
    machine.bug_check(MULTIPLE_IRP_COMPLETE_REQUESTS, number(irp), 0, 0, 0,
                      "IoCompleteRequest was called for an IRP that has been completed already");
  }
  if (const PDRIVER_CANCEL routine = cancel_routine(irp)) {
    machine.bug_check(DRIVER_VERIFIER_DETECTED_VIOLATION, 0x115, number(irp), number(reinterpret_cast<void*>(routine)),
                      0, "IoCompleteRequest was called for an IRP that still has a cancel routine");
  }
  machine.bug_check(DRIVER_VERIFIER_DETECTED_VIOLATION, 0x6, number(irp), STATUS_PENDING, 0,
                    "IoCompleteRequest was called for an IRP whose status is STATUS_PENDING");
}

void require_completable(nt::Machine& machine, PIRP irp) {
  const bool good = alive(irp) && !cancel_routine(irp) && irp->IoStatus.Status != STATUS_PENDING;
  if (!good) refuse_completion(machine, irp);
}

void trace_dispatch(nt::Machine& machine, PDEVICE_OBJECT device, PIRP irp, const IO_STACK_LOCATION& location) {
  machine.world().record(trace::Kind::kIrpDispatched, serial_of(irp),
                         uint64_t{location.MajorFunction} << 8 | location.MinorFunction, record_of(device).serial);
}

void trace_completion(nt::Machine& machine, PIRP irp) {
  machine.world().record(trace::Kind::kIrpCompleted, serial_of(irp), static_cast<uint32_t>(irp->IoStatus.Status),
                         irp->IoStatus.Information);
}

}  // namespace

NTSTATUS call_driver(PDEVICE_OBJECT device, PIRP irp) {
  nt::Machine& machine = *nt::current_machine();
  if (--irp->CurrentLocation <= 0) stack_used_up(machine, irp);
  PIO_STACK_LOCATION location = --irp->Tail.Overlay.CurrentStackLocation;
  location->DeviceObject = device;
  trace_dispatch(machine, device, irp, *location);
  return device->DriverObject->MajorFunction[location->MajorFunction](device, irp);
}

void complete_irp(nt::Machine& machine, PIRP irp) {
  require_completable(machine, irp);
  trace_completion(machine, irp);
  if (unwind(irp)) finish_irp(machine, irp);
}

}  // namespace owdf::io

using namespace owdf;

extern "C" NTSTATUS NTAPI IofCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp) {
  return io::call_driver(DeviceObject, Irp);
}

extern "C" void NTAPI IofCompleteRequest(PIRP Irp, CCHAR PriorityBoost) {
  io::complete_irp(*nt::current_machine(), Irp);
}
