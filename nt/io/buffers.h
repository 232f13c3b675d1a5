// How a requester's buffers come to the driver: copied into a system buffer, described by an MDL, or as they are.
// What is attached here is detached by finish_irp(), or by release_request_buffers() if the request is never sent.
// Requirements: REQ (buffered, direct, neither).
#pragma once

#include <wdm.h>

#include "base/result.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::io {

struct ControlBuffers {
  ULONG code;
  void* input;
  ULONG input_length;
  void* output;
  ULONG output_length;
};

// By the method that the device's flags demand (DO_BUFFERED_IO, DO_DIRECT_IO, neither).
Status set_read_buffer(nt::Machine& machine, PIRP irp, const DEVICE_OBJECT& device, void* buffer, ULONG length);
Status set_write_buffer(nt::Machine& machine, PIRP irp, const DEVICE_OBJECT& device, void* buffer, ULONG length);
// By the method in the control code; fills Parameters.DeviceIoControl as well.
Status set_control_buffers(nt::Machine& machine, PIRP irp, PIO_STACK_LOCATION location, const ControlBuffers& buffers);

void release_request_buffers(nt::Machine& machine, PIRP irp);

}  // namespace owdf::io
