#include "wdf/ddi_prototypes.h"
#include "wdf/handle.h"
#include "wdf/object/attributes.h"
#include "wdf/string/string.h"

namespace owdf::wdf {
namespace {

Result<String*> create_string(Client& client, PCUNICODE_STRING text, PWDF_OBJECT_ATTRIBUTES attributes) {
  if (KeGetCurrentIrql() != PASSIVE_LEVEL) return Status(STATUS_INVALID_DEVICE_REQUEST);
  const std::u16string_view contents = text ? TRY(text_of(text)) : std::u16string_view{};
  const Blueprint blueprint = TRY(read_attributes(client, Type::kString, attributes, &client.default_parent()));
  return String::make(client, blueprint, contents);
}

}  // namespace
}  // namespace owdf::wdf

namespace owdf::ddi {

using namespace wdf;

NTSTATUS NTAPI WdfStringCreate(PWDF_DRIVER_GLOBALS globals, PCUNICODE_STRING UnicodeString,
                               PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING* String) {
  Client& client = Client::from(globals);
  OWDF_REQUIRED(client, String);
  *String = nullptr;
  auto string = create_string(client, UnicodeString, StringAttributes);
  if (string) *String = handle_of<WDFSTRING>(*string);
  return string.status().value;
}

void NTAPI WdfStringGetUnicodeString(PWDF_DRIVER_GLOBALS globals, WDFSTRING String, PUNICODE_STRING UnicodeString) {
  Client& client = Client::from(globals);
  wdf::String& string = object_of<wdf::String>(client, String);
  OWDF_REQUIRED(client, UnicodeString);
  *UnicodeString = string.unicode();
}

}  // namespace owdf::ddi
