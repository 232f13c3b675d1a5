// Registry: the tree of keys and values of one machine.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::cm {

class Registry {
 public:
  explicit Registry(nt::Machine& machine) : machine_(machine) {}
  Registry(const Registry&) = delete;
  Registry& operator=(const Registry&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::cm
