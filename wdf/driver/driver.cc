#include "wdf/driver/driver.h"

#include "wdf/door.h"
#include "wdf/handle.h"
#include "wdf/library.h"

namespace owdf::wdf {
namespace {

bool begins_with_wdf(const std::string& name) {
  auto same = [](char a, char b) { return (a | 0x20) == b; };
  return name.size() >= 3 && same(name[0], 'w') && same(name[1], 'd') && same(name[2], 'f');
}

}  // namespace

uint32_t default_pool_tag(const std::string& service) {
  std::string name = service.substr(begins_with_wdf(service) ? 3 : 0, 4);
  if (name.size() < 4) name = "FxDr";
  uint32_t tag = 0;
  for (size_t i = 4; i-- > 0;) tag = tag << 8 | static_cast<uint8_t>(name[i]);
  return tag;
}

void NTAPI unload_driver(PDRIVER_OBJECT driver_object) {
  Library* library = Library::of(*nt::current_machine());
  Client* client = library ? library->client_of(driver_object) : nullptr;
  if (!client || !client->driver()) return;
  Driver& driver = *client->driver();
  if (driver.config().EvtDriverUnload) {
    call_driver(driver, Callback::EvtDriverUnload, nullptr, driver.config().EvtDriverUnload,
                handle_of<WDFDRIVER>(&driver));
  }
  client->delete_driver();
}

}  // namespace owdf::wdf
