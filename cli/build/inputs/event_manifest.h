// An instrumentation manifest (.man) becomes a header with its event descriptors and the macros that write them:
// EventRegisterPROVIDER(), EventWriteEVENT(...). What is written goes the way of trace messages (owdf/trace_message.h).
#pragma once

#include <string>

namespace owdf::cli {

// In kernel mode each EventWrite macro takes the activity's GUID first. Throws std::string, a sentence that begins with
// "file:line: ".
std::string event_header(const std::string& path, const std::string& text, bool kernel_mode);

}  // namespace owdf::cli
