// Request: what WDFREQUEST stands for, an IRP on its way through one driver. Made for each IRP that reaches a queue or
// a file callback (no parent, OBJ-067), or by WdfRequestCreate / ...CreateFromIrp. A received one ends with its
// completion: the IRP is completed, the object disposed. Where it stands is guarded by its queue's lock; the IRP itself
// belongs to the present owner. IRQL <= DISPATCH_LEVEL. Serves REQ-*, BHV-003, BHV-004, BHV-009, BHV-010, BHV-022.
#pragma once

#include "wdf/object/object.h"
#include "wdf/request/cancellation.h"

namespace owdf::wdf {

class Device;
class FileObject;
class Memory;
class Queue;
struct TargetOperation;

class Request final : public Object {
 public:
  static constexpr Type kType = Type::kRequest;

  enum class Origin : uint8_t { kReceived, kCreated, kFromIrp };
  // Guarded by the lock of queue().
  enum class Place : uint8_t {
    kNowhere,         // with the framework, before a queue or after all of them
    kWaiting,         // in a queue, our cancel routine in its IRP
    kBeingCancelled,  // in a queue, the canceller has the routine and will arrive
    kCancelDue,       // in a queue, cancelled, waiting to be finished
    kWithDriver,
    kCompleting,  // the driver has completed it, the queue has not heard of it yet; set without the lock by the owner
    kDone,        // completed, or sent and forgotten
  };
  // Where it is, for all to read; who writes it holds the lock or is the owner, so nothing stronger than a release is
  // needed.
  class PlaceCell {
   public:
    void operator=(Place place) { place_.store(place, std::memory_order_release); }
    operator Place() const { return place_.load(std::memory_order_acquire); }

   private:
    std::atomic<Place> place_{Place::kNowhere};
  };
  // How a stop for power finds it (QUE-054..056).
  enum class Stop : uint8_t { kNone, kDue, kAsked, kAcknowledged };

  Request(const Birth& birth, Origin origin, Device* device, PIRP irp);
  ~Request() override;

  // For an IRP that came to `device`: with the context of WdfDeviceInitSetRequestAttributes.
  static Result<Request*> receive(Device& device, PIRP irp);

  PIRP irp() const { return irp_; }
  void set_irp(PIRP irp, bool frees_irp);
  Origin origin() const { return origin_; }
  bool received() const { return origin_ == Origin::kReceived; }
  Device* device() const { return device_; }
  // Null once the IRP is completed or gone.
  PIO_STACK_LOCATION stack() const { return irp_ ? IoGetCurrentIrpStackLocation(irp_) : nullptr; }
  uint8_t major() const { return major_; }
  FileObject* file() const { return file_; }
  void set_file(FileObject* file) { file_ = file; }

  // The queue it was delivered from or waits in; null for creates shown by EvtDeviceFileCreate and created requests.
  Queue* queue() const { return queue_; }

  // EvtRequestCancel runs in the scope of the queue (SYN-008).
  CallbackLock* serialization_lock() override;

  // Ends a received request: status mapped (BHV-003), IRP completed, object disposed. A violation when the driver does
  // not own it, completed it before, or left it cancelable.
  void complete(NTSTATUS status, CCHAR boost);
  void set_information(ULONG_PTR information);
  ULONG_PTR information() const;
  NTSTATUS status() const;
  // The framework's own completion of a request that never reached the driver, or is cancelled in a queue.
  void complete_undelivered(NTSTATUS status);
  // The IRP goes down without us: the object ends here (send and forget).
  PIRP give_up_irp();

  // WdfRequestMarkCancelable (false) and ...Ex (true).
  NTSTATUS mark_cancelable(PFN_WDF_REQUEST_CANCEL routine, bool ex);
  NTSTATUS unmark_cancelable();
  // Purge: cancels it if the driver has marked it.
  void cancel_if_marked();
  bool cancelled() const { return irp_ && irp_->Cancel; }
  Cancellation& cancellation() { return cancellation_; }

