#include "client/setupapi/catalogue.h"

#include "nt/pnp/pnp_manager.h"
#include "nt/rtl/text.h"

namespace owdf::client::devices {

namespace {

constexpr std::u16string_view kEnum = u"\\Registry\\Machine\\System\\CurrentControlSet\\Enum";

std::u16string name_of(cm::Registry& registry, const cm::Key& key) {
  Result<cm::KeyInformation> information = registry.query_key(key);
  return information ? information->name : std::u16string();
}

// The subkeys of a key, by name.
std::vector<std::pair<std::u16string, cm::Key>> subkeys(cm::Registry& registry, const cm::Key& key) {
  std::vector<std::pair<std::u16string, cm::Key>> found;
  for (size_t i = 0;; i++) {
    Result<cm::Key> child = registry.enumerate_key(key, i);
    if (!child) return found;
    found.emplace_back(name_of(registry, child.value()), child.value());
  }
}

bool present(nt::Machine& machine, std::u16string_view path) {
  pnp::PnpManager::Action action(machine.pnp());
  const pnp::DeviceNode* node = machine.pnp().find(path);
  return node && node->state != pnp::NodeState::kRemoved && node->state != pnp::NodeState::kSurpriseRemoved;
}

Instance describe(nt::Machine& machine, std::u16string path) {
  Instance instance{.path = std::move(path)};
  if (const auto guid = property(machine, instance.path, u"ClassGUID"))
    instance.class_guid = parse_guid(guid->string()).value_or(GUID{});
  instance.present = present(machine, instance.path);
  return instance;
}

}  // namespace

std::vector<Interface> interfaces(nt::Machine& machine, const GUID& class_guid, std::u16string_view instance,
                                  bool also_inactive) {
  std::vector<Interface> found;
  for (const pnp::DeviceInterface& each : machine.pnp().interfaces().list(class_guid, nullptr, also_inactive)) {
    if (!instance.empty() && !rtl::equal_ignoring_case(each.instance_path, instance)) continue;
    std::u16string path = each.name();
    if (path.starts_with(u"\\??\\")) path[1] = u'\\';
    found.push_back({class_guid, std::move(path), each.instance_path, each.enabled});
  }
  return found;
}

std::vector<Instance> instances(nt::Machine& machine) {
  cm::Registry& registry = machine.cm();
  Result<cm::Key> root = registry.open(cm::Key(), kEnum);
  std::vector<Instance> found;
  if (!root) return found;
  for (const auto& [bus, bus_key] : subkeys(registry, root.value()))
    for (const auto& [device, device_key] : subkeys(registry, bus_key))
      for (const auto& [serial, key] : subkeys(registry, device_key))
        found.push_back(describe(machine, bus + u"\\" + device + u"\\" + serial));
  return found;
}

std::optional<Instance> find_instance(nt::Machine& machine, std::u16string_view path) {
  if (!machine.cm().open(cm::Key(), std::u16string(kEnum) + u"\\" + std::u16string(path)).ok()) return std::nullopt;
  return describe(machine, std::u16string(path));
}

std::optional<cm::Value> property(nt::Machine& machine, std::u16string_view instance, std::u16string_view name) {
  cm::Registry& registry = machine.cm();
  Result<cm::Key> key = registry.open(cm::Key(), std::u16string(kEnum) + u"\\" + std::u16string(instance));
  if (!key) return std::nullopt;
  Result<cm::Value> value = registry.query_value(key.value(), name);
  if (!value) return std::nullopt;
  return std::move(value.value());
}

std::optional<GUID> parse_guid(std::u16string_view text) {
  // The places of the 32 digits in the text form, in the order of the bytes they make up.
  std::string digits;
  for (const char16_t c : text)
    if (c != u'{' && c != u'}' && c != u'-') digits += c < 0x80 ? static_cast<char>(c) : '!';
  if (text.size() != 38 || digits.size() != 32) return std::nullopt;
  uint8_t bytes[16];
  for (size_t i = 0; i < 16; i++) {
    unsigned value = 0;
    for (size_t j = 0; j < 2; j++) {
      const char c = digits[2 * i + j];
      const bool number = c >= '0' && c <= '9';
      const char folded = static_cast<char>(c | 0x20);
      if (!number && !(folded >= 'a' && folded <= 'f')) return std::nullopt;
      value = value * 16 + static_cast<unsigned>(number ? c - '0' : folded - 'a' + 10);
    }
    bytes[i] = static_cast<uint8_t>(value);
  }
  GUID guid;
  guid.Data1 = static_cast<ULONG>(bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3]);
  guid.Data2 = static_cast<USHORT>(bytes[4] << 8 | bytes[5]);
  guid.Data3 = static_cast<USHORT>(bytes[6] << 8 | bytes[7]);
  memcpy(guid.Data4, bytes + 8, 8);
  return guid;
}

}  // namespace owdf::client::devices
