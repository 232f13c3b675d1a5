// InstructionCensus: what a stretch of code executes, counted by stepping through it one instruction at a time: all of
// them, those that lock the bus, and entries of malloc. Exact and independent of the machine's speed. x86-64, one at a
// time.
#pragma once

#include <array>
#include <cstdint>
#include <functional>

namespace owdf::bench {

struct InstructionCensus {
  uint64_t instructions = 0;
  uint64_t locked = 0;
  uint64_t allocations = 0;
  std::array<uintptr_t, 64> locked_at{};  // the first ones, as offsets in this program or absolute
};

// On a thread whose code takes no SIGTRAP of its own.
InstructionCensus take_census(const std::function<void()>& body);

}  // namespace owdf::bench
