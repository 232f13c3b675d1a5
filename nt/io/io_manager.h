// IoManager: drivers, devices, IRPs and files of one machine.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::io {

class IoManager {
 public:
  explicit IoManager(nt::Machine& machine) : machine_(machine) {}
  IoManager(const IoManager&) = delete;
  IoManager& operator=(const IoManager&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::io
