// How far a function of the interface is built, by its name. Derived, never declared.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "wdf/ddi_tables.h"

namespace owdf::cli {

// kUnknown: no row names it, so that no image could be linked with it. kLoud: its row has a stub, which reports the
// function's own name and fails. kPartial: something it accepts is not acted on (wdf/partial.h).
enum class State { kBuilt, kPartial, kLoud, kUnknown };

const char* state_text(State state);

struct Function {
  std::string name;
  std::string module;  // "wdf", or the Windows module that exports it; empty where unknown
  std::string header;
  State state = State::kUnknown;
};

Function framework_function(const wdf::Ddi& row);
Function imported_function(const std::string& name);

// What a framework function accepts and does not act on.
std::vector<std::string_view> not_acted_on(std::string_view ddi);

}  // namespace owdf::cli
