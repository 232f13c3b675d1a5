// SetupDi*: device information sets. A set is a list taken at one moment: of the devices or the interfaces asked for.
#include <windows.h>

#include <setupapi.h>

#include "client/crt/text.h"
#include "client/kernel32/win32.h"
#include "client/setupapi/catalogue.h"
#include "client/setupapi/device_set.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace owdf::client {

bool same_guid(const GUID& a, const GUID& b) {
  return memcmp(&a, &b, sizeof(GUID)) == 0;
}

}  // namespace owdf::client

namespace {

using owdf::rtl::utf8;

DeviceSet* set_of(HDEVINFO handle) {
  DeviceSet* set = current_program()->device_sets.find(handle);
  if (!set) fail(ERROR_INVALID_HANDLE);
  return set;
}

const devices::Instance* device_of(const DeviceSet& set, const SP_DEVINFO_DATA* data) {
  const bool fits = data && data->cbSize == sizeof(SP_DEVINFO_DATA) && data->Reserved < set.devices.size();
  if (!fits) fail(ERROR_INVALID_PARAMETER);
  return fits ? &set.devices[data->Reserved] : nullptr;
}

void fill(SP_DEVINFO_DATA* data, const DeviceSet& set, size_t index) {
  const devices::Instance& device = set.devices[index];
  data->ClassGuid = device.class_guid;
  data->DevInst = current_program()->device_number(device.path);
  data->Reserved = index;
}

HDEVINFO class_devices(const GUID* guid, const std::u16string& enumerator, DWORD flags) {
  if (!guid && !(flags & DIGCF_ALLCLASSES)) return fail(ERROR_INVALID_PARAMETER), INVALID_HANDLE_VALUE;
  owdf::nt::Machine& machine = current_program()->machine;
  DeviceSet set;
  const bool by_interface = flags & DIGCF_DEVICEINTERFACE;
  for (devices::Instance& device : devices::instances(machine)) {
    if ((flags & DIGCF_PRESENT) && !device.present) continue;
    // The enumerator is a bus (USB) or, in a set of interfaces, one device instance.
    const bool named =
        device.path.size() >= enumerator.size() &&
        owdf::rtl::equal_ignoring_case(std::u16string_view(device.path).substr(0, enumerator.size()), enumerator);
    if (!named) continue;
    if (by_interface && guid) {
      auto found = devices::interfaces(machine, *guid, device.path, !(flags & DIGCF_PRESENT));
      if (found.empty()) continue;
      for (auto& each : found) set.interfaces.push_back({std::move(each), set.devices.size()});
    } else if (!by_interface && !(flags & DIGCF_ALLCLASSES) && !same_guid(device.class_guid, *guid)) {
      continue;
    }
    set.devices.push_back(std::move(device));
  }
  return current_program()->device_sets.add(std::move(set));
}

// The detail structure ends in the path; only its fixed part is checked, by the size that programs write into it.
template <typename Detail, typename C>
BOOL interface_detail(HDEVINFO handle, PSP_DEVICE_INTERFACE_DATA data, Detail* detail, DWORD size, PDWORD required,
                      PSP_DEVINFO_DATA device, C (*)[1]) {
  DeviceSet* set = set_of(handle);
  if (!set) return FALSE;
  if (!data || data->cbSize != sizeof(*data) || data->Reserved >= set->interfaces.size())
    return fail(ERROR_INVALID_PARAMETER);
  const DeviceSet::Entry& entry = set->interfaces[data->Reserved];
  std::basic_string<C> path;
  if constexpr (sizeof(C) > 1)
    path = entry.interface.path;
  else
    path = utf8(entry.interface.path);
  const auto needed = static_cast<DWORD>(offsetof(Detail, DevicePath) + (path.size() + 1) * sizeof(C));
  if (required) *required = needed;
  if (device) {
    if (device->cbSize != sizeof(*device)) return fail(ERROR_INVALID_USER_BUFFER);
    fill(device, *set, entry.device);
  }
  if (!detail && size != 0) return fail(ERROR_INVALID_USER_BUFFER);
  if (detail && detail->cbSize != sizeof(Detail)) return fail(ERROR_INVALID_USER_BUFFER);
  if (size < needed) return fail(ERROR_INSUFFICIENT_BUFFER);
  text::copy(static_cast<C*>(detail->DevicePath), path.c_str());
  return TRUE;
}

struct Property {
  DWORD number;
  const char16_t* value;
};
constexpr Property kProperties[] = {
    {SPDRP_DEVICEDESC, u"DeviceDesc"},
    {SPDRP_HARDWAREID, u"HardwareID"},
    {SPDRP_COMPATIBLEIDS, u"CompatibleIDs"},
    {SPDRP_SERVICE, u"Service"},
    {SPDRP_CLASS, u"Class"},
    {SPDRP_CLASSGUID, u"ClassGUID"},
    {SPDRP_DRIVER, u"Driver"},
    {SPDRP_CONFIGFLAGS, u"ConfigFlags"},
    {SPDRP_MFG, u"Mfg"},
    {SPDRP_FRIENDLYNAME, u"FriendlyName"},
    {SPDRP_LOCATION_INFORMATION, u"LocationInformation"},
    {SPDRP_CAPABILITIES, u"Capabilities"},
    {SPDRP_UI_NUMBER, u"UINumber"},
    {SPDRP_UPPERFILTERS, u"UpperFilters"},
    {SPDRP_LOWERFILTERS, u"LowerFilters"},
};

std::optional<owdf::cm::Value> property_of(const devices::Instance& device, DWORD number) {
  if (number == SPDRP_ENUMERATOR_NAME) {
    owdf::cm::Value value;
    value.type = owdf::cm::ValueType::kString;
    value.data = owdf::cm::string_data(device.path.substr(0, device.path.find(u'\\')));
    return value;
  }
  const auto row = std::find_if(std::begin(kProperties), std::end(kProperties),
                                [&](const Property& property) { return property.number == number; });
  if (row == std::end(kProperties)) return std::nullopt;
  return devices::property(current_program()->machine, device.path, row->value);
}

bool is_text(owdf::cm::ValueType type) {
  using enum owdf::cm::ValueType;
  return type == kString || type == kExpandString || type == kMultiString;
}

// Registry texts are UTF-16; the A form gives them in bytes.
std::vector<uint8_t> narrowed(const std::vector<uint8_t>& data) {
  const std::string text = utf8(reinterpret_cast<const char16_t*>(data.data()), data.size() / sizeof(char16_t));
  return {text.begin(), text.end()};
}

BOOL registry_property(HDEVINFO handle, PSP_DEVINFO_DATA data, DWORD number, PDWORD type, PBYTE buffer, DWORD size,
                       PDWORD required, bool wide) {
  const DeviceSet* set = set_of(handle);
  const devices::Instance* device = set ? device_of(*set, data) : nullptr;
  if (!device) return FALSE;
  std::optional<owdf::cm::Value> value = property_of(*device, number);
  if (!value) return fail(ERROR_INVALID_DATA);
  if (!wide && is_text(value->type)) value->data = narrowed(value->data);
  const auto needed = static_cast<DWORD>(value->data.size());
  if (required) *required = needed;
  if (type) *type = static_cast<DWORD>(value->type);
  if (needed > size) return fail(ERROR_INSUFFICIENT_BUFFER);
  std::copy(value->data.begin(), value->data.end(), buffer);
  return TRUE;
}

template <typename C>
BOOL instance_id(HDEVINFO handle, PSP_DEVINFO_DATA data, C* buffer, DWORD size, PDWORD required) {
  const DeviceSet* set = set_of(handle);
  const devices::Instance* device = set ? device_of(*set, data) : nullptr;
  if (!device) return FALSE;
  std::basic_string<C> text;
  if constexpr (sizeof(C) > 1)
    text = device->path;
  else
    text = utf8(device->path);
  const auto needed = static_cast<DWORD>(text.size() + 1);
  if (required) *required = needed;
  if (needed > size) return fail(ERROR_INSUFFICIENT_BUFFER);
  text::copy(buffer, text.c_str());
  return TRUE;
}

}  // namespace

