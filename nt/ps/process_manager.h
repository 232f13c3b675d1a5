// ProcessManager: the processes and system threads of one machine.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::ps {

class ProcessManager {
 public:
  explicit ProcessManager(nt::Machine& machine) : machine_(machine) {}
  ProcessManager(const ProcessManager&) = delete;
  ProcessManager& operator=(const ProcessManager&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::ps
