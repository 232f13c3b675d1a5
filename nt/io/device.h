// What stands behind the published DRIVER_OBJECT and DEVICE_OBJECT: the parts that a driver does not see.
// A device is one allocation: object header, DEVICE_OBJECT, the driver's extension; its DeviceRecord lies apart. Device
// stacks grow upwards: AttachedDevice points up (published), `attached_to` points down. Owner: the object manager's
// references; a device ends when IoDeleteDevice was called and nothing refers to it. Lock: IoManager's stack lock, rank
// kIo.
#pragma once

#include <wdm.h>

#include <string>
#include <vector>

#include "base/list.h"
#include "nt/ob/object.h"
#include "nt/upward.h"

namespace owdf::pnp {
class DeviceNode;
}

namespace owdf::io {

extern const ob::Type kDriverType;
extern const ob::Type kDeviceType;

// Views between published strings and ours. counted() borrows text that has a terminator.
UNICODE_STRING counted(std::u16string_view text);
std::u16string text_of(const UNICODE_STRING* string);

// DEVICE_OBJECT.DeviceObjectExtension points here; the first members are the published ones.
struct DeviceRecord {
  DEVOBJ_EXTENSION published{};
  PDEVICE_OBJECT device = nullptr;
  PDEVICE_OBJECT attached_to = nullptr;                     // the next lower device of the stack
  pnp::DeviceNode* node = nullptr;                          // of a physical device object
  DEVICE_POWER_STATE power_state = PowerDeviceUnspecified;  // as told by PoSetPowerState
  SYSTEM_POWER_STATE system_state = PowerSystemWorking;
  uint32_t serial = 0;
  bool delete_pending = false;  // IoDeleteDevice was called
};

inline DeviceRecord& record_of(PDEVICE_OBJECT device) {
  return *reinterpret_cast<DeviceRecord*>(device->DeviceObjectExtension);
}

// IoAllocateDriverObjectExtension: memory of the driver, found again by an address that the driver chose.
struct ClientExtension {
  const void* id;
  void* memory;
};

// The body of a driver object: the published structures, then ours.
struct DriverRecord {
  DRIVER_OBJECT object{};
  DRIVER_EXTENSION extension{};
  std::string service;          // as in logs: "echo"
  std::u16string service_name;  // extension.ServiceKeyName shows it
  std::u16string name;          // object.DriverName shows it
  UNICODE_STRING hardware_database{};
  std::u16string service_key;          // \REGISTRY\MACHINE\SYSTEM\CurrentControlSet\Services\echo
  nt::DriverLoader* loader = nullptr;  // null: a driver that is host code
  nt::DriverLoader::LoadedImage image;
  std::vector<ClientExtension> extensions;
  bool unloading = false;
  std::atomic<uint32_t> devices_alive{0};  // device objects not yet destroyed
  std::atomic<bool> unload_when_idle{false};
};

// What IoCreateDevice does, for the executive itself, on a thread or before there is one. An empty name: none.
Result<PDEVICE_OBJECT> create_device(nt::Machine& machine, PDRIVER_OBJECT driver, std::u16string_view name,
                                     DEVICE_TYPE type, ULONG extension_size);

inline DriverRecord& record_of(PDRIVER_OBJECT driver) {
  return *reinterpret_cast<DriverRecord*>(driver);
}

}  // namespace owdf::io
