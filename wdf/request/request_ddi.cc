// The edge of WDFREQUEST: completion, cancellation, facts, queues.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"
#include "wdf/violation.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

wdf::Request& request_of(PWDF_DRIVER_GLOBALS globals, WDFREQUEST request) {
  return object_of<wdf::Request>(Client::from(globals), request);
}

CCHAR default_boost(const wdf::Request& request) {
  return request.device() ? request.device()->default_boost() : IO_NO_INCREMENT;
}

}  // namespace

// --- completion ---

VOID NTAPI WdfRequestComplete(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, NTSTATUS Status) {
  auto& request = request_of(DriverGlobals, Request);
  request.complete(Status, default_boost(request));
}

VOID NTAPI WdfRequestCompleteWithPriorityBoost(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, NTSTATUS Status,
                                               CCHAR PriorityBoost) {
  request_of(DriverGlobals, Request).complete(Status, PriorityBoost);
}

VOID NTAPI WdfRequestCompleteWithInformation(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, NTSTATUS Status,
                                             ULONG_PTR Information) {
  auto& request = request_of(DriverGlobals, Request);
  request.set_information(Information);
  request.complete(Status, default_boost(request));
}

VOID NTAPI WdfRequestSetInformation(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, ULONG_PTR Information) {
  request_of(DriverGlobals, Request).set_information(Information);
}

ULONG_PTR NTAPI WdfRequestGetInformation(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  return request_of(DriverGlobals, Request).information();
}

NTSTATUS NTAPI WdfRequestGetStatus(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  return request_of(DriverGlobals, Request).status();
}

// --- cancellation ---

VOID NTAPI WdfRequestMarkCancelable(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                    PFN_WDF_REQUEST_CANCEL EvtRequestCancel) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), EvtRequestCancel);
  if (!NT_SUCCESS(request.mark_cancelable(EvtRequestCancel, false))) {
    violate(request.client(), Violation::kQueueFatalError, reinterpret_cast<uint64_t>(Request), 0,
            "WdfRequestMarkCancelable on a request that the driver does not own or has marked already");
  }
}

NTSTATUS NTAPI WdfRequestMarkCancelableEx(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                          PFN_WDF_REQUEST_CANCEL EvtRequestCancel) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), EvtRequestCancel);
  return request.mark_cancelable(EvtRequestCancel, true);
}

NTSTATUS NTAPI WdfRequestUnmarkCancelable(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  return request_of(DriverGlobals, Request).unmark_cancelable();
}

BOOLEAN NTAPI WdfRequestIsCanceled(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  auto& request = request_of(DriverGlobals, Request);
  return request.cancelled() && !request.cancellation().marked();
}

// --- facts ---

VOID NTAPI WdfRequestGetParameters(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                   PWDF_REQUEST_PARAMETERS Parameters) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Parameters);
  if (!request.received() || !request.irp()) {
    violate(request.client(), Violation::kRequestFatalError, 2, reinterpret_cast<uint64_t>(Request),
            "WdfRequestGetParameters on a request that has no stack location of this driver");
  }
  fill_parameters(request, *Parameters);
}

WDFFILEOBJECT NTAPI WdfRequestGetFileObject(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  return handle_of<WDFFILEOBJECT>(request_of(DriverGlobals, Request).file());
}

WDFQUEUE NTAPI WdfRequestGetIoQueue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  auto& request = request_of(DriverGlobals, Request);
  return request.completed() ? nullptr : handle_of<WDFQUEUE>(request.queue());
}

KPROCESSOR_MODE NTAPI WdfRequestGetRequestorMode(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  auto& request = request_of(DriverGlobals, Request);
  return request.irp() ? static_cast<KPROCESSOR_MODE>(request.irp()->RequestorMode) : KPROCESSOR_MODE{KernelMode};
}

BOOLEAN NTAPI WdfRequestIsFrom32BitProcess(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  auto& request = request_of(DriverGlobals, Request);
  return request.irp() ? IoIs32bitProcess(request.irp()) : FALSE;
}

PIRP NTAPI WdfRequestWdmGetIrp(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  return request_of(DriverGlobals, Request).irp();
}

BOOLEAN NTAPI WdfRequestIsReserved(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  request_of(DriverGlobals, Request);
  return FALSE;  // reserved requests exist with WdfIoQueueAssignForwardProgressPolicy only
}

// --- queues ---

NTSTATUS NTAPI WdfRequestForwardToIoQueue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                          WDFQUEUE DestinationQueue) {
  auto& request = request_of(DriverGlobals, Request);
  auto& to = object_of<wdf::Queue>(request.client(), DestinationQueue);
  if (!request.queue() || request.completed()) return STATUS_INVALID_DEVICE_REQUEST;
  return request.queue()->forward(request, to);
}

NTSTATUS NTAPI WdfRequestRequeue(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  auto& request = request_of(DriverGlobals, Request);
  if (!request.queue() || request.completed()) return STATUS_INVALID_DEVICE_REQUEST;
  return request.queue()->requeue(request);
}

VOID NTAPI WdfRequestStopAcknowledge(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, BOOLEAN Requeue) {
  auto& request = request_of(DriverGlobals, Request);
  if (!request.queue()) {
    violate(request.client(), Violation::kQueueFatalError, reinterpret_cast<uint64_t>(Request), 0,
            "WdfRequestStopAcknowledge on a request that came from no queue");
  }
  request.queue()->stop_acknowledge(request, Requeue != FALSE);
}

}  // namespace owdf::ddi
