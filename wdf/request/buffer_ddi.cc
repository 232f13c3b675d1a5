// The edge of WDFREQUEST: its buffers.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"
#include "wdf/memory/memory.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

wdf::Request& request_of(PWDF_DRIVER_GLOBALS globals, WDFREQUEST request) {
  return object_of<wdf::Request>(Client::from(globals), request);
}

NTSTATUS hand_out(const Result<wdf::Request::Buffer>& found, size_t minimum, PVOID* buffer, size_t* length) {
  *buffer = nullptr;
  if (length) *length = 0;
  if (!found) return found.status().value;
  if (length) *length = found.value().length;
  if (found.value().length < minimum) return STATUS_BUFFER_TOO_SMALL;
  *buffer = found.value().address;
  return STATUS_SUCCESS;
}

NTSTATUS hand_out(const Result<Memory*>& found, WDFMEMORY* memory) {
  *memory = found ? handle_of<WDFMEMORY>(found.value()) : nullptr;
  return found.status().value;
}

NTSTATUS hand_out(const Result<PMDL>& found, PMDL* mdl) {
  *mdl = found ? found.value() : nullptr;
  return found.status().value;
}

}  // namespace

NTSTATUS NTAPI WdfRequestRetrieveInputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                             size_t MinimumRequiredLength, PVOID* Buffer, size_t* Length) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Buffer);
  return hand_out(request.input_buffer(), MinimumRequiredLength, Buffer, Length);
}

NTSTATUS NTAPI WdfRequestRetrieveOutputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                              size_t MinimumRequiredSize, PVOID* Buffer, size_t* Length) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Buffer);
  return hand_out(request.output_buffer(), MinimumRequiredSize, Buffer, Length);
}

NTSTATUS NTAPI WdfRequestRetrieveInputMemory(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFMEMORY* Memory) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Memory);
  return hand_out(request.input_memory(), Memory);
}

NTSTATUS NTAPI WdfRequestRetrieveOutputMemory(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                              WDFMEMORY* Memory) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Memory);
  return hand_out(request.output_memory(), Memory);
}

NTSTATUS NTAPI WdfRequestRetrieveInputWdmMdl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PMDL* Mdl) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Mdl);
  return hand_out(request.input_mdl(), Mdl);
}

NTSTATUS NTAPI WdfRequestRetrieveOutputWdmMdl(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, PMDL* Mdl) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Mdl);
  return hand_out(request.output_mdl(), Mdl);
}

NTSTATUS NTAPI WdfRequestRetrieveUnsafeUserInputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                                       size_t MinimumRequiredLength, PVOID* InputBuffer,
                                                       size_t* Length) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), InputBuffer);
  return hand_out(request.unsafe_input_buffer(MinimumRequiredLength), MinimumRequiredLength, InputBuffer, Length);
}

NTSTATUS NTAPI WdfRequestRetrieveUnsafeUserOutputBuffer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                                        size_t MinimumRequiredLength, PVOID* OutputBuffer,
                                                        size_t* Length) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), OutputBuffer);
  return hand_out(request.unsafe_output_buffer(MinimumRequiredLength), MinimumRequiredLength, OutputBuffer, Length);
}

NTSTATUS NTAPI WdfRequestProbeAndLockUserBufferForRead(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                                       PVOID Buffer, size_t Length, WDFMEMORY* MemoryObject) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Buffer);
  OWDF_REQUIRED(request.client(), MemoryObject);
  return hand_out(request.lock_user_buffer(Buffer, Length, IoReadAccess), MemoryObject);
}

NTSTATUS NTAPI WdfRequestProbeAndLockUserBufferForWrite(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                                        PVOID Buffer, size_t Length, WDFMEMORY* MemoryObject) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Buffer);
  OWDF_REQUIRED(request.client(), MemoryObject);
  return hand_out(request.lock_user_buffer(Buffer, Length, IoWriteAccess), MemoryObject);
}

}  // namespace owdf::ddi
