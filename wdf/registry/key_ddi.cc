#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/registry/key.h"
#include "wdf/string/string.h"

namespace owdf::wdf {
namespace {

// An access of zero, or of what a UMDF driver may not ask for, is refused before the registry is asked.
Status may_open(const Client& client, ACCESS_MASK access) {
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  return access_allowed(client, access) ? Status{} : Status(STATUS_ACCESS_DENIED);
}

HANDLE native_parent(Client& client, WDFKEY parent) {
  return parent ? object_of<Key>(client, parent).native() : nullptr;
}

Result<Key*> open(Client& client, WDFKEY parent, PCUNICODE_STRING name, ACCESS_MASK access,
                  PWDF_OBJECT_ATTRIBUTES attributes) {
  TRY(may_open(client, access));
  const std::u16string_view path = TRY(text_of(name));
  const HANDLE above = native_parent(client, parent);
  const Blueprint blueprint = TRY(read_attributes(client, Type::kKey, attributes, &client.default_parent()));
  return Key::open(client, blueprint, above, path, access);
}

Result<Key*> create(Client& client, WDFKEY parent, PCUNICODE_STRING name, ACCESS_MASK access, ULONG options,
                    ULONG* disposition, PWDF_OBJECT_ATTRIBUTES attributes) {
  TRY(may_open(client, access));
  const std::u16string_view path = TRY(text_of(name));
  const HANDLE above = native_parent(client, parent);
  const Blueprint blueprint = TRY(read_attributes(client, Type::kKey, attributes, &client.default_parent()));
  return Key::make(client, blueprint, above, path, access, options, disposition);
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfRegistryOpenKey(PWDF_DRIVER_GLOBALS globals, WDFKEY ParentKey, PCUNICODE_STRING KeyName,
                                  ACCESS_MASK DesiredAccess, PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY* Key) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, KeyName);
  OWDF_REQUIRED(client, Key);
  *Key = nullptr;
  auto key = open(client, ParentKey, KeyName, DesiredAccess, KeyAttributes);
  if (key) *Key = handle_of<WDFKEY>(*key);
  return key.status().value;
}

NTSTATUS NTAPI WdfRegistryCreateKey(PWDF_DRIVER_GLOBALS globals, WDFKEY ParentKey, PCUNICODE_STRING KeyName,
                                    ACCESS_MASK DesiredAccess, ULONG CreateOptions, PULONG CreateDisposition,
                                    PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY* Key) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, KeyName);
  OWDF_REQUIRED(client, Key);
  *Key = nullptr;
  auto key = create(client, ParentKey, KeyName, DesiredAccess, CreateOptions, CreateDisposition, KeyAttributes);
  if (key) *Key = handle_of<WDFKEY>(*key);
  return key.status().value;
}

void NTAPI WdfRegistryClose(PWDF_DRIVER_GLOBALS globals, WDFKEY Key) {
  object_of<wdf::Key>(Client::from(globals), Key).dispose();
}

HANDLE NTAPI WdfRegistryWdmGetHandle(PWDF_DRIVER_GLOBALS globals, WDFKEY Key) {
  return object_of<wdf::Key>(Client::from(globals), Key).native();
}

// The object goes only with the key: after a failure the driver still has to close it.
NTSTATUS NTAPI WdfRegistryRemoveKey(PWDF_DRIVER_GLOBALS globals, WDFKEY Key) {
  Client& client = Client::from(globals);
  wdf::Key& key = object_of<wdf::Key>(client, Key);
  if (!client.kernel_mode()) return STATUS_NOT_IMPLEMENTED;
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return STATUS_INVALID_DEVICE_REQUEST;
  const NTSTATUS status = ZwDeleteKey(key.native());
  if (NT_SUCCESS(status)) key.dispose();
  return status;
}

}  // namespace owdf::ddi
