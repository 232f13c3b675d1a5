// Drivers come and go: service key, image, DriverEntry; DriverUnload, image.
#include "nt/cm/registry.h"
#include "nt/ex/executive.h"
#include "nt/io/io_manager.h"
#include "nt/machine.h"
#include "nt/ob/name.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/pnp_manager.h"
#include "nt/ps/process_manager.h"
#include "nt/services.h"

namespace owdf::pnp {

namespace {

constexpr std::u16string_view kServices = u"\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Services\\";
// DriverEntry is told the real control set, not the link.
constexpr std::u16string_view kRegistryPath = u"\\REGISTRY\\MACHINE\\SYSTEM\\ControlSet001\\Services\\";
constexpr uint32_t kStartDisabled = 4;

Status failed(Problem* problem, uint32_t code, Status status, const std::string& service, std::string text) {
  if (problem) *problem = {code, status, service, std::move(text)};
  return status;
}

bool has_devices(DRIVER_OBJECT& driver) {
  return io::record_of(&driver).devices_alive.load(std::memory_order_acquire) > 0;
}

// What nobody can free any more, named while the code that allocated it still has a name.
void report_pool_left_by(nt::Machine& machine, const io::DriverRecord& record) {
  if (!record.image.base) return;
  const std::vector<ex::PoolBlock> blocks = machine.ex().blocks_allocated_by(record.image.base, record.image.size);
  if (blocks.empty()) return;
  size_t bytes = 0;
  for (const ex::PoolBlock& block : blocks) bytes += block.size;
  machine.report({"PoolLeak",
                  "the driver was unloaded and left " + std::to_string(blocks.size()) + " blocks of pool behind, " +
                      std::to_string(bytes) + " bytes; the first has tag '" + ex::tag_text(blocks.front().tag) + "'",
                  record.service});
}

// The service of \Registry\Machine\System\CurrentControlSet\Services\NAME.
std::string service_of(const std::u16string& path) {
  return ob::narrow(path.substr(path.rfind(u'\\') + 1));
}

}  // namespace

Result<ob::Ref<DRIVER_OBJECT>> PnpManager::load_driver(const std::string& service, Problem* problem) {
  Action action(*this);
  if (auto loaded = machine_.io().find_driver(service)) return loaded;
  cm::Registry& registry = machine_.cm();
  auto key = registry.open(nullptr, std::u16string(kServices) + ob::wide(service));
  if (!key)
    return failed(problem, kProblemInvalidDriverKey, key.status(), service, "there is no service key for the driver");
  if (registry.dword(*key, "Start").value_or(0) == kStartDisabled) {
    return failed(problem, kProblemDisabledService, Status(STATUS_PLUGPLAY_NO_DEVICE), service,
                  "the driver's service is disabled");
  }
  std::string image_path = registry.string(*key, "ImagePath").value_or("");
  if (image_path.empty()) image_path = "\\SystemRoot\\System32\\drivers\\" + service + ".sys";
  Problem why;
  auto driver = initialize_driver(service, ob::wide(image_path), why);
  if (!driver && problem) *problem = why;
  return driver;
}

Result<ob::Ref<DRIVER_OBJECT>> PnpManager::initialize_driver(const std::string& service,
                                                             const std::u16string& image_path, Problem& problem) {
  nt::DriverLoader* loader = machine_.driver_loader();
  if (!loader) {
    return failed(&problem, kProblemDriverFailedLoad, Status(STATUS_NOT_IMPLEMENTED), service,
                  "the machine has no driver loader");
  }
  auto image = loader->load(service, image_path);
  if (!image)
    return failed(&problem, kProblemDriverFailedLoad, image.status(), service, "the driver's image cannot be loaded");
  auto made = machine_.io().create_driver(service, std::u16string(kRegistryPath) + ob::wide(service));
  if (!made) {
    loader->unload(image->cookie);
    return failed(&problem, kProblemDriverFailedLoad, made.status(), service, "the driver object cannot be made");
  }
  PDRIVER_OBJECT driver = made->get();
  io::DriverRecord& record = io::record_of(driver);
  record.loader = loader;
  record.image = *image;
  driver->DriverStart = image->base;
  driver->DriverSize = static_cast<ULONG>(image->size);
  driver->DriverInit = image->entry;
  UNICODE_STRING registry_path = io::counted(record.service_key);
  machine_.world().record(trace::Kind::kDriverLoaded, ob::header_of(driver).serial);
  const NTSTATUS status = image->entry(driver, &registry_path);
  if (NT_SUCCESS(status)) return std::move(*made);
  remove_image(std::move(*made));
  return failed(&problem, kProblemFailedDriverEntry, Status(status), service, "DriverEntry failed");
}

// The name first, so that nobody finds a driver whose code is about to go; the code last.
void PnpManager::remove_image(ob::Ref<DRIVER_OBJECT> driver) {
  io::DriverRecord& record = io::record_of(driver.get());
  nt::DriverLoader* loader = record.loader;
  void* cookie = record.image.cookie;
  if (has_devices(*driver)) {
    machine_.report({"DeviceLeaked", "the driver was unloaded and left device objects behind", record.service});
  }
  machine_.ob().remove_name(driver.get());
  machine_.world().record(trace::Kind::kDriverUnloaded, ob::header_of(driver.get()).serial);
  report_pool_left_by(machine_, record);
  driver = {};
  if (loader) loader->unload(cookie);
}

// A PnP driver goes when its last device is gone. A device that is only waiting for its last reference keeps it; that
// reference's end comes back here (driver_idle).
void PnpManager::unload_if_idle(ob::Ref<DRIVER_OBJECT> driver) {
  io::DriverRecord& record = io::record_of(driver.get());
  for (auto& node : nodes_) {
    for (auto& used : node->drivers) {
      if (used.get() == driver.get()) return;
    }
  }
  if (!record.loader || record.unloading || !driver->DriverUnload) return;
  if (has_devices(*driver)) {
    record.unload_when_idle.store(true);
    // The last device may have gone between the question and the mark; then nobody else will come.
    if (has_devices(*driver) || !record.unload_when_idle.exchange(false)) return;
  }
  record.unloading = true;
  driver->DriverUnload(driver.get());
  remove_image(std::move(driver));
}

void PnpManager::driver_idle(DRIVER_OBJECT& driver) {
  auto held = std::make_shared<ob::Ref<DRIVER_OBJECT>>(ob::Ref<DRIVER_OBJECT>::share(&driver));
  machine_.ps().post("driver unload", [this, held] {
    Action action(*this);
    unload_if_idle(std::move(*held));
  });
}

Status PnpManager::unload_driver(const std::string& service) {
  Action action(*this);
  ob::Ref<DRIVER_OBJECT> driver = machine_.io().find_driver(service);
  if (!driver) return Status(STATUS_OBJECT_NAME_NOT_FOUND);
  io::DriverRecord& record = io::record_of(driver.get());
  if (!driver->DriverUnload || !record.loader || record.unloading) return Status(STATUS_INVALID_DEVICE_REQUEST);
  for (auto& node : nodes_) {
    for (auto& used : node->drivers) {
      if (used.get() == driver.get()) return Status(STATUS_DEVICE_BUSY);
    }
  }
  {
    sched::LockGuard guard(machine_.io().stacks());
    for (PDEVICE_OBJECT device = driver->DeviceObject; device; device = device->NextDevice) {
      if (device->ReferenceCount > 0 || device->AttachedDevice) return Status(STATUS_DEVICE_BUSY);
    }
    record.unloading = true;
  }
  driver->DriverUnload(driver.get());
  remove_image(std::move(driver));
  return Status{};
}

}  // namespace owdf::pnp

using namespace owdf;

extern "C" {

NTSTATUS NTAPI ZwLoadDriver(PUNICODE_STRING DriverServiceName) {
  pnp::PnpManager& pnp = nt::current_machine()->pnp();
  const std::string service = pnp::service_of(io::text_of(DriverServiceName));
  if (nt::current_machine()->io().find_driver(service)) return STATUS_IMAGE_ALREADY_LOADED;
  return pnp.load_driver(service).status().value;
}

NTSTATUS NTAPI ZwUnloadDriver(PUNICODE_STRING DriverServiceName) {
  return nt::current_machine()->pnp().unload_driver(pnp::service_of(io::text_of(DriverServiceName))).value;
}

NTSTATUS NTAPI NtLoadDriver(PUNICODE_STRING DriverServiceName) {
  return ZwLoadDriver(DriverServiceName);
}
NTSTATUS NTAPI NtUnloadDriver(PUNICODE_STRING DriverServiceName) {
  return ZwUnloadDriver(DriverServiceName);
}

}  // extern "C"
