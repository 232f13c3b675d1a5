// For tests: a WDM device in host code. \\.\Mirror gives back what was written: a read waits for a write, and can be
// cancelled; IOCTL_MIRROR_DOUBLE doubles a number; IOCTL_MIRROR_FAIL fails with the status it is given.
#pragma once

#include <cstring>
#include <wdm.h>

#include "nt/io/io_manager.h"
#include "nt/machine.h"

namespace owdf::client {

inline constexpr ULONG kMirrorDouble = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS);
inline constexpr ULONG kMirrorFail = CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_BUFFERED, FILE_ANY_ACCESS);

class MirrorDevice {
 public:
  // On a thread of the machine.
  explicit MirrorDevice(nt::Machine& machine) {
    driver_ = machine.io().create_driver("mirror", u"").value();
    for (const ULONG major : {IRP_MJ_CREATE, IRP_MJ_CLOSE, IRP_MJ_CLEANUP}) driver_->MajorFunction[major] = succeed;
    driver_->MajorFunction[IRP_MJ_READ] = read;
    driver_->MajorFunction[IRP_MJ_WRITE] = write;
    driver_->MajorFunction[IRP_MJ_DEVICE_CONTROL] = control;
    UNICODE_STRING name, link;
    RtlInitUnicodeString(&name, u"\\Device\\Mirror");
    RtlInitUnicodeString(&link, u"\\DosDevices\\Mirror");
    OWDF_ASSERT(IoCreateDevice(driver_.get(), sizeof(PIRP), &name, FILE_DEVICE_UNKNOWN, 0, FALSE, &device_) == 0);
    OWDF_ASSERT(IoCreateSymbolicLink(&link, &name) == 0);
    device_->Flags |= DO_BUFFERED_IO;
    device_->Flags &= ~static_cast<ULONG>(DO_DEVICE_INITIALIZING);
    waiting(device_) = nullptr;
  }

 private:
  static PIRP& waiting(PDEVICE_OBJECT device) { return *static_cast<PIRP*>(device->DeviceExtension); }

  static NTSTATUS complete(PIRP irp, NTSTATUS status, ULONG_PTR information) {
    irp->IoStatus.Status = status;
    irp->IoStatus.Information = information;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return status;
  }
  static NTSTATUS NTAPI succeed(PDEVICE_OBJECT, PIRP irp) { return complete(irp, STATUS_SUCCESS, 0); }

  static NTSTATUS NTAPI read(PDEVICE_OBJECT device, PIRP irp) {
    KIRQL irql;
    IoAcquireCancelSpinLock(&irql);
    IoMarkIrpPending(irp);
    waiting(device) = irp;
    IoSetCancelRoutine(irp, cancel);
    IoReleaseCancelSpinLock(irql);
    return STATUS_PENDING;
  }
  static void NTAPI cancel(PDEVICE_OBJECT device, PIRP irp) {
    waiting(device) = nullptr;
    IoReleaseCancelSpinLock(irp->CancelIrql);
    complete(irp, STATUS_CANCELLED, 0);
  }
  static NTSTATUS NTAPI write(PDEVICE_OBJECT device, PIRP irp) {
    const ULONG size = IoGetCurrentIrpStackLocation(irp)->Parameters.Write.Length;
    KIRQL irql;
    IoAcquireCancelSpinLock(&irql);
    PIRP reader = waiting(device);
    waiting(device) = nullptr;
    if (reader) IoSetCancelRoutine(reader, nullptr);
    IoReleaseCancelSpinLock(irql);
    if (reader) {
      const ULONG room = IoGetCurrentIrpStackLocation(reader)->Parameters.Read.Length;
      const ULONG moved = size < room ? size : room;
      memcpy(reader->AssociatedIrp.SystemBuffer, irp->AssociatedIrp.SystemBuffer, moved);
      complete(reader, STATUS_SUCCESS, moved);
    }
    return complete(irp, STATUS_SUCCESS, size);
  }
  static NTSTATUS NTAPI control(PDEVICE_OBJECT, PIRP irp) {
    auto* const number = static_cast<int*>(irp->AssociatedIrp.SystemBuffer);
    const ULONG code = IoGetCurrentIrpStackLocation(irp)->Parameters.DeviceIoControl.IoControlCode;
    if (code == kMirrorFail) return complete(irp, *number, 0);
    if (code != kMirrorDouble) return complete(irp, STATUS_INVALID_DEVICE_REQUEST, 0);
    *number *= 2;
    return complete(irp, STATUS_SUCCESS, sizeof(*number));
  }

  ob::Ref<DRIVER_OBJECT> driver_;
  PDEVICE_OBJECT device_ = nullptr;
};

}  // namespace owdf::client
