// The edge of requests that the driver makes or sends on.
#include "wdf/ddi_prototypes.h"
#include "wdf/device/device.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/target/io_target.h"
#include "wdf/target/operation.h"
#include "wdf/violation.h"

namespace owdf::ddi {

using namespace owdf::wdf;

namespace {

wdf::Request& request_of(PWDF_DRIVER_GLOBALS globals, WDFREQUEST request) {
  return object_of<wdf::Request>(Client::from(globals), request);
}

// A format without a status: what it lacks is the driver's mistake.
void demand_formatted(wdf::Request& request, Status status) {
  if (status.ok()) return;
  const bool no_irp = request.irp() == nullptr;
  violate(request.client(), Violation::kRequestFatalError, no_irp ? 2 : 1, reinterpret_cast<uint64_t>(request.handle()),
          no_irp ? "a request without an IRP was formatted" : "a request without a free stack location was formatted");
}

wdf::IoTarget* local_target(wdf::Request& request) {
  return request.device() ? request.device()->target() : nullptr;
}

}  // namespace

NTSTATUS NTAPI WdfRequestCreate(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES RequestAttributes,
                                WDFIOTARGET IoTarget, WDFREQUEST* Request) {
  Client& client = Client::from(DriverGlobals);
  OWDF_REQUIRED(client, Request);
  *Request = nullptr;
  wdf::IoTarget* target = IoTarget ? &object_of<wdf::IoTarget>(client, IoTarget) : nullptr;
  auto blueprint = read_attributes(client, Type::kRequest, RequestAttributes, &client.default_parent());
  if (!blueprint) return blueprint.status().value;
  auto request = Object::create<wdf::Request>(client, *blueprint, wdf::Request::Origin::kCreated,
                                              static_cast<wdf::Device*>(nullptr), static_cast<PIRP>(nullptr));
  if (!request) return request.status().value;
  if (target) {
    const Status ready = target->prepare_irp(**request);
    if (!ready.ok()) {
      (*request)->discard();
      return ready.value;
    }
  }
  *Request = handle_of<WDFREQUEST>(*request);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI WdfRequestCreateFromIrp(PWDF_DRIVER_GLOBALS DriverGlobals, PWDF_OBJECT_ATTRIBUTES RequestAttributes,
                                       PIRP Irp, BOOLEAN RequestFreesIrp, WDFREQUEST* Request) {
  Client& client = Client::from(DriverGlobals);
  OWDF_REQUIRED(client, Irp);
  OWDF_REQUIRED(client, Request);
  *Request = nullptr;
  auto blueprint = read_attributes(client, Type::kRequest, RequestAttributes, &client.default_parent());
  if (!blueprint) return blueprint.status().value;
  auto request = Object::create<wdf::Request>(client, *blueprint, wdf::Request::Origin::kFromIrp,
                                              static_cast<wdf::Device*>(nullptr), Irp);
  if (!request) return request.status().value;
  (*request)->set_irp(Irp, RequestFreesIrp != FALSE);
  *Request = handle_of<WDFREQUEST>(*request);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI WdfRequestReuse(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                               PWDF_REQUEST_REUSE_PARAMS ReuseParams) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), ReuseParams);
  if (ReuseParams->Size != sizeof(*ReuseParams)) return STATUS_INFO_LENGTH_MISMATCH;
  if (request.operation() && request.operation()->in_flight()) return STATUS_WDF_REQUEST_INVALID_STATE;
  const bool new_irp = ReuseParams->Flags & WDF_REQUEST_REUSE_SET_NEW_IRP;
  if (new_irp && request.origin() != wdf::Request::Origin::kFromIrp) return STATUS_WDF_REQUEST_INVALID_STATE;
  request.reset(ReuseParams->Status);
  if (new_irp) request.set_irp(ReuseParams->NewIrp, false);
  return STATUS_SUCCESS;
}

NTSTATUS NTAPI WdfRequestChangeTarget(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFIOTARGET IoTarget) {
  auto& request = request_of(DriverGlobals, Request);
  return object_of<wdf::IoTarget>(request.client(), IoTarget).prepare_irp(request).value;
}

VOID NTAPI WdfRequestFormatRequestUsingCurrentType(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  auto& request = request_of(DriverGlobals, Request);
  wdf::IoTarget* target = local_target(request);
  demand_formatted(request, target ? target->format_current(request) : Status(STATUS_INVALID_DEVICE_REQUEST));
}

VOID NTAPI WdfRequestWdmFormatUsingStackLocation(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                                 PIO_STACK_LOCATION Stack) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Stack);
  wdf::IoTarget* target = local_target(request);
  if (!target && request.operation()) target = request.operation()->target;
  demand_formatted(request, target ? target->format_location(request, *Stack) : Status(STATUS_INVALID_DEVICE_REQUEST));
}

BOOLEAN NTAPI WdfRequestSend(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request, WDFIOTARGET Target,
                             PWDF_REQUEST_SEND_OPTIONS Options) {
  auto& request = request_of(DriverGlobals, Request);
  auto& target = object_of<wdf::IoTarget>(request.client(), Target);
  constexpr ULONG kTimed = WDF_REQUEST_SEND_OPTION_TIMEOUT;
  if (Options && (Options->Flags & kTimed) && Options->Timeout != 0 &&
      !(Options->Flags & WDF_REQUEST_SEND_OPTION_SYNCHRONOUS)) {
    target.machine().report({"NotImplemented",
                             "WdfRequestSend: a time-out on an asynchronous send is not built in OpenWDF",
                             target.client().service()});
  }
  return target.send(request, Options);
}

BOOLEAN NTAPI WdfRequestCancelSentRequest(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  return wdf::IoTarget::cancel(request_of(DriverGlobals, Request));
}

VOID NTAPI WdfRequestSetCompletionRoutine(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                          PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine,
                                          WDFCONTEXT CompletionContext) {
  auto& request = request_of(DriverGlobals, Request);
  auto operation = request.need_operation();
  if (!operation) return request.fail_send(operation.status().value);
  (*operation)->completion = CompletionRoutine;
  (*operation)->context = CompletionContext;
}

VOID NTAPI WdfRequestGetCompletionParams(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request,
                                         PWDF_REQUEST_COMPLETION_PARAMS Params) {
  auto& request = request_of(DriverGlobals, Request);
  OWDF_REQUIRED(request.client(), Params);
  if (!request.operation()) {
    violate(request.client(), Violation::kRequestFatalError, 2, reinterpret_cast<uint64_t>(Request),
            "WdfRequestGetCompletionParams on a request that was not sent");
  }
  *Params = request.operation()->parameters;
}

NTSTATUS NTAPI WdfRequestAllocateTimer(PWDF_DRIVER_GLOBALS DriverGlobals, WDFREQUEST Request) {
  auto& request = request_of(DriverGlobals, Request);
  return request.need_operation().status().value;  // a synchronous send waits with its own time-out
}

}  // namespace owdf::ddi
