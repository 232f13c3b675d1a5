// Executive: pool, work items and lookaside lists of one machine.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::ex {

class Executive {
 public:
  explicit Executive(nt::Machine& machine) : machine_(machine) {}
  Executive(const Executive&) = delete;
  Executive& operator=(const Executive&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::ex
