// Queue: what WDFQUEUE stands for. It takes the requests of a device (or of a forward), holds them while it may not
// deliver, and shows them to the driver one by one, many at a time, or on demand. Child of its device unless the driver
// says otherwise.
//
//   offer() --> waiting_ --> with the driver (owned_) --> finish()
//        \________________________/    straight through when nothing stands before it: no list, no cancel routine, no
//        switch
//
// Lock: one per queue, over lists and gates; never across a driver callback, never two queues at a time. Every change
// is followed by run(), which asks the table (queue_states.h) for the next step until it rests. IRQL <= DISPATCH_LEVEL.
// Serves QUE-*, BHV-001, BHV-005..008, BHV-011, BHV-012.
#pragma once

#include "wdf/object/object.h"
#include "wdf/queue/queue_states.h"
#include "wdf/request/request.h"
#include "wdf/sync/callback_lock.h"

namespace owdf::wdf {

class Device;

class Queue final : public Object {
 public:
  static constexpr Type kType = Type::kQueue;

  struct Settings {
    DispatchType type = DispatchType::kSequential;
    bool power_managed = false;
    bool default_queue = false;
    WDF_IO_QUEUE_CONFIG config{};
  };
  // STATUS_INFO_LENGTH_MISMATCH, STATUS_INVALID_PARAMETER, STATUS_WDF_NO_CALLBACK, STATUS_UNSUCCESSFUL.
  static Result<Settings> read_config(Device& device, const WDF_IO_QUEUE_CONFIG& config);
  static Result<Queue*> create(Device& device, const Settings& settings, const Blueprint& blueprint);
  Queue(const Birth& birth, Device& device, const Settings& settings);
  ~Queue() override;

  Device& device() const { return device_; }
  DispatchType type_of_dispatch() const { return type_; }
  bool power_managed() const { return power_managed_; }
  bool allows_zero_length() const { return config_.AllowZeroLengthRequests; }
  bool deletable() const override { return !pinned_; }
  // The device's default queue, or the target of a route: deleted with the device only (QUE-029, QUE-032).
  void pin() { pinned_ = true; }
  CallbackLock* callback_lock() override { return &callback_lock_; }
  CallbackLock* serialization_lock() override;

  // --- requests come and go ---

  enum class Arrival : uint8_t { kNew, kEnqueued, kForwarded };
  // False: the queue accepts nothing; the request is where it was. True: it may be completed already.
  [[nodiscard]] bool offer(Request& request, Arrival arrival);
  // The driver is through with a request of this queue: completed, or given to a target for good.
  void finish(Request& request);
  // WdfRequestForwardToIoQueue out of this queue.
  NTSTATUS forward(Request& request, Queue& to);
  NTSTATUS requeue(Request& request);
  bool owns_for_driver(Request& request);

  // --- the driver pulls ---

  NTSTATUS retrieve(FileObject* file, Request** out);
  NTSTATUS find(Request* after, FileObject* file, PWDF_REQUEST_PARAMETERS parameters, Request** out);
  NTSTATUS retrieve_found(Request& found, Request** out);
  NTSTATUS set_ready_callback(PFN_WDF_IO_QUEUE_STATE routine, WDFCONTEXT context);

  // --- the driver controls ---

  void operate(QueueOperation operation, PFN_WDF_IO_QUEUE_STATE done, WDFCONTEXT context);
  // The same, waiting. PASSIVE_LEVEL.
  void operate_and_wait(QueueOperation operation);
  WDF_IO_QUEUE_STATE state(ULONG* waiting, ULONG* owned);

  // --- the device controls ---

  enum class Hold : uint8_t { kAddDevice = 1, kPower = 2 };
  void add_hold(Hold hold);
  void release_hold(Hold hold);
  // Leaves D0: EvtIoStop for each request the driver has, then waits until it has none that is not acknowledged.
  // PASSIVE_LEVEL.
  void hold_for_power(WDF_REQUEST_STOP_ACTION_FLAGS action);
  void stop_acknowledge(Request& request, bool requeue);
  // BHV-016.
  void cancel_requests_of(PFILE_OBJECT file);

 private:
  friend class Device;
  friend class Request;

  // Somebody who waits for a condition: a routine of the driver, a thread, or (neither) the queue's own disposal.
  struct Waiter {
    QueueCondition until = QueueCondition::kNever;
    PFN_WDF_IO_QUEUE_STATE routine = nullptr;
    WDFCONTEXT context = nullptr;
    KEVENT* event = nullptr;
    ListLink link{};
  };
  // One step, taken out of the lists under the lock, performed without it, with a reference on the queue: the last
  // request's end may be the queue's.
  struct Job {
    QueueStep step = QueueStep::kRest;
    Request* request = nullptr;
    Waiter waiter{};
    bool driver_gets_it = false;     // kFinishCancelled: EvtIoCanceledOnQueue
    sched::Thread* outer = nullptr;  // the runner before this job
  };

  bool begin_disposal() override;
  void end_disposal() override;

