// RequestMemory: the WDFMEMORY of a request's own buffer, or of a user buffer locked for it. Child of the request; the
// buffer is the I/O manager's and ends with the request (REQ-083, REQ-090, BHV-022).
#pragma once

#include "wdf/memory/memory.h"

namespace owdf::wdf {

class RequestMemory final : public Memory {
 public:
  static constexpr Type kType = Type::kRequestMemory;
  RequestMemory(const Birth& birth, void* buffer, size_t size) : Memory(birth, buffer, size) {}
};

}  // namespace owdf::wdf
