// IRPs that drivers have built for them. The synchronous ones belong to the calling thread: the I/O manager finishes
// and frees them; the asynchronous ones belong to the driver, whose completion routine frees them.
#include <wdm.h>

#include "nt/io/buffers.h"
#include "nt/io/file.h"
#include "nt/io/irp.h"
#include "nt/machine.h"

namespace owdf::io {

namespace {

PIRP discard(nt::Machine& machine, PIRP irp) {
  release_request_buffers(machine, irp);
  free_irp(machine, irp);
  return nullptr;
}

// Reads, writes and flushes, with the buffer as the device's flags demand. In kernel mode: the buffer is the driver's.
PIRP build_transfer(IrpKind kind, ULONG major, PDEVICE_OBJECT device, void* buffer, ULONG length,
                    PLARGE_INTEGER offset) {
  nt::Machine& machine = *nt::current_machine();
  PIRP irp = allocate_irp(machine, device->StackSize, kind);
  if (!irp) return nullptr;
  PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(irp);
  location->MajorFunction = static_cast<UCHAR>(major);
  Status status;
  if (major == IRP_MJ_READ) {
    location->Parameters.Read.Length = length;
    if (offset) location->Parameters.Read.ByteOffset = *offset;
    status = set_read_buffer(machine, irp, *device, buffer, length);
  } else if (major == IRP_MJ_WRITE) {
    location->Parameters.Write.Length = length;
    if (offset) location->Parameters.Write.ByteOffset = *offset;
    status = set_write_buffer(machine, irp, *device, buffer, length);
  }
  return status.ok() ? irp : discard(machine, irp);
}

// A request of this thread, whose end the driver learns by the event.
PIRP make_threaded(PIRP irp, PKEVENT event, PIO_STATUS_BLOCK status_block) {
  irp->UserEvent = event;
  irp->UserIosb = status_block;
  irp->Flags |= IRP_SYNCHRONOUS_API;
  list_irp(irp);
  return irp;
}

}  // namespace
}  // namespace owdf::io

using namespace owdf;

extern "C" {

PIRP NTAPI IoBuildAsynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer, ULONG Length,
                                         PLARGE_INTEGER StartingOffset, PIO_STATUS_BLOCK IoStatusBlock) {
  PIRP irp = io::build_transfer(io::IrpKind::kDriver, MajorFunction, DeviceObject, Buffer, Length, StartingOffset);
  if (irp) irp->UserIosb = IoStatusBlock;
  return irp;
}

PIRP NTAPI IoBuildSynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer, ULONG Length,
                                        PLARGE_INTEGER StartingOffset, PKEVENT Event, PIO_STATUS_BLOCK IoStatusBlock) {
  PIRP irp = io::build_transfer(io::IrpKind::kThreaded, MajorFunction, DeviceObject, Buffer, Length, StartingOffset);
  return irp ? io::make_threaded(irp, Event, IoStatusBlock) : nullptr;
}

PIRP NTAPI IoBuildDeviceIoControlRequest(ULONG IoControlCode, PDEVICE_OBJECT DeviceObject, PVOID InputBuffer,
                                         ULONG InputBufferLength, PVOID OutputBuffer, ULONG OutputBufferLength,
                                         BOOLEAN InternalDeviceIoControl, PKEVENT Event,
                                         PIO_STATUS_BLOCK IoStatusBlock) {
  nt::Machine& machine = *nt::current_machine();
  PIRP irp = io::allocate_irp(machine, DeviceObject->StackSize, io::IrpKind::kThreaded);
  if (!irp) return nullptr;
  PIO_STACK_LOCATION location = IoGetNextIrpStackLocation(irp);
  location->MajorFunction = InternalDeviceIoControl ? IRP_MJ_INTERNAL_DEVICE_CONTROL : IRP_MJ_DEVICE_CONTROL;
  const io::ControlBuffers buffers{IoControlCode, InputBuffer, InputBufferLength, OutputBuffer, OutputBufferLength};
  if (!io::set_control_buffers(machine, irp, location, buffers).ok()) return io::discard(machine, irp);
  return io::make_threaded(irp, Event, IoStatusBlock);
}

NTSTATUS NTAPI IoSynchronousCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp) {
  KEVENT done;
  KeInitializeEvent(&done, NotificationEvent, FALSE);
  IoSetCompletionRoutine(
      Irp,
      [](PDEVICE_OBJECT, PIRP irp, PVOID context) NTAPI -> NTSTATUS {
        if (irp->PendingReturned) KeSetEvent(static_cast<PKEVENT>(context), 0, FALSE);
        return STATUS_MORE_PROCESSING_REQUIRED;
      },
      &done, TRUE, TRUE, TRUE);
  NTSTATUS status = IofCallDriver(DeviceObject, Irp);
  if (status == STATUS_PENDING) {
    KeWaitForSingleObject(&done, Executive, KernelMode, FALSE, nullptr);
    status = Irp->IoStatus.Status;
  }
  return status;
}

BOOLEAN NTAPI IoForwardIrpSynchronously(PDEVICE_OBJECT DeviceObject, PIRP Irp) {
  if (Irp->CurrentLocation <= 1) return FALSE;
  IoCopyCurrentIrpStackLocationToNext(Irp);
  IoSynchronousCallDriver(DeviceObject, Irp);
  return TRUE;
}

}  // extern "C"
