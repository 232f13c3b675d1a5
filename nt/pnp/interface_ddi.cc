// The edge: device interfaces as drivers register, enable and enumerate them.
#include <wdm.h>

#include "nt/io/device.h"
#include "nt/machine.h"
#include "nt/pnp/pnp_manager.h"

namespace owdf::pnp {

namespace {

constexpr ULONG kTag = ' PnP';

// A string for the caller, who frees it with RtlFreeUnicodeString.
NTSTATUS give(const std::u16string& text, PUNICODE_STRING string) {
  const size_t bytes = (text.size() + 1) * sizeof(WCHAR);
  PWSTR buffer = static_cast<PWSTR>(ExAllocatePoolWithTag(PagedPool, bytes, kTag));
  *string = {};
  if (!buffer) return STATUS_INSUFFICIENT_RESOURCES;
  std::memcpy(buffer, text.c_str(), bytes);
  string->Buffer = buffer;
  string->Length = static_cast<USHORT>(bytes - sizeof(WCHAR));
  string->MaximumLength = static_cast<USHORT>(bytes);
  return STATUS_SUCCESS;
}

}  // namespace
}  // namespace owdf::pnp

using namespace owdf;

extern "C" {

NTSTATUS NTAPI IoRegisterDeviceInterface(PDEVICE_OBJECT PhysicalDeviceObject, const GUID* InterfaceClassGuid,
                                         PUNICODE_STRING ReferenceString, PUNICODE_STRING SymbolicLinkName) {
  nt::Machine& machine = *nt::current_machine();
  // The documented answer for an object that is no PDO is a status here, not a bug check: drivers try it on filters.
  pnp::DeviceNode* node = PhysicalDeviceObject ? io::record_of(PhysicalDeviceObject).node : nullptr;
  if (!node) return STATUS_INVALID_DEVICE_REQUEST;
  auto name = machine.pnp().interfaces().add(*InterfaceClassGuid, *node, io::text_of(ReferenceString));
  return name ? pnp::give(*name, SymbolicLinkName) : name.status().value;
}

NTSTATUS NTAPI IoSetDeviceInterfaceState(PUNICODE_STRING SymbolicLinkName, BOOLEAN Enable) {
  return nt::current_machine()->pnp().interfaces().set_enabled(io::text_of(SymbolicLinkName), Enable).value;
}

// A MULTI_SZ of the names; of an empty list, its terminator alone.
NTSTATUS NTAPI IoGetDeviceInterfaces(const GUID* InterfaceClassGuid, PDEVICE_OBJECT PhysicalDeviceObject, ULONG Flags,
                                     PZZWSTR* SymbolicLinkList) {
  std::u16string all;
  const bool also_disabled = Flags & DEVICE_INTERFACE_INCLUDE_NONACTIVE;
  for (const auto& interface :
       nt::current_machine()->pnp().interfaces().list(*InterfaceClassGuid, PhysicalDeviceObject, also_disabled)) {
    all += interface.name() + u'\0';
  }
  const size_t bytes = (all.size() + 1) * sizeof(WCHAR);
  *SymbolicLinkList = static_cast<PZZWSTR>(ExAllocatePoolWithTag(PagedPool, bytes, pnp::kTag));
  if (!*SymbolicLinkList) return STATUS_INSUFFICIENT_RESOURCES;
  std::memcpy(*SymbolicLinkList, all.c_str(), bytes);
  return STATUS_SUCCESS;
}

}  // extern "C"
