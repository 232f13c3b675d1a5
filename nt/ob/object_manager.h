// ObjectManager: namespace, objects and handle tables of one machine.
#pragma once

namespace owdf::nt { class Machine; }

namespace owdf::ob {

class ObjectManager {
 public:
  explicit ObjectManager(nt::Machine& machine) : machine_(machine) {}
  ObjectManager(const ObjectManager&) = delete;
  ObjectManager& operator=(const ObjectManager&) = delete;
  nt::Machine& machine() { return machine_; }

 private:
  nt::Machine& machine_;
};

}  // namespace owdf::ob
