// The edge of WDFIOTARGET.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"
#include "wdf/memory/memory.h"
#include "wdf/target/io_target.h"
#include "wdf/target/operation.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

wdf::IoTarget& target_of(PWDF_DRIVER_GLOBALS globals, WDFIOTARGET target) {
  return object_of<wdf::IoTarget>(Client::from(globals), target);
}

// IOT: an offset beyond the memory is STATUS_INTEGER_OVERFLOW's or STATUS_INVALID_BUFFER_SIZE's case; both mean no
// send.
Result<TargetBuffer> buffer_of(Client& client, WDFMEMORY memory, const WDFMEMORY_OFFSET* offset) {
  if (!memory) return TargetBuffer{};
  auto& object = object_of<Memory>(client, memory);
  TargetBuffer buffer{&object, object.buffer(), object.size(), 0};
  if (!offset) return buffer;
  if (offset->BufferOffset > buffer.length) return Status(STATUS_INTEGER_OVERFLOW);
  buffer.length -= offset->BufferOffset;
  buffer.offset = offset->BufferOffset;
  buffer.address = static_cast<char*>(buffer.address) + offset->BufferOffset;
  if (offset->BufferLength > buffer.length) return Status(STATUS_INVALID_BUFFER_SIZE);
  if (offset->BufferLength != 0) buffer.length = offset->BufferLength;
  return buffer;
}

Result<TargetBuffer> buffer_of(Client& client, const WDF_MEMORY_DESCRIPTOR* descriptor) {
  if (!descriptor) return TargetBuffer{};
  switch (descriptor->Type) {
    case WdfMemoryDescriptorTypeBuffer:
      return TargetBuffer{nullptr, descriptor->u.BufferType.Buffer, descriptor->u.BufferType.Length, 0};
    case WdfMemoryDescriptorTypeHandle:
      return buffer_of(client, descriptor->u.HandleType.Memory, descriptor->u.HandleType.Offsets);
    case WdfMemoryDescriptorTypeMdl: {
      const PMDL mdl = descriptor->u.MdlType.Mdl;
      void* address = MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority);
      if (!address) return Status(STATUS_INSUFFICIENT_RESOURCES);
      return TargetBuffer{nullptr, address, descriptor->u.MdlType.BufferLength, 0};
    }
    default:
      return Status(STATUS_INVALID_PARAMETER);
  }
}

// A request for one synchronous send: the driver's, or one of our own for the time of the call.
class SyncRequest {
 public:
  SyncRequest(wdf::IoTarget& target, WDFREQUEST given) {
    if (given) {
      request_ = &object_of<wdf::Request>(target.client(), given);
      return;
    }
    auto made = Object::create<wdf::Request>(target.client(), Blueprint{}, wdf::Request::Origin::kCreated,
                                             static_cast<wdf::Device*>(nullptr), static_cast<PIRP>(nullptr));
    if (!made) return;
    request_ = *made;
    own_ = true;
  }
  ~SyncRequest() {
    if (own_) request_->dispose();
  }
  SyncRequest(const SyncRequest&) = delete;
  wdf::Request* get() { return request_; }

 private:
  wdf::Request* request_ = nullptr;
  bool own_ = false;
};

NTSTATUS send_and_wait(wdf::IoTarget& target, wdf::Request& request, PWDF_REQUEST_SEND_OPTIONS options,
                       PULONG_PTR bytes) {
  WDF_REQUEST_SEND_OPTIONS with{};
  with.Size = sizeof(with);
  if (options) {
    if (options->Size != sizeof(*options)) return STATUS_INFO_LENGTH_MISMATCH;
    with = *options;
  }
  with.Flags |= WDF_REQUEST_SEND_OPTION_SYNCHRONOUS;
  const bool sent = target.send(request, &with);
  if (bytes) *bytes = sent ? request.information() : 0;
  return request.status();
}

