// HostMemory: what an object owns outside of the machine's arena (names, vectors). A machine that goes drops its arena
// and with it the objects that still exist, without their destructors, for nothing may run in it any more; the client
// gives back what they had elsewhere.
#pragma once

#include "base/list.h"

namespace owdf::wdf {

class Client;

class HostMemory {
 public:
  explicit HostMemory(Client& client);
  HostMemory(const HostMemory&) = delete;
  virtual ~HostMemory();

  // The machine goes: frees, and touches nothing else.
  virtual void release_host_memory() = 0;

  ListLink host_memory_link_;

 private:
  Client& owner_;
};

}  // namespace owdf::wdf
