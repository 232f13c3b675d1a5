// Trace headers: what `#include "x.tmh"` of a source stands for.
#pragma once

#include <string>
#include <vector>

#include "cli/build/wpp_config.h"

namespace owdf::cli {

// The names that a source includes as .tmh headers, as it spells them, each once.
std::vector<std::string> trace_headers_of(const std::string& text);

// What is wrong with the trace calls of a source, as "FILE:LINE: error: ..." lines: a format specification that nobody
// defines, and arguments that are more or fewer than their message prints.
std::string check_trace_calls(const std::string& file, const std::string& text, const WppConfig& config);

// The header of a source: each function of the configuration as a macro. `text` is the source's, which decides what
// types are needed.
std::string make_trace_header(const std::string& text, const WppConfig& config);

}  // namespace owdf::cli