NTSTATUS transfer(PWDF_DRIVER_GLOBALS globals, WDFIOTARGET target_handle, WDFREQUEST given, UCHAR major,
                  PWDF_MEMORY_DESCRIPTOR descriptor, PLONGLONG offset, PWDF_REQUEST_SEND_OPTIONS options,
                  PULONG_PTR bytes) {
  auto& target = target_of(globals, target_handle);
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return STATUS_INVALID_DEVICE_REQUEST;
  auto buffer = buffer_of(target.client(), descriptor);
  if (!buffer) return buffer.status().value;
  SyncRequest request(target, given);
  if (!request.get()) return STATUS_INSUFFICIENT_RESOURCES;
  const Status formatted = target.format_transfer(*request.get(), major, *buffer, offset);
  if (!formatted.ok()) return formatted.value;
  return send_and_wait(target, *request.get(), options, bytes);
}

NTSTATUS control(PWDF_DRIVER_GLOBALS globals, WDFIOTARGET target_handle, WDFREQUEST given, UCHAR major, ULONG code,
                 PWDF_MEMORY_DESCRIPTOR input, PWDF_MEMORY_DESCRIPTOR output, PWDF_REQUEST_SEND_OPTIONS options,
                 PULONG_PTR bytes) {
  auto& target = target_of(globals, target_handle);
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return STATUS_INVALID_DEVICE_REQUEST;
  auto in = buffer_of(target.client(), input);
  if (!in) return in.status().value;
  auto out = buffer_of(target.client(), output);
  if (!out) return out.status().value;
  SyncRequest request(target, given);
  if (!request.get()) return STATUS_INSUFFICIENT_RESOURCES;
  const Status formatted = target.format_control(*request.get(), major, code, *in, *out);
  if (!formatted.ok()) return formatted.value;
  return send_and_wait(target, *request.get(), options, bytes);
}

NTSTATUS format_transfer(PWDF_DRIVER_GLOBALS globals, WDFIOTARGET target_handle, WDFREQUEST request, UCHAR major,
                         WDFMEMORY memory, PWDFMEMORY_OFFSET offset, PLONGLONG device_offset) {
  auto& target = target_of(globals, target_handle);
  auto buffer = buffer_of(target.client(), memory, offset);
  if (!buffer) return buffer.status().value;
  return target.format_transfer(object_of<wdf::Request>(target.client(), request), major, *buffer, device_offset).value;
}

NTSTATUS format_control(PWDF_DRIVER_GLOBALS globals, WDFIOTARGET target_handle, WDFREQUEST request, UCHAR major,
                        ULONG code, WDFMEMORY input, PWDFMEMORY_OFFSET input_offset, WDFMEMORY output,
                        PWDFMEMORY_OFFSET output_offset) {
  auto& target = target_of(globals, target_handle);
  auto in = buffer_of(target.client(), input, input_offset);
  if (!in) return in.status().value;
  auto out = buffer_of(target.client(), output, output_offset);
  if (!out) return out.status().value;
  return target.format_control(object_of<wdf::Request>(target.client(), request), major, code, *in, *out).value;
}

}  // namespace

WDFDEVICE NTAPI WdfIoTargetGetDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget) {
  return handle_of<WDFDEVICE>(&target_of(DriverGlobals, IoTarget).device());
}

PDEVICE_OBJECT NTAPI WdfIoTargetWdmGetTargetDeviceObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget) {
  return target_of(DriverGlobals, IoTarget).wdm();
}

PDEVICE_OBJECT NTAPI WdfIoTargetWdmGetTargetPhysicalDevice(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget) {
  return target_of(DriverGlobals, IoTarget).device().physical();
}

NTSTATUS NTAPI WdfIoTargetFormatRequestForRead(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                               WDFREQUEST Request, WDFMEMORY OutputBuffer,
                                               PWDFMEMORY_OFFSET OutputBufferOffset, PLONGLONG DeviceOffset) {
  return format_transfer(DriverGlobals, IoTarget, Request, IRP_MJ_READ, OutputBuffer, OutputBufferOffset, DeviceOffset);
}

