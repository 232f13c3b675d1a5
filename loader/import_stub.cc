#include "loader/import_stub.h"

#include <cstdio>
#include <cstdlib>

#include "loader/import_table.h"
#include "nt/machine.h"
#include "nt/stack_walk.h"

// client/ keeps the last error of a thread; a machine composed without it has nowhere to put one.
extern "C" OWDF_MS_ABI void SetLastError(uint32_t error) __attribute__((weak));

namespace owdf::loader {
namespace {

constexpr uint32_t kErrorCallNotImplemented = 120;
constexpr uint32_t kEntryPointNotFound = 0xC0000139;  // the stop code of a driver whose import is missing

nt::Machine* report(const char* name) {
  std::fprintf(stderr, "openwdf: %s was called, which OpenWDF has not built yet\n", name);
  nt::Machine* machine = nt::current_machine();
  if (!machine) return nullptr;
  const HostImport* row = find_host_import(name);
  const auto rows = host_imports();
  machine->world().record(trace::Kind::kNotImplemented, 0, row ? static_cast<uint64_t>(row - rows.data()) : 0);
  machine->report({"NotImplemented", std::string(name) + " is not built in OpenWDF",
                   nt::innermost_driver(machine->driver_loader()).service});
  return machine;
}

void report_with_last_error(const char* name) {
  report(name);
  if (SetLastError) SetLastError(kErrorCallNotImplemented);
}

}  // namespace

int32_t not_built_status(const char* name) {
  report(name);
  return static_cast<int32_t>(0xC0000002);
}

int32_t not_built_bool(const char* name) {
  report_with_last_error(name);
  return 0;
}

void* not_built_null(const char* name) {
  report_with_last_error(name);
  return nullptr;
}

void* not_built_handle(const char* name) {
  report_with_last_error(name);
  return reinterpret_cast<void*>(-1);
}

uint32_t not_built_failed(const char* name) {
  report_with_last_error(name);
  return 0xFFFFFFFF;
}

int32_t not_built_error(const char* name) {
  report(name);
  return static_cast<int32_t>(kErrorCallNotImplemented);
}

uint32_t not_built_configret(const char* name) {
  report(name);
  return 0x20;
}

int32_t not_built_hresult(const char* name) {
  report(name);
  return static_cast<int32_t>(0x80004001);
}

void not_built_fatal(const char* name) {
  if (nt::Machine* machine = report(name))
    machine->bug_check(kEntryPointNotFound, 0, 0, 0, 0,
                       std::string(name) + " is not built in OpenWDF and returns no status");
  std::abort();
}

}  // namespace owdf::loader
