// .inx to .inf: what stampinf does.
#pragma once

#include <string>

#include "cli/build/project.h"

namespace owdf::cli {

// $ARCH$, $KMDFVERSION$ and their like replaced; text in, text out.
std::string stamp_inf(const std::string& text, const Project& project);

}  // namespace owdf::cli
