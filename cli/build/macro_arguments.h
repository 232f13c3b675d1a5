// Macros called with more arguments than they have parameters. The Microsoft compiler warns (C4002) and drops what is
// too much; clang stops, and has no switch for it. A source that fails for this reason is compiled again with the
// macro's definition made to take, and ignore, the rest.
#pragma once

#include <set>
#include <string>

namespace owdf::cli {

struct MacroDefinition {
  std::string file;
  unsigned line = 0;  // of the name
  std::string name;
  auto operator<=>(const MacroDefinition&) const = default;
};

// The definitions that a compiler's messages complain about.
std::set<MacroDefinition> overfed_macros(const std::string& messages);

// The line with a parameter list that takes more; unchanged where it is not the definition of `name`.
std::string with_more_parameters(const std::string& line, const std::string& name);

// Writes an overlay to `path`, with copies of the files beside it, in which these macros take more arguments. False:
// one of the definitions is not in a file, or not of a form that can be changed.
bool write_macro_overlay(const std::string& path, const std::set<MacroDefinition>& macros);

// A warning for each, as the compiler writes them.
std::string describe(const std::set<MacroDefinition>& macros);

}  // namespace owdf::cli