NTSTATUS NTAPI WdfIoTargetFormatRequestForWrite(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                                WDFREQUEST Request, WDFMEMORY InputBuffer,
                                                PWDFMEMORY_OFFSET InputBufferOffset, PLONGLONG DeviceOffset) {
  return format_transfer(DriverGlobals, IoTarget, Request, IRP_MJ_WRITE, InputBuffer, InputBufferOffset, DeviceOffset);
}

NTSTATUS NTAPI WdfIoTargetFormatRequestForIoctl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                                WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer,
                                                PWDFMEMORY_OFFSET InputBufferOffset, WDFMEMORY OutputBuffer,
                                                PWDFMEMORY_OFFSET OutputBufferOffset) {
  return format_control(DriverGlobals, IoTarget, Request, IRP_MJ_DEVICE_CONTROL, IoctlCode, InputBuffer,
                        InputBufferOffset, OutputBuffer, OutputBufferOffset);
}

NTSTATUS NTAPI WdfIoTargetFormatRequestForInternalIoctl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                                        WDFREQUEST Request, ULONG IoctlCode, WDFMEMORY InputBuffer,
                                                        PWDFMEMORY_OFFSET InputBufferOffset, WDFMEMORY OutputBuffer,
                                                        PWDFMEMORY_OFFSET OutputBufferOffset) {
  return format_control(DriverGlobals, IoTarget, Request, IRP_MJ_INTERNAL_DEVICE_CONTROL, IoctlCode, InputBuffer,
                        InputBufferOffset, OutputBuffer, OutputBufferOffset);
}

NTSTATUS NTAPI WdfIoTargetSendReadSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                                WDFREQUEST Request, PWDF_MEMORY_DESCRIPTOR OutputBuffer,
                                                PLONGLONG DeviceOffset, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
                                                PULONG_PTR BytesRead) {
  return transfer(DriverGlobals, IoTarget, Request, IRP_MJ_READ, OutputBuffer, DeviceOffset, RequestOptions, BytesRead);
}

NTSTATUS NTAPI WdfIoTargetSendWriteSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                                 WDFREQUEST Request, PWDF_MEMORY_DESCRIPTOR InputBuffer,
                                                 PLONGLONG DeviceOffset, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
                                                 PULONG_PTR BytesWritten) {
  return transfer(DriverGlobals, IoTarget, Request, IRP_MJ_WRITE, InputBuffer, DeviceOffset, RequestOptions,
                  BytesWritten);
}

NTSTATUS NTAPI WdfIoTargetSendIoctlSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                                 WDFREQUEST Request, ULONG IoctlCode,
                                                 PWDF_MEMORY_DESCRIPTOR InputBuffer,
                                                 PWDF_MEMORY_DESCRIPTOR OutputBuffer,
                                                 PWDF_REQUEST_SEND_OPTIONS RequestOptions, PULONG_PTR BytesReturned) {
  return control(DriverGlobals, IoTarget, Request, IRP_MJ_DEVICE_CONTROL, IoctlCode, InputBuffer, OutputBuffer,
                 RequestOptions, BytesReturned);
}

NTSTATUS NTAPI WdfIoTargetSendInternalIoctlSynchronously(PWDF_DRIVER_GLOBALS DriverGlobals, WDFIOTARGET IoTarget,
                                                         WDFREQUEST Request, ULONG IoctlCode,
                                                         PWDF_MEMORY_DESCRIPTOR InputBuffer,
                                                         PWDF_MEMORY_DESCRIPTOR OutputBuffer,
                                                         PWDF_REQUEST_SEND_OPTIONS RequestOptions,
                                                         PULONG_PTR BytesReturned) {
  return control(DriverGlobals, IoTarget, Request, IRP_MJ_INTERNAL_DEVICE_CONTROL, IoctlCode, InputBuffer, OutputBuffer,
                 RequestOptions, BytesReturned);
}

}  // namespace owdf::ddi