  uint16_t facts() REQUIRES(lock_);
  bool holds(QueueCondition condition) REQUIRES(lock_);
  Waiter* met_waiter() REQUIRES(lock_);
  bool has_room() REQUIRES(lock_) { return owned_.size() + in_transit_ < limit_; }
  // Nothing waits for a step, so the table's answer is kRest.
  bool at_rest() REQUIRES(lock_) {
    return waiting_.empty() && cancelled_.empty() && waiters_.empty() && resume_due_ == 0;
  }
  bool presents_at_once(Request& request) REQUIRES(lock_);
  bool take_at_once(Request& request, Arrival arrival, sched::Thread** outer);
  void present_at_once(Request& request, sched::Thread* outer);
  bool stand_in_line(Request& request, Arrival arrival);
  void arrive(Request& request, Arrival arrival) REQUIRES(lock_);
  void wait_in_line(Request& request, bool at_head) REQUIRES(lock_);
  void set_owned(Request& request) REQUIRES(lock_);
  void unlink_owned(Request& request) REQUIRES(lock_);
  bool take_from_line(Request& request) REQUIRES(lock_);
  void cancel_in_line(Request& request) REQUIRES(lock_);
  void cancel_line(PFILE_OBJECT file) REQUIRES(lock_);
  bool may_retrieve(NTSTATUS* refusal) REQUIRES(lock_);
  bool needs_driver(QueueStep step) REQUIRES(lock_);
  Job take_job() REQUIRES(lock_);
  Job fill_job(QueueStep step) REQUIRES(lock_);
  void enter_job(Job& job) REQUIRES(lock_);
  sched::Thread* become_runner() REQUIRES(lock_);
  void resign(sched::Thread* outer);
  void presentation_ended();
  void queue_worker() REQUIRES(lock_);

  void run();
  void perform(const Job& job);
  void perform_and_go_on(Job job);
  void go_on();
  void present(Request& request);
  void finish_cancelled(Request& request, bool driver_gets_it);
  void resume(Request& request);
  void tell(const Waiter& waiter);
  void pass_down(Request& request);
  void cancel_owned_requests();
  void ask_to_stop(WDF_REQUEST_STOP_ACTION_FLAGS action);
  void wait_until(QueueCondition condition);
  static void NTAPI cancel_waiting(PDEVICE_OBJECT device, PIRP irp);
  static void NTAPI run_worker(PVOID context);

  Device& device_;
  const DispatchType type_;
  const bool power_managed_;
  bool pinned_ = false;
  const uint32_t limit_;  // NumberOfPresentedRequests
  const WDF_IO_QUEUE_CONFIG config_;
  CallbackLock callback_lock_;
  ListLink device_link_;  // guarded by the device's lock

  sched::Lock lock_{sched::LockRank::kFramework, "wdf::Queue"};
  bool accepts_ GUARDED_BY(lock_) = true;
  bool dispatches_ GUARDED_BY(lock_) = true;
  uint8_t held_ GUARDED_BY(lock_) = 0;
  bool ready_due_ GUARDED_BY(lock_) = false;
  bool purged_ GUARDED_BY(lock_) = false;  // what comes back by requeue is cancelled
  bool worker_queued_ GUARDED_BY(lock_) = false;
  uint32_t in_transit_ GUARDED_BY(lock_) = 0;       // taken out of a list by a thread that has not settled them yet
  uint32_t being_cancelled_ GUARDED_BY(lock_) = 0;  // Place::kBeingCancelled
  uint32_t resume_due_ GUARDED_BY(lock_) = 0;       // acknowledged stops that wait for EvtIoResume
  uint64_t purge_round_ GUARDED_BY(lock_) = 0;
  PFN_WDF_IO_QUEUE_STATE ready_routine_ GUARDED_BY(lock_) = nullptr;
  WDFCONTEXT ready_context_ GUARDED_BY(lock_) = nullptr;
  List<Request, &Request::link_> waiting_ GUARDED_BY(lock_);
  List<Request, &Request::link_> cancelled_ GUARDED_BY(lock_);
  List<Request, &Request::link_> owned_ GUARDED_BY(lock_);
  List<Waiter, &Waiter::link> waiters_ GUARDED_BY(lock_);
  Waiter operation_waiter_ GUARDED_BY(lock_);  // of the asynchronous forms; one at a time
  Waiter disposal_waiter_ GUARDED_BY(lock_);

  // The thread that is inside a callback made by run(). What it causes there waits until the callback has returned, so
  // that a handler that completes at once does not pile up frames. Written under the lock, cleared by its thread.
  std::atomic<sched::Thread*> runner_{nullptr};
  std::atomic<bool> again_{false};
  // Presentations that have been decided on and whose handler has not returned. Counted up under the lock, down without
  // it: who counts down looks at `stop_waits_` next, who sets that looks at the count next, so that one of them sees
  // the other.
  std::atomic<uint32_t> presenting_{0};
  std::atomic<bool> stop_waits_{false};
  WORK_QUEUE_ITEM worker_;
};

}  // namespace owdf::wdf
