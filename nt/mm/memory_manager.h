// MemoryManager: the system address range of one machine, MDLs and probes.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::mm {

class MemoryManager {
 public:
  explicit MemoryManager(nt::Machine& machine) : machine_(machine) {}
  MemoryManager(const MemoryManager&) = delete;
  MemoryManager& operator=(const MemoryManager&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::mm
