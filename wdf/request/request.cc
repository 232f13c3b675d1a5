#include "wdf/request/request.h"

#include "wdf/completion.h"
#include "wdf/device/device.h"
#include "wdf/door.h"
#include "wdf/target/operation.h"
#include "wdf/violation.h"

namespace owdf::wdf {

Request::Request(const Birth& birth, Origin origin, Device* device, PIRP irp)
    : Object(birth), irp_(irp), device_(device), origin_(origin), major_(0) {
  ExInitializeWorkItem(&cancel_worker_, &Request::run_deferred_cancel, this);
  if (received()) {
    const PIO_STACK_LOCATION at = IoGetCurrentIrpStackLocation(irp);
    major_ = at->MajorFunction;
    file_ = device->files().find(at->FileObject);
    irp->IoStatus.Information = 0;
  }
}

Request::~Request() {
  OWDF_ASSERT(!link_.linked());
  end_operation();  // a request of the driver's own is never completed
  if (irp_ && frees_irp_) IoFreeIrp(irp_);
}

Result<Request*> Request::receive(Device& device, PIRP irp) {
  return Object::create<Request>(device.client(), device.request_attributes(), Origin::kReceived, &device, irp);
}

void Request::set_irp(PIRP irp, bool frees_irp) {
  irp_ = irp;
  frees_irp_ = frees_irp;
}

CallbackLock* Request::serialization_lock() {
  return queue_ ? queue_->serialization_lock() : device_ ? device_->serialization_lock() : nullptr;
}

// --- completion ---

NTSTATUS public_status(NTSTATUS status) {
  constexpr uint32_t kFacilityMask = 0x0FFF0000, kDriverFramework = 0x00200000;
  if ((static_cast<uint32_t>(status) & kFacilityMask) != kDriverFramework || NT_SUCCESS(status)) return status;
  switch (status) {
    case STATUS_WDF_PAUSED:
    case STATUS_WDF_BUSY:
      return STATUS_DEVICE_BUSY;
    case STATUS_WDF_INTERNAL_ERROR:
      return STATUS_INTERNAL_ERROR;
    case STATUS_WDF_TOO_FRAGMENTED:
      return STATUS_INSUFFICIENT_RESOURCES;
    default:
      return STATUS_INVALID_DEVICE_REQUEST;
  }
}

bool Request::in_flight() const {
  return operation_ && operation_->in_flight();
}

[[noreturn, gnu::cold, gnu::noinline]] void Request::refuse_completion() {
  const auto own = reinterpret_cast<uint64_t>(handle());
  if (!received()) {
    violate(client(), Violation::kQueueFatalError, own, 0,
            "a request that the driver created was completed; it is deleted");
  }
  if (!irp_) violate(client(), Violation::kRequestFatalError, 2, own, "a request was completed twice");
  if (!with_driver())
    violate(client(), Violation::kQueueFatalError, own, 0, "a request was completed that the driver does not own");
  if (in_flight())
    violate(client(), Violation::kRequestFatalError, 3, own, "a request was completed while an I/O target has it");
  violate(client(), Violation::kQueueFatalError, own, 0, "a request was completed that is still marked cancelable");
}

void Request::complete(NTSTATUS status, CCHAR boost) {
  const bool good = received() && irp_ && with_driver() && !in_flight() &&
                    cancellation_.on(Cancellation::Event::kComplete).reply == Cancellation::Reply::kSuccess;
  if (!good) refuse_completion();
  release_buffers();
  status = public_status(status);
  const PIRP irp = irp_;
  irp->IoStatus.Status = status;
  if (major_ == IRP_MJ_DEVICE_CONTROL && stack()->Parameters.DeviceIoControl.OutputBufferLength == 0)
    irp->Flags &= ~static_cast<ULONG>(IRP_INPUT_OPERATION);  // BHV-004
  if (major_ == IRP_MJ_CREATE) device_->files().create_answered(*this, status);
  // The object does not go with the IRP: its queue has to hear first, and upper drivers may send the next one from
  // inside. Nobody else disposes of a received request, so its own reference lasts until then.
  Queue* const queue = queue_;
  final_status_ = status;
  irp_ = nullptr;
  place_ = Place::kCompleting;
  complete_irp(irp, boost);
  if (queue) queue->finish(*this);
  dispose();
}

void Request::complete_undelivered(NTSTATUS status) {
  OWDF_ASSERT(irp_ && received());
  const PIRP irp = irp_;
  irp_ = nullptr;
  final_status_ = status;
  place_ = Place::kDone;
  irp->IoStatus.Status = status;
  irp->IoStatus.Information = 0;
  if (major_ == IRP_MJ_CREATE) device_->files().create_answered(*this, status);
  complete_irp(irp);
  dispose();
}

PIRP Request::give_up_irp() {
  OWDF_ASSERT(irp_);
  const PIRP irp = irp_;
  release_buffers();
  irp_ = nullptr;
  place_ = Place::kCompleting;
  return irp;
}

void Request::set_information(ULONG_PTR information) {
  if (irp_) irp_->IoStatus.Information = information;
}

ULONG_PTR Request::information() const {
  return irp_ ? irp_->IoStatus.Information : 0;
}

NTSTATUS Request::status() const {
  return irp_ && !send_failed_ ? irp_->IoStatus.Status : final_status_;
}

// --- cancellation of what the driver owns ---

// The slot protocol: set our routine, then look at Cancel. IoCancelIrp sets Cancel, then empties the slot; so one sees
// the other.
NTSTATUS Request::mark_cancelable(PFN_WDF_REQUEST_CANCEL routine, bool ex) {
  using Event = Cancellation::Event;
  if (!irp_ || !received() || (queue_ && place_ != Place::kWithDriver)) return STATUS_INVALID_DEVICE_REQUEST;
  if (cancellation_.marked()) return STATUS_INVALID_DEVICE_REQUEST;
  cancel_routine_ = routine;
  if (cancellation_.on(Event::kMark).effect != Cancellation::Effect::kArmSlot) return STATUS_INVALID_DEVICE_REQUEST;
  const PIRP irp = irp_;
  irp->Tail.Overlay.DriverContext[0] = this;
  // Once the routine is in the slot the request may be cancelled and gone; with our reference it can still be looked
  // at.
  reference();
  IoSetCancelRoutine(irp, &Request::cancel_owned);
  Cancellation::Row row{};
  row.reply = Cancellation::Reply::kSuccess;
  if (PIRP now = irp_; now && now->Cancel)
    row = cancellation_.on(!withdraw() ? Event::kMarkLost : ex ? Event::kMarkExFoundCancel : Event::kMarkFoundCancel);
  if (row.effect == Cancellation::Effect::kCallDriver) call_cancel_routine();
  dereference();
  return row.reply == Cancellation::Reply::kCancelled ? STATUS_CANCELLED : STATUS_SUCCESS;
}

NTSTATUS Request::unmark_cancelable() {
  using Event = Cancellation::Event;
  if (!received() || (queue_ && place_ != Place::kWithDriver && place_ != Place::kCompleting))
    return STATUS_INVALID_DEVICE_REQUEST;
  auto row = cancellation_.on(Event::kUnmark);
  if (row.effect == Cancellation::Effect::kEmptySlot)
    row = cancellation_.on(withdraw() ? Event::kUnmarkWon : Event::kUnmarkLost);
  switch (row.reply) {
    case Cancellation::Reply::kSuccess:
      return STATUS_SUCCESS;
    case Cancellation::Reply::kCancelled:
      return STATUS_CANCELLED;
    default:
      return STATUS_INVALID_PARAMETER;
  }
}

void Request::cancel_if_marked() {
  using Event = Cancellation::Event;
  auto row = cancellation_.on(Event::kPurge);
  if (row.effect != Cancellation::Effect::kEmptySlot || !irp_) return;
  row = cancellation_.on(withdraw() ? Event::kPurgeWon : Event::kPurgeLost);
  if (row.effect == Cancellation::Effect::kCallDriver) defer_or_call_cancel_routine();
}

void NTAPI Request::cancel_owned(PDEVICE_OBJECT, PIRP irp) {
  // Taking the routine out of the slot made the completion ours: nobody else may end the request before the driver is
  // called.
  auto* request = static_cast<Request*>(irp->Tail.Overlay.DriverContext[0]);
  IoReleaseCancelSpinLock(irp->CancelIrql);
  if (request->cancellation_.on(Cancellation::Event::kCancellerArrives).effect == Cancellation::Effect::kCallDriver)
    request->defer_or_call_cancel_routine();
}

void Request::defer_or_call_cancel_routine() {
  Object& level_of = queue_ ? static_cast<Object&>(*queue_) : static_cast<Object&>(*device_);
  if (!must_defer(level_of.level())) return call_cancel_routine();
  reference();
  client().leave_to_worker(cancel_worker_);
}

void NTAPI Request::run_deferred_cancel(PVOID context) {
  auto* request = static_cast<Request*>(context);
  Client& client = request->client();
  request->call_cancel_routine();
  request->dereference();
  client.worker_done();
}

void Request::call_cancel_routine() {
  reference();  // the callback completes the request
  call_driver(*this, Callback::EvtRequestCancel, serialization_lock(), cancel_routine_,
              static_cast<WDFREQUEST>(handle()));
  dereference();
}

// --- reuse ---

void Request::reset(NTSTATUS status) {
  end_operation();
  cancellation_.on(Cancellation::Event::kReuse);
  send_failed_ = false;
  final_status_ = status;
  if (!irp_) return;
  if (received()) {
    irp_->IoStatus.Status = status;
    irp_->IoStatus.Information = 0;
    irp_->Cancel = FALSE;
  } else {
    IoReuseIrp(irp_, status);
  }
}

// --- parameters ---

void fill_parameters(Request& request, WDF_REQUEST_PARAMETERS& parameters) {
  const PIO_STACK_LOCATION at = request.stack();
  parameters.Type = static_cast<WDF_REQUEST_TYPE>(at->MajorFunction);
  parameters.MinorFunction = at->MinorFunction;
  auto& out = parameters.Parameters;
  switch (at->MajorFunction) {
    case IRP_MJ_CREATE:
      out.Create.SecurityContext = at->Parameters.Create.SecurityContext;
      out.Create.Options = at->Parameters.Create.Options;
      out.Create.FileAttributes = at->Parameters.Create.FileAttributes;
      out.Create.ShareAccess = at->Parameters.Create.ShareAccess;
      out.Create.EaLength = at->Parameters.Create.EaLength;
      break;
    case IRP_MJ_READ:
      out.Read.Length = at->Parameters.Read.Length;
      out.Read.Key = at->Parameters.Read.Key;
      out.Read.DeviceOffset = at->Parameters.Read.ByteOffset.QuadPart;
      break;
    case IRP_MJ_WRITE:
      out.Write.Length = at->Parameters.Write.Length;
      out.Write.Key = at->Parameters.Write.Key;
      out.Write.DeviceOffset = at->Parameters.Write.ByteOffset.QuadPart;
      break;
    case IRP_MJ_DEVICE_CONTROL:
    case IRP_MJ_INTERNAL_DEVICE_CONTROL:
      out.DeviceIoControl.OutputBufferLength = at->Parameters.DeviceIoControl.OutputBufferLength;
      out.DeviceIoControl.InputBufferLength = at->Parameters.DeviceIoControl.InputBufferLength;
      out.DeviceIoControl.IoControlCode = at->Parameters.DeviceIoControl.IoControlCode;
      out.DeviceIoControl.Type3InputBuffer = at->Parameters.DeviceIoControl.Type3InputBuffer;
      break;
    default:
      out.Others.Arg1 = at->Parameters.Others.Argument1;
      out.Others.Arg2 = at->Parameters.Others.Argument2;
      out.Others.Arg4 = at->Parameters.Others.Argument4;
      break;
  }
}

}  // namespace owdf::wdf
