// IoTarget: what WDFIOTARGET stands for: a device object that requests are sent to. The local target of a device is its
// next-lower driver, made with the device and child of it. IRQL <= DISPATCH_LEVEL unless a send is synchronous.
// Serves IOT-*, REQ-025..036, REQ-049, REQ-059..064.
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

class Device;
class Request;
struct TargetOperation;

// One buffer of a formatted operation.
struct TargetBuffer {
  Object* memory = nullptr;  // referenced until the operation is over; null: the caller keeps the bytes
  void* address = nullptr;
  size_t length = 0;
  size_t offset = 0;  // of `address` in the memory, for the completion parameters
};

class IoTarget final : public Object {
 public:
  static constexpr Type kType = Type::kIoTarget;
  static Result<IoTarget*> create_local(Device& device);
  IoTarget(const Birth& birth, Device& device) : Object(birth), device_(device) {}

  Device& device() const { return device_; }
  PDEVICE_OBJECT wdm() const;
  // The local target goes with its device only.
  bool deletable() const override { return false; }

  // STATUS_REQUEST_NOT_ACCEPTED: too few stack locations. STATUS_INSUFFICIENT_RESOURCES.
  Status prepare_irp(Request& request);

  // Fill in the stack location of the target's driver. STATUS_INVALID_DEVICE_REQUEST, STATUS_REQUEST_NOT_ACCEPTED.
  Status format_current(Request& request);
  Status format_location(Request& request, const IO_STACK_LOCATION& location);
  Status format_transfer(Request& request, UCHAR major, const TargetBuffer& buffer, const LONGLONG* offset);
  Status format_control(Request& request, UCHAR major, ULONG code, const TargetBuffer& input,
                        const TargetBuffer& output);

  // False: not sent, the request's status says why.
  bool send(Request& request, const WDF_REQUEST_SEND_OPTIONS* options);
  // WdfRequestCancelSentRequest. The caller holds a reference on the request.
  static bool cancel(Request& request);

 private:
  Status try_send(Request& request, const WDF_REQUEST_SEND_OPTIONS* options);
  Status send_and_forget(Request& request);
  void launch(Request& request, TargetOperation& operation);
  void wait_for(Request& request, KEVENT& done, const LONGLONG* timeout);
  static NTSTATUS NTAPI came_back(PDEVICE_OBJECT device, PIRP irp, PVOID context);
  void finish(Request& request);
  Result<TargetOperation*> begin_format(Request& request);

  Device& device_;
};

}  // namespace owdf::wdf
