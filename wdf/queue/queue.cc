#include "wdf/queue/queue.h"

#include "wdf/device/device.h"
#include "wdf/door.h"
#include "wdf/violation.h"

namespace owdf::wdf {

Queue::Queue(const Birth& birth, Device& device, const Settings& settings)
    : Object(birth),
      device_(device),
      type_(settings.type),
      power_managed_(settings.power_managed),
      limit_(settings.type == DispatchType::kParallel ? settings.config.Settings.Parallel.NumberOfPresentedRequests
                                                      : 1),
      config_(settings.config),
      callback_lock_(birth.client, passive()) {
  ExInitializeWorkItem(&worker_, &Queue::run_worker, this);
}

Queue::~Queue() {
  OWDF_ASSERT(waiting_.empty());
  OWDF_ASSERT(owned_.empty());
}

CallbackLock* Queue::serialization_lock() {
  switch (scope()) {
    case WdfSynchronizationScopeDevice:
      return device_.callback_lock();
    case WdfSynchronizationScopeQueue:
      return &callback_lock_;
    default:
      return nullptr;
  }
}

// --- coming and going ---

bool Queue::presents_at_once(Request& request) {
  return type_ != DispatchType::kManual && dispatches_ && held_ == 0 && waiting_.empty() && cancelled_.empty() &&
         has_room() && resume_due_ == 0 && !request.cancelled() && !must_defer(level());
}

bool Queue::offer(Request& request, Arrival arrival) {
  sched::Thread* outer = nullptr;
  if (!take_at_once(request, arrival, &outer)) return stand_in_line(request, arrival);
  present_at_once(request, outer);
  return true;
}

void Queue::arrive(Request& request, Arrival arrival) {
  request.queue_ = this;
  if (arrival != Arrival::kNew) request.seen_by_driver_ = true;
}

bool Queue::take_at_once(Request& request, Arrival arrival, sched::Thread** outer) {
  sched::LockGuard guard(lock_);
  if (!accepts_ || !presents_at_once(request)) return false;
  arrive(request, arrival);
  set_owned(request);
  sched::fetch_add(presenting_, 1, std::memory_order_relaxed);
  *outer = become_runner();
  return true;
}

bool Queue::stand_in_line(Request& request, Arrival arrival) {
  Job job;
  {
    sched::LockGuard guard(lock_);
    if (!accepts_) return false;
    arrive(request, arrival);
    if (waiting_.empty()) ready_due_ = true;
    wait_in_line(request, false);
    job = take_job();
  }
  perform_and_go_on(job);
  return true;
}

void Queue::set_owned(Request& request) {
  request.queue_ = this;
  request.place_ = Request::Place::kWithDriver;
  request.seen_by_driver_ = true;
  request.stop_ = Request::Stop::kNone;
  owned_.push_back(&request);
}

void Queue::unlink_owned(Request& request) {
  OWDF_ASSERT(request.place_ == Request::Place::kWithDriver || request.place_ == Request::Place::kCompleting);
  if (request.stop_ == Request::Stop::kAcknowledged) resume_due_--;
  request.stop_ = Request::Stop::kNone;
  owned_.remove(&request);
}

void Queue::finish(Request& request) {
  {
    sched::LockGuard guard(lock_);
    unlink_owned(request);
    request.place_ = Request::Place::kDone;
    if (at_rest()) return;
    reference();  // the last request's end may be the queue's
  }
  run();
  dereference();
}

NTSTATUS Queue::forward(Request& request, Queue& to) {
  if (&to == this || &to.device_ != &device_ || request.place_ != Request::Place::kWithDriver)
    return STATUS_INVALID_DEVICE_REQUEST;
  if (request.cancellation_.on(Cancellation::Event::kMoveToQueue).reply != Cancellation::Reply::kSuccess)
    return STATUS_INVALID_DEVICE_REQUEST;
  {
    sched::LockGuard guard(lock_);
    unlink_owned(request);
    request.place_ = Request::Place::kNowhere;
    in_transit_++;  // nobody may conclude that the driver has none, for the other queue may refuse
  }
  const bool taken = to.offer(request, Arrival::kForwarded);
  Job job;
  {
    sched::LockGuard guard(lock_);
    in_transit_--;
    if (!taken) set_owned(request);
    job = take_job();
  }
  perform_and_go_on(job);
  return taken ? STATUS_SUCCESS : STATUS_WDF_BUSY;
}

NTSTATUS Queue::requeue(Request& request) {
  if (type_ != DispatchType::kManual || request.place_ != Request::Place::kWithDriver)
    return STATUS_INVALID_DEVICE_REQUEST;
  if (request.cancellation_.on(Cancellation::Event::kMoveToQueue).reply != Cancellation::Reply::kSuccess)
    return STATUS_INVALID_DEVICE_REQUEST;
  {
    sched::LockGuard guard(lock_);
    unlink_owned(request);
    wait_in_line(request, true);
    if (purged_ && request.place_ == Request::Place::kWaiting) cancel_in_line(request);
  }
  run();
  return STATUS_SUCCESS;
}

// --- the line, and cancellation in it ---

// The order "link, then set the routine, then look at Cancel" makes one of canceller and queue see the other.
void Queue::wait_in_line(Request& request, bool at_head) {
  request.place_ = Request::Place::kWaiting;
  if (at_head) {
    waiting_.push_front(&request);
  } else {
    waiting_.push_back(&request);
  }
  request.irp_->Tail.Overlay.DriverContext[0] = &request;
  IoSetCancelRoutine(request.irp_, &Queue::cancel_waiting);
  if (request.irp_->Cancel) cancel_in_line(request);
}

void Queue::cancel_in_line(Request& request) {
  waiting_.remove(&request);
  if (request.withdraw()) {
    request.place_ = Request::Place::kCancelDue;
    cancelled_.push_back(&request);
  } else {
    request.place_ = Request::Place::kBeingCancelled;  // the canceller won; cancel_waiting() goes on with it
    being_cancelled_++;
  }
}

// All of them, or those of one file.
void Queue::cancel_line(PFILE_OBJECT file) {
  for (Request* request = waiting_.front(); request;) {
    Request* next = waiting_.next(request);
    if (!file || request->stack()->FileObject == file) cancel_in_line(*request);
    request = next;
  }
}

// True: the request is out of the line and ours. False: a canceller came first.
bool Queue::take_from_line(Request& request) {
  if (request.irp_->Cancel) {
    cancel_in_line(request);
    return false;
  }
  waiting_.remove(&request);
  if (request.withdraw()) {
    request.place_ = Request::Place::kNowhere;
    return true;
  }
  request.place_ = Request::Place::kBeingCancelled;
  being_cancelled_++;
  return false;
}

void NTAPI Queue::cancel_waiting(PDEVICE_OBJECT, PIRP irp) {
  auto* request = static_cast<Request*>(irp->Tail.Overlay.DriverContext[0]);
  IoReleaseCancelSpinLock(irp->CancelIrql);
  // The request cannot go away: whoever wants it out of the queue finds the cancel slot empty and leaves it to us.
  Queue& queue = *request->queue_;
  Job job;
  {
    sched::LockGuard guard(queue.lock_);
    if (request->place_ == Request::Place::kWaiting) {
      queue.waiting_.remove(request);
    } else {
      OWDF_ASSERT(request->place_ == Request::Place::kBeingCancelled);
      queue.being_cancelled_--;
    }
    request->place_ = Request::Place::kCancelDue;
    queue.cancelled_.push_front(request);
    // At once, even inside a callback of this queue on this thread: the driver may be waiting for it.
    if (queue.needs_driver(QueueStep::kFinishCancelled) && must_defer(queue.level())) {
      queue.queue_worker();
    } else {
      job = queue.fill_job(QueueStep::kFinishCancelled);
      queue.enter_job(job);
    }
  }
  queue.perform_and_go_on(job);
}

void Queue::cancel_requests_of(PFILE_OBJECT file) {
  {
    sched::LockGuard guard(lock_);
    cancel_line(file);
  }
  run();
}

// --- the driver pulls ---

bool Queue::may_retrieve(NTSTATUS* refusal) {
  if (type_ == DispatchType::kParallel) {
    *refusal = STATUS_INVALID_DEVICE_STATE;
    return false;
  }
  if (!dispatches_ || held_ != 0) {
    *refusal = STATUS_WDF_PAUSED;  // BHV-007
    return false;
  }
  return true;
}

NTSTATUS Queue::retrieve(FileObject* file, Request** out) {
  NTSTATUS status = STATUS_NO_MORE_ENTRIES;
  bool cancelled_some = false;
  {
    sched::LockGuard guard(lock_);
    if (!may_retrieve(&status)) return status;
    for (Request* request = waiting_.front(); request;) {
      Request* next = waiting_.next(request);
      if (!file || request->file_ == file) {
        if (take_from_line(*request)) {
          set_owned(*request);
          *out = request;
          status = STATUS_SUCCESS;
          break;
        }
        cancelled_some = true;
      }
      request = next;
    }
  }
  if (cancelled_some) run();
  return status;
}

NTSTATUS Queue::find(Request* after, FileObject* file, PWDF_REQUEST_PARAMETERS parameters, Request** out) {
  sched::LockGuard guard(lock_);
  Request* request = waiting_.front();
  if (after) {
    if (after->queue_ != this || after->place_ != Request::Place::kWaiting) return STATUS_NOT_FOUND;
    request = waiting_.next(after);
  }
  for (; request; request = waiting_.next(request)) {
    if (file && request->file_ != file) continue;
    request->reference();
    if (parameters) fill_parameters(*request, *parameters);
    *out = request;
    return STATUS_SUCCESS;
  }
  return STATUS_NO_MORE_ENTRIES;
}

NTSTATUS Queue::retrieve_found(Request& found, Request** out) {
  NTSTATUS status = STATUS_NOT_FOUND;
  {
    sched::LockGuard guard(lock_);
    if (!may_retrieve(&status)) return status;
    if (found.queue_ != this || found.place_ != Request::Place::kWaiting) return STATUS_NOT_FOUND;
    if (take_from_line(found)) {
      set_owned(found);
      *out = &found;
      return STATUS_SUCCESS;
    }
  }
  run();
  return STATUS_NOT_FOUND;
}

NTSTATUS Queue::set_ready_callback(PFN_WDF_IO_QUEUE_STATE routine, WDFCONTEXT context) {
  {
    sched::LockGuard guard(lock_);
    if (type_ != DispatchType::kManual) return STATUS_INVALID_DEVICE_REQUEST;
    if (routine ? ready_routine_ != nullptr : (ready_routine_ == nullptr || dispatches_))
      return STATUS_INVALID_DEVICE_REQUEST;
    ready_routine_ = routine;
    ready_context_ = context;
    ready_due_ = routine && !waiting_.empty();
  }
  run();
  return STATUS_SUCCESS;
}

WDF_IO_QUEUE_STATE Queue::state(ULONG* waiting, ULONG* owned) {
  sched::LockGuard guard(lock_);
  const size_t in_line = waiting_.size() + cancelled_.size() + being_cancelled_;
  if (waiting) *waiting = static_cast<ULONG>(in_line);
  if (owned) *owned = static_cast<ULONG>(owned_.size() + in_transit_);
  unsigned state = 0;
  if (accepts_) state |= WdfIoQueueAcceptRequests;
  if (dispatches_) state |= WdfIoQueueDispatchRequests;
  if (in_line == 0) state |= WdfIoQueueNoRequests;
  if (owned_.size() + in_transit_ == 0) state |= WdfIoQueueDriverNoRequests;
  if (held_ & static_cast<uint8_t>(Hold::kPower)) state |= WdfIoQueuePnpHeld;
  return static_cast<WDF_IO_QUEUE_STATE>(state);
}

bool Queue::owns_for_driver(Request& request) {
  sched::LockGuard guard(lock_);
  return request.queue_ == this && request.place_ == Request::Place::kWithDriver;
}

// --- deletion ---

bool Queue::begin_disposal() {
  {
    sched::LockGuard guard(lock_);
    accepts_ = false;
    purged_ = true;
    cancel_line(nullptr);
  }
  run();
  sched::LockGuard guard(lock_);
  if (holds(QueueCondition::kEmpty)) return true;
  disposal_waiter_.until = QueueCondition::kEmpty;
  waiters_.push_back(&disposal_waiter_);
  return false;
}

void Queue::end_disposal() {
  device_.remove_queue(*this);
}

}  // namespace owdf::wdf
