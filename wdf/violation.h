// A driver broke its contract towards the framework: the one place that decides what follows. KMDF: WDF_VIOLATION,
// which ends the machine and leaves the bug check as a value (docs: product.md, "What a finding looks like").
#pragma once

#include <cstdint>
#include <string>

namespace owdf::wdf {

class Client;

inline constexpr uint32_t kWdfViolation = 0x10D;

// The first parameter of WDF_VIOLATION, as published.
enum class Violation : uint32_t {
  kPowerRoutineTimedOut = 0x1,
  kRecursiveLock = 0x2,
  kVerifierFatalError = 0x3,
  kRequiredParameterIsNull = 0x4,
  kInvalidHandle = 0x5,
  kRequestFatalError = 0x6,
  kObjectError = 0x7,
  kDmaFatalError = 0x8,
  kInvalidInterrupt = 0x9,
  kQueueFatalError = 0xA,
  kInvalidLockOperation = 0xB,
  kPnpFatalError = 0xC,
  kPowerMultiplePpo = 0xD,
  kIrqlMismatch = 0xE,
  kCriticalRegionMismatch = 0xF,
  kApiUnavailable = 0x10,
};

// Ends the client's machine with WDF_VIOLATION(rule, p2, p3, the client's globals). `message` is our sentence: what the
// driver did. Any IRQL; never returns on a thread of the machine.
[[noreturn]] void violate(Client& client, Violation rule, uint64_t p2, uint64_t p3, std::string message);

}  // namespace owdf::wdf
