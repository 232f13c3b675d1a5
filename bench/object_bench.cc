// Framework objects made and deleted as a driver does it: through the function table that its image was bound to.
#include "bench/benchmarks.h"
#include "bench/echo_bench.h"
#include "wdf/client.h"
#include "wdf/ddi_tables.h"

namespace owdf::bench {

namespace {

struct BenchContext {
  char bytes[64];
};
constexpr WDF_OBJECT_CONTEXT_TYPE_INFO kBenchContextType{
    .Size = sizeof(WDF_OBJECT_CONTEXT_TYPE_INFO), .ContextName = "BenchContext", .ContextSize = sizeof(BenchContext)};

// The echo driver's globals, as its header stubs pass them.
PWDF_DRIVER_GLOBALS globals_of(cli::Session& session) {
  PWDF_DRIVER_GLOBALS globals = nullptr;
  session.library().visit_clients([&](wdf::Client& client) { globals = client.globals(); });
  if (!globals) give_up("drivers/echo is not bound");
  return globals;
}

template <typename Function>
Function slot(std::string_view name) {
  for (const wdf::Ddi& ddi : wdf::ddis()) {
    if (name == ddi.name) return reinterpret_cast<Function>(reinterpret_cast<void*>(wdf::kmdf_table()[ddi.kmdf_index]));
  }
  give_up("no such function");
}

WDF_OBJECT_ATTRIBUTES with_context() {
  WDF_OBJECT_ATTRIBUTES attributes;
  WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
  attributes.ContextTypeInfo = &kBenchContextType;
  return attributes;
}

}  // namespace

void object_create_delete(benchmark::State& state, const cli::DriverFiles& echo) {
  auto bench = EchoBench::start(echo);
  bench->as_system([&] {
    PWDF_DRIVER_GLOBALS globals = globals_of(bench->session());
    const auto create = slot<PFN_WDFOBJECTCREATE>("WdfObjectCreate");
    const auto remove = slot<PFN_WDFOBJECTDELETE>("WdfObjectDelete");
    WDF_OBJECT_ATTRIBUTES attributes = with_context();
    for (auto _ : state) {
      WDFOBJECT object = nullptr;
      if (create(globals, &attributes, &object) != STATUS_SUCCESS) give_up("WdfObjectCreate failed");
      remove(globals, object);
    }
  });
}

void memory_create_delete(benchmark::State& state, const cli::DriverFiles& echo) {
  auto bench = EchoBench::start(echo);
  bench->as_system([&] {
    PWDF_DRIVER_GLOBALS globals = globals_of(bench->session());
    const auto create = slot<PFN_WDFMEMORYCREATE>("WdfMemoryCreate");
    const auto remove = slot<PFN_WDFOBJECTDELETE>("WdfObjectDelete");
    WDF_OBJECT_ATTRIBUTES attributes = with_context();
    for (auto _ : state) {
      WDFMEMORY memory = nullptr;
      void* buffer = nullptr;
      if (create(globals, &attributes, NonPagedPoolNx, 0, 64, &memory, &buffer) != STATUS_SUCCESS)
        give_up("WdfMemoryCreate failed");
      remove(globals, memory);
    }
  });
}

}  // namespace owdf::bench
