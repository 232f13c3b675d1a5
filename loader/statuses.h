// The statuses a load can fail with, as Result values.
#pragma once

#include "base/result.h"

namespace owdf::loader {

inline constexpr Status kInvalidImageFormat{0xC000007Bu};  // STATUS_INVALID_IMAGE_FORMAT: the file is not one of ours
inline constexpr Status kImageNotFound{0xC0000034u};       // STATUS_OBJECT_NAME_NOT_FOUND: no such file
inline constexpr Status kEntryPointNotFound{0xC0000263u};  // STATUS_DRIVER_ENTRYPOINT_NOT_FOUND: names nobody offers
inline constexpr Status kOutOfResources{0xC000009Au};  // STATUS_INSUFFICIENT_RESOURCES: memfd_create or dlopen failed

}  // namespace owdf::loader
