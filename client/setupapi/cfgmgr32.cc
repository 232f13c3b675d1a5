// CM_*: the configuration manager. A device instance is a number of this program for an instance path.
#include <windows.h>

#include <cfgmgr32.h>

#include "client/crt/text.h"
#include "client/kernel32/win32.h"
#include "client/setupapi/catalogue.h"
#include "nt/pnp/pnp_manager.h"
#include "nt/rtl/text.h"

using namespace owdf::client;

namespace {

constexpr ULONG kDriverLoaded = 0x00000002, kStarted = 0x00000008, kHasProblem = 0x00000400;  // DN_* of cfg.h

owdf::nt::Machine& machine() {
  return current_program()->machine;
}

template <typename C>
std::u16string wide(const C* text) {
  if constexpr (sizeof(C) > 1)
    return text ? text : u"";
  else
    return text ? owdf::rtl::utf16(text) : std::u16string();
}
void convert(const std::u16string& from, std::u16string* to) {
  *to = from;
}
void convert(const std::u16string& from, std::string* to) {
  *to = owdf::rtl::utf8(from);
}

// The list as a program gets it: each path ended, and the list ended once more.
template <typename C>
CONFIGRET interface_list(const GUID* guid, const C* device, ULONG flags, std::basic_string<C>* list) {
  if (!guid) return CR_INVALID_POINTER;
  if (flags & ~ULONG{CM_GET_DEVICE_INTERFACE_LIST_ALL_DEVICES}) return CR_INVALID_FLAG;
  const std::u16string instance = wide(device);
  if (!instance.empty() && !devices::find_instance(machine(), instance)) return CR_INVALID_DEVICE_ID;
  for (const auto& each :
       devices::interfaces(machine(), *guid, instance, flags & CM_GET_DEVICE_INTERFACE_LIST_ALL_DEVICES)) {
    std::basic_string<C> path;
    convert(each.path, &path);
    *list += path;
    *list += C{};
  }
  *list += C{};
  return CR_SUCCESS;
}

template <typename C>
CONFIGRET list_size(PULONG length, const GUID* guid, const C* device, ULONG flags) {
  if (!length) return CR_INVALID_POINTER;
  std::basic_string<C> list;
  const CONFIGRET result = interface_list(guid, device, flags, &list);
  *length = result == CR_SUCCESS ? static_cast<ULONG>(list.size()) : 0;
  return result;
}

template <typename C>
CONFIGRET get_list(const GUID* guid, const C* device, C* buffer, ULONG room, ULONG flags) {
  if (!buffer || room == 0) return CR_INVALID_POINTER;
  std::basic_string<C> list;
  const CONFIGRET result = interface_list(guid, device, flags, &list);
  if (result != CR_SUCCESS) return result;
  buffer[0] = 0;
  if (list.size() > room) return CR_BUFFER_SMALL;
  std::copy(list.begin(), list.end(), buffer);
  return CR_SUCCESS;
}

template <typename C>
CONFIGRET locate(PDEVINST device, const C* id, ULONG flags) {
  if (!device) return CR_INVALID_POINTER;
  if (!id || !*id) return CR_INVALID_DEVICE_ID;
  const auto instance = devices::find_instance(machine(), wide(id));
  if (!instance || (!instance->present && !(flags & CM_LOCATE_DEVNODE_PHANTOM))) return CR_NO_SUCH_DEVNODE;
  *device = current_program()->device_number(instance->path);
  return CR_SUCCESS;
}

template <typename C>
CONFIGRET device_id(DEVINST device, C* buffer, ULONG room) {
  if (!buffer) return CR_INVALID_POINTER;
  const auto path = current_program()->device_path(device);
  if (!path) return CR_INVALID_DEVNODE;
  std::basic_string<C> text;
  convert(*path, &text);
  if (text.size() + 1 > room) return CR_BUFFER_SMALL;
  text::copy(buffer, text.c_str());
  return CR_SUCCESS;
}

}  // namespace

extern "C" {

CONFIGRET NTAPI CM_Get_Device_Interface_List_SizeA(PULONG length, LPGUID guid, DEVINSTID_A device, ULONG flags) {
  return list_size(length, guid, device, flags);
}
CONFIGRET NTAPI CM_Get_Device_Interface_List_SizeW(PULONG length, LPGUID guid, DEVINSTID_W device, ULONG flags) {
  return list_size(length, guid, device, flags);
}
CONFIGRET NTAPI CM_Get_Device_Interface_ListA(LPGUID guid, DEVINSTID_A device, PZZSTR buffer, ULONG room, ULONG flags) {
  return get_list(guid, device, buffer, room, flags);
}
CONFIGRET NTAPI CM_Get_Device_Interface_ListW(LPGUID guid, DEVINSTID_W device, PZZWSTR buffer, ULONG room,
                                              ULONG flags) {
  return get_list(guid, device, buffer, room, flags);
}

CONFIGRET NTAPI CM_Locate_DevNodeA(PDEVINST device, DEVINSTID_A id, ULONG flags) {
  return locate(device, id, flags);
}
CONFIGRET NTAPI CM_Locate_DevNodeW(PDEVINST device, DEVINSTID_W id, ULONG flags) {
  return locate(device, id, flags);
}
CONFIGRET NTAPI CM_Get_Device_IDA(DEVINST device, PSTR buffer, ULONG room, ULONG) {
  return device_id(device, buffer, room);
}
CONFIGRET NTAPI CM_Get_Device_IDW(DEVINST device, PWSTR buffer, ULONG room, ULONG) {
  return device_id(device, buffer, room);
}

CONFIGRET NTAPI CM_Get_Device_ID_Size(PULONG length, DEVINST device, ULONG) {
  const auto path = current_program()->device_path(device);
  if (!length) return CR_INVALID_POINTER;
  if (!path) return CR_INVALID_DEVNODE;
  *length = static_cast<ULONG>(path->size());
  return CR_SUCCESS;
}

CONFIGRET NTAPI CM_Get_DevNode_Status(PULONG status, PULONG problem, DEVINST device, ULONG) {
  if (!status || !problem) return CR_INVALID_POINTER;
  const auto path = current_program()->device_path(device);
  if (!path) return CR_INVALID_DEVNODE;
  owdf::pnp::PnpManager::Action action(machine().pnp());
  const owdf::pnp::DeviceNode* node = machine().pnp().find(*path);
  if (!node) return CR_NO_SUCH_DEVNODE;
  *problem = node->problem.code;
  *status =
      (node->state == owdf::pnp::NodeState::kStarted ? kDriverLoaded | kStarted : 0) | (*problem ? kHasProblem : 0);
  return CR_SUCCESS;
}
}
