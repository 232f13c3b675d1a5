// `wdf ddi --markdown`: the whole interface by header with its state, as a page to read.
#pragma once

#include <string>

namespace owdf::cli {

std::string compatibility_page();

}  // namespace owdf::cli
