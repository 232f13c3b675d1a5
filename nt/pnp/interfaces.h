// Interfaces: device interface classes and who offers them: GUID -> symbolic links. A link \??\ROOT#ECHO#0000#{GUID}
// exists in the namespace while an interface is enabled; a reference string follows it as a file name. Owner:
// PnpManager. PASSIVE_LEVEL. Lock: its own, rank kIo, never over a call to a driver.
#pragma once

#include <wdm.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "sched/lock.h"

namespace owdf::nt {
class Machine;
}

namespace owdf::pnp {

class DeviceNode;

struct DeviceInterface {
  GUID class_guid{};
  std::u16string link;       // \??\ROOT#ECHO#0000#{...}, without reference string
  std::u16string reference;  // without backslash; may be empty
  std::u16string instance_path;
  PDEVICE_OBJECT pdo = nullptr;  // compared, not referenced
  bool enabled = false;
  std::u16string name() const { return reference.empty() ? link : link + u"\\" + reference; }
};

class Interfaces {
 public:
  explicit Interfaces(nt::Machine& machine) : machine_(machine) {}

  // The symbolic link name; the interface is disabled until enabled. Registering again gives the same name.
  Result<std::u16string> add(const GUID& class_guid, DeviceNode& node, std::u16string_view reference);
  // STATUS_OBJECT_NAME_NOT_FOUND: no such interface; STATUS_OBJECT_NAME_EXISTS: it is enabled already;
  // STATUS_OBJECT_NAME_NOT_FOUND also: disabling what is not enabled.
  Status set_enabled(std::u16string_view name, bool enabled);
  void disable_all(PDEVICE_OBJECT pdo);
  void forget(PDEVICE_OBJECT pdo);

  // In order of registration. `pdo` null: of all devices.
  std::vector<DeviceInterface> list(const GUID& class_guid, PDEVICE_OBJECT pdo, bool also_disabled);
  std::vector<DeviceInterface> all();
  // `name` as a program (\\?\...) or a driver (\??\...) writes it.
  Result<DeviceInterface> find(std::u16string_view name);

 private:
  DeviceInterface* find_locked(std::u16string_view name) REQUIRES(lock_);

  nt::Machine& machine_;
  sched::Lock lock_{sched::LockRank::kIo, "pnp.interfaces"};
  std::vector<DeviceInterface> interfaces_ GUARDED_BY(lock_);
};

std::u16string guid_text(const GUID& guid);  // {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}, lower case

}  // namespace owdf::pnp
