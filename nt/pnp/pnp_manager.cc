#include "nt/pnp/pnp_manager.h"

#include "nt/cm/registry.h"
#include "nt/io/io_manager.h"
#include "nt/machine.h"
#include "nt/ob/name.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/requests.h"
#include "nt/pnp/root_bus.h"
#include "nt/ps/process_manager.h"

namespace owdf::pnp {

namespace {

constexpr std::u16string_view kEnum = u"\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Enum\\";
constexpr std::u16string_view kClass = u"\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Control\\Class\\";

std::vector<std::u16string> wide_all(const std::vector<std::string>& strings) {
  std::vector<std::u16string> out;
  for (const std::string& string : strings) out.push_back(ob::wide(string));
  return out;
}

std::u16string upper(std::string_view text) {
  return ob::fold(ob::wide(text));
}

// ROOT\ECHO -> ECHO; what may not stand in an instance path becomes '_'.
std::u16string enumerator_name(const RootDevice& device) {
  std::string name = device.name;
  if (name.empty() && !device.hardware_ids.empty()) {
    name = device.hardware_ids.front();
    const size_t slash = name.rfind('\\');
    if (slash != std::string::npos) name = name.substr(slash + 1);
  }
  if (name.empty()) name = device.service.empty() ? "DEVICE" : device.service;
  for (char& c : name) {
    if (c == '\\' || c == ',' || c == ' ' || c == '#' || c == '&') c = '_';
  }
  return upper(name);
}

std::u16string four_digits(unsigned number) {
  char text[16];
  std::snprintf(text, sizeof text, "%04u", number);
  return ob::wide(text);
}

std::vector<std::u16string> strings_of(cm::Registry& registry, const cm::Key& key, std::u16string_view name) {
  auto value = registry.query_value(key, name);
  return value ? value->multi_string() : std::vector<std::u16string>();
}

std::u16string string_of(cm::Registry& registry, const cm::Key& key, std::u16string_view name) {
  auto value = registry.query_value(key, name);
  return value ? value->string() : std::u16string();
}

}  // namespace

const char* state_name(NodeState state) {
  switch (state) {
    case NodeState::kEnumerated:
      return "enumerated";
    case NodeState::kStarted:
      return "started";
    case NodeState::kStopped:
      return "stopped";
    case NodeState::kSurpriseRemoved:
      return "surprise-removed";
    case NodeState::kRemoved:
      return "removed";
    case NodeState::kFailed:
      return "failed";
  }
  return "?";
}

PnpManager::PnpManager(nt::Machine& machine) : machine_(machine), interfaces_(machine) {
  KeInitializeEvent(&action_free_, SynchronizationEvent, TRUE);
}

// The machine's objects go with its memory; references to them are dropped unseen.
PnpManager::~PnpManager() {
  (void)root_bus_.release();
  for (auto& node : nodes_) {
    for (auto& driver : node->drivers) (void)driver.release();
  }
}

void PnpManager::begin_action() {
  if (action_owner_.load(std::memory_order_relaxed) != sched::current()) {
    KeWaitForSingleObject(&action_free_, Executive, KernelMode, FALSE, nullptr);
    action_owner_.store(sched::current(), std::memory_order_relaxed);
  }
  action_depth_++;
}

void PnpManager::end_action() {
  if (--action_depth_ > 0) return;
  action_owner_.store(nullptr, std::memory_order_relaxed);
  KeSetEvent(&action_free_, 0, FALSE);
}

ob::Ref<DRIVER_OBJECT>& PnpManager::root_bus() {
  if (!root_bus_) {
    auto bus = make_root_bus(machine_);
    OWDF_ASSERT(bus.ok());
    root_bus_ = std::move(*bus);
  }
  return root_bus_;
}

std::string PnpManager::next_instance_path(const RootDevice& device) {
  const std::u16string base = u"ROOT\\" + enumerator_name(device) + u"\\";
  unsigned number = 0;
  while (find(base + four_digits(number))) number++;
  return ob::narrow(base + four_digits(number));
}

DeviceNode* PnpManager::find(std::u16string_view instance_path) {
  for (auto& node : nodes_) {
    if (ob::equal_names(node->instance_path, instance_path)) return node.get();
  }
  return nullptr;
}

// What an installed package wrote comes first; what is given here fills the gaps and is written down in turn.
Result<DeviceNode*> PnpManager::add_root_device(const RootDevice& device) {
  Action action(*this);
  auto node = std::make_unique<DeviceNode>();
  node->instance_path = ob::wide(next_instance_path(device));
  node->hardware_ids = wide_all(device.hardware_ids);
  node->compatible_ids = wide_all(device.compatible_ids);
  node->description = ob::wide(device.description);
  cm::Registry& registry = machine_.cm();
  const cm::Key key =
      TRY(registry.create(nullptr, std::u16string(kEnum) + node->instance_path, {.intermediate = true}));
  if (!registry.string(key, "Service") && !device.service.empty())
    TRY(registry.set_string(key, "Service", device.service));
  if (!device.upper_filters.empty()) TRY(registry.set_multi_string(key, "UpperFilters", device.upper_filters));
  if (!device.lower_filters.empty()) TRY(registry.set_multi_string(key, "LowerFilters", device.lower_filters));
  if (!device.hardware_ids.empty()) TRY(registry.set_multi_string(key, "HardwareID", device.hardware_ids));
  if (!device.compatible_ids.empty()) TRY(registry.set_multi_string(key, "CompatibleIDs", device.compatible_ids));
  if (!device.description.empty()) TRY(registry.set_string(key, "DeviceDesc", device.description));
  if (node->hardware_ids.empty()) node->hardware_ids = strings_of(registry, key, u"HardwareID");
  if (node->description.empty()) node->description = string_of(registry, key, u"DeviceDesc");
  TRY(registry.create(key, u"Device Parameters"));
  TRY(make_root_pdo(machine_, *root_bus(), *node));
  nodes_.push_back(std::move(node));
  return nodes_.back().get();
}

void PnpManager::fail(DeviceNode& node, uint32_t code, Status status, const std::string& driver, std::string text) {
  if (node.problem.code == 0) node.problem = {code, status, driver, std::move(text)};
}

// Lower filters, function driver, upper filters; the device's own before its class's (documented order of a stack).
Status PnpManager::build_stack(DeviceNode& node) {
  cm::Registry& registry = machine_.cm();
  const cm::Key key = TRY(registry.open(nullptr, std::u16string(kEnum) + node.instance_path));
  cm::Key class_key;
  const std::u16string guid = string_of(registry, key, u"ClassGUID");
  if (!guid.empty()) {
    auto opened = registry.open(nullptr, std::u16string(kClass) + guid);
    if (opened) class_key = *opened;
  }
  std::vector<std::u16string> services = strings_of(registry, key, u"LowerFilters");
  auto append = [&](const std::vector<std::u16string>& more) {
    services.insert(services.end(), more.begin(), more.end());
  };
  if (class_key) append(strings_of(registry, class_key, u"LowerFilters"));
  const std::u16string service = string_of(registry, key, u"Service");
  if (service.empty()) {
    fail(node, kProblemFailedInstall, Status(STATUS_NO_SUCH_DEVICE), {},
         "the device has no service: no driver is installed for it");
    return Status(STATUS_NO_SUCH_DEVICE);
  }
  services.push_back(service);
  append(strings_of(registry, key, u"UpperFilters"));
  if (class_key) append(strings_of(registry, class_key, u"UpperFilters"));
  node.added = true;
  for (const std::u16string& name : services) TRY(add_driver(node, ob::narrow(name)));
  return Status{};
}

Status PnpManager::add_driver(DeviceNode& node, const std::string& service) {
  Problem problem;
  auto driver = load_driver(service, &problem);
  if (!driver) {
    fail(node, problem.code, problem.status, service, problem.text);
    return driver.status();
  }
  node.drivers.push_back(*driver);
  PDRIVER_ADD_DEVICE add_device = (*driver)->DriverExtension->AddDevice;
  if (!add_device) {
    fail(node, kProblemFailedAdd, Status(STATUS_INVALID_DEVICE_REQUEST), service,
         "the driver has no AddDevice routine");
    return Status(STATUS_INVALID_DEVICE_REQUEST);
  }
  const NTSTATUS status = add_device(driver->get(), node.pdo);
  (*driver)->DriverExtension->Count++;
  if (!NT_SUCCESS(status)) {
    fail(node, kProblemFailedAdd, Status(status), service, "AddDevice failed");
    return Status(status);
  }
  PDEVICE_OBJECT top = IoGetAttachedDeviceReference(node.pdo);
  if (top->Flags & DO_DEVICE_INITIALIZING) {
    machine_.report({"DeviceInitializing",
                     "AddDevice returned with DO_DEVICE_INITIALIZING set: nobody can open the device", service});
  }
  ObDereferenceObject(top);
  return Status{};
}

Status PnpManager::start_stack(DeviceNode& node) {
  (void)filter_resource_requirements(machine_, node);
  const NTSTATUS status = send(machine_, node, IRP_MN_START_DEVICE);
  if (!NT_SUCCESS(status)) {
    const std::string top = node.drivers.empty() ? std::string() : io::record_of(node.drivers.back().get()).service;
    fail(node, kProblemFailedStart, Status(status), top, "IRP_MN_START_DEVICE failed");
    return Status(status);
  }
  (void)query_capabilities(machine_, node, &node.capabilities);
  (void)query_device_state(machine_, node, &node.device_state);
  node.state = NodeState::kStarted;
  if (node.device_state & PNP_DEVICE_FAILED) {
    fail(node, kProblemFailedPostStart, Status(STATUS_UNSUCCESSFUL), {}, "the driver reported PNP_DEVICE_FAILED");
    return Status(STATUS_UNSUCCESSFUL);
  }
  if (PDEVICE_RELATIONS children = query_bus_relations(machine_, node)) {
    if (children->Count)
      machine_.report({"NotImplemented", "a bus driver reported child devices; they are not started", {}});
    for (ULONG i = 0; i < children->Count; i++) ObDereferenceObject(children->Objects[i]);
    ExFreePool(children);
  }
  return Status{};
}

Status PnpManager::start(DeviceNode& node) {
  Action action(*this);
  OWDF_ASSERT(node.state == NodeState::kEnumerated || node.state == NodeState::kFailed);
  node.problem = {};
  Status status = build_stack(node);
  if (status.ok()) status = start_stack(node);
  if (status.ok()) return status;
  const bool had_started = node.state == NodeState::kStarted;
  if (had_started) (void)send(machine_, node, IRP_MN_SURPRISE_REMOVAL);
  take_down(node);
  node.state = NodeState::kFailed;
  return status;
}

// IRP_MN_REMOVE_DEVICE to whatever stands above the physical device object: each driver detaches and deletes its
// device.
void PnpManager::take_down(DeviceNode& node) {
  if (node.added) (void)send(machine_, node, IRP_MN_REMOVE_DEVICE);
  node.added = false;
  interfaces_.disable_all(node.pdo);
  if (node.pdo->AttachedDevice) {
    machine_.report({"DeviceNotDetached", "a driver did not detach its device when it was removed",
                     io::record_of(node.pdo->AttachedDevice->DriverObject).service});
  }
  release_drivers(node);
}

void PnpManager::release_drivers(DeviceNode& node) {
  // From the highest to the lowest: a filter goes before the driver it filters.
  while (!node.drivers.empty()) {
    ob::Ref<DRIVER_OBJECT> driver = std::move(node.drivers.back());
    node.drivers.pop_back();
    unload_if_idle(std::move(driver));
  }
}

namespace {

// Opens of any device of the stack.
LONG opens_of(nt::Machine& machine, DeviceNode& node) {
  LONG opens = 0;
  sched::LockGuard guard(machine.io().stacks());
  for (PDEVICE_OBJECT device = node.pdo; device; device = device->AttachedDevice) opens += device->ReferenceCount;
  return opens;
}

}  // namespace

Status PnpManager::remove(DeviceNode& node) {
  Action action(*this);
  if (node.state == NodeState::kStarted || node.state == NodeState::kStopped) {
    NTSTATUS status = send(machine_, node, IRP_MN_QUERY_REMOVE_DEVICE);
    if (NT_SUCCESS(status) && opens_of(machine_, node) > 0) status = STATUS_PLUGPLAY_QUERY_VETOED;
    if (!NT_SUCCESS(status)) {
      (void)send(machine_, node, IRP_MN_CANCEL_REMOVE_DEVICE);
      return Status(STATUS_PLUGPLAY_QUERY_VETOED);
    }
  }
  if (node.state != NodeState::kSurpriseRemoved) finish_removal(node);
  return Status{};
}

void PnpManager::surprise_remove(DeviceNode& node) {
  Action action(*this);
  if (node.state == NodeState::kSurpriseRemoved || node.state == NodeState::kRemoved) return;
  if (node.added) (void)send(machine_, node, IRP_MN_SURPRISE_REMOVAL);
  node.state = NodeState::kSurpriseRemoved;
  interfaces_.disable_all(node.pdo);
  if (opens_of(machine_, node) == 0) finish_removal(node);
}

void PnpManager::finish_removal(DeviceNode& node) {
  take_down(node);
  interfaces_.forget(node.pdo);
  node.state = NodeState::kRemoved;
  PDEVICE_OBJECT pdo = std::exchange(node.pdo, nullptr);
  {
    sched::LockGuard guard(machine_.io().stacks());
    io::record_of(pdo).node = nullptr;
  }
  IoDeleteDevice(pdo);
  ob::dereference(pdo);
  if (std::exchange(node.restart_wanted, false) && find_again(node)) return;
  std::erase_if(nodes_, [&](const auto& owned) { return owned.get() == &node; });
}

// --- a new beginning ---

bool PnpManager::may_restart(DeviceNode& node) {
  constexpr unsigned kRestarts = 5;
  constexpr sched::Ticks kPeriod = 10'000 * sched::kTicksPerMillisecond;
  const sched::Ticks now = machine_.world().interrupt_time();
  if (node.restarts == 0 || now - node.restart_period_began >= kPeriod) {
    node.restarts = 0;
    node.restart_period_began = now;
  }
  return node.restarts++ < kRestarts;
}

void PnpManager::reenumerate(PDEVICE_OBJECT pdo) {
  auto held = std::make_shared<ob::Ref<DEVICE_OBJECT>>(ob::Ref<DEVICE_OBJECT>::share(pdo));
  machine_.ps().post("pnp reenumeration", [this, held] {
    Action action(*this);
    DeviceNode* node = io::record_of(held->get()).node;
    if (!node || node->state == NodeState::kSurpriseRemoved) return;
    node->restart_wanted = may_restart(*node);
    if (!node->restart_wanted) {
      machine_.report({"DeviceGivenUp",
                       ob::narrow(node->instance_path) + " failed again after each of its restarts and stays away",
                       {}});
    }
    surprise_remove(*node);
  });
}

// The same device with a new physical device object; its drivers are loaded anew where they were unloaded.
bool PnpManager::find_again(DeviceNode& node) {
  if (!make_root_pdo(machine_, *root_bus(), node).ok()) return false;
  node.state = NodeState::kEnumerated;
  node.device_state = 0;
  (void)start(node);  // node.problem says what failed
  return true;
}

// The closing thread may be anybody's, inside of anything; the removal goes on by itself. Two closings at once start
// two such threads: the second finds the node gone.
void PnpManager::device_closed(PDEVICE_OBJECT device) {
  const DeviceNode* closed = nullptr;
  {
    sched::LockGuard guard(machine_.io().stacks());
    while (PDEVICE_OBJECT lower = io::record_of(device).attached_to) device = lower;
    closed = io::record_of(device).node;
    if (!closed || closed->state != NodeState::kSurpriseRemoved) return;
  }
  machine_.ps().post("pnp removal", [this, closed] {
    Action action(*this);
    for (auto& node : nodes_) {
      if (node.get() != closed || node->state != NodeState::kSurpriseRemoved) continue;
      if (opens_of(machine_, *node) == 0) finish_removal(*node);
      return;
    }
  });
}

Status PnpManager::stop(DeviceNode& node) {
  Action action(*this);
  if (node.state != NodeState::kStarted) return Status(STATUS_INVALID_DEVICE_STATE);
  const NTSTATUS status = send(machine_, node, IRP_MN_QUERY_STOP_DEVICE);
  if (!NT_SUCCESS(status)) {
    (void)send(machine_, node, IRP_MN_CANCEL_STOP_DEVICE);
    return Status(status);
  }
  (void)send(machine_, node, IRP_MN_STOP_DEVICE);
  node.state = NodeState::kStopped;
  return Status{};
}

Status PnpManager::restart(DeviceNode& node) {
  Action action(*this);
  if (node.state != NodeState::kStopped) return Status(STATUS_INVALID_DEVICE_STATE);
  const Status status = start_stack(node);
  if (status.ok()) return status;
  (void)send(machine_, node, IRP_MN_SURPRISE_REMOVAL);
  take_down(node);
  node.state = NodeState::kFailed;
  return status;
}

void PnpManager::invalidate_state(PDEVICE_OBJECT pdo) {
  auto held = std::make_shared<ob::Ref<DEVICE_OBJECT>>(ob::Ref<DEVICE_OBJECT>::share(pdo));
  machine_.ps().post("pnp device state", [this, held] {
    Action action(*this);
    DeviceNode* node = io::record_of(held->get()).node;
    if (!node || node->state != NodeState::kStarted) return;
    (void)query_device_state(machine_, *node, &node->device_state);
    if (!(node->device_state & PNP_DEVICE_FAILED)) return;
    fail(*node, kProblemFailedPostStart, Status(STATUS_UNSUCCESSFUL), {}, "the driver reported PNP_DEVICE_FAILED");
    surprise_remove(*node);
  });
}

std::vector<std::string> PnpManager::describe() const {
  std::vector<std::string> lines;
  for (const auto& node : nodes_) {
    std::string line = ob::narrow(node->instance_path) + ": " + state_name(node->state);
    for (const auto& driver : node->drivers) line += " " + io::record_of(driver.get()).service;
    if (node->problem.code) line += " (problem " + std::to_string(node->problem.code) + ": " + node->problem.text + ")";
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace owdf::pnp
