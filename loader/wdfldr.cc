// What a framework driver imports from WDFLDR.SYS: the way to the machine's framework, whoever provides it.
#include "nt/machine.h"
#include "nt/upward.h"

namespace {

using owdf::nt::BindProvider;

// A machine composed without the framework: binding fails as it does where the library is not installed.
constexpr int32_t kStatusObjectNameNotFound = static_cast<int32_t>(0xC0000034);

BindProvider* provider() {
  return owdf::nt::current_machine()->bind_provider();
}

}  // namespace

extern "C" {

__attribute__((ms_abi)) int32_t WdfVersionBind(_DRIVER_OBJECT* driver, _UNICODE_STRING* registry_path, void* bind_info,
                                               void** globals) {
  BindProvider* framework = provider();
  return framework ? framework->version_bind(driver, registry_path, bind_info, globals) : kStatusObjectNameNotFound;
}

__attribute__((ms_abi)) int32_t WdfVersionUnbind(_UNICODE_STRING* registry_path, void* bind_info, void* globals) {
  BindProvider* framework = provider();
  return framework ? framework->version_unbind(registry_path, bind_info, globals) : kStatusObjectNameNotFound;
}
}
