// TargetOperation: one use of a request towards an I/O target, from its format to its completion. Owned by the request,
// made when first needed. Whoever moves the phase away from kSent has the completion: the lower driver, or a canceller
// in between.
#pragma once

#include <atomic>

#include "wdf/object/object.h"

namespace owdf::wdf {

class IoTarget;
class Request;

struct TargetOperation {
  enum class Phase : uint8_t { kIdle, kSent, kCancelling, kCompletedMeanwhile };

  bool in_flight() const { return phase.load(std::memory_order_acquire) != Phase::kIdle; }
  // Keeps the IRP's own buffer members: a received request is still the I/O manager's.
  void borrow_irp(Request& request);
  // Gives back what a format took from the IRP.
  void restore_irp(Request& request);

  std::atomic<Phase> phase{Phase::kIdle};
  IoTarget* target = nullptr;
  PFN_WDF_REQUEST_COMPLETION_ROUTINE completion = nullptr;
  WDFCONTEXT context = nullptr;
  WDF_REQUEST_COMPLETION_PARAMS parameters{};
  KEVENT* synchronous = nullptr;  // set by the completion instead of calling the driver
  bool formatted = false;         // the next stack location is filled in

  Ref<Object> input, output;  // memory objects in use, until the request is reused, reformatted or gone
  PMDL mdl = nullptr;         // ours
  void* bounce = nullptr;     // system buffer of a buffered control code
  void* bounce_to = nullptr;
  size_t bounce_length = 0;
  bool borrowed = false;
  PVOID saved_system_buffer = nullptr;
  PVOID saved_user_buffer = nullptr;
  PMDL saved_mdl = nullptr;
};

}  // namespace owdf::wdf
