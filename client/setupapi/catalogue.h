// What a program may know of the machine's devices: instances, interfaces and their properties. SetupDi* and CM_* are
// two ways to ask for it. PASSIVE_LEVEL, on a thread of a program; answers are copies.
#pragma once

#include <windows.h>

#include <optional>
#include <string>
#include <vector>

#include "nt/cm/registry.h"
#include "nt/machine.h"

namespace owdf::client::devices {

struct Interface {
  GUID class_guid{};
  std::u16string path;           // \\?\ROOT#ECHO#0000#{...}, as a program opens it
  std::u16string instance_path;  // of its device
  bool active = false;
};

struct Instance {
  std::u16string path;  // ROOT\ECHO\0000
  GUID class_guid{};    // all zero: none is recorded
  bool present = false;
};

// In order of registration. `instance` empty: of all devices.
std::vector<Interface> interfaces(nt::Machine& machine, const GUID& class_guid, std::u16string_view instance,
                                  bool also_inactive);
// In order of instance path: those that are in the tree, and those that only the registry remembers.
std::vector<Instance> instances(nt::Machine& machine);
std::optional<Instance> find_instance(nt::Machine& machine, std::u16string_view path);

// A value of the device's key below Enum; of the driver's name for a missing one nothing.
std::optional<cm::Value> property(nt::Machine& machine, std::u16string_view instance, std::u16string_view name);

std::optional<GUID> parse_guid(std::u16string_view text);  // {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}

}  // namespace owdf::client::devices
