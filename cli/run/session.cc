#include "cli/run/session.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "nt/fs/file_system.h"
#include "nt/io/io_manager.h"
#include "nt/ob/name.h"
#include "nt/rtl/status_name.h"
#include "nt/rtl/text.h"
#include "setup/install.h"

namespace owdf::cli {

using rtl::status_text;

std::unique_ptr<Session> Session::create(const SessionOptions& options) {
  std::unique_ptr<Session> session(new Session(sched::World::create(options.world)));
  return session->compose(options.machine) ? std::move(session) : nullptr;
}

std::unique_ptr<Session> Session::create_beside(Session& other, const nt::MachineOptions& options) {
  std::unique_ptr<Session> session(new Session(other.world_));
  return session->compose(options) ? std::move(session) : nullptr;
}

bool Session::compose(const nt::MachineOptions& options) {
  auto machine = nt::Machine::create(*world_, options);
  if (!machine) return false;
  machine_ = std::move(machine).value();
  loader_ = std::make_unique<loader::ElfDriverLoader>(*machine_);
  machine_->set_driver_loader(loader_.get());
  library_ = &wdf::Library::attach(*machine_);
  return true;
}

Session::~Session() {
  machine_.reset();
}

void Session::reset() {
  machine_->reset();
  library_ = &wdf::Library::attach(*machine_);
}

// In the live form it ends as soon as nothing runs; the limit is for a host that is busy with other things.
void Session::settle() {
  constexpr sched::Ticks kSecond = 1000 * sched::kTicksPerMillisecond;
  world_->settle(world_->deterministic() ? 10 * sched::kTicksPerMillisecond : 5 * kSecond);
}

bool Session::run(const char* name, std::function<void()> body) {
  return machine_->run(name, std::move(body)) == sched::RunResult::kFinished && !dead();
}

std::optional<setup::Package> Session::read_package(const DriverFiles& driver, std::string* problem) {
  std::ifstream file(driver.inf, std::ios::binary);
  if (!file) {
    *problem = fmt::format("{}: cannot be read", driver.inf);
    return std::nullopt;
  }
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  setup::Diagnostics diagnostics(driver.shown_inf());
  auto package = setup::Package::load(bytes, setup::Stamp{}, setup::Platform{}, diagnostics);
  if (!package) *problem = diagnostics.text();
  return package;
}

std::optional<std::u16string> Session::install(const DriverFiles& driver, const std::string& hardware_id,
                                               std::string* problem) {
  auto package = read_package(driver, problem);
  if (!package) return std::nullopt;
  std::string id = hardware_id;
  if (id.empty()) {
    if (package->models().empty()) {
      *problem = fmt::format("{}: names no device; give one with --device", driver.shown_inf());
      return std::nullopt;
    }
    id = package->models().front().hardware_id;
  }

  std::optional<std::u16string> instance;
  run("install", [&] {
    pnp::PnpManager& pnp = machine_->pnp();
    pnp::RootDevice device;
    device.hardware_ids = {id};
    const std::string path = pnp.next_instance_path(device);
    setup::Diagnostics diagnostics(driver.shown_inf());
    auto installed = setup::install(*machine_, *package, {path, {id}, {}}, diagnostics);
    if (!installed) {
      *problem = diagnostics.text();
      return;
    }
    if (!installed->service.empty()) loader_->provide(installed->service, driver.image);
    auto node = pnp.add_root_device(device);
    if (!node) {
      *problem = fmt::format("the root bus cannot add {}: {}", id, status_text(node.status()));
      return;
    }
    instance = (*node)->instance_path;
  });
  if (!instance && problem->empty()) *problem = "the machine stopped while the driver was installed";
  return instance;
}

std::optional<std::string> Session::install_filter(const DriverFiles& driver, const std::u16string& instance_path,
                                                   const std::string& service, std::optional<setup::FilterSide> side,
                                                   std::string* problem) {
  const setup::FilterChoice choice{driver.name, service, side};
  std::optional<std::string> installed;
  if (driver.inf.empty()) {
    installed = install_plain_filter(driver, instance_path, choice, problem);
  } else if (auto package = read_package(driver, problem)) {
    run("install filter", [&] {
      setup::Diagnostics diagnostics(driver.shown_inf());
      const auto filter = setup::install_filter(*machine_, *package, rtl::utf8(instance_path), choice, diagnostics);
      if (filter) installed = filter->service;
      *problem = diagnostics.text();
    });
  }
  if (installed) loader_->provide(*installed, driver.image);
  return installed;
}

// What setup::install_filter() does, for a driver about which nothing is written down.
std::optional<std::string> Session::install_plain_filter(const DriverFiles& driver, const std::u16string& instance_path,
                                                         const setup::FilterChoice& choice, std::string* problem) {
  if (!choice.side) {
    *problem = fmt::format("{} has no INF that says on which side of the function driver it goes", driver.name);
    return std::nullopt;
  }
  DriverFiles named = driver;
  if (!choice.service.empty()) named.name = choice.service;
  if (!install_service(named, problem)) return std::nullopt;
  Status status(STATUS_UNSUCCESSFUL);
  run("install filter", [&] {
    cm::Registry& registry = machine_->cm();
    auto key = registry.open("\\Registry\\Machine\\System\\CurrentControlSet\\Enum\\" + rtl::utf8(instance_path));
    status = key.status();
    if (!key) return;
    const char* list = setup::filter_list_name(*choice.side);
    std::vector<std::string> filters = registry.multi_string(*key, list).value_or(std::vector<std::string>());
    filters.push_back(named.name);
    status = registry.set_multi_string(*key, list, filters);
  });
  if (status.ok()) return named.name;
  *problem = fmt::format("filter {}: {}", named.name, status_text(status));
  return std::nullopt;
}

bool Session::place_image(const DriverFiles& driver, std::string* problem) {
  const std::u16string home(client::kHomeDirectory.substr(2));  // without the drive
  const Status status = machine_->fs().put(home + u"\\" + ob::wide(driver.name) + u".sys", driver.image);
  if (!status.ok()) *problem = fmt::format("{}: cannot be put on drive C: {}", driver.image, status_text(status));
  return status.ok();
}

void Session::shut_down() {
  run("shutdown", [&] { machine_->io().shut_down(); });
}

bool Session::without_devices(const DriverFiles& driver) {
  if (driver.inf.empty()) return true;
  std::string said_by_install;
  const auto package = read_package(driver, &said_by_install);
  return package && package->primitive();
}

std::optional<std::string> Session::install_service(const DriverFiles& driver, std::string* problem) {
  if (!driver.inf.empty()) return install_primitive(driver, problem);
  loader_->provide(driver.name, driver.image);
  Status status(STATUS_UNSUCCESSFUL);
  run("install service", [&] {
    cm::Registry& registry = machine_->cm();
    auto key = registry.make("\\Registry\\Machine\\System\\CurrentControlSet\\Services\\" + driver.name);
    if (!key) {
      status = key.status();
      return;
    }
    const std::string path = "\\SystemRoot\\System32\\drivers\\" + driver.name + ".sys";
    status = registry.set_string(*key, "ImagePath", path, cm::ValueType::kExpandString);
    for (const char* name : {"Type", "ErrorControl"}) {
      if (status.ok()) status = registry.set_dword(*key, name, 1);
    }
    if (status.ok()) status = registry.set_dword(*key, "Start", 3);
  });
  if (!status.ok()) *problem = fmt::format("service {}: {}", driver.name, status_text(status));
  if (!status.ok()) return std::nullopt;
  return driver.name;
}

std::optional<std::string> Session::install_primitive(const DriverFiles& driver, std::string* problem) {
  const auto package = read_package(driver, problem);
  if (!package) return std::nullopt;
  std::optional<std::vector<std::string>> services;
  run("install", [&] {
    setup::Diagnostics diagnostics(driver.shown_inf());
    services = setup::install_primitive(*machine_, *package, diagnostics);
    if (!services) *problem = diagnostics.text();
  });
  if (!services) return std::nullopt;
  for (const std::string& service : *services) loader_->provide(service, driver.image);
  return services->front();
}

bool Session::start(const std::u16string& instance_path, std::string* problem) {
  bool started = false;
  const bool alive = run("start device", [&] {
    pnp::DeviceNode* node = machine_->pnp().find(instance_path);
    if (!node) {
      *problem = "there is no such device";
      return;
    }
    const Status status = machine_->pnp().start(*node);
    started = status.ok();
    if (!started) {
      *problem = fmt::format("{} (driver {}, code {}): {}", node->problem.text, node->problem.driver,
                             node->problem.code, status_text(node->problem.status));
    }
  });
  if (!alive && problem->empty()) *problem = "the machine stopped while the device was started";
  return alive && started;
}

bool Session::remove(const std::u16string& instance_path, std::string* problem) {
  Status status(STATUS_UNSUCCESSFUL);
  const bool alive = run("remove device", [&] {
    pnp::DeviceNode* node = machine_->pnp().find(instance_path);
    status = node ? machine_->pnp().remove(*node) : Status(STATUS_NO_SUCH_DEVICE);
  });
  if (alive && !status.ok()) *problem = fmt::format("the device cannot be removed: {}", status_text(status));
  if (!alive && problem->empty()) *problem = "the machine stopped while the device was removed";
  return alive && status.ok();
}

void Session::surprise_remove(const std::u16string& instance_path) {
  run("surprise removal", [&] {
    if (pnp::DeviceNode* node = machine_->pnp().find(instance_path)) machine_->pnp().surprise_remove(*node);
  });
}

bool Session::load_driver(const std::string& service, std::string* problem) {
  bool loaded = false;
  const bool alive = run("load driver", [&] {
    pnp::Problem why;
    auto driver = machine_->pnp().load_driver(service, &why);
    loaded = driver.ok();
    if (!loaded) *problem = fmt::format("{} (driver {}): {}", why.text, service, status_text(driver.status()));
  });
  if (!alive && problem->empty()) *problem = "the machine stopped while the driver was loaded";
  return alive && loaded;
}

bool Session::unload_driver(const std::string& service, std::string* problem) {
  Status status(STATUS_UNSUCCESSFUL);
  const bool alive = run("unload driver", [&] { status = machine_->pnp().unload_driver(service); });
  if (alive && !status.ok()) *problem = fmt::format("driver {} cannot be unloaded: {}", service, status_text(status));
  if (!alive && problem->empty()) *problem = "the machine stopped while the driver was unloaded";
  return alive && status.ok();
}

std::unique_ptr<client::Program> Session::load_program(const client::ProgramOptions& options, std::string* problem) {
  auto program = client::Program::load(*machine_, program_loader_, options, problem);
  return program ? std::move(program).value() : nullptr;
}

}  // namespace owdf::cli
