#include "wdf/ddi_prototypes.h"
#include "wdf/driver/driver.h"
#include "wdf/handle.h"

#include <fmt/format.h>

namespace owdf::ddi {

using namespace wdf;

void NTAPI WdfVerifierDbgBreakPoint(PWDF_DRIVER_GLOBALS globals) {
  DbgBreakPoint();
}

void NTAPI WdfVerifierKeBugCheck(PWDF_DRIVER_GLOBALS globals, ULONG BugCheckCode, ULONG_PTR BugCheckParameter1,
                                 ULONG_PTR BugCheckParameter2, ULONG_PTR BugCheckParameter3,
                                 ULONG_PTR BugCheckParameter4) {
  Client& client = Client::from(globals);
  client.machine().bug_check(BugCheckCode, BugCheckParameter1, BugCheckParameter2, BugCheckParameter3,
                             BugCheckParameter4, client.service() + ": the driver asked for this bug check");
}

// BHV-033: the stub of a newer driver found no such function here. A status only if there is one to return and nobody
// is looking for mistakes.
NTSTATUS NTAPI WdfDriverErrorReportApiMissing(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver,
                                              PCWSTR FrameworkExtensionName, ULONG ApiIndex,
                                              BOOLEAN DoesApiReturnNtstatus) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  const std::string message = fmt::format("{}: function {} of the framework's table does not exist in this version",
                                          client.service(), ApiIndex);
  if (DoesApiReturnNtstatus && !client.verifier().on) {
    client.machine().report({.rule = "ApiMissing", .message = message, .driver = client.service()});
    return STATUS_INVALID_DEVICE_REQUEST;
  }
  client.machine().bug_check(kWdfViolation, static_cast<uint64_t>(Violation::kApiUnavailable),
                             reinterpret_cast<uint64_t>(client.globals()->DriverName),
                             reinterpret_cast<uint64_t>(FrameworkExtensionName), ApiIndex, message);
  return STATUS_INVALID_DEVICE_REQUEST;
}

// A miniport's port driver owns DRIVER_OBJECT, so nobody else tells us that the driver goes.
void NTAPI WdfDriverMiniportUnload(PWDF_DRIVER_GLOBALS globals, WDFDRIVER Driver) {
  Client& client = Client::from(globals);
  object_of<wdf::Driver>(client, Driver);
  client.delete_driver();
}

}  // namespace owdf::ddi
