// PnpManager: device tree, driver loading and device interfaces of one machine.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::pnp {

class PnpManager {
 public:
  explicit PnpManager(nt::Machine& machine) : machine_(machine) {}
  PnpManager(const PnpManager&) = delete;
  PnpManager& operator=(const PnpManager&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::pnp
