// The steps of a queue: what the table says, performed outside the lock, until it rests; and the operations that change
// gates.
#include "wdf/device/device.h"
#include "wdf/door.h"
#include "wdf/queue/queue.h"
#include "wdf/violation.h"

namespace owdf::wdf {

bool Queue::holds(QueueCondition condition) {
  switch (condition) {
    case QueueCondition::kNever:
      return true;
    case QueueCondition::kDriverHasNone:
      return owned_.empty() && in_transit_ == 0;
    case QueueCondition::kEmpty:
      return owned_.empty() && in_transit_ == 0 && waiting_.empty() && cancelled_.empty() && being_cancelled_ == 0;
    case QueueCondition::kDriverQuiet:
      return owned_.size() == resume_due_ && in_transit_ == 0;
    case QueueCondition::kHandlersDone:
      return presenting_ == 0;
  }
  return false;
}

Queue::Waiter* Queue::met_waiter() {
  for (Waiter& waiter : waiters_)
    if (holds(waiter.until)) return &waiter;
  return nullptr;
}

uint16_t Queue::facts() {
  uint16_t facts = 0;
  if (!waiting_.empty()) facts |= fact::kWaiting;
  if (dispatches_) facts |= fact::kDispatches;
  if (held_ != 0) facts |= fact::kHeld;
  if (type_ == DispatchType::kManual) facts |= fact::kManual;
  if (has_room()) facts |= fact::kRoom;
  if (ready_due_ && ready_routine_) facts |= fact::kReadyDue;
  if (!waiters_.empty() && met_waiter()) facts |= fact::kConditionMet;
  if (resume_due_ != 0) facts |= fact::kResumeDue;
  if (!cancelled_.empty()) facts |= fact::kCancelDue;
  return facts;
}

bool Queue::needs_driver(QueueStep step) {
  switch (step) {
    case QueueStep::kFinishCancelled:
      return config_.EvtIoCanceledOnQueue && cancelled_.front()->seen_by_driver_;
    case QueueStep::kTellWaiter:
      return met_waiter()->routine != nullptr;
    case QueueStep::kResume:
      return config_.EvtIoResume != nullptr;
    default:
      return true;
  }
}

void Queue::queue_worker() {
  if (worker_queued_) return;
  worker_queued_ = true;
  reference();
  client().leave_to_worker(worker_);
}

void Queue::run_worker(PVOID context) {
  auto& queue = *static_cast<Queue*>(context);
  Client& client = queue.client();
  {
    sched::LockGuard guard(queue.lock_);
    queue.worker_queued_ = false;
  }
  queue.run();
  queue.dereference();
  client.worker_done();
}

void Queue::enter_job(Job& job) {
  reference();
  job.outer = become_runner();
}

// The runner before.
sched::Thread* Queue::become_runner() {
  sched::Thread* const outer = runner_.load(std::memory_order_relaxed);
  runner_.store(sched::current(), std::memory_order_relaxed);
  return outer;
}

// Another thread may have become the runner meanwhile; only our own mark is ours to clear.
void Queue::resign(sched::Thread* outer) {
  sched::Thread* const self = sched::current();
  if (runner_.load(std::memory_order_relaxed) == self)
    runner_.store(outer == self ? self : nullptr, std::memory_order_relaxed);
}

void Queue::presentation_ended() {
  sched::fetch_add(presenting_, uint32_t(-1), std::memory_order_seq_cst);
}

Queue::Job Queue::take_job() {
  for (;;) {
    const QueueStep step = next_step(facts());
    if (step == QueueStep::kRest) return {};
    if (runner_.load(std::memory_order_relaxed) == sched::current()) {
      again_.store(true, std::memory_order_relaxed);  // this thread goes on when its callback has returned
      return {};
    }
    if (must_defer(level()) && needs_driver(step)) {
      queue_worker();
      return {};
    }
    Job job = fill_job(step);
    if (job.step == QueueStep::kRest) continue;  // a canceller took what we wanted to present
    enter_job(job);
    return job;
  }
}

Queue::Job Queue::fill_job(QueueStep step) {
  Job job;
  job.step = step;
  switch (step) {
    case QueueStep::kRest:
      break;
    case QueueStep::kFinishCancelled:
      job.driver_gets_it = needs_driver(step);
      job.request = cancelled_.pop_front();
      if (job.driver_gets_it) {
        set_owned(*job.request);
      } else {
        job.request->place_ = Request::Place::kNowhere;
        in_transit_++;
      }
      break;
    case QueueStep::kTellWaiter: {
      Waiter* waiter = met_waiter();
      waiters_.remove(waiter);
      job.waiter.until = waiter->until;
      job.waiter.routine = waiter->routine;
      job.waiter.context = waiter->context;
      job.waiter.event = waiter->event;
      break;
    }
    case QueueStep::kResume:
      for (Request& request : owned_) {
        if (request.stop_ != Request::Stop::kAcknowledged) continue;
        request.stop_ = Request::Stop::kNone;
        resume_due_--;
        request.reference();
        job.request = &request;
        break;
      }
      OWDF_ASSERT(job.request);
      break;
    case QueueStep::kNotifyReady:
      ready_due_ = false;
      job.waiter.routine = ready_routine_;
      job.waiter.context = ready_context_;
      break;
    case QueueStep::kPresent:
      while (Request* request = waiting_.front()) {
        if (!take_from_line(*request)) continue;
        set_owned(*request);
        sched::fetch_add(presenting_, 1, std::memory_order_relaxed);
        job.request = request;
        return job;
      }
      job.step = QueueStep::kRest;
      break;
  }
  return job;
}

void Queue::run() {
  Job job;
  {
    sched::LockGuard guard(lock_);
    job = take_job();
  }
  perform_and_go_on(job);
}

void Queue::perform_and_go_on(Job job) {
  while (job.step != QueueStep::kRest) {
    perform(job);
    if (job.step == QueueStep::kPresent) presentation_ended();
    resign(job.outer);
    Job next;
    {
      sched::LockGuard guard(lock_);
      again_.store(false, std::memory_order_relaxed);
      if (job.step == QueueStep::kFinishCancelled && !job.driver_gets_it) in_transit_--;
      next = take_job();
    }
    dereference();
    job = next;
  }
}

// A request that never stood in line. No reference on the queue: who offered the request answers for it that long.
void Queue::present_at_once(Request& request, sched::Thread* outer) {
  present(request);
  presentation_ended();
  resign(outer);
  if (again_.load(std::memory_order_relaxed) || stop_waits_.load(std::memory_order_seq_cst)) go_on();
}

void Queue::go_on() {
  Job job;
  {
    sched::LockGuard guard(lock_);
    again_.store(false, std::memory_order_relaxed);
    job = take_job();
  }
  perform_and_go_on(job);
}

void Queue::perform(const Job& job) {
  switch (job.step) {
    case QueueStep::kRest:
      return;
    case QueueStep::kFinishCancelled:
      return finish_cancelled(*job.request, job.driver_gets_it);
    case QueueStep::kTellWaiter:
    case QueueStep::kNotifyReady:
      return tell(job.waiter);
    case QueueStep::kResume:
      return resume(*job.request);
    case QueueStep::kPresent:
      return present(*job.request);
  }
}

void Queue::finish_cancelled(Request& request, bool driver_gets_it) {
  if (!driver_gets_it) return request.complete_undelivered(STATUS_CANCELLED);
  call_driver(*this, Callback::EvtIoCanceledOnQueue, serialization_lock(), config_.EvtIoCanceledOnQueue,
              static_cast<WDFQUEUE>(handle()), static_cast<WDFREQUEST>(request.handle()));
}

void Queue::resume(Request& request) {
  if (config_.EvtIoResume) {
    call_driver(*this, Callback::EvtIoResume, serialization_lock(), config_.EvtIoResume,
                static_cast<WDFQUEUE>(handle()), static_cast<WDFREQUEST>(request.handle()));
  }
  request.dereference();
}

void Queue::tell(const Waiter& waiter) {
  if (waiter.event) {
    KeSetEvent(waiter.event, IO_NO_INCREMENT, FALSE);
  } else if (waiter.routine) {
    call_driver(*this, Callback::EvtIoQueueState, serialization_lock(), waiter.routine, static_cast<WDFQUEUE>(handle()),
                waiter.context);
  } else {
    resume_disposal();
  }
}

void Queue::present(Request& request) {
  const auto queue = static_cast<WDFQUEUE>(handle());
  const auto handle = static_cast<WDFREQUEST>(request.handle());
  CallbackLock* lock = serialization_lock();
  const auto& stack = *request.stack();
  const auto& io = stack.Parameters.DeviceIoControl;
  switch (request.major()) {
    case IRP_MJ_READ:
      if (!config_.EvtIoRead) break;
      return call_driver(*this, Callback::EvtIoRead, lock, config_.EvtIoRead, queue, handle,
                         stack.Parameters.Read.Length);
    case IRP_MJ_WRITE:
      if (!config_.EvtIoWrite) break;
      return call_driver(*this, Callback::EvtIoWrite, lock, config_.EvtIoWrite, queue, handle,
                         stack.Parameters.Write.Length);
    case IRP_MJ_DEVICE_CONTROL:
      if (!config_.EvtIoDeviceControl) break;
      return call_driver(*this, Callback::EvtIoDeviceControl, lock, config_.EvtIoDeviceControl, queue, handle,
                         io.OutputBufferLength, io.InputBufferLength, io.IoControlCode);
    case IRP_MJ_INTERNAL_DEVICE_CONTROL:
      if (!config_.EvtIoInternalDeviceControl) break;
      return call_driver(*this, Callback::EvtIoInternalDeviceControl, lock, config_.EvtIoInternalDeviceControl, queue,
                         handle, io.OutputBufferLength, io.InputBufferLength, io.IoControlCode);
    default:
      break;
  }
  if (config_.EvtIoDefault)
    return call_driver(*this, Callback::EvtIoDefault, lock, config_.EvtIoDefault, queue, handle);
  pass_down(request);
}

// BHV-002: a queue without a handler for it.
void Queue::pass_down(Request& request) {
  if (!device_.filter()) return request.complete(STATUS_INVALID_DEVICE_REQUEST, IO_NO_INCREMENT);
  request.reference();
  const PIRP irp = request.give_up_irp();
  IoSkipCurrentIrpStackLocation(irp);
  IoCallDriver(device_.attached(), irp);
  finish(request);
  request.dispose();
  request.dereference();
}

// --- operations ---

void Queue::operate(QueueOperation operation, PFN_WDF_IO_QUEUE_STATE done, WDFCONTEXT context) {
  const QueueOperationRow& row = row_of(operation);
  bool overlapping = false;
  {
    sched::LockGuard guard(lock_);
    accepts_ = row.accepts == Gate::kOpen;
    if (row.dispatches != Gate::kKeep) dispatches_ = row.dispatches == Gate::kOpen;
    purged_ = operation == QueueOperation::kPurge;
    ready_due_ = operation == QueueOperation::kStart && !waiting_.empty();
    if (row.cancels_waiting) cancel_line(nullptr);
    overlapping = done && operation_waiter_.link.linked();
    if (done && !overlapping) {
      operation_waiter_.until = row.until;
      operation_waiter_.routine = done;
      operation_waiter_.context = context;
      waiters_.push_back(&operation_waiter_);
    }
  }
  if (overlapping) {
    violate(client(), Violation::kQueueFatalError, reinterpret_cast<uint64_t>(handle()), 0,
            "a queue operation was begun while the callback of an earlier one was still to come");
  }
  if (row.cancels_owned) cancel_owned_requests();
  run();
}

void Queue::operate_and_wait(QueueOperation operation) {
  operate(operation, nullptr, nullptr);
  wait_until(row_of(operation).until);
}

void Queue::wait_until(QueueCondition condition) {
  KEVENT event;
  Waiter waiter;
  {
    sched::LockGuard guard(lock_);
    if (holds(condition)) return;
    KeInitializeEvent(&event, NotificationEvent, FALSE);
    waiter.until = condition;
    waiter.event = &event;
    waiters_.push_back(&waiter);
  }
  KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, nullptr);
}

