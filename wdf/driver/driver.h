// Driver: what WDFDRIVER stands for, the root of a client's object tree. Made by WdfDriverCreate, gone when the driver
// is unloaded or unbound. Serves DRV-001 .. DRV-019.
#pragma once

#include "wdf/object/object.h"

namespace owdf::wdf {

class Driver final : public Object {
 public:
  static constexpr Type kType = Type::kDriver;
  Driver(const Birth& birth, const WDF_DRIVER_CONFIG& config) : Object(birth), config_(config) {}

  const WDF_DRIVER_CONFIG& config() const { return config_; }
  bool plug_and_play() const { return (config_.DriverInitFlags & WdfDriverInitNonPnpDriver) == 0; }
  CallbackLock* serialization_lock() override { return nullptr; }

 private:
  WDF_DRIVER_CONFIG config_;
};

// The default tag of a service (WdfMemoryCreate, PoolTag): its first four characters, or the four after "WDF", else
// FxDr.
uint32_t default_pool_tag(const std::string& service);

// EvtDriverUnload, then the whole tree; returns at PASSIVE_LEVEL when nothing of it is left.
// DRIVER_OBJECT.DriverUnload.
void NTAPI unload_driver(PDRIVER_OBJECT driver_object);

}  // namespace owdf::wdf
