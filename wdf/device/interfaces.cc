// The names under which applications find a device: interfaces (DIF-*) and a symbolic link.
#include "wdf/device/device.h"

namespace owdf::wdf {
namespace {

std::u16string text_of(PCUNICODE_STRING string) {
  if (!string || !string->Buffer) return {};
  return {reinterpret_cast<const char16_t*>(string->Buffer), string->Length / sizeof(char16_t)};
}

UNICODE_STRING string_of(std::u16string& text) {
  const auto bytes = static_cast<USHORT>(text.size() * sizeof(char16_t));
  return {bytes, bytes, reinterpret_cast<PWCH>(text.data())};
}

}  // namespace

DeviceInterface* Device::find_interface(const GUID& class_guid, PCUNICODE_STRING reference) {
  const std::u16string wanted = text_of(reference);
  for (auto& entry : interfaces_)
    if (IsEqualGUID(entry->class_guid, class_guid) && entry->reference == wanted) return entry.get();
  return nullptr;
}

NTSTATUS Device::create_interface(const GUID& class_guid, PCUNICODE_STRING reference) {
  if (control_) return STATUS_INVALID_DEVICE_REQUEST;  // NPN-017
  auto entry = std::make_unique<DeviceInterface>();
  entry->class_guid = class_guid;
  entry->reference = text_of(reference);
  if (entry->reference.find_first_of(u"\\/") != std::u16string::npos) return STATUS_INVALID_PARAMETER;
  UNICODE_STRING own_reference = string_of(entry->reference);
  UNICODE_STRING link{};
  const NTSTATUS status =
      IoRegisterDeviceInterface(physical_, &class_guid, entry->reference.empty() ? nullptr : &own_reference, &link);
  if (!NT_SUCCESS(status)) return status;
  entry->symbolic_link = text_of(&link);
  RtlFreeUnicodeString(&link);
  // DIF-007, DIF-011: those of EvtDriverDeviceAdd follow the device, later ones only the driver.
  entry->automatic = pnp_.state() == PnpState::kAdded || pnp_.state() == PnpState::kStarting;
  interfaces_.push_back(std::move(entry));
  return STATUS_SUCCESS;
}

NTSTATUS Device::set_interface_state(const GUID& class_guid, PCUNICODE_STRING reference, bool enable,
                                     bool even_before_start) {
  DeviceInterface* entry = find_interface(class_guid, reference);
  if (!entry) return STATUS_OBJECT_NAME_NOT_FOUND;
  const bool running = interfaces_published_;
  if (!running && even_before_start) {
    entry->automatic = enable;  // DIF-010
    return STATUS_SUCCESS;
  }
  if (entry->enabled == enable) return STATUS_SUCCESS;
  UNICODE_STRING link = string_of(entry->symbolic_link);
  const NTSTATUS status = IoSetDeviceInterfaceState(&link, enable);
  if (NT_SUCCESS(status)) entry->enabled = enable;
  return status;
}

void Device::enable_interfaces() {
  interfaces_published_ = true;
  for (auto& entry : interfaces_) {
    if (!entry->automatic || entry->enabled) continue;
    UNICODE_STRING link = string_of(entry->symbolic_link);
    entry->enabled = NT_SUCCESS(IoSetDeviceInterfaceState(&link, TRUE));
  }
}

void Device::disable_interfaces() {
  interfaces_published_ = false;
  for (auto& entry : interfaces_) {
    if (!entry->enabled) continue;
    UNICODE_STRING link = string_of(entry->symbolic_link);
    IoSetDeviceInterfaceState(&link, FALSE);
    entry->enabled = false;
  }
}

NTSTATUS Device::create_symbolic_link(PCUNICODE_STRING name) {
  if (symbolic_link_) return STATUS_INVALID_DEVICE_REQUEST;
  if (control_ && !name_) return STATUS_INVALID_DEVICE_REQUEST;  // NPN-021
  UNICODE_STRING target{};
  std::u16string device_name;
  if (name_) {
    device_name = *name_;
  } else {
    // An unnamed function device is reached through the PDO, which always has a name (FIL-015).
    WCHAR buffer[128];
    ULONG bytes = 0;
    const NTSTATUS status =
        IoGetDeviceProperty(physical_, DevicePropertyPhysicalDeviceObjectName, sizeof(buffer), buffer, &bytes);
    if (!NT_SUCCESS(status)) return status;
    device_name.assign(reinterpret_cast<const char16_t*>(buffer), bytes / sizeof(WCHAR));
    while (!device_name.empty() && device_name.back() == u'\0') device_name.pop_back();
  }
  target = string_of(device_name);
  std::u16string own_name = text_of(name);
  UNICODE_STRING link = string_of(own_name);
  const NTSTATUS status = IoCreateSymbolicLink(&link, &target);
  if (NT_SUCCESS(status)) symbolic_link_ = std::move(own_name);
  return status;
}

void Device::delete_symbolic_link() {
  if (!symbolic_link_) return;
  UNICODE_STRING link = string_of(*symbolic_link_);
  IoDeleteSymbolicLink(&link);
  symbolic_link_.reset();
}

}  // namespace owdf::wdf
