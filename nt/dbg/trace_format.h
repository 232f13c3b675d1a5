// The text of a trace message: Windows printf conversions, and the %!NAME! specifications of WPP.
#pragma once

#include <owdf/trace_message.h>

#include <string>

namespace owdf::dbg {

// `arguments` are those behind the message of an ms_abi call. Never longer than kLongestTrace. Floating point is
// printed at PASSIVE_LEVEL only. Reads what the arguments point at, as the driver would.
inline constexpr size_t kLongestTrace = 4096;
std::string format_trace(const OWDF_TRACE_MESSAGE& message, __builtin_ms_va_list arguments);

}  // namespace owdf::dbg
