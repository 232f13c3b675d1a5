// What the linker says, in the words of somebody who builds a driver.
#pragma once

#include <string>
#include <vector>

namespace owdf::cli {

// "ld.lld: error: undefined symbol: Foo / >>> referenced by x.c:12" becomes "not available in OpenWDF: Foo (used in
// x.c:12)". Names that stand for a language feature are explained. What is not understood is passed on.
std::string explain_link_errors(const std::string& text);

// A line about libraries that the project links and that are not here: what is in them is missing.
std::string describe_libraries(const std::vector<std::string>& libraries);

}  // namespace owdf::cli
