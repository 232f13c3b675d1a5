// What an imported function does that OpenWDF has not built yet: a line on stderr with its name, an event, a finding,
// and a failure in the caller's terms. Called by the generated stubs of gen/loader/imports.cc only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#define OWDF_MS_ABI __attribute__((ms_abi))

namespace owdf::loader {

int32_t not_built_status(const char* name);      // STATUS_NOT_IMPLEMENTED
int32_t not_built_bool(const char* name);        // FALSE, last error ERROR_CALL_NOT_IMPLEMENTED
void* not_built_null(const char* name);          // null, the same last error
void* not_built_handle(const char* name);        // INVALID_HANDLE_VALUE, the same last error
uint32_t not_built_failed(const char* name);     // 0xFFFFFFFF (WAIT_FAILED and its like), the same last error
int32_t not_built_error(const char* name);       // ERROR_CALL_NOT_IMPLEMENTED as the result
uint32_t not_built_configret(const char* name);  // CR_CALL_NOT_IMPLEMENTED
int32_t not_built_hresult(const char* name);     // E_NOTIMPL

// For functions whose result cannot say that they failed: the machine stops.
[[noreturn]] void not_built_fatal(const char* name);

}  // namespace owdf::loader