  // REQ-084..092. `length` in bytes; STATUS_BUFFER_TOO_SMALL, STATUS_INVALID_DEVICE_REQUEST, STATUS_INTERNAL_ERROR.
  struct Buffer {
    void* address;
    size_t length;
  };
  Result<Buffer> input_buffer();
  Result<Buffer> output_buffer();
  Result<PMDL> input_mdl();
  Result<PMDL> output_mdl();
  Result<Buffer> unsafe_input_buffer(size_t minimum);
  Result<Buffer> unsafe_output_buffer(size_t minimum);
  Result<Memory*> input_memory();
  Result<Memory*> output_memory();
  Result<Memory*> lock_user_buffer(void* address, size_t length, LOCK_OPERATION operation);

  // True while EvtIoInCallerContext of the device has it.
  bool in_caller_context() const { return in_caller_context_; }
  void set_in_caller_context(bool in) { in_caller_context_ = in; }

  // What it is or was used for towards an I/O target; null: nothing yet.
  TargetOperation* operation() const { return operation_; }
  Result<TargetOperation*> need_operation();
  // A send that did not happen: what WdfRequestGetStatus answers.
  void fail_send(NTSTATUS status) {
    send_failed_ = true;
    final_status_ = status;
  }
  void forget_failed_send() { send_failed_ = false; }
  // Prepares for another send, or for nothing (WdfRequestReuse).
  void reset(NTSTATUS status);

  bool completed() const { return irp_ == nullptr && received(); }

 private:
  friend class Queue;

  static void NTAPI cancel_owned(PDEVICE_OBJECT device, PIRP irp);
  static void NTAPI run_deferred_cancel(PVOID context);
  bool withdraw() { return IoSetCancelRoutine(irp_, nullptr) != nullptr; }
  void call_cancel_routine();
  void defer_or_call_cancel_routine();
  // Of received ones: the driver may complete it, as far as its queue knows.
  bool with_driver() const { return !queue_ || place_ == Place::kWithDriver; }
  bool in_flight() const;
  [[noreturn]] void refuse_completion();
  // What a request seldom has.
  bool has_extras() const {
    return input_memory_ || output_memory_ || input_mdl_ || output_mdl_ || locked_pages_ || operation_;
  }
  void release_buffers() {
    if (has_extras()) release_extras();
  }
  void release_extras();
  void end_operation();
  Status expect_callers_context();
  Result<Buffer> direct_buffer();
  Result<PMDL> describe(const Buffer& buffer, PMDL& cached);
  Result<Memory*> wrap(const Buffer& buffer, Memory*& cached);

  PIRP irp_;
  Device* device_;
  Queue* queue_ = nullptr;
  FileObject* file_ = nullptr;
  const Origin origin_;
  uint8_t major_;
  bool frees_irp_ = false;
  bool in_caller_context_ = false;
  bool send_failed_ = false;
  NTSTATUS final_status_ = STATUS_SUCCESS;  // what WdfRequestGetStatus answers without an IRP, or after a failed send

  // Guarded by queue_'s lock.
  ListLink link_;  // in one of the queue's lists
  PlaceCell place_;
  Stop stop_ = Stop::kNone;
  bool seen_by_driver_ = false;  // BHV-008
  uint64_t purge_round_ = 0;

  Cancellation cancellation_;
  PFN_WDF_REQUEST_CANCEL cancel_routine_ = nullptr;
  WORK_QUEUE_ITEM cancel_worker_;

  // Made on demand; the driver is not the owner of any of it.
  struct LockedPages {
    PMDL mdl;
    LockedPages* next;
  };
  LockedPages* locked_pages_ = nullptr;
  PMDL input_mdl_ = nullptr;  // built by us over a buffered request
  PMDL output_mdl_ = nullptr;
  Memory* input_memory_ = nullptr;
  Memory* output_memory_ = nullptr;
  TargetOperation* operation_ = nullptr;
};

// REQ-070. A request that has no stack location of this driver yields type and nothing else.
void fill_parameters(Request& request, WDF_REQUEST_PARAMETERS& parameters);

// BHV-003: the private statuses of the framework do not leave it.
NTSTATUS public_status(NTSTATUS status);

}  // namespace owdf::wdf
