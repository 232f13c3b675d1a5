// The bug check codes that the executive itself raises, by their published numbers.
#pragma once

#include <cstdint>

namespace owdf::nt {

inline constexpr uint32_t kNoMoreIrpStackLocations = 0x35;
inline constexpr uint32_t kMultipleIrpCompleteRequests = 0x44;
inline constexpr uint32_t kCancelStateInCompletedIrp = 0x48;
inline constexpr uint32_t kDriverVerifierDetectedViolation = 0xC4;
inline constexpr uint32_t kDriverVerifierIoManagerViolation = 0xC9;
inline constexpr uint32_t kPnpDetectedFatalError = 0xCA;

}  // namespace owdf::nt
