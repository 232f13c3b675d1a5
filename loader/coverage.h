// Coverage of an image built with -fprofile-instr-generate: its counters lie in its own sections, and no profile
// runtime is linked into it; so the loader writes the raw profile (format version 10, LLVM 19) that llvm-profdata
// merges.
#pragma once

#include <string>

#include "base/result.h"

namespace owdf::loader {

class Image;

// Writes DIRECTORY/NAME-BUILDID-PID-N.profraw, N the first number that is free. Nothing to do for an image without
// counters. A failure is not the driver's affair: it is returned for the log and changes nothing.
Status write_profile(const Image& image, const std::string& directory);

}  // namespace owdf::loader
