// Kernel: dispatcher objects, IRQL, DPCs and timers of one machine.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::ke {

class Kernel {
 public:
  explicit Kernel(nt::Machine& machine) : machine_(machine) {}
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::ke
