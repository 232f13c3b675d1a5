#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/sync/serialization.h"
#include "wdf/timer/timer.h"

namespace owdf::wdf {
namespace {

// WDF_TIMER_CONFIG grew with TolerableDelay (1.9) and UseHighResolutionTimer (1.13).
constexpr ULONG kSizeUpTo1_7 = 24;
constexpr ULONG kSizeUpTo1_11 = 32;

ULONG config_size(const Client& client) {
  if (client.at_least(13)) return sizeof(WDF_TIMER_CONFIG);
  return client.at_least(9) ? kSizeUpTo1_11 : kSizeUpTo1_7;
}

// The configuration as if the client were of the newest version.
Result<WDF_TIMER_CONFIG> read_config(const Client& client, const WDF_TIMER_CONFIG* given) {
  if (given->Size != config_size(client)) return Status(STATUS_INFO_LENGTH_MISMATCH);
  WDF_TIMER_CONFIG config{};
  config.UseHighResolutionTimer = WdfUseDefault;
  std::memcpy(&config, given, given->Size);
  const bool high_resolution = config.UseHighResolutionTimer == WdfTrue;
  if (!config.EvtTimerFunc || static_cast<LONG>(config.Period) < 0) return Status(STATUS_INVALID_PARAMETER);
  if (high_resolution && (config.TolerableDelay || !client.kernel_mode())) return Status(STATUS_INVALID_PARAMETER);
  return config;
}

Result<Timer*> create_timer(Client& client, const WDF_TIMER_CONFIG* given, PWDF_OBJECT_ATTRIBUTES attributes) {
  const WDF_TIMER_CONFIG config = TRY(read_config(client, given));
  const Blueprint blueprint = TRY(read_attributes(client, Type::kTimer, attributes, nullptr));
  TRY(require_device_above(*blueprint.parent));
  // Only what the driver asks for makes a timer passive: one under a passive-level device stays a DPC unless told
  // (TMR-014).
  const bool passive = !client.kernel_mode() || blueprint.level == WdfExecutionLevelPassive;
  if (client.kernel_mode() && passive && config.Period) return Status(STATUS_NOT_SUPPORTED);  // TMR-015
  CallbackLock* lock = nullptr;
  if (config.AutomaticSerialization) lock = TRY(serialization_of_child(*blueprint.parent, passive));
  return Object::create<Timer>(client, blueprint, config, passive, lock);
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfTimerCreate(PWDF_DRIVER_GLOBALS globals, PWDF_TIMER_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
                              WDFTIMER* Timer) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, Config);
  OWDF_REQUIRED(client, Timer);
  *Timer = nullptr;
  auto timer = create_timer(client, Config, Attributes);
  if (timer) *Timer = handle_of<WDFTIMER>(*timer);
  return timer.status().value;
}

BOOLEAN NTAPI WdfTimerStart(PWDF_DRIVER_GLOBALS globals, WDFTIMER Timer, LONGLONG DueTime) {
  return object_of<wdf::Timer>(Client::from(globals), Timer).start(DueTime);
}

BOOLEAN NTAPI WdfTimerStop(PWDF_DRIVER_GLOBALS globals, WDFTIMER Timer, BOOLEAN Wait) {
  return object_of<wdf::Timer>(Client::from(globals), Timer).stop(Wait);
}

WDFOBJECT NTAPI WdfTimerGetParentObject(PWDF_DRIVER_GLOBALS globals, WDFTIMER Timer) {
  return object_of<wdf::Timer>(Client::from(globals), Timer).parent()->handle();
}

}  // namespace owdf::ddi
