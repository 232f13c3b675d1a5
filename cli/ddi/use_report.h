// `wdf ddi --for PATH`: what a driver uses of the interface, and how far that is built.
#pragma once

#include <string>

namespace owdf::cli {

// `path`: an image, or anything `wdf build` takes. The exit code: success, or failed where something the driver uses is
// loud or unknown, or it cannot be built; usage where there is nothing at `path`.
int report_use(const std::string& path, bool json);

}  // namespace owdf::cli
