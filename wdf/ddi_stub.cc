// What a slot of the function tables does while nobody has built its function (H8: never a null, never a silent
// success).
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <ntddk.h>
#include <wdf.h>

#include "nt/machine.h"
#include "wdf/ddi_tables.h"
#include "wdf/violation.h"

namespace owdf::wdf {
namespace {

std::string driver_name(PWDF_DRIVER_GLOBALS globals) {
  return globals ? globals->DriverName : "";
}

// The row of the DDI in the tables.
uint64_t index_of(std::string_view name) {
  const auto rows = ddis();
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Ddi& ddi) { return ddi.name == name; });
  return static_cast<uint64_t>(row - rows.begin());
}

// The finding, the trace event and the line on stderr; null machine: called from outside the executive.
nt::Machine* report(PWDF_DRIVER_GLOBALS globals, const char* name) {
  std::fprintf(stderr, "openwdf: %s called %s, which OpenWDF has not built yet\n",
               globals ? globals->DriverName : "a driver", name);
  nt::Machine* machine = nt::current_machine();
  if (machine) {
    machine->world().record(trace::Kind::kNotImplemented, index_of(name));
    machine->report({"NotImplemented", std::string(name) + " is not built in OpenWDF", driver_name(globals)});
  }
  return machine;
}

}  // namespace

NTSTATUS ddi_not_built(PWDF_DRIVER_GLOBALS globals, const char* name) {
  report(globals, name);
  return static_cast<NTSTATUS>(0xC0000002);  // STATUS_NOT_IMPLEMENTED
}

void ddi_not_built_fatal(PWDF_DRIVER_GLOBALS globals, const char* name) {
  nt::Machine* machine = report(globals, name);
  if (machine)
    machine->bug_check(kWdfViolation, static_cast<uint64_t>(Violation::kApiUnavailable),
                       globals ? reinterpret_cast<uint64_t>(globals->DriverName) : 0, 0, index_of(name),
                       std::string(name) + " is not built in OpenWDF and returns no status");
  std::abort();
}

}  // namespace owdf::wdf
