#include "wdf/bind/settings.h"

#include "wdf/registry/registry_access.h"

namespace owdf::wdf {

// BHV-031: a client of 1.9 or later follows Driver Verifier unless the registry says otherwise.
void read_settings(Client& client) {
  VerifierSettings& verifier = client.verifier();
  verifier.on = client.machine().options().verifier && client.at_least(9);
  bool verify = verifier.on;
  auto key = open_key(nullptr, client.registry_path() + u"\\Parameters\\Wdf", KEY_READ);
  if (key) {
    auto value = [&](const char16_t* name, uint32_t otherwise) { return dword_of(*key, name).value_or(otherwise); };
    verifier.on = value(u"VerifierOn", verifier.on) != 0;
    verify = value(u"VerifyOn", verifier.on) != 0;
    verifier.verify_down_level = value(u"VerifyDownLevel", 0) != 0;
    verifier.break_on_error = value(u"DbgBreakOnError", verifier.on) != 0;
    verifier.allocations_until_failure = value(u"VerifierAllocateFailCount", VerifierSettings::kNever);
    ZwClose(*key);
  }
  ULONG& flags = client.globals()->DriverFlags;
  if (verify) flags |= WdfVerifyOn;
  if (verifier.on) flags |= WdfVerifierOn;
}

}  // namespace owdf::wdf
