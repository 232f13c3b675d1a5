#include "nt/pnp/interfaces.h"

#include "nt/cm/registry.h"
#include "nt/machine.h"
#include "nt/ob/name.h"
#include "nt/ob/object_manager.h"
#include "nt/pnp/device_node.h"

namespace owdf::pnp {

namespace {

constexpr std::u16string_view kPrefix = u"\\??\\";
constexpr std::u16string_view kWin32Prefix = u"\\\\?\\";

// ROOT\ECHO\0000 -> ROOT#ECHO#0000
std::u16string munge(std::u16string text) {
  for (char16_t& c : text) {
    if (c == u'\\') c = u'#';
  }
  return text;
}

bool same(const GUID& a, const GUID& b) {
  return std::memcmp(&a, &b, sizeof(GUID)) == 0;
}

// Control\DeviceClasses\{class}\##?#ROOT#ECHO#0000#{class}, with a subkey # or #reference: what setup and tools read.
void write_keys(nt::Machine& machine, const DeviceInterface& interface) {
  const std::u16string guid = guid_text(interface.class_guid);
  const std::u16string base = u"\\Registry\\Machine\\SYSTEM\\CurrentControlSet\\Control\\DeviceClasses\\" + guid +
                              u"\\##?#" + munge(interface.instance_path) + u"#" + guid;
  auto put = [&](const std::u16string& path, std::u16string_view name, std::u16string_view text) {
    auto key = machine.cm().create(nullptr, path, {.intermediate = true});
    if (key) (void)machine.cm().set_value(*key, name, cm::ValueType::kString, cm::string_data(text));
  };
  put(base, u"DeviceInstance", interface.instance_path);
  std::u16string win32 = interface.name();
  win32.replace(0, kPrefix.size(), kWin32Prefix);
  put(base + u"\\#" + interface.reference, u"SymbolicLink", win32);
}

}  // namespace

std::u16string guid_text(const GUID& guid) {
  char text[40];
  std::snprintf(text, sizeof text, "{%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x}",
                static_cast<unsigned>(guid.Data1), guid.Data2, guid.Data3, guid.Data4[0], guid.Data4[1], guid.Data4[2],
                guid.Data4[3], guid.Data4[4], guid.Data4[5], guid.Data4[6], guid.Data4[7]);
  return ob::wide(text);
}

Result<std::u16string> Interfaces::add(const GUID& class_guid, DeviceNode& node, std::u16string_view reference) {
  if (reference.find_first_of(u"\\/") != std::u16string_view::npos) return Status(STATUS_INVALID_DEVICE_REQUEST);
  DeviceInterface made;
  made.class_guid = class_guid;
  made.reference = reference;
  made.instance_path = node.instance_path;
  made.pdo = node.pdo;
  made.link = std::u16string(kPrefix) + munge(node.instance_path) + u"#" + guid_text(class_guid);
  {
    sched::LockGuard guard(lock_);
    if (DeviceInterface* existing = find_locked(made.name())) return existing->name();
    interfaces_.push_back(made);
  }
  write_keys(machine_, made);
  return made.name();
}

DeviceInterface* Interfaces::find_locked(std::u16string_view name) {
  std::u16string wanted(name);
  if (wanted.starts_with(kWin32Prefix)) wanted.replace(0, kWin32Prefix.size(), kPrefix);
  for (DeviceInterface& interface : interfaces_) {
    if (ob::equal_names(interface.name(), wanted)) return &interface;
  }
  return nullptr;
}

// Interfaces of one device and class that differ by reference string share one link; the first makes it, the last
// removes it. The link leads to the physical device object by its name.
Status Interfaces::set_enabled(std::u16string_view name, bool enabled) {
  std::u16string link;
  PDEVICE_OBJECT pdo;
  bool others = false;
  {
    sched::LockGuard guard(lock_);
    DeviceInterface* interface = find_locked(name);
    if (!interface) return Status(STATUS_OBJECT_NAME_NOT_FOUND);
    if (interface->enabled == enabled)
      return Status(enabled ? STATUS_OBJECT_NAME_EXISTS : STATUS_OBJECT_NAME_NOT_FOUND);
    interface->enabled = enabled;
    link = interface->link;
    pdo = interface->pdo;
    for (const DeviceInterface& other : interfaces_) {
      others |= &other != interface && other.enabled && other.link == link;
    }
  }
  if (others) return Status{};
  if (!enabled) return machine_.ob().delete_symbolic_link(link);
  return machine_.ob().create_symbolic_link(link, machine_.ob().name_of(pdo));
}

void Interfaces::disable_all(PDEVICE_OBJECT pdo) {
  for (const DeviceInterface& interface : all()) {
    if (interface.pdo == pdo && interface.enabled) (void)set_enabled(interface.name(), false);
  }
}

void Interfaces::forget(PDEVICE_OBJECT pdo) {
  disable_all(pdo);
  sched::LockGuard guard(lock_);
  std::erase_if(interfaces_, [&](const DeviceInterface& interface) { return interface.pdo == pdo; });
}

std::vector<DeviceInterface> Interfaces::list(const GUID& class_guid, PDEVICE_OBJECT pdo, bool also_disabled) {
  std::vector<DeviceInterface> found;
  sched::LockGuard guard(lock_);
  for (const DeviceInterface& interface : interfaces_) {
    if (!same(interface.class_guid, class_guid) || (pdo && interface.pdo != pdo)) continue;
    if (interface.enabled || also_disabled) found.push_back(interface);
  }
  return found;
}

std::vector<DeviceInterface> Interfaces::all() {
  sched::LockGuard guard(lock_);
  return interfaces_;
}

Result<DeviceInterface> Interfaces::find(std::u16string_view name) {
  sched::LockGuard guard(lock_);
  DeviceInterface* interface = find_locked(name);
  if (!interface) return Status(STATUS_OBJECT_NAME_NOT_FOUND);
  return *interface;
}

}  // namespace owdf::pnp