// Each that the driver marked cancelable now; those it marks later are its own affair.
void Queue::cancel_owned_requests() {
  uint64_t round;
  {
    sched::LockGuard guard(lock_);
    round = ++purge_round_;
  }
  for (;;) {
    Ref<Request> found;
    {
      sched::LockGuard guard(lock_);
      for (Request& request : owned_) {
        if (request.purge_round_ >= round || !request.cancellation_.marked()) continue;
        request.purge_round_ = round;
        found = Ref<Request>(&request);
        break;
      }
    }
    if (!found) return;
    found->cancel_if_marked();
  }
}

// --- power ---

void Queue::release_hold(Hold hold) {
  {
    sched::LockGuard guard(lock_);
    held_ &= static_cast<uint8_t>(~static_cast<uint8_t>(hold));
    ready_due_ = !waiting_.empty();
  }
  run();
}

void Queue::add_hold(Hold hold) {
  sched::LockGuard guard(lock_);
  held_ |= static_cast<uint8_t>(hold);
}

void Queue::hold_for_power(WDF_REQUEST_STOP_ACTION_FLAGS action) {
  {
    sched::LockGuard guard(lock_);
    held_ |= static_cast<uint8_t>(Hold::kPower);
    for (Request& request : owned_)
      if (request.stop_ == Request::Stop::kNone) request.stop_ = Request::Stop::kDue;
  }
  // A request belongs to the driver from the moment it is to be presented, but the driver learns of it in its handler:
  // to be asked to stop what it has never seen, and to see it afterwards, would be too much for it.
  if (config_.EvtIoStop) {
    stop_waits_ = true;
    wait_until(QueueCondition::kHandlersDone);
    stop_waits_ = false;
    ask_to_stop(action);
  }
  wait_until(QueueCondition::kDriverQuiet);
}