extern "C" {

HDEVINFO NTAPI SetupDiGetClassDevsW(const GUID* guid, PCWSTR enumerator, HWND, DWORD flags) {
  return class_devices(guid, enumerator ? enumerator : u"", flags);
}
HDEVINFO NTAPI SetupDiGetClassDevsA(const GUID* guid, PCSTR enumerator, HWND, DWORD flags) {
  return class_devices(guid, owdf::rtl::utf16(enumerator ? enumerator : ""), flags);
}

BOOL NTAPI SetupDiDestroyDeviceInfoList(HDEVINFO handle) {
  return current_program()->device_sets.remove(handle) || fail(ERROR_INVALID_HANDLE);
}

BOOL NTAPI SetupDiEnumDeviceInfo(HDEVINFO handle, DWORD index, PSP_DEVINFO_DATA data) {
  const DeviceSet* set = set_of(handle);
  if (!set) return FALSE;
  if (!data || data->cbSize != sizeof(*data)) return fail(ERROR_INVALID_PARAMETER);
  if (index >= set->devices.size()) return fail(ERROR_NO_MORE_ITEMS);
  fill(data, *set, index);
  return TRUE;
}

BOOL NTAPI SetupDiEnumDeviceInterfaces(HDEVINFO handle, PSP_DEVINFO_DATA device, const GUID* guid, DWORD index,
                                       PSP_DEVICE_INTERFACE_DATA data) {
  const DeviceSet* set = set_of(handle);
  if (!set) return FALSE;
  if (!guid || !data || data->cbSize != sizeof(*data)) return fail(ERROR_INVALID_PARAMETER);
  if (device && !device_of(*set, device)) return FALSE;
  for (size_t i = 0; i < set->interfaces.size(); i++) {
    const DeviceSet::Entry& entry = set->interfaces[i];
    const bool wanted = same_guid(entry.interface.class_guid, *guid) && (!device || device->Reserved == entry.device);
    if (!wanted || index-- > 0) continue;
    data->InterfaceClassGuid = *guid;
    data->Flags = entry.interface.active ? SPINT_ACTIVE : 0;
    data->Reserved = i;
    return TRUE;
  }
  return fail(ERROR_NO_MORE_ITEMS);
}

BOOL NTAPI SetupDiGetDeviceInterfaceDetailW(HDEVINFO set, PSP_DEVICE_INTERFACE_DATA data,
                                            PSP_DEVICE_INTERFACE_DETAIL_DATA_W detail, DWORD size, PDWORD required,
                                            PSP_DEVINFO_DATA device) {
  return interface_detail(set, data, detail, size, required, device, static_cast<WCHAR(*)[1]>(nullptr));
}
BOOL NTAPI SetupDiGetDeviceInterfaceDetailA(HDEVINFO set, PSP_DEVICE_INTERFACE_DATA data,
                                            PSP_DEVICE_INTERFACE_DETAIL_DATA_A detail, DWORD size, PDWORD required,
                                            PSP_DEVINFO_DATA device) {
  return interface_detail(set, data, detail, size, required, device, static_cast<CHAR(*)[1]>(nullptr));
}

BOOL NTAPI SetupDiGetDeviceRegistryPropertyW(HDEVINFO set, PSP_DEVINFO_DATA device, DWORD property, PDWORD type,
                                             PBYTE buffer, DWORD size, PDWORD required) {
  return registry_property(set, device, property, type, buffer, size, required, true);
}
BOOL NTAPI SetupDiGetDeviceRegistryPropertyA(HDEVINFO set, PSP_DEVINFO_DATA device, DWORD property, PDWORD type,
                                             PBYTE buffer, DWORD size, PDWORD required) {
  return registry_property(set, device, property, type, buffer, size, required, false);
}

BOOL NTAPI SetupDiGetDeviceInstanceIdW(HDEVINFO set, PSP_DEVINFO_DATA device, PWSTR buffer, DWORD size,
                                       PDWORD required) {
  return instance_id(set, device, buffer, size, required);
}
BOOL NTAPI SetupDiGetDeviceInstanceIdA(HDEVINFO set, PSP_DEVINFO_DATA device, PSTR buffer, DWORD size,
                                       PDWORD required) {
  return instance_id(set, device, buffer, size, required);
}
}