void Queue::ask_to_stop(WDF_REQUEST_STOP_ACTION_FLAGS action) {
  for (;;) {
    Ref<Request> found;
    unsigned flags = action;
    {
      sched::LockGuard guard(lock_);
      for (Request& request : owned_) {
        if (request.stop_ != Request::Stop::kDue || request.place_ != Request::Place::kWithDriver) continue;
        request.stop_ = Request::Stop::kAsked;
        if (request.cancellation_.marked()) flags |= WdfRequestStopRequestCancelable;
        found = Ref<Request>(&request);
        break;
      }
    }
    if (!found) return;
    call_driver(*this, Callback::EvtIoStop, serialization_lock(), config_.EvtIoStop, static_cast<WDFQUEUE>(handle()),
                static_cast<WDFREQUEST>(found->handle()), static_cast<ULONG>(flags));
  }
}

void Queue::stop_acknowledge(Request& request, bool requeue) {
  const bool movable =
      !requeue || request.cancellation_.on(Cancellation::Event::kMoveToQueue).reply == Cancellation::Reply::kSuccess;
  bool asked = false;
  {
    sched::LockGuard guard(lock_);
    asked = request.place_ == Request::Place::kWithDriver && request.stop_ == Request::Stop::kAsked;
    if (asked && movable && requeue) {
      unlink_owned(request);
      wait_in_line(request, true);
    } else if (asked && movable) {
      request.stop_ = Request::Stop::kAcknowledged;
      resume_due_++;
    }
  }
  if (!asked || !movable) {
    violate(client(), Violation::kQueueFatalError, reinterpret_cast<uint64_t>(request.handle()), 0,
            asked ? "WdfRequestStopAcknowledge with Requeue on a request that is still cancelable"
                  : "WdfRequestStopAcknowledge on a request that EvtIoStop was not called for");
  }
  run();
}

}  // namespace owdf::wdf
